/** ZRTP, RFC 6189 §5: 1 and zero bits, sequence, "ZRTP", SSRC, preamble 505A. */
import { startsWith, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const zrtp: Dissector = {
  app: 'zrtp',
  over: [17],
  ports: [],
  firstBytes: [0x10],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 28 && startsWith(buf, off + 4, end, 'ZRTP') && u16(buf, off + 12) === 0x505a
      ? Verdict.Yes
      : Verdict.No;
  },
};
