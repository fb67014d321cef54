/** BACnet/IP, ANSI/ASHRAE 135 annex J: 81, function, length of the datagram; behind it an NPDU of version 1. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const bacnet: Dissector = {
  app: 'bacnet',
  over: [17],
  ports: [47808],
  firstBytes: [0x81],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 4 || buf[off] !== 0x81 || buf[off + 1] > 0x0c || u16(buf, off + 2) !== wireLength)
      return Verdict.No;
    const wrapped = buf[off + 1] === 4 ? 10 : 4; // a forwarded NPDU has the address of its origin before it
    if (buf[off + 1] < 4 || (buf[off + 1] > 4 && buf[off + 1] < 9) || buf[off + 1] === 0x0c)
      return sendPort === 47808 || recvPort === 47808 ? Verdict.Yes : Verdict.No;
    return end - off > wrapped && buf[off + wrapped] === 1 ? Verdict.Yes : Verdict.No;
  },
};
