/** Financial Information eXchange, FIX session layer: "8=FIX.4.x" or "8=FIXT.1.1", SOH, "9=". */
import { indexOfByte, startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const fix: Dissector = {
  app: 'fix',
  over: [6],
  ports: [],
  firstBytes: [0x38],
  probe({ buf, off, end }) {
    if (!startsWith(buf, off, end, '8=FIX'))
      return end - off < 5 && buf[off] === 0x38 && (end - off < 2 || buf[off + 1] === 0x3d) ? Verdict.More : Verdict.No;
    const field = indexOfByte(buf, off, Math.min(end, off + 14), 1);
    return field > 0 && startsWith(buf, field + 1, end, '9=')
      ? Verdict.Yes
      : end - off < 14
        ? Verdict.More
        : Verdict.No;
  },
};
