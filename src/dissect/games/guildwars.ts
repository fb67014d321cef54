/**
 * Guild Wars: segments of 64 bytes with 05 0C and "@2&P", of 16 with 04 0C A6 72, of 21 with 01 00 and F1 00 10 00 (observed).
 */
import { startsWith, u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const guildwars: Dissector = {
  app: 'guildwars',
  over: [6],
  ports: [6112],
  firstBytes: [4, 5, 1],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (wireLength === 64)
      return size >= 54 && u16(buf, off) === 0x050c && startsWith(buf, off + 50, end, '@2&P')
        ? Verdict.Yes
        : Verdict.No;
    if (wireLength === 16)
      return size >= 16 &&
        u16(buf, off) === 0x040c &&
        u16(buf, off + 4) === 0xa672 &&
        buf[off + 8] === 1 &&
        buf[off + 12] === 4
        ? Verdict.Yes
        : Verdict.No;
    return wireLength === 21 &&
      size >= 10 &&
      u16(buf, off) === 0x0100 &&
      u32(buf, off + 5) === 0xf1001000 &&
      buf[off + 9] === 1
      ? Verdict.Yes
      : Verdict.No;
  },
};
