/** Dofus 1.29: the server greets HC and 32 small letters, or HG, each ended by a zero (documented by its emulators). */
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const dofus: Dissector = {
  app: 'dofus',
  over: [6],
  ports: [],
  firstBytes: [0x48],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 3) return Verdict.More;
    if (buf[off + 1] !== 0x43 || wireLength !== 35 || size < 35) return Verdict.No;
    for (let at = off + 2; at < off + 34; at++) if (buf[at] < 0x61 || buf[at] > 0x7a) return Verdict.No;
    return buf[off + 34] === 0 ? Verdict.Yes : Verdict.No;
  },
};
