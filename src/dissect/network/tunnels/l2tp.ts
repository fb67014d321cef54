/**
 * L2TP 2 and 3, RFC 2661 §3.1 and RFC 3931 §4.1.2.2: a control message with T, L and S set, version, length of the whole, and as
 * first AVP the message type; a keep-alive has no AVP.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const l2tp: Dissector = {
  app: 'l2tp',
  over: [17],
  ports: [1701],
  firstBytes: [0xc8, 0xc0],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    const size = end - off;
    if (size < 12 || (buf[off + 1] & 0x0f) < 2 || (buf[off + 1] & 0x0f) > 3 || (buf[off + 1] & 0xf0) !== 0)
      return Verdict.No;
    const at = off;
    if (u16(buf, at + 2) !== wireLength) return Verdict.No;
    if (wireLength === 12) return recvPort === 1701 || sendPort === 1701 ? Verdict.Yes : Verdict.No;
    return size >= 20 && (u16(buf, off + 12) & 0x3fff) === 8 && u32(buf, off + 14) === 0 ? Verdict.Yes : Verdict.No;
  },
};
