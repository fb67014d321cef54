/** AODV, RFC 3561 §5: route request of 24 bytes, reply of 20, error of 4 and 8 a destination, acknowledgement of 2. */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const aodv: Dissector = {
  app: 'aodv',
  over: [17],
  ports: [654],
  onOwnPortsOnly: true,
  firstBytes: [1, 2, 3, 4],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 2 || size !== wireLength) return Verdict.No;
    if (buf[off] === 1) return size === 24 && buf[off + 2] === 0 ? Verdict.Yes : Verdict.No;
    if (buf[off] === 2) return size === 20 && buf[off + 2] <= 31 ? Verdict.Yes : Verdict.No;
    return buf[off] === 3 && buf[off + 2] === 0 && buf[off + 3] > 0 && size === 4 + 8 * buf[off + 3]
      ? Verdict.Yes
      : Verdict.No;
  },
};
