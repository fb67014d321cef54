/**
 * Memcached text commands (doc/protocol.txt), binary protocol (magic 80 and 81, 24 bytes) and its UDP frame header
 * (request id, sequence, count, zero).
 */
import { isText, startsWith, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

/** second letters of meta commands: mg, ms, md, ma, mn, me */
const META = [0x67, 0x73, 0x64, 0x61, 0x6e, 0x65];

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
    const is =
      (isMeta && isText(buf, off, Math.min(end, off + 32))) ||
      startsWith(buf, off, end, 'get ') ||
      startsWith(buf, off, end, 'gets ') ||
      startsWith(buf, off, end, 'set ') ||
      startsWith(buf, off, end, 'add ') ||
      startsWith(buf, off, end, 'delete ') ||
      startsWith(buf, off, end, 'incr ') ||
      startsWith(buf, off, end, 'stats') ||
      startsWith(buf, off, end, 'version\r\n') ||
      startsWith(buf, off, end, 'VALUE ') ||
      startsWith(buf, off, end, 'STAT ') ||
      startsWith(buf, off, end, 'STORED\r\n') ||
      startsWith(buf, off, end, 'END\r\n');
    return is ? Verdict.Yes : Verdict.No;
  },
};
