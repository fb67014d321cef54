/** iQIYI and PPStream peer-to-peer video: the low twelve bits of the second and third byte are the length of the datagram. */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const iqiyi: Dissector = {
  app: 'iqiyi',
  over: [17],
  ports: [],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 40 || (u16(buf, off + 1) & 0x0fff) !== wireLength || buf[off + 3] !== 0) return Verdict.No;
    return u32(buf, off + 17) === 0 && buf[off + 21] === 0 ? Verdict.Yes : Verdict.No;
  },
};
