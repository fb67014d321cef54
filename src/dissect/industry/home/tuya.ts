/** Tuya local protocol: 000055AA … 0000AA55, with a length behind sequence and command (and 000066 99 since 3.5). */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const tuya: Dissector = {
  app: 'tuya-lp',
  over: [6, 17],
  ports: [6666, 6667, 6668],
  firstBytes: [0],
  probe({ buf, off, end }) {
    if (end - off < 20) return Verdict.No;
    const mark = u32(buf, off);
    if (mark === 0x000055aa) {
      const stop = off + 16 + u32(buf, off + 12);
      return u32(buf, off + 8) < 0x100 && stop >= end && (stop > end || u32(buf, end - 4) === 0x0000aa55)
        ? Verdict.Yes
        : Verdict.No;
    }
    return mark === 0x00006699 && u16(buf, off + 4) === 0 && u32(buf, off + 10) < 0x100 ? Verdict.Yes : Verdict.No;
  },
};
