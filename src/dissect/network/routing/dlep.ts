/**
 * Dynamic Link Exchange Protocol, RFC 8175 §11: signals are "DLEP", type, length; over TCP the session begins with message 1 or
 * 2 and items.
 */
import { startsWith, u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const dlep: Dissector = {
  app: 'dlep',
  over: [17, 6],
  ports: [854],
  firstBytes: [0x44, 0],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    const size = end - off;
    if (buf[off] === 0x44)
      return startsWith(buf, off, end, 'DLEP') &&
        size >= 8 &&
        u16(buf, off + 4) <= 2 &&
        u16(buf, off + 6) + 8 === wireLength
        ? Verdict.Yes
        : Verdict.No;
    if (proto !== 6 || size < 8 || (recvPort !== 854 && sendPort !== 854)) return Verdict.No;
    const type = u16(buf, off);
    return type >= 1 &&
      type <= 2 &&
      u16(buf, off + 2) + 4 <= wireLength &&
      u16(buf, off + 4) >= 1 &&
      u16(buf, off + 4) <= 25
      ? Verdict.Yes
      : Verdict.No;
  },
};
