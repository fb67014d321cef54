/** Fingerprints, cipher suites and certificates that nDPI publishes for its captures, held against ours. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatIp, parseIp } from '#base/address.ts';
import { CORPUS } from '../corpus.ts';
import { type Flow, flowsOf } from './flows.ts';
import { Agreement } from './share.ts';

const RESULTS = join(CORPUS, 'ndpi', 'result');
const CAPTURES = join(CORPUS, 'ndpi', 'pcap');
export const hasNdpi: boolean = existsSync(RESULTS) && existsSync(CAPTURES);

const LINE = /^\s*\d+\s+(TCP|UDP) \[?([0-9a-f.:]+?)\]?:(\d+) <?-> \[?([0-9a-f.:]+?)\]?:(\d+) /;
const OTHER_JA4 =
  "nDPI's JA4 has other first letters (whether there is a name, the last letter of ALPN); its hashes are the same";
const HOLD = 'what nDPI tells of a HelloRetryRequest we tell of the answer behind it';

const ip = (text: string): string => {
  const words = parseIp(text)?.words;
  return words === undefined ? text : formatIp(...words);
};
const ends = (a: string, aPort: number, b: string, bPort: number): string =>
  [`${a} ${aPort}`, `${b} ${bPort}`].sort().join(' ');
const text = (flow: Flow, key: string): string => String(flow.facts.get(key) ?? '');
const hashes = (ja4: string): string => ja4.slice(ja4.indexOf('_')).replace('e3b0c44298fc', '000000000000');

/** nDPI's word → what we have, as it writes it. */
const FIELDS: readonly (readonly [word: RegExp, what: string, ours: (flow: Flow) => string])[] = [
  [/\[JA3C: (\w+)/, 'JA3', (flow) => text(flow, 'tls.ja3')],
  [/\[JA3S: (\w+)/, 'JA3S', (flow) => text(flow, 'tls.ja3s')],
  [/\[JA4: (\w+)/, 'JA4', (flow) => text(flow, 'tls.ja4')],
  [/\[Cipher: (\w+)/, 'cipher suite', (flow) => text(flow, 'tls.cipher')],
  [
    /\[Certificate SHA-1: ([0-9A-F:]+)/,
    'certificate SHA-1',
    (flow) => (text(flow, 'tls.cert.sha1').match(/../g) ?? []).join(':').toUpperCase(),
  ],
  [
    /\[Validity: ([\d-]+ [\d:]+ - [\d-]+ [\d:]+)/,
    'certificate validity',
    (flow) =>
      `${text(flow, 'tls.cert.not_before')} - ${text(flow, 'tls.cert.not_after')}`.replace(/T/g, ' ').replace(/Z/g, ''),
  ],
  [/\[StatusCode: (\d+)/, 'HTTP status', (flow) => text(flow, 'http.status')],
  [/\[Content-Type: ([^\]]+)/, 'HTTP content type', (flow) => text(flow, 'http.content_type')],
  [/\[Server: ([^\]]+)/, 'HTTP server', (flow) => text(flow, 'http.server')],
  [/\[BT Hash: (\w+)/, 'torrent', (flow) => text(flow, 'bittorrent.hash')],
  [/\[DHCP Fingerprint: ([\d,]+)/, 'DHCP fingerprint', (flow) => text(flow, 'dhcp.fingerprint')],
  [/\[QUIC ver: ([^\]]+)/, 'QUIC version', (flow) => quicVersion(text(flow, 'quic.version'))],
];

function quicVersion(ours: string): string {
  if (/^[12]$/.test(ours)) return `V-${ours}`;
  if (ours.startsWith('draft-')) return `Draft-${ours.slice(6)}`;
  return ours.startsWith('mvfst-') ? ours.toUpperCase() : ours;
}

export function agreeWithNdpi(): Agreement {
  const agreement = new Agreement();
  for (const result of readdirSync(RESULTS)) {
    const capture = join(CAPTURES, result.replace(/\.out$/, ''));
    if (!existsSync(capture)) continue;
    const lines = readFileSync(join(RESULTS, result), 'utf8')
      .split('\n')
      .filter((line) => FIELDS.some(([word]) => word.test(line)));
    if (lines.length === 0) continue;
    const flows = Map.groupBy(flowsOf(capture), ({ src, dst }) => ends(src.ip, src.port, dst.ip, dst.port));
    for (const line of lines) compare(agreement, result, flows, line);
  }
  return agreement;
}

function compare(
  agreement: Agreement,
  result: string,
  flows: ReadonlyMap<string, readonly Flow[]>,
  line: string,
): void {
  const found = LINE.exec(line);
  const ours = found && flows.get(ends(ip(found[2]!), Number(found[3]), ip(found[4]!), Number(found[5])));
  if (!ours) return;
  for (const [word, what, told] of FIELDS) {
    const wanted = word.exec(line)?.[1];
    if (wanted === undefined) continue;
    const values = ours.map(told);
    const sameHashes = what === 'JA4' && values.some((value) => hashes(value) === hashes(wanted));
    const reason = sameHashes ? OTHER_JA4 : wanted === '15af977ce25de452b96affa2addb1036' ? HOLD : undefined;
    agreement.count(
      what,
      values.includes(wanted),
      () => `${result} ${found[0]}: ${wanted} there, ${values.join(' | ')} here`,
      reason,
    );
  }
}
