/** Home Networking Control Protocol, RFC 7788: DNCP TLVs (RFC 7787 §7), u16 type, u16 length, padded to four; port 8231. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const hncp: Dissector = {
  app: 'hncp',
  over: [17],
  ports: [8231],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const stop = off + wireLength;
    let at = off;
    while (at + 4 <= end) {
      const type = u16(buf, at);
      if (type === 0 || type > 1023) return Verdict.No;
      at += 4 + ((u16(buf, at + 2) + 3) & ~3);
    }
    return at === stop || (end < stop && at >= end && at <= stop) ? Verdict.Yes : Verdict.No;
  },
};
