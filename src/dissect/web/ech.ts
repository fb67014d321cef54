/**
 * The encrypted_client_hello extension of an outer ClientHello, RFC 9849 §5: cipher suite of HPKE (RFC 9180 §7), number of the
 * configuration, encapsulated key, payload. GREASE has the same form (§6.2). Two things tell them apart: the SNI is a public name that
 * encrypted hellos go by; and after a HelloRetryRequest a real one leaves its key out (§6.1.5), while GREASE is repeated as it was.
 */
import { fact } from '#fields/table.ts';
import { u16 } from '../bytes.ts';
import type { Facts } from '../dissector.ts';

const ECH = fact('tls.ech');
const SUITE = fact('tls.ech.suite');
const CONFIG = fact('tls.ech.config');
const KEY = fact('tls.ech.enc');
const PAYLOAD = fact('tls.ech.payload');
const OUTER = 0;
const KEY_AT = 8; // behind type, KDF, AEAD, configuration, length
const KDFS = ['', 'HKDF-SHA256', 'HKDF-SHA384', 'HKDF-SHA512'];
const AEADS = ['', 'AES-128-GCM', 'AES-256-GCM', 'ChaCha20Poly1305'];

const nameOf = (names: readonly string[], number: number): string =>
  names[number] || `0x${number.toString(16).padStart(4, '0')}`;

/** `isPublicName`: so is the SNI. `again`: another whole ClientHello came before, of the same TCP connection. */
export function writeEch(
  buf: Uint8Array,
  from: number,
  to: number,
  facts: Facts,
  isPublicName: boolean,
  again: boolean,
): void {
  if (from >= to || buf[from] !== OUTER) return;
  if (to - from < KEY_AT) {
    facts.word(ECH, isPublicName ? 'outer' : 'maybe');
    return;
  }
  const key = u16(buf, from + 6);
  const payloadAt = from + KEY_AT + key;
  if (again) {
    if (facts.has(ECH) && !isPublicName) facts.word(ECH, key === 0 ? 'real' : 'grease');
    return;
  }
  facts.word(ECH, isPublicName ? 'outer' : 'maybe');
  facts.word(SUITE, `${nameOf(KDFS, u16(buf, from + 1))} ${nameOf(AEADS, u16(buf, from + 3))}`);
  facts.number(CONFIG, buf[from + 5]);
  facts.number(KEY, key);
  if (payloadAt + 2 <= to) facts.number(PAYLOAD, u16(buf, payloadAt));
}

/** Encrypted SNI, the drafts of 2018 to 2020: the name is hidden. */
export function writeEsni(facts: Facts): void {
  facts.word(ECH, 'esni');
}
