/** Icecast sources: "SOURCE /mount HTTP/1.0" or "ICE/1.0" (Icecast protocol specification). */
import { indexOfText, lineEnd, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const icecast: Dissector = {
  app: 'icecast',
  over: [6],
  ports: [8000],
  noGuess: true,
  firstBytes: [0x53],
  probe({ buf, off, end }) {
    const size = end - off;
    if (!startsWith(buf, off, end, 'SOURCE /'))
      return startsWith(buf, off, end, 'SOURCE /'.slice(0, size)) && size > 3 && size < 8 ? Verdict.More : Verdict.No;
    const stop = lineEnd(buf, off, end);
    return indexOfText(buf, off, stop, ' HTTP/1.') > 0 || indexOfText(buf, off, stop, ' ICE/1.') > 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
