/** Tencent game services: TGCP frames 3366 with header length and version, connection frames 4366, and counted zlib. */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const tencentGames: Dissector = {
  app: 'tencent-games',
  over: [6],
  ports: [],
  firstBytes: [0x33, 0x42, 0x43, 0],
  probe({ buf, off, end }) {
    if (end - off < 20) return Verdict.No;
    const mark = u16(buf, off);
    if (mark === 0x3366)
      return buf[off + 2] === 0 && buf[off + 3] <= 0x20 && buf[off + 4] === 0 && buf[off + 6] === 0x10
        ? Verdict.Yes
        : Verdict.No;
    if (mark === 0x4366)
      return u16(buf, off + 4) === 0 && u16(buf, off + 8) === 0 && buf[off + 3] === 0 ? Verdict.Yes : Verdict.No;
    if (mark === 0x4215)
      return end - off > 24 &&
        u16(buf, off + 4) >> 4 === 0x3e &&
        (u32(buf, off + 6) + 10 === end - off || u32(buf, off + 8) + 12 === end - off)
        ? Verdict.Yes
        : Verdict.No;
    return u32(buf, off) === end - off - 4 && u16(buf, off + 4) === 0x7801 ? Verdict.Yes : Verdict.No;
  },
};
