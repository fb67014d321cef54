/** PPTP control connection, RFC 2637 §2: length, type, magic cookie 1A2B3C4D. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const pptp: Dissector = {
  app: 'pptp',
  over: [6],
  ports: [1723],
  firstBytes: [0],
  probe({ buf, off, end }) {
    if (end - off < 8) return buf[off] === 0 ? Verdict.More : Verdict.No;
    return u32(buf, off + 4) === 0x1a2b3c4d ? Verdict.Yes : Verdict.No;
  },
};
