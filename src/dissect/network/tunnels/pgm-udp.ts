/** PGM in UDP (EPGM), RFC 3208 §8: ports, type, options, checksum over the whole, global source id, length of the data. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const HEADER_BYTES = 16;
/** SPM, POLL, POLR, ODATA, RDATA, NAK, NNAK, NCF, SPMR, ACK */
const TYPES = new Set([0, 1, 2, 4, 5, 8, 9, 10, 12, 13]);

/** True when the Internet checksum over [off, end) is right. */
function isSummed(buf: Uint8Array, off: number, end: number): boolean {
  let sum = 0;
  for (let at = off; at + 1 < end; at += 2) sum += u16(buf, at);
  if ((end - off) % 2 === 1) sum += buf[end - 1] << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum === 0xffff;
}

export const pgmUdp: Dissector = {
  app: 'pgm',
  over: [17],
  ports: [3055, 3056],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < HEADER_BYTES || size !== wireLength || !TYPES.has(buf[off + 4]) || (buf[off + 5] & 0x3c) !== 0)
      return Verdict.No;
    if (u16(buf, off + 14) > size - HEADER_BYTES || u16(buf, off + 6) === 0 || u16(buf, off + 2) === 0)
      return Verdict.No;
    return isSummed(buf, off, end) ? Verdict.Yes : Verdict.No;
  },
};
