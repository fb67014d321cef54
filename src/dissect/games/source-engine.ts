/** Valve Source engine server queries, Valve Developer Community "Server queries": FFFFFFFF or FFFFFFFE, then a letter. */
import { indexOfByte, startsWith, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const SINGLE = 0xffffffff;

export const sourceEngine: Dissector = {
  app: 'source-engine',
  over: [17],
  ports: [27015],
  firstBytes: [0xff],
  probe({ buf, off, end, wireLength, sendPort }) {
    if (end - off < 5 || u32(buf, off) !== SINGLE) return Verdict.No;
    if (startsWith(buf, off + 4, end, 'TSource Engine Query\0')) return Verdict.Yes;
    const letter = buf[off + 4];
    const own = sendPort >= 27000 && sendPort <= 27050;
    if (letter === 0x49 && end - off > 20)
      return own || indexOfByte(buf, off + 6, end, 0) > 0 ? Verdict.Yes : Verdict.No; // info
    if ((letter === 0x55 || letter === 0x56 || letter === 0x57) && wireLength === 9) return Verdict.Yes; // players, rules, challenge
    if (letter === 0x41 && wireLength === 9) return Verdict.Yes;
    return startsWith(buf, off + 4, end, 'getchallenge') || startsWith(buf, off + 4, end, 'details\0')
      ? Verdict.Yes
      : Verdict.No;
  },
};
