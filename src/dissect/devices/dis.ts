/**
 * Distributed Interactive Simulation, IEEE 1278.1 §6.2.66: version, exercise, type 1 to 72, family 1 to 13, stamp, u16 length of
 * the whole, padding.
 */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const dis: Dissector = {
  app: 'dis',
  over: [17],
  ports: [3000],
  noGuess: true,
  firstBytes: [4, 5, 6, 7],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 12 || u16(buf, off + 8) !== wireLength || wireLength < 24) return Verdict.No;
    return buf[off + 2] >= 1 && buf[off + 2] <= 72 && buf[off + 3] >= 1 && buf[off + 3] <= 13 && buf[off + 11] === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
