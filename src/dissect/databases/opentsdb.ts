/** OpenTSDB telnet interface: "put metric seconds value tag=value". */
import { indexOfByte, isText, lineEnd, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const opentsdb: Dissector = {
  app: 'opentsdb',
  over: [6],
  ports: [4242],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [0x70],
  probe({ buf, off, end }) {
    const size = end - off;
    if (!startsWith(buf, off, end, 'put ')) return size < 4 ? Verdict.More : Verdict.No;
    const stop = lineEnd(buf, off, end);
    let blanks = 0;
    for (let at = off; at < stop; at++) if (buf[at] === 0x20) blanks++;
    return blanks >= 4 && isText(buf, off, stop) && indexOfByte(buf, off, stop, 0x3d) > 0 ? Verdict.Yes : Verdict.No;
  },
};
