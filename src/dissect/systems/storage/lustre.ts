/**
 * Lustre LNet over TCP: acceptor request ACCE7100 version 1, and socklnd hello EEBC0DED or "Eric" with versions 1 to 3
 * (lnet/socklnd.h).
 */
import { u32, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const lustre: Dissector = {
  app: 'lustre',
  over: [6],
  ports: [988],
  firstBytes: [0x00, 0xac, 0xee, 0xed, 0x63, 0x72, 0x45],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 8) return Verdict.No;
    const big = u32(buf, off);
    const little = u32le(buf, off);
    if (big === 0xacce7100 || little === 0xacce7100)
      return (big === 0xacce7100 ? u32(buf, off + 4) : u32le(buf, off + 4)) <= 2 ? Verdict.Yes : Verdict.No;
    if (big === 0xeebc0ded || little === 0xeebc0ded) return u32(buf, off + 4) !== 0 ? Verdict.Yes : Verdict.No;
    return (big === 0x45726963 && u32(buf, off + 4) <= 4) || (little === 0x45726963 && u32le(buf, off + 4) <= 4)
      ? Verdict.Yes
      : Verdict.No;
  },
};
