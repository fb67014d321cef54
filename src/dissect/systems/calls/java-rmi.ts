/** Java RMI wire protocol, JRMP header: "JRMI", version 1 or 2, protocol K (stream), L (single) or M (multiplex). */
import { startsWith, u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const javaRmi: Dissector = {
  app: 'jrmi',
  over: [6],
  ports: [1099],
  firstBytes: [0x4a],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 7) return startsWith(buf, off, end, 'JRMI'.slice(0, size)) ? Verdict.More : Verdict.No;
    return startsWith(buf, off, end, 'JRMI') && u16(buf, off + 4) <= 2 && buf[off + 6] >= 0x4b && buf[off + 6] <= 0x4d
      ? Verdict.Yes
      : Verdict.No;
  },
};
