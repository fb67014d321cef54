/**
 * WCCP 2, draft-mclaggan-wccp-v2rev1 §6: message type 10 to 13, version 0200, u16 length of the rest; version 1: types 7 to 9,
 * version 4.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const wccp: Dissector = {
  app: 'wccp',
  over: [17],
  ports: [2048],
  firstBytes: [0],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    const size = end - off;
    if (size < 8) return Verdict.No;
    const type = u32(buf, off);
    if (type >= 10 && type <= 13)
      return u16(buf, off + 4) >= 0x200 && u16(buf, off + 4) <= 0x201 && u16(buf, off + 6) + 8 === wireLength
        ? Verdict.Yes
        : Verdict.No;
    return type >= 7 && type <= 9 && u32(buf, off + 4) === 4 && (recvPort === 2048 || sendPort === 2048)
      ? Verdict.Yes
      : Verdict.No;
  },
};
