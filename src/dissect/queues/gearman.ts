/** Gearman job server, PROTOCOL document: 00 "REQ" or 00 "RES", type, length. */
import { startsWith, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const gearman: Dissector = {
  app: 'gearman',
  over: [6],
  ports: [4730],
  firstBytes: [0],
  probe({ buf, off, end }) {
    if (!startsWith(buf, off, end, '\0REQ') && !startsWith(buf, off, end, '\0RES'))
      return buf[off] === 0 && end - off < 4 && (end - off < 2 || buf[off + 1] === 0x52) ? Verdict.More : Verdict.No;
    if (end - off < 8) return Verdict.More;
    return u32(buf, off + 4) <= 42 ? Verdict.Yes : Verdict.No;
  },
};
