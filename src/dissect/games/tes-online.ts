/** The Elder Scrolls Online: length of the rest, two words of one, length of the body, and counted names, on its own ports. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

function isOwn(port: number): boolean {
  return port >= 24100 && port <= 24507;
}

export const tesOnline: Dissector = {
  app: 'tes-online',
  over: [6],
  ports: [],
  firstBytes: [0],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (!isOwn(sendPort) && !isOwn(recvPort)) return Verdict.No;
    if (end - off < 16) return Verdict.More;
    const length = u32(buf, off);
    return length >= 64 && length < 0x2000 && u32(buf, off + 4) === 0x00010001 && u32(buf, off + 8) + 8 === length
      ? Verdict.Yes
      : Verdict.No;
  },
};
