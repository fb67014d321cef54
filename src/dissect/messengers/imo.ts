/** imo.im calls: keep-alives of 10 bytes (09 02) and 11 bytes (00 09 03) that carry a counter and end in five zeros. */
import { u16le, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const imo: Dissector = {
  app: 'imo',
  over: [17],
  ports: [],
  firstBytes: [9, 0],
  probe({ buf, off, end, wireLength }) {
    if (wireLength !== end - off || (wireLength !== 10 && wireLength !== 11)) return Verdict.No;
    if (buf[end - 1] !== 0 || u32(buf, end - 5) !== 0) return Verdict.No;
    const counter = u16le(buf, end - 8) !== 0;
    if (wireLength === 10) return counter && buf[off] === 9 && buf[off + 1] === 2 ? Verdict.Yes : Verdict.No;
    return counter && buf[off] === 0 && buf[off + 1] === 9 && buf[off + 2] === 3 ? Verdict.Yes : Verdict.No;
  },
};
