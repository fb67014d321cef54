/** Service Location Protocol 1 (RFC 2165 §4) and 2 (RFC 2608 §8): version, function and a length that is the datagram. */
import { isText, u16, u24 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const slp: Dissector = {
  app: 'slp',
  over: [17, 6],
  ports: [427],
  firstBytes: [1, 2],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (end - off < 12 || buf[off + 1] === 0) return Verdict.No;
    if (buf[off] === 2) {
      if (buf[off + 1] > 11) return Verdict.No;
      const length = u24(buf, off + 2);
      const known = (buf[off + 5] & 0x1f) === 0 && buf[off + 6] === 0;
      if (!known || (proto === 17 && length !== wireLength && recvPort !== 427 && sendPort !== 427)) return Verdict.No;
      const language = u16(buf, off + 12);
      return end - off >= 14 &&
        language >= 1 &&
        language <= 16 &&
        isText(buf, off + 14, Math.min(end, off + 14 + language))
        ? Verdict.Yes
        : Verdict.No;
    }
    if (buf[off] !== 1 || buf[off + 1] > 10 || (recvPort !== 427 && sendPort !== 427)) return Verdict.No;
    return u16(buf, off + 2) === wireLength ? Verdict.Yes : Verdict.No;
  },
};
