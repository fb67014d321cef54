/** Our flows held against what Zeek, Arkime and Wireshark say of the same captures; skipped where those are not here. */
import { expect, test } from 'vitest';
import type { Agreement } from './agree/share.ts';
import { SOURCES } from './agree/sources.ts';

/** Least shares that agree, of what means the same: `npm run agree` shows them, and the reasons of the rest. */
const LEAST: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  zeek: { tuple: 0.98, direction: 0.99, packets: 0.99, bytes: 0.98, conn_state: 0.99, history: 0.99 },
  arkime: { endpoints: 0.99, packets: 0.99, bytes: 0.98, direction: 0.99 },
  tshark: {
    retransmission: 0.99,
    'retransmission, where any': 0.9,
    fast_retransmission: 0.99,
    spurious_retransmission: 0.99,
    out_of_order: 0.99,
    lost_segment: 0.97,
    duplicate_ack: 0.99,
    'duplicate_ack, where any': 0.9,
    zero_window: 0.99,
    keep_alive: 0.99,
    window_full: 0.99,
    initial_rtt: 0.9,
  },
  ndpi: {
    JA3: 1,
    JA3S: 0.99,
    JA4: 1,
    'cipher suite': 1,
    'certificate SHA-1': 1,
    'certificate validity': 1,
    'HTTP status': 0.97,
    'DHCP fingerprint': 1,
    'QUIC version': 1,
  },
  claims: { claims: 0.995, 'claims, by Arkime': 1, 'claims, by Zeek': 1 },
  suricata: { found: 0.97, count: 1 },
  'zeek-logs': {
    'ssl.log cipher': 0.97,
    'ssl.log server_name': 1,
    'http.log uri': 0.95,
    'dns.log query': 0.9,
    'ssh.log kex_alg': 1,
  },
};

for (const [name, shares] of Object.entries(LEAST)) {
  const source = SOURCES[name]!;
  test.skipIf(!source.isHere)(`flows agree with ${name}`, { timeout: 600_000 }, async () => {
    const agreement: Agreement = await source.agree();
    const below = Object.entries(shares)
      .map(([what, least]) => ({ what, least, share: agreement.share(what) }))
      .filter(({ least, share }) => share < least);
    expect(below).toEqual([]);
  });
}

/** Of claims that inspection makes, also those are counted here whose difference is explained. */
const MOST_CLAIMS_DIFFER = 0.005;
test.skipIf(!SOURCES['claims']!.isHere)(
  'few claims are other than what others say by inspection',
  { timeout: 600_000 },
  async () => {
    const { shares } = await SOURCES['claims']!.agree();
    const { same, of } = shares.find(({ what }) => what === 'claims')!;
    expect((of - same) / of).toBeLessThanOrEqual(MOST_CLAIMS_DIFFER);
  },
);
