/** IEEE C37.118 synchrophasors, IEEE C37.118.2-2011 §6.2: AA, frame type and version, length, …, CRC-CCITT of the frame. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

function crc(buf: Uint8Array, off: number, end: number): number {
  let sum = 0xffff;
  for (let at = off; at < end; at++) {
    sum ^= buf[at] << 8;
    for (let bit = 0; bit < 8; bit++) sum = (sum & 0x8000) !== 0 ? ((sum << 1) ^ 0x1021) & 0xffff : (sum << 1) & 0xffff;
  }
  return sum;
}

export const ieeeC37118: Dissector = {
  app: 'ieee-c37118',
  over: [6, 17],
  ports: [4712, 4713],
  firstBytes: [0xaa],
  probe({ buf, off, end, wireLength, proto }) {
    if (buf[off] !== 0xaa) return Verdict.No;
    if (end - off < 4) return proto === 6 ? Verdict.More : Verdict.No;
    const version = buf[off + 1] & 0x0f;
    const length = u16(buf, off + 2);
    if (buf[off + 1] >> 4 > 5 || version < 1 || version > 3 || length < 16 || length > 0x2000) return Verdict.No;
    if (proto === 17 && length !== wireLength) return Verdict.No;
    if (end - off < length) return proto === 6 ? Verdict.More : Verdict.No;
    return crc(buf, off, off + length - 2) === u16(buf, off + length - 2) ? Verdict.Yes : Verdict.No;
  },
};
