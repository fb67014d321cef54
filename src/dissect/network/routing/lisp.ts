/** Locator/ID Separation Protocol: control messages (RFC 9301 §5) on port 4342, encapsulated packets (RFC 9300 §5) on port 4341. */
import { u16, u24 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const lisp: Dissector = {
  app: 'lisp',
  over: [17],
  ports: [4341, 4342],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 24) return Verdict.No;
    if (recvPort === 4342 || sendPort === 4342) {
      switch (buf[off] >> 4) {
        case 1: // Map-Request: reserved bits, count of records
          return (buf[off + 1] & 0x3f) === 0 && buf[off + 3] >= 1 && buf[off + 3] <= 8 ? Verdict.Yes : Verdict.No;
        case 2: // Map-Reply
          return u16(buf, off + 1) === 0 && buf[off + 3] <= 8 ? Verdict.Yes : Verdict.No;
        case 3: // Map-Register and Map-Notify: count of records, key, bytes of authentication
        case 4:
          return buf[off + 3] >= 1 && buf[off + 3] <= 32 && buf[off + 12] <= 5 && u16(buf, off + 14) <= 32
            ? Verdict.Yes
            : Verdict.No;
        case 8: // encapsulated: an IP header follows
          return u24(buf, off + 1) === 0 && (buf[off + 4] === 0x45 || buf[off + 4] >> 4 === 6)
            ? Verdict.Yes
            : Verdict.No;
        default:
          return Verdict.No;
      }
    }
    if (recvPort !== 4341 || end - off < 28 || (buf[off] & 7) !== 0) return Verdict.No;
    return buf[off + 8] === 0x45 && u16(buf, off + 10) + 8 === wireLength ? Verdict.Yes : Verdict.No;
  },
};
