/** Apache JServ Protocol 1.3: 12 34 from the web server, "AB" from the container, length, prefix code. */
import { startsWith, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const ajp: Dissector = {
  app: 'ajp',
  over: [6],
  ports: [8009],
  firstBytes: [0x12, 0x41],
  probe({ buf, off, end, sendPort }) {
    if (end - off < 5)
      return (buf[off] === 0x12 && (end - off < 2 || buf[off + 1] === 0x34)) || (buf[off] === 0x41 && sendPort === 8009)
        ? Verdict.More
        : Verdict.No;
    const length = u16(buf, off + 2);
    const code = buf[off + 4];
    if (buf[off] === 0x12 && buf[off + 1] === 0x34)
      return length >= 1 && length <= 8192 && (code === 2 || code === 7 || code === 8 || code === 10)
        ? Verdict.Yes
        : Verdict.No;
    return startsWith(buf, off, end, 'AB') && sendPort === 8009 && code >= 3 && code <= 9 ? Verdict.Yes : Verdict.No;
  },
};
