/** WHOIS, RFC 3912: one line of text to port 43. */
import { indexOfByte, isText } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const whois: Dissector = {
  app: 'whois',
  over: [6],
  ports: [43],
  onOwnPortsOnly: true,
  probe({ buf, off, end, recvPort }) {
    if (recvPort !== 43) return Verdict.No;
    const stop = indexOfByte(buf, off, Math.min(end, off + 512), 0x0a);
    return stop > off + 2 && isText(buf, off, stop)
      ? Verdict.Yes
      : stop < 0 && end - off < 256
        ? Verdict.More
        : Verdict.No;
  },
};
