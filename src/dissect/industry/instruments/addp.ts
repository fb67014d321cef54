/** Advanced Device Discovery Protocol of Digi: DIGI (or DVKT, DGDP), u16 kind, u16 length of the rest; port 2362. */
import { startsWith, u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const addp: Dissector = {
  app: 'addp',
  over: [17],
  ports: [2362],
  firstBytes: [0x44],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 8) return Verdict.No;
    const known =
      startsWith(buf, off, end, 'DIGI') || startsWith(buf, off, end, 'DVKT') || startsWith(buf, off, end, 'DGDP');
    return known && buf[off + 4] === 0 && u16(buf, off + 6) + 8 === wireLength ? Verdict.Yes : Verdict.No;
  },
};
