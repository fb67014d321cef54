/**
 * .NET Message Framing (net.tcp), MC-NMF §2.2.3: version record 00 01 00, mode record 01, via record 02 with its length and a
 * URI.
 */
import { startsWith, u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const mcNmf: Dissector = {
  app: 'mc-nmf',
  over: [6],
  ports: [808, 9389],
  noGuess: true,
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 7) return u16(buf, off) === 1 && size > 2 && buf[off + 2] === 0 ? Verdict.More : Verdict.No;
    const at = buf[off + 6] >= 0x80 ? off + 8 : off + 7;
    return u16(buf, off) === 1 &&
      buf[off + 2] === 0 &&
      buf[off + 3] === 1 &&
      buf[off + 4] >= 1 &&
      buf[off + 4] <= 4 &&
      buf[off + 5] === 2 &&
      startsWith(buf, at, end, 'net.')
      ? Verdict.Yes
      : Verdict.No;
  },
};
