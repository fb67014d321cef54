/** Precision Time Protocol, IEEE 1588-2008 §13.3, UDP ports 319 and 320: type, version 2, message length. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ptp: Dissector = {
  app: 'ptpv2',
  over: [17],
  ports: [319, 320],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength, recvPort }) {
    if ((recvPort !== 319 && recvPort !== 320) || end - off < 34) return Verdict.No;
    return (buf[off + 1] & 0x0f) === 2 && u16(buf, off + 2) <= wireLength && u16(buf, off + 2) >= 34
      ? Verdict.Yes
      : Verdict.No;
  },
};
