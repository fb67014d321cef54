/** Diameter, RFC 6733 §3: version 1, 24-bit length, flags with reserved bits zero, command code, application. */
import { u24 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const diameter: Dissector = {
  app: 'diameter',
  over: [6, 132],
  ports: [3868],
  firstBytes: [1],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (buf[off] !== 1) return Verdict.No;
    if (end - off < 20) return recvPort === 3868 || sendPort === 3868 ? Verdict.More : Verdict.No;
    const length = u24(buf, off + 1);
    const code = u24(buf, off + 5);
    if (length < 20 || (length & 3) !== 0 || length > 0x10000 || (buf[off + 4] & 0x0f) !== 0) return Verdict.No;
    const known =
      code === 257 ||
      code === 280 ||
      code === 282 ||
      code === 258 ||
      code === 265 ||
      code === 268 ||
      (code >= 271 && code <= 275) ||
      (code >= 300 && code <= 324) ||
      code >= 8388608;
    return known && code < 8388800 ? Verdict.Yes : Verdict.No;
  },
};
