/**
 * HoYoverse games: the handshake of 20 bytes before KCP: FF with 499602D2 and FFFFFFFF, 145 with 14514545, 194 with 19419494
 * (documented by the game's protocol researchers).
 */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const genshinImpact: Dissector = {
  app: 'genshin-impact',
  over: [17],
  ports: [22101, 22102],
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size !== 20 || wireLength !== 20) return Verdict.No;
    const first = u32(buf, off);
    const last = u32(buf, off + 16);
    return (first === 0xff && last === 0xffffffff) ||
      (first === 0x145 && last === 0x14514545) ||
      (first === 0x194 && last === 0x19419494)
      ? Verdict.Yes
      : Verdict.No;
  },
};
