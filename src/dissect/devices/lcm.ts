/** Lightweight Communications and Marshalling: "LC02" or "LC03" (fragment), sequence, channel's name. */
import { indexOfByte, startsWith, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const lcm: Dissector = {
  app: 'lcm',
  over: [17],
  ports: [7667],
  firstBytes: [0x4c],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 10) return Verdict.No;
    return startsWith(buf, off, end, 'LC02')
      ? indexOfByte(buf, off + 8, Math.min(end, off + 72), 0) > off + 8
        ? Verdict.Yes
        : Verdict.No
      : startsWith(buf, off, end, 'LC03') && size >= 20 && u16(buf, off + 16) < u16(buf, off + 18)
        ? Verdict.Yes
        : Verdict.No;
  },
};
