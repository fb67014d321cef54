/** MPLS Label Distribution Protocol, RFC 5036 §3.1: version 1, PDU length, identifier; port 646. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ldp: Dissector = {
  app: 'ldp',
  over: [6, 17],
  ports: [646],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (sendPort !== 646 && recvPort !== 646) return Verdict.No;
    if (end - off < 10) return proto === 6 ? Verdict.More : Verdict.No;
    const length = u16(buf, off + 2);
    return u16(buf, off) === 1 && length >= 14 && (proto === 6 || length + 4 === wireLength) ? Verdict.Yes : Verdict.No;
  },
};
