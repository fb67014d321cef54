/** World of Warcraft realm connection: length, then "WORLD OF WARCRAFT CONNECTION". */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const worldOfWarcraft: Dissector = {
  app: 'world-of-warcraft',
  over: [6],
  ports: [3724, 8085],
  probe({ buf, off, end }) {
    if (end - off < 10) return end - off < 3 || buf[off + 2] === 0x57 ? Verdict.More : Verdict.No;
    return startsWith(buf, off + 2, end, 'WORLD OF') || startsWith(buf, off + 4, end, 'WORLD OF WARCRAFT')
      ? Verdict.Yes
      : Verdict.No;
  },
};
