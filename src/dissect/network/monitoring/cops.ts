/** COPS, RFC 2748 §2.1: version 1, operation 1 to 10, client type, u32 length; then objects of u16 length, class and type. */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const cops: Dissector = {
  app: 'cops',
  over: [6],
  ports: [3288],
  firstBytes: [0x10, 0x11],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    const operation = buf[off + 1];
    const length = u32(buf, off + 4);
    if (operation < 1 || operation > 10 || (length & 3) !== 0 || length < 12 || length > 0x4000 || length > wireLength)
      return Verdict.No;
    return u16(buf, off + 8) >= 8 &&
      u16(buf, off + 8) <= length - 8 &&
      buf[off + 10] >= 1 &&
      buf[off + 10] <= 16 &&
      buf[off + 11] >= 1 &&
      buf[off + 11] <= 4
      ? Verdict.Yes
      : Verdict.No;
  },
};
