/** Tencent game services: TGCP frames "3366" with header length and "4366", and JSON in zlib behind a 32-bit length. */
import { u16, u32 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const tencentGames: Dissector = {
  app: 'tencent-games',
  over: [6],
  ports: [],
  firstBytes: [0x33, 0x43, 0x42, 0],
  probe({ buf, off, end }) {
    if (end - off < 20) return Verdict.No;
    const mark = u16(buf, off);
    if (mark === 0x3366)
      return buf[off + 2] === 0 && buf[off + 3] <= 0x20 && buf[off + 4] === 0 && buf[off + 6] === 0x10
        ? Verdict.Yes
        : Verdict.No;
    if (mark === 0x4366)
      return u16(buf, off + 3) === 0 && u16(buf, off + 7) === 0 && u16(buf, off + 2) !== 0 ? Verdict.Yes : Verdict.No;
    if (mark === 0x4215)
      return u16(buf, off + 4) >> 4 === 0x3e && u16(buf, off + 6) <= 1 && end - off > 32 && u16(buf, off + 8) < 0x1000
        ? Verdict.Yes
        : Verdict.No;
    return u32(buf, off) === end - off - 4 && u16(buf, off + 4) === 0x7801 ? Verdict.Yes : Verdict.No;
  },
};
