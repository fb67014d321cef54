/** TACACS+, RFC 8907 §4.1: version C0 or C1, type, sequence, flags, session, length. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const tacacs: Dissector = {
  app: 'tacacs',
  over: [6],
  ports: [49],
  onOwnPortsOnly: true,
  firstBytes: [0xc0, 0xc1],
  probe({ buf, off, end, sendPort, recvPort }) {
    if ((buf[off] !== 0xc0 && buf[off] !== 0xc1) || (sendPort !== 49 && recvPort !== 49)) return Verdict.No;
    if (end - off < 12) return Verdict.More;
    return buf[off + 1] >= 1 && buf[off + 1] <= 3 && (buf[off + 3] & 0xfa) === 0 && u32(buf, off + 8) < 0x10000
      ? Verdict.Yes
      : Verdict.No;
  },
};
