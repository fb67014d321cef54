/**
 * SAIA S-Bus over UDP: u32 length of the whole, version, type 0 or 1, sequence, attribute, …, CRC-16/XMODEM of all before it
 * (Saia-Burgess manual 26/739).
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

/** CRC-16 with polynomial 1021, start 0. */
function crc(buf: Uint8Array, off: number, end: number): number {
  let sum = 0;
  for (let at = off; at < end; at++) {
    sum ^= buf[at] << 8;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x8000 ? ((sum << 1) ^ 0x1021) & 0xffff : (sum << 1) & 0xffff;
  }
  return sum;
}

export const ethersbus: Dissector = {
  app: 'ethersbus',
  over: [17],
  ports: [5050],
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 11 || size !== wireLength || u32(buf, off) !== size || size > 1024) return Verdict.No;
    if (buf[off + 4] > 1 || buf[off + 5] > 1 || buf[off + 8] > 2) return Verdict.No;
    return crc(buf, off, end - 2) === u16(buf, end - 2) ? Verdict.Yes : Verdict.No;
  },
};
