/** Terraria: u16 little-endian length of the whole, 1 (connect request), text "Terraria" and the release. */
import { startsWith, u16le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const terraria: Dissector = {
  app: 'terraria',
  over: [6],
  ports: [7777],
  noGuess: true,
  firstBytes: [0x0e, 0x0f, 0x10],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 14) return Verdict.No;
    return buf[off + 2] === 1 &&
      buf[off + 3] >= 8 &&
      u16le(buf, off) === buf[off + 3] + 4 &&
      startsWith(buf, off + 4, end, 'Terraria')
      ? Verdict.Yes
      : Verdict.No;
  },
};
