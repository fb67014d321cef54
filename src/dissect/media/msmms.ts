/** Microsoft Media Server, MS-MMSP §2.2.4: 01 00 00 00, magic B00BFACE (little-endian), length, "MMS ". */
import { startsWith, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const msmms: Dissector = {
  app: 'msmms',
  over: [6],
  ports: [1755],
  firstBytes: [1],
  probe({ buf, off, end, sendPort, recvPort }) {
    const size = end - off;
    if (size < 16)
      return size > 7 && u32(buf, off + 4) === 0xcefa0bb0
        ? Verdict.More
        : size < 8 && (recvPort === 1755 || sendPort === 1755)
          ? Verdict.More
          : Verdict.No;
    return u32(buf, off + 4) === 0xcefa0bb0 && startsWith(buf, off + 12, end, 'MMS ') ? Verdict.Yes : Verdict.No;
  },
};
