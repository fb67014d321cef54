/** Binary Floor Control Protocol, RFC 8855 §5.1: version 1 or 2, primitive, length in words; the header alone on its own ports. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const bfcp: Dissector = {
  app: 'bfcp',
  over: [6, 17],
  ports: [],
  firstBytes: [0x20, 0x40, 0x30, 0x50],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (end - off < 12)
      return proto === 6 && ((buf[off] & 0xe7) === 0x20 || (buf[off] & 0xe7) === 0x40) ? Verdict.More : Verdict.No;
    const version = buf[off] >> 5;
    if ((version !== 1 && version !== 2) || (buf[off] & 0x0f) !== 0 || buf[off + 1] === 0 || buf[off + 1] > 18)
      return Verdict.No;
    if (sendPort === 5070 || recvPort === 5070) return u16(buf, off + 2) < 0x100 ? Verdict.Yes : Verdict.No;
    const length = 12 + 4 * u16(buf, off + 2);
    if (length !== wireLength || length > 1500) return Verdict.No;
    // attributes: type in seven bits, length, padded to words
    if (length > 12)
      return end - off >= 14 &&
        buf[off + 12] >> 1 <= 18 &&
        buf[off + 12] > 1 &&
        buf[off + 13] >= 2 &&
        buf[off + 13] <= length - 12
        ? Verdict.Yes
        : Verdict.No;
    return Verdict.No;
  },
};
