/** DingTalk: 10, length of the rest, 8078 01 and its version. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const dingtalk: Dissector = {
  app: 'dingtalk',
  over: [6],
  ports: [],
  firstBytes: [0x10],
  probe({ buf, off, end }) {
    if (end - off < 8 || buf[off] !== 0x10) return end - off < 3 && buf[off] === 0x10 ? Verdict.More : Verdict.No;
    return u32(buf, off) >>> 16 === (0x1000 | buf[off + 1]) &&
      buf[off + 2] === 0x87 &&
      buf[off + 3] === 0x80 &&
      buf[off + 4] === 1 &&
      buf[off + 5] === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
