/**
 * LWAPP, RFC 5412 §3.1: version 0, radio, control bit and fragments, fragment 0, u16 length; behind a MAC address on the control
 * port.
 */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const lwapp: Dissector = {
  app: 'lwapp',
  over: [17],
  ports: [12222, 12223],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 16) return Verdict.No;
    const plain =
      buf[off] >> 6 === 0 && u16(buf, off + 2) + 6 <= wireLength && u16(buf, off + 2) > 0 && (buf[off] & 4) !== 0;
    const at = off + 6;
    return (plain && buf[off + 1] === 0) ||
      (buf[at] >> 6 === 0 &&
        (buf[at] & 4) !== 0 &&
        buf[at + 1] === 0 &&
        u16(buf, at + 2) + 12 <= wireLength &&
        u16(buf, at + 2) > 0)
      ? Verdict.Yes
      : Verdict.No;
  },
};
