/**
 * TDS 5.0 of Sybase (TDS 5.0 functional specification §2): a login packet of 512 bytes, whose texts have fixed places with
 * their lengths behind.
 */
import { isText, u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const LOGIN = 2;
const FULL = 512;
const LONGEST = 30;

export const tds: Dissector = {
  app: 'tds',
  over: [6],
  ports: [5000, 2638, 4100],
  noGuess: true,
  firstBytes: [LOGIN],
  probe({ buf, off, end }) {
    if (end - off < 132 || buf[off + 1] > 1 || u16(buf, off + 2) !== FULL || u32(buf, off + 4) !== 0) return Verdict.No;
    const host = buf[off + 38];
    const user = buf[off + 69];
    const password = buf[off + 100];
    if (host > LONGEST || user > LONGEST || user === 0 || password > LONGEST) return Verdict.No;
    return isText(buf, off + 8, off + 8 + host) && isText(buf, off + 39, off + 39 + user) ? Verdict.Yes : Verdict.No;
  },
};
