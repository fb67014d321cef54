/** Graphite plaintext: "path value seconds" and a line end. */
import { indexOfByte, isDigit, isText } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const graphite: Dissector = {
  app: 'graphite',
  over: [6, 17],
  ports: [2003],
  onOwnPortsOnly: true,
  probe({ buf, off, end, proto }) {
    const size = end - off;
    const stop = indexOfByte(buf, off, Math.min(end, off + 512), 0x0a);
    if (stop < 0) return proto === 6 && size < 512 && isText(buf, off, end) ? Verdict.More : Verdict.No;
    const last = buf[stop - 1] === 0x0d ? stop - 1 : stop;
    let at = last - 1;
    while (at > off && isDigit(buf[at])) at--;
    if (last - 1 - at !== 10 || buf[at] !== 0x20 || buf[at + 1] > 0x34) return Verdict.No;
    at--;
    while (
      at > off &&
      (isDigit(buf[at]) || buf[at] === 0x2e || buf[at] === 0x2d || (buf[at] | 0x20) === 0x65 || buf[at] === 0x2b)
    )
      at--;
    return at > off && buf[at] === 0x20 && isText(buf, off, at) ? Verdict.Yes : Verdict.No;
  },
};
