/** SMA Speedwire: "SMA" and a zero, tag 0004 02A0, group (SMA, "Speedwire discovery", 2013). */
import { startsWith, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const smaSpeedwire: Dissector = {
  app: 'sma-speedwire',
  over: [17],
  ports: [9522],
  firstBytes: [0x53],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 12 && startsWith(buf, off, end, 'SMA\0') && u32(buf, off + 4) === 0x000402a0
      ? Verdict.Yes
      : Verdict.No;
  },
};
