/** Inter-Asterisk eXchange 2, RFC 5456 §8.1: full frame with call numbers, stamps, sequence, type and subclass. */
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const IAX_CONTROL = 6;
const HIGHEST_SUBCLASS = 0x28;

export const iax: Dissector = {
  app: 'iax',
  over: [17],
  ports: [4569],
  onOwnPortsOnly: true,
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 12 || (buf[off] & 0x80) === 0 || (sendPort !== 4569 && recvPort !== 4569)) return Verdict.No;
    return buf[off + 10] === IAX_CONTROL && buf[off + 11] <= HIGHEST_SUBCLASS ? Verdict.Yes : Verdict.No;
  },
};
