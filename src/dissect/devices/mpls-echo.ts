/** MPLS ping, RFC 8029 §3: version 1, flags, type 1 or 2, reply mode 1 to 5, return code. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const mplsEcho: Dissector = {
  app: 'mpls-echo',
  over: [17],
  ports: [3503],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 32 &&
      u16(buf, off) === 1 &&
      u16(buf, off + 2) < 16 &&
      (buf[off + 4] === 1 || buf[off + 4] === 2) &&
      buf[off + 5] >= 1 &&
      buf[off + 5] <= 5
      ? Verdict.Yes
      : Verdict.No;
  },
};
