/** Teredo, RFC 4380 §5.1: IPv6 in UDP on port 3544, with or without authentication (0001) and origin (0000) indications. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const teredo: Dissector = {
  app: 'teredo',
  over: [17],
  ports: [3544],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (sendPort !== 3544 && recvPort !== 3544) return Verdict.No;
    if (end - off < 40) return Verdict.No;
    let at = off;
    if (u16(buf, at) === 1) at += 13 + buf[at + 2] + buf[at + 3];
    if (at + 8 < end && u16(buf, at) === 0) at += 8;
    return end - at >= 40 && buf[at] >> 4 === 6 && u16(buf, at + 4) + 40 <= off + wireLength - at
      ? Verdict.Yes
      : Verdict.No;
  },
};
