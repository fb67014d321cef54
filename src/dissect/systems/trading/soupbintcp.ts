/**
 * SoupBinTCP of Nasdaq: u16 length and a letter; a session opens with L, user, password, session and sequence in 46 letters
 * and digits, or A.
 */
import { isText, u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const soupbintcp: Dissector = {
  app: 'soupbintcp',
  over: [6],
  ports: [],
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 3 || u16(buf, off) + 2 !== wireLength || end - off !== wireLength) return Verdict.No;
    const fits = (buf[off + 2] === 0x4c && wireLength === 49) || (buf[off + 2] === 0x41 && wireLength === 33);
    return fits && isText(buf, off + 3, end) && buf[end - 1] >= 0x30 && buf[end - 1] <= 0x39 ? Verdict.Yes : Verdict.No;
  },
};
