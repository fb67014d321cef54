/**
 * CODESYS V3: over TCP the block driver's magic E8 17 01 00 and u32 little-endian length of the whole; over UDP datagrams of the
 * routing layer that begin with C5 on ports 1740 to 1743.
 */
import { u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const codesys: Dissector = {
  app: 'codesys',
  over: [6, 17],
  ports: [11740, 11741, 11742, 11743, 1740, 1741, 1742, 1743],
  noGuess: true,
  firstBytes: [0xe8, 0xc5],
  probe({ buf, off, end, proto, sendPort, recvPort }) {
    const size = end - off;
    if (proto === 6) {
      if (size < 8) return Verdict.More;
      return u32le(buf, off) === 0x000117e8 && u32le(buf, off + 4) >= 8 && u32le(buf, off + 4) <= 0x10000
        ? Verdict.Yes
        : Verdict.No;
    }
    const ports = (recvPort >= 1740 && recvPort <= 1743) || (sendPort >= 1740 && sendPort <= 1743);
    return ports &&
      size >= 8 &&
      buf[off] === 0xc5 &&
      buf[off + 1] >> 3 >= 12 &&
      (buf[off + 3] & 0xf) <= 4 &&
      buf[off + 2] >> 6 <= 2 &&
      buf[off + 3] <= 0x64
      ? Verdict.Yes
      : Verdict.No;
  },
};
