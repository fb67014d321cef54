/** 9P (Plan 9 manual, section 5 "version"): little-endian size, Tversion or Rversion, tag FFFF, message size, "9P2000" and what follows it. */
import { startsWith, u16, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const T_VERSION = 100;
const R_VERSION = 101;
const TEXT_AT = 13;

export const nineP: Dissector = {
  app: '9p',
  over: [6],
  ports: [564],
  firstBytes: Array.from({ length: 16 }, (_, n) => 19 + n),
  probe({ buf, off, end }) {
    if (end - off < TEXT_AT + 6 || u32le(buf, off) > TEXT_AT + 32) return Verdict.No;
    if ((buf[off + 4] !== T_VERSION && buf[off + 4] !== R_VERSION) || u16(buf, off + 5) !== 0xffff) return Verdict.No;
    return startsWith(buf, off + TEXT_AT, end, '9P2000') ? Verdict.Yes : Verdict.No;
  },
};
