/**
 * SMUX, RFC 1227 §3.1: an OpenPDU (application 0) whose version is 0 and identity an object identifier; answers of application 1
 * to 3.
 */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const smux: Dissector = {
  app: 'smux',
  over: [6],
  ports: [199],
  onOwnPortsOnly: true,
  firstBytes: [0x60, 0x41, 0x42, 0x43],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 3) return Verdict.More;
    if (buf[off] !== 0x60) return buf[off + 1] <= 4 && wireLength >= 2 + buf[off + 1] ? Verdict.Yes : Verdict.No;
    const at = off + (buf[off + 1] < 0x80 ? 2 : 2 + (buf[off + 1] & 0x7f));
    return at + 4 < end && buf[at] === 2 && buf[at + 1] === 1 && buf[at + 2] === 0 && buf[at + 3] === 6
      ? Verdict.Yes
      : Verdict.No;
  },
};
