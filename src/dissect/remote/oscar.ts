/** OSCAR (AIM, ICQ), FLAP: 2A, channel 1, sequence, length, version 1; or channel 2 and a SNAC of families 1 to 25. */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const oscar: Dissector = {
  app: 'oscar',
  over: [6],
  ports: [5190],
  firstBytes: [0x2a],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    const size = end - off;
    if (size < 10)
      return size > 1 && buf[off + 1] <= 5 && (recvPort === 5190 || sendPort === 5190) ? Verdict.More : Verdict.No;
    const length = u16(buf, off + 4);
    if (buf[off + 1] === 1)
      return length >= 4 && length <= wireLength - 6 && u32(buf, off + 6) === 1 ? Verdict.Yes : Verdict.No;
    return buf[off + 1] === 2 &&
      length >= 10 &&
      length + 6 <= wireLength &&
      u16(buf, off + 6) <= 0x25 &&
      buf[off + 8] === 0 &&
      (recvPort === 5190 || sendPort === 5190)
      ? Verdict.Yes
      : Verdict.No;
  },
};
