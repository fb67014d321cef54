/** TeamViewer: 17 24 (commands) or 11 30 (since version 10) and a known command, as observed on port 5938. */
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

function sendOrRecv(sendPort: number, recvPort: number): boolean {
  return sendPort === 5938 || recvPort === 5938;
}

export const teamviewer: Dissector = {
  app: 'teamviewer',
  over: [6, 17],
  ports: [5938],
  firstBytes: [0x17, 0x11, 0],
  probe({ buf, off, end, proto, sendPort, recvPort }) {
    if (proto === 17)
      return end - off >= 14 &&
        sendOrRecv(sendPort, recvPort) &&
        buf[off] === 0 &&
        buf[off + 11] === 0x17 &&
        buf[off + 12] === 0x24
        ? Verdict.Yes
        : Verdict.No;
    if (end - off < 4) return buf[off] === 0x17 || buf[off] === 0x11 ? Verdict.More : Verdict.No;
    if (buf[off] === 0x17 && buf[off + 1] === 0x24)
      return buf[off + 2] >= 0x0a && buf[off + 2] <= 0x40 ? Verdict.Yes : Verdict.No;
    return buf[off] === 0x11 && buf[off + 1] === 0x30 && sendOrRecv(sendPort, recvPort) ? Verdict.Yes : Verdict.No;
  },
};
