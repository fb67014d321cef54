/**
 * Control channel of BIND 9 (rndc), as isccc's cc.c writes it: u32 length of the rest, version 1, then a table of names and values that
 * opens with "_auth" or "_ctrl", a table each.
 */
import { startsWith, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const HEADER_BYTES = 19; // length, version, name, kind and length of its value
const LONGEST = 0x100000;
const TABLE = 2;

export const rndc: Dissector = {
  app: 'rndc',
  over: [6],
  ports: [953],
  firstBytes: [0],
  probe({ buf, off, end }) {
    if (buf[off] !== 0) return Verdict.No;
    if (end - off < 8) return Verdict.More;
    const length = u32(buf, off);
    if (length > LONGEST || length + 4 < HEADER_BYTES || u32(buf, off + 4) !== 1) return Verdict.No;
    if (end - off < HEADER_BYTES) return Verdict.More;
    if (!startsWith(buf, off + 8, end, '\x05_auth') && !startsWith(buf, off + 8, end, '\x05_ctrl')) return Verdict.No;
    return buf[off + 14] === TABLE && u32(buf, off + 15) <= length - (HEADER_BYTES - 4) ? Verdict.Yes : Verdict.No;
  },
};
