/** Graylog GELF: chunks 1E 0F, id, number, count; or JSON with "short_message" and "version". */
import { indexOfText } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const gelf: Dissector = {
  app: 'gelf',
  over: [17],
  ports: [12201],
  firstBytes: [0x1e, 0x7b],
  probe({ buf, off, end, sendPort, recvPort }) {
    const size = end - off;
    if (buf[off] === 0x1e)
      return size > 12 &&
        buf[off + 1] === 0x0f &&
        buf[off + 11] > 0 &&
        buf[off + 11] <= 128 &&
        buf[off + 10] < buf[off + 11] &&
        (recvPort === 12201 || buf[off + 10] === 0) &&
        (recvPort === 12201 || sendPort === 12201)
        ? Verdict.Yes
        : Verdict.No;
    const stop = Math.min(end, off + 1024);
    return indexOfText(buf, off, stop, '"short_message"') > 0 && indexOfText(buf, off, stop, '"version"') > 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
