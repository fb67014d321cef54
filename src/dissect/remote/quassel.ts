/**
 * Quassel IRC, client to core (Quassel's protocol probing): 42B33F and features (1 encryption, 2 compression), then the protocols the client
 * knows, four bytes each with the kind last; the highest bit ends them.
 */
import { u24, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const MAGIC = 0x42b33f;
const MOST_PROTOCOLS = 4;

export const quassel: Dissector = {
  app: 'quassel',
  over: [6],
  ports: [4242],
  noGuess: true,
  firstBytes: [0x42],
  probe({ buf, off, end }) {
    if (end - off < 8) return end - off >= 3 && u24(buf, off) === MAGIC ? Verdict.More : Verdict.No;
    if (u24(buf, off) !== MAGIC || buf[off + 3] > 3) return Verdict.No;
    for (let n = 0, at = off + 4; n < MOST_PROTOCOLS && at + 4 <= end; n++, at += 4) {
      const kind = buf[at + 3];
      if (kind !== 1 && kind !== 2) return Verdict.No;
      if (u32(buf, at) >>> 31 === 1) return Verdict.Yes;
    }
    return Verdict.No;
  },
};
