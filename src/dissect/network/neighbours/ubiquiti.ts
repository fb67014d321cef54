/** Ubiquiti discovery (UBNT) on port 10001: version, command, length of the datagram, then type-length-value fields. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ubiquiti: Dissector = {
  app: 'ubiquiti',
  over: [17],
  ports: [10001],
  onOwnPortsOnly: true,
  firstBytes: [1, 2],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (
      end - off < 4 ||
      buf[off] === 0 ||
      buf[off] > 2 ||
      buf[off + 1] > 16 ||
      (sendPort !== 10001 && recvPort !== 10001)
    )
      return Verdict.No;
    const length = u16(buf, off + 2);
    return length + 4 === wireLength ? Verdict.Yes : Verdict.No;
  },
};
