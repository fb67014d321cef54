/** Synergy and Barrier: length, then "Synergy" or "Barrier" and the protocol version. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const synergy: Dissector = {
  app: 'synergy',
  over: [6],
  ports: [24800],
  firstBytes: [0],
  probe({ buf, off, end }) {
    if (buf[off] !== 0) return Verdict.No;
    if (end - off < 11) return Verdict.More;
    return startsWith(buf, off + 4, end, 'Synergy') || startsWith(buf, off + 4, end, 'Barrier')
      ? Verdict.Yes
      : Verdict.No;
  },
};
