/** MSRP, RFC 4975 §9: "MSRP", transaction, method or status. */
import { indexOfByte, isDigit, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const msrp: Dissector = {
  app: 'msrp',
  over: [6],
  ports: [2855],
  firstBytes: [0x4d],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12) return startsWith(buf, off, end, 'MSRP '.slice(0, Math.min(5, size))) ? Verdict.More : Verdict.No;
    if (!startsWith(buf, off, end, 'MSRP ')) return Verdict.No;
    const stop = Math.min(end, off + 80);
    const blank = indexOfByte(buf, off + 5, stop, 0x20);
    return blank > off + 7 &&
      (startsWith(buf, blank + 1, end, 'SEND') ||
        startsWith(buf, blank + 1, end, 'REPORT') ||
        startsWith(buf, blank + 1, end, 'AUTH') ||
        isDigit(buf[blank + 1]))
      ? Verdict.Yes
      : Verdict.No;
  },
};
