/** Memcached over UDP: request id, sequence, count of datagrams, 0, then the text protocol, or a head of the binary one (protocol.txt, "UDP protocol"). */
import { startsWith, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const WORDS = [
  'get ',
  'gets ',
  'set ',
  'stats',
  'STAT ',
  'VALUE ',
  'version',
  'VERSION ',
  'END\r\n',
  'STORED',
  'add ',
  'delete ',
  'incr ',
  'flush_all',
  'ERROR',
  'mg ',
  'ms ',
];

export const memcachedUdp: Dissector = {
  app: 'memcached',
  over: [17],
  ports: [11211],
  onOwnPortsOnly: true,
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 11 || u16(buf, off + 6) !== 0 || u16(buf, off + 2) > u16(buf, off + 4)) return Verdict.No;
    if (u16(buf, off + 4) > 0 && size >= 32 && buf[off + 8] >> 1 === 0x40) return Verdict.Yes;
    return WORDS.some((word) => startsWith(buf, off + 8, end, word)) ? Verdict.Yes : Verdict.No;
  },
};
