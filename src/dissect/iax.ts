/** Inter-Asterisk eXchange 2, RFC 5456 §8.1: full frame with call numbers, stamps, sequence, type and subclass. */
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const iax: Dissector = {
  app: 'iax',
  over: [17],
  ports: [4569],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 12 || (buf[off] & 0x80) === 0 || (sendPort !== 4569 && recvPort !== 4569)) return Verdict.No;
    return buf[off + 10] >= 1 && buf[off + 10] <= 12 && (buf[off + 11] & 0x7f) <= 0x40 ? Verdict.Yes : Verdict.No;
  },
};
