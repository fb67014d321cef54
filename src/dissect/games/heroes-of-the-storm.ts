/** Heroes of the Storm on Battle.net game ports 1119 and 3724: flags 40 and the checksummed header of 20 bytes. */
import { u24, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const heroesOfTheStorm: Dissector = {
  app: 'heroes-of-the-storm',
  over: [17],
  ports: [3724, 1119],
  onOwnPortsOnly: true,
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 20 || (sendPort !== 3724 && recvPort !== 3724 && sendPort !== 1119 && recvPort !== 1119))
      return Verdict.No;
    const zeros = u32(buf, off) === 0 && u32(buf, off + 4) === 0 && u32(buf, off + 8) === 0;
    if (zeros) return buf[off + 14] === 0x40 && (buf[off + 15] & 0x0f) === 0 ? Verdict.Yes : Verdict.No;
    const word = u24(buf, off + 13) >>> 0;
    return buf[off + 3] === 0 && buf[off + 14] === 0x40 && buf[off + 15] === 0 && word !== 0
      ? Verdict.Yes
      : buf[off + 13] === 0x40 && buf[off + 14] === 0 && buf[off + 15] < 0x40 && buf[off + 12] !== 0
        ? Verdict.Yes
        : Verdict.No;
  },
};
