/** SPICE link message: "REDQ", major version 1 or 2, minor, size (little-endian). */
import { startsWith, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const spice: Dissector = {
  app: 'spice',
  over: [6],
  ports: [5900, 5930],
  noGuess: true,
  firstBytes: [0x52],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12) return startsWith(buf, off, end, 'REDQ'.slice(0, size)) && size > 3 ? Verdict.More : Verdict.No;
    return startsWith(buf, off, end, 'REDQ') && u32le(buf, off + 4) <= 2 && u32le(buf, off + 8) < 64
      ? Verdict.Yes
      : Verdict.No;
  },
};
