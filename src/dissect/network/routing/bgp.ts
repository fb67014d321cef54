/** BGP-4, RFC 4271 §4.1: sixteen bytes of ones, length, type. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const bgp: Dissector = {
  app: 'bgp',
  over: [6],
  ports: [179],
  firstBytes: [0xff],
  probe({ buf, off, end }) {
    for (let at = off; at < end && at < off + 16; at++) if (buf[at] !== 0xff) return Verdict.No;
    if (end - off < 19) return Verdict.More;
    const length = u16(buf, off + 16);
    return length >= 19 && length <= 4096 && buf[off + 18] >= 1 && buf[off + 18] <= 5 ? Verdict.Yes : Verdict.No;
  },
};
