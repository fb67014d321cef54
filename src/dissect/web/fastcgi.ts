/** FastCGI 1.0 §3.3: version 1, type, request, length, padding; a request begins with BEGIN_REQUEST (role 1 to 3, flags 0 or 1). */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const fastcgi: Dissector = {
  app: 'fastcgi',
  over: [6],
  ports: [9000],
  firstBytes: [1],
  probe({ buf, off, end }) {
    if (buf[off] !== 1) return Verdict.No;
    if (end - off < 16) return end - off < 2 || buf[off + 1] === 1 ? Verdict.More : Verdict.No;
    const begin = buf[off + 1] === 1 && u16(buf, off + 4) === 8 && buf[off + 7] === 0;
    const role = u16(buf, off + 8);
    return begin && role >= 1 && role <= 3 && buf[off + 10] <= 1 && u32(buf, off + 11) === 0 ? Verdict.Yes : Verdict.No;
  },
};
