/**
 * HDHomeRun discovery and control: u16 type, u16 length, tags, CRC-32 (little-endian) of all before (Silicondust, "HDHomeRun
 * protocol").
 */
import { u16, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

/** CRC-32 of Ethernet, reflected, bit by bit. */
function crc(buf: Uint8Array, off: number, end: number): number {
  let sum = -1;
  for (let at = off; at < end; at++) {
    sum ^= buf[at];
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

export const hdhomerun: Dissector = {
  app: 'hdhomerun',
  over: [17, 6],
  ports: [65001],
  noGuess: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (
      size < 8 ||
      size > 512 ||
      size !== wireLength ||
      u16(buf, off + 2) + 8 !== size ||
      u16(buf, off) < 2 ||
      u16(buf, off) > 7
    )
      return Verdict.No;
    return crc(buf, off, end - 4) === u32le(buf, end - 4) ? Verdict.Yes : Verdict.No;
  },
};
