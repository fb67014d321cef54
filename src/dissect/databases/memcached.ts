/**
 * Memcached text commands (doc/protocol.txt), binary protocol (magic 80 and 81, 24 bytes) and its UDP frame header
 * (request id, sequence, count, zero).
 */
import { isText, startsWith, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

/** second letters of meta commands: mg, ms, md, ma, mn, me */
const META = [0x67, 0x73, 0x64, 0x61, 0x6e, 0x65];

/** How lines of the text protocol begin: commands, then answers. */
const LINES = [
  ...[
    'get ',
    'gets ',
    'gat ',
    'gats ',
    'set ',
    'add ',
    'replace ',
    'append ',
    'prepend ',
    'cas ',
    'delete ',
    'incr ',
    'decr ',
  ],
  ...['touch ', 'stats', 'version\r\n', 'flush_all', 'verbosity ', 'mn\r\n', 'watch ', 'slabs ', 'lru_crawler '],
  ...['VALUE ', 'STAT ', 'STORED\r\n', 'END\r\n', 'NOT_STORED\r\n', 'EXISTS\r\n', 'NOT_FOUND\r\n', 'DELETED\r\n'],
  ...['TOUCHED\r\n', 'VERSION ', 'ERROR\r\n', 'CLIENT_ERROR ', 'SERVER_ERROR ', 'HD\r\n', 'EN\r\n', 'VA ', 'MN\r\n'],
];

export const memcached: Dissector = {
  app: 'memcached',
  over: [6, 17],
  ports: [11211],
  onOwnPortsOnly: true,
  probe({ buf, off, end, proto, sendPort, recvPort }) {
    const own = sendPort === 11211 || recvPort === 11211;
    if (!own) return Verdict.No;
    if (proto === 17)
      return end - off >= 12 &&
        u16(buf, off + 4) >= 1 &&
        u16(buf, off + 6) === 0 &&
        (isText(buf, off + 8, Math.min(end, off + 12)) || buf[off + 8] >> 1 === 0x40)
        ? Verdict.Yes
        : Verdict.No;
    if (buf[off] === 0x80 || buf[off] === 0x81) {
      if (end - off < 24) return Verdict.More;
      return buf[off + 1] <= 0x48 && buf[off + 5] === 0 ? Verdict.Yes : Verdict.No;
    }
    const isMeta = buf[off] === 0x6d && end - off > 4 && META.includes(buf[off + 1]) && buf[off + 2] === 0x20;
    if (isMeta && isText(buf, off, Math.min(end, off + 32))) return Verdict.Yes;
    for (let i = 0; i < LINES.length; i++) if (startsWith(buf, off, end, LINES[i])) return Verdict.Yes;
    return Verdict.No;
  },
};
