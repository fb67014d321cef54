/** Android Debug Bridge: command, arguments, length, sum, and the command's inverse (adb protocol.txt). */
import { startsWith, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const adb: Dissector = {
  app: 'adb',
  over: [6],
  ports: [5555],
  firstBytes: [0x43, 0x53, 0x41, 0x4f],
  probe({ buf, off, end, sendPort, recvPort }) {
    const size = end - off;
    if (size < 24) return size < 4 ? Verdict.No : recvPort === 5555 || sendPort === 5555 ? Verdict.More : Verdict.No;
    const text =
      startsWith(buf, off, end, 'CNXN') ||
      startsWith(buf, off, end, 'STLS') ||
      startsWith(buf, off, end, 'AUTH') ||
      startsWith(buf, off, end, 'OPEN') ||
      startsWith(buf, off, end, 'OKAY') ||
      startsWith(buf, off, end, 'SYNC');
    return text && (u32(buf, off) ^ u32(buf, off + 20)) === -1 ? Verdict.Yes : Verdict.No;
  },
};
