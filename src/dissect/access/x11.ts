/** X Window System protocol X11 §8: byte order "B" or "l", zero, version 11.0, lengths of the authorization. */
import { u16, u16le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const x11: Dissector = {
  app: 'x11',
  over: [6],
  ports: [6000, 6001, 6010],
  firstBytes: [0x42, 0x6c],
  probe({ buf, off, end }) {
    if (buf[off] !== 0x42 && buf[off] !== 0x6c) return Verdict.No;
    if (end - off < 12) return end - off < 2 || buf[off + 1] === 0 ? Verdict.More : Verdict.No;
    const big = buf[off] === 0x42;
    const major = big ? u16(buf, off + 2) : u16le(buf, off + 2);
    const name = big ? u16(buf, off + 6) : u16le(buf, off + 6);
    return major === 11 && (big ? u16(buf, off + 4) : u16le(buf, off + 4)) === 0 && name <= 64
      ? Verdict.Yes
      : Verdict.No;
  },
};
