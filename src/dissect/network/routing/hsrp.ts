/** HSRP version 1 (RFC 2281 §5.1) and Cisco's version 2 (type-length-value) on port 1985 and 2029. */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const hsrp: Dissector = {
  app: 'hsrp',
  over: [17],
  ports: [1985, 2029],
  onOwnPortsOnly: true,
  firstBytes: [0, 1],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if ((sendPort !== 1985 && sendPort !== 2029) || recvPort !== sendPort || end - off < 20) return Verdict.No;
    if (buf[off] === 0) return buf[off + 1] <= 3 && wireLength >= 20 && buf[off + 7] === 0 ? Verdict.Yes : Verdict.No;
    return buf[off] === 1 && buf[off + 1] >= 20 && buf[off + 1] + 2 <= wireLength ? Verdict.Yes : Verdict.No;
  },
};
