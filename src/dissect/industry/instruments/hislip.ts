/** HiSLIP, IVI-6.1 §2.5: "HS", message type, control, parameter and a length of 64 bits. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const hislip: Dissector = {
  app: 'hislip',
  over: [6],
  ports: [4880],
  firstBytes: [0x48],
  probe({ buf, off, end }) {
    if (buf[off] !== 0x48) return Verdict.No;
    if (end - off < 16) return end - off < 2 || buf[off + 1] === 0x53 ? Verdict.More : Verdict.No;
    return buf[off + 1] === 0x53 && buf[off + 2] <= 26 && u32(buf, off + 8) === 0 ? Verdict.Yes : Verdict.No;
  },
};
