/**
 * IBM Informix SQLI: the connect packet begins "sq", length and flags as text, and names the program "sqlexec" (Wireshark's
 * sample captures).
 */
import { indexOfText, isText, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const informix: Dissector = {
  app: 'informix',
  over: [6],
  ports: [9088, 1526],
  firstBytes: [0x73],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 24) return startsWith(buf, off, end, 'sq') && size > 2 ? Verdict.More : Verdict.No;
    return buf[off + 1] === 0x71 &&
      isText(buf, off, off + 14) &&
      indexOfText(buf, off + 8, Math.min(end, off + 128), 'sqlexec') > 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
