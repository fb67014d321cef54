/** DNP3, IEEE 1815 §9.2.4: start 05 64, length, control, destination, source, CRC of the header. */
import { u16le } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

const POLYNOMIAL = 0xa6bc; // x16 + x13 + x12 + x11 + x10 + x8 + x6 + x5 + x2 + 1, reflected

function crc(buf: Uint8Array, off: number, end: number): number {
  let sum = 0;
  for (let at = off; at < end; at++) {
    sum ^= buf[at];
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) !== 0 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1;
  }
  return ~sum & 0xffff;
}

export const dnp3: Dissector = {
  app: 'dnp3',
  over: [6, 17],
  ports: [20000, 19999],
  firstBytes: [5],
  probe({ buf, off, end, proto }) {
    if (end - off < 10)
      return proto === 6 && buf[off] === 5 && (end - off < 2 || buf[off + 1] === 0x64) ? Verdict.More : Verdict.No;
    if (buf[off] !== 5 || buf[off + 1] !== 0x64 || buf[off + 2] < 5) return Verdict.No;
    return crc(buf, off, off + 8) === u16le(buf, off + 8) ? Verdict.Yes : Verdict.No;
  },
};
