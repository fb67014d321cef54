/** Ookla Speedtest over TCP, port 8080 and 5060: "HI" or "HI <uuid>" answered "HELLO <version>". */
import { isDigit, startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ookla: Dissector = {
  app: 'ookla',
  over: [6],
  ports: [],
  firstBytes: [0x48],
  probe({ buf, off, end }) {
    if (startsWith(buf, off, end, 'HELLO ') && isDigit(buf[off + 6]) && buf[off + 7] === 0x2e) return Verdict.Yes;
    if (buf[off] !== 0x48 || (end - off > 1 && buf[off + 1] !== 0x49)) return Verdict.No;
    if (end - off < 3) return Verdict.More;
    if (buf[off + 2] === 0x0a) return end - off === 3 ? Verdict.Yes : Verdict.No;
    return buf[off + 2] === 0x20 && end - off >= 40 && buf[off + 11] === 0x2d && buf[off + 39] === 0x0a
      ? Verdict.Yes
      : Verdict.No;
  },
};
