/** BZFlag: the client says BZFLAG, the server BZFS and its version in digits. */
import { isDigit, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const bzflag: Dissector = {
  app: 'bzflag',
  over: [6],
  ports: [5154],
  firstBytes: [0x42],
  probe({ buf, off, end }) {
    if (startsWith(buf, off, end, 'BZFLAG\r\n\r\n')) return Verdict.Yes;
    return end - off >= 8 && startsWith(buf, off, end, 'BZFS') && [4, 5, 6, 7].every((n) => isDigit(buf[off + n]))
      ? Verdict.Yes
      : Verdict.No;
  },
};
