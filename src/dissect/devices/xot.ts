/** X.25 over TCP, RFC 1613 §4: version 0, u16 length, then an X.25 header of modulo 8 or 128. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const xot: Dissector = {
  app: 'xot',
  over: [6],
  ports: [1998],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 7) return Verdict.More;
    return u16(buf, off) === 0 &&
      u16(buf, off + 2) + 4 <= wireLength &&
      u16(buf, off + 2) >= 3 &&
      (((buf[off + 4] >> 4) & 3) === 1 || ((buf[off + 4] >> 4) & 3) === 2)
      ? Verdict.Yes
      : Verdict.No;
  },
};
