/** EAQ, the broadband quality measurement of the Brazilian regulator: 16 bytes, counted, on port 6000. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const eaq: Dissector = {
  app: 'eaq',
  over: [17],
  ports: [6000],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (wireLength !== 16 || end - off < 16 || (sendPort !== 6000 && recvPort !== 6000)) return Verdict.No;
    return u16(buf, off) === 0 && u16(buf, off + 12) === 0 && (buf[off + 14] & 0x0f) === 0 && buf[off + 15] === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
