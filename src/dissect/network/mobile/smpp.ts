/** Short Message Peer-to-Peer 3.4 §3.2: command length, command id, status, sequence. */
import { isText, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const smpp: Dissector = {
  app: 'smpp',
  over: [6],
  ports: [2775],
  firstBytes: [0],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (buf[off] !== 0) return Verdict.No;
    if (end - off < 16) return recvPort === 2775 || sendPort === 2775 ? Verdict.More : Verdict.No;
    const length = u32(buf, off);
    const command = u32(buf, off + 4) & 0x7fffffff;
    const bind = command === 1 || command === 2 || command === 9;
    const own = sendPort === 2775 || recvPort === 2775;
    if (length < 16 || length > 4096 || u32(buf, off + 12) === 0) return Verdict.No;
    if (!bind)
      return own && ((command >= 3 && command <= 9) || command === 0x15 || command === 0x103)
        ? Verdict.Yes
        : Verdict.No;
    return own ||
      (u32(buf, off + 8) === 0 &&
        length === end - off &&
        length > 20 &&
        buf[end - 1] === 0 &&
        isText(buf, off + 16, off + 18))
      ? Verdict.Yes
      : Verdict.No;
  },
};
