/** WeChat's MMTLS (Citizen Lab, "Should we chat, too?", 2024): records 15 to 19, version F1 03 or F1 04, u16 length. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const wechat: Dissector = {
  app: 'wechat',
  over: [6],
  ports: [],
  firstBytes: [0x15, 0x16, 0x17, 0x19],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 5) return size > 1 && buf[off + 1] === 0xf1 ? Verdict.More : Verdict.No;
    if (buf[off + 1] !== 0xf1 || (buf[off + 2] !== 3 && buf[off + 2] !== 4)) return Verdict.No;
    const next = off + 5 + u16(buf, off + 3);
    if (next + 2 < end)
      return buf[next] >= 0x15 && buf[next] <= 0x19 && buf[next + 1] === 0xf1 ? Verdict.Yes : Verdict.No;
    return u16(buf, off + 3) > 8 ? Verdict.Yes : Verdict.No;
  },
};
