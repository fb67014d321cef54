/**
 * Radmin 2 and 3: 01, u32 length, checksum, then the data; the first request is 01 00 00 00 01 00 00 00 08 08, the answer has 25
 * or 09 bytes (nmap's service probes).
 */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const radmin: Dissector = {
  app: 'radmin',
  over: [6],
  ports: [4899],
  firstBytes: [1],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    const size = end - off;
    if (size < 10) return recvPort === 4899 || sendPort === 4899 ? Verdict.More : Verdict.No;
    if (u32(buf, off) !== 0x01000000) return Verdict.No;
    if (wireLength === 10)
      return u32(buf, off + 4) === 0x01000000 && buf[off + 8] === 8 && buf[off + 9] === 8 ? Verdict.Yes : Verdict.No;
    return (recvPort === 4899 || sendPort === 4899) &&
      (buf[off + 4] === 0x25 || buf[off + 4] === 9) &&
      wireLength === buf[off + 4] + 9
      ? Verdict.Yes
      : Verdict.No;
  },
};
