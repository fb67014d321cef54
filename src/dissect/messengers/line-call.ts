/** LINE calls: kind D0 to DB, length of the rest in the third and fourth byte, a trailer with the counter. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const lineCall: Dissector = {
  app: 'line-call',
  over: [17],
  ports: [],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 40 || end - off !== wireLength || (buf[off] & 0xf0) !== 0xd0 || buf[off] > 0xdb) return Verdict.No;
    if (u16(buf, off + 2) === 0 || u16(buf, off + 2) >= wireLength) return Verdict.No;
    return buf[off + 4] === 6 && buf[off + 5] === 2 && u16(buf, off + 2) <= wireLength ? Verdict.Yes : Verdict.No;
  },
};
