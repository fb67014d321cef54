/** Daytime, RFC 867: a line of text with a time hh:mm:ss. */
import { isDigit, isText } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const daytime: Dissector = {
  app: 'daytime',
  over: [6, 17],
  ports: [13],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength, sendPort }) {
    if (sendPort !== 13 || wireLength > 128 || !isText(buf, off, end)) return Verdict.No;
    for (let at = off + 2; at + 5 < end; at++)
      if (
        buf[at] === 0x3a &&
        buf[at + 3] === 0x3a &&
        isDigit(buf[at - 1]) &&
        isDigit(buf[at + 1]) &&
        isDigit(buf[at + 4])
      )
        return Verdict.Yes;
    return Verdict.No;
  },
};
