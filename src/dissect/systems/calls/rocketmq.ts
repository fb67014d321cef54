/**
 * Apache RocketMQ remoting: u32 length of the rest, serialization 0 (JSON) and u24 length of the header, JSON that names "code"
 * and "language".
 */
import { indexOfText, u24, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const rocketmq: Dissector = {
  app: 'rocketmq',
  over: [6],
  ports: [9876, 10911],
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    const header = u24(buf, off + 5);
    return u32(buf, off) < 0x1000000 &&
      buf[off + 4] === 0 &&
      header > 20 &&
      header + 4 <= u32(buf, off) &&
      buf[off + 8] === 0x7b &&
      indexOfText(buf, off + 8, Math.min(end, off + 8 + header), '"language"') > 0 &&
      indexOfText(buf, off + 8, Math.min(end, off + 8 + header), '"code"') > 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
