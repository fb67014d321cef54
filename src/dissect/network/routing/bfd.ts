/** Bidirectional Forwarding Detection, RFC 5880 §4.1 and RFC 5881 §4: version 1, length, ports 3784, 3785, 4784, 6784 (RFC 7130), 7784 (RFC 7881). */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const SEAMLESS = 7784;

export const bfd: Dissector = {
  app: 'bfd',
  over: [17],
  ports: [3784, 3785, 4784, 6784, SEAMLESS],
  onOwnPortsOnly: true,
  firstBytes: [0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (!bfd.ports.includes(recvPort) && sendPort !== SEAMLESS) return Verdict.No;
    return end - off >= 24 &&
      buf[off] >> 5 === 1 &&
      (buf[off] & 0x1f) <= 9 &&
      buf[off + 3] === wireLength &&
      buf[off + 2] !== 0 &&
      u32(buf, off + 4) !== 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
