/** Oracle WebLogic's T3: "t3 12.2.1", then lines AS: and HL:, as servers answer with HELO: and the version (Oracle, "Understanding T3"). */
import { indexOfText, isDigit, mayBecome, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const LONGEST_LINE = 64;

export const t3: Dissector = {
  app: 't3',
  over: [6],
  ports: [7001],
  noGuess: true,
  firstBytes: [0x74, 0x48],
  probe({ buf, off, end }) {
    const asks = startsWith(buf, off, end, 't3 ');
    if (!asks && !startsWith(buf, off, end, 'HELO:'))
      return mayBecome(buf, off, end, 't3 ') || mayBecome(buf, off, end, 'HELO:') ? Verdict.More : Verdict.No;
    const version = off + (asks ? 3 : 5);
    if (version >= end) return Verdict.More;
    if (!isDigit(buf[version])) return Verdict.No;
    const stop = Math.min(end, off + LONGEST_LINE);
    if (indexOfText(buf, version, stop, '\nAS:') > 0 || indexOfText(buf, version, stop, '\nHL:') > 0)
      return Verdict.Yes;
    return end - off < LONGEST_LINE ? Verdict.More : Verdict.No;
  },
};
