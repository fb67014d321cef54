/** Tag Distribution Protocol of Cisco, which LDP (RFC 5036) came from: version 1, length of the rest, identifier; port 711. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const tdp: Dissector = {
  app: 'tdp',
  over: [6, 17],
  ports: [711],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength, proto }) {
    if (end - off < 10) return Verdict.No;
    const length = u16(buf, off + 2);
    return u16(buf, off) === 1 && length >= 8 && (proto === 6 ? length <= 4096 : length + 4 === wireLength)
      ? Verdict.Yes
      : Verdict.No;
  },
};
