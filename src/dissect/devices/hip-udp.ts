/** Host Identity Protocol over UDP, RFC 9028 §5.1: four zeros, then next header 59, length, type 1 to 18, version 1 or 2. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const hipUdp: Dissector = {
  app: 'hip',
  over: [17],
  ports: [10500],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 44 &&
      u32(buf, off) === 0 &&
      buf[off + 4] === 59 &&
      buf[off + 6] >= 1 &&
      buf[off + 6] <= 64 &&
      buf[off + 7] >> 4 <= 2 &&
      (buf[off + 7] & 1) === 1
      ? Verdict.Yes
      : Verdict.No;
  },
};
