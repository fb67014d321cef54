/** Activision Demonware matchmaking (Call of Duty) on port 3074: 0C or 0D, 02 00, a token and the fixed length of 29 bytes. */
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const activision: Dissector = {
  app: 'activision',
  over: [17],
  ports: [3074],
  onOwnPortsOnly: true,
  firstBytes: [0x0c, 0x0d, 0x29, 0x28],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if ((sendPort !== 3074 && recvPort !== 3074) || end - off < 3 || wireLength !== 29) return Verdict.No;
    return (buf[off] === 0x0c || buf[off] === 0x0d) && buf[off + 1] === 2 && buf[off + 2] === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
