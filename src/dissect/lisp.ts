/** Locator/ID Separation Protocol control messages, RFC 9301 §5, port 4342, and data on 4341. */
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const lisp: Dissector = {
  app: 'lisp',
  over: [17],
  ports: [4341, 4342],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (recvPort === 4342 || sendPort === 4342) {
      const type = buf[off] >> 4;
      return end - off >= 12 && (type === 1 || type === 2 || type === 3 || type === 4 || type === 8)
        ? Verdict.Yes
        : Verdict.No;
    }
    if (recvPort !== 4341 || end - off < 28 || (buf[off] & 7) !== 0) return Verdict.No;
    return buf[off + 8] === 0x45 || buf[off + 8] >> 4 === 6 ? Verdict.Yes : Verdict.No;
  },
};
