/** PPStream: u16 little-endian length of the datagram or of what follows, 43, then FF 00 01 and six zeros (observed). */
import { u16le, u24 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const ppstream: Dissector = {
  app: 'ppstream',
  over: [17],
  ports: [],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 14 || buf[off + 2] !== 0x43) return Verdict.No;
    const length = u16le(buf, off);
    if (length !== wireLength && length !== wireLength - 4 && length !== wireLength - 6) return Verdict.No;
    return u24(buf, off + 5) === 0xff0001 && u24(buf, off + 8) === 0 && u24(buf, off + 11) === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
