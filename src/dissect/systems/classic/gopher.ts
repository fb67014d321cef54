/** Gopher, RFC 1436 §3: a selector line of the client; menu lines of type, name, selector, host and port between tabs. */
import { isText, lineEnd } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const gopher: Dissector = {
  app: 'gopher',
  over: [6],
  ports: [70],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength, recvPort }) {
    const size = end - off;
    if (recvPort === 70)
      return wireLength <= 256 &&
        buf[end - 1] === 0x0a &&
        (size === 2 || buf[off] === 0x2f || buf[off + 1] === 0x2f) &&
        isText(buf, off, end)
        ? Verdict.Yes
        : Verdict.No;
    const stop = lineEnd(buf, off, end);
    let tabs = 0;
    for (let at = off; at < stop; at++) if (buf[at] === 9) tabs++;
    return tabs >= 3 && isText(buf, off, stop) ? Verdict.Yes : Verdict.No;
  },
};
