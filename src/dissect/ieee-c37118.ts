/** IEEE C37.118 synchrophasors, IEEE C37.118.2-2011 §6.2: AA, frame type and version, length of the frame. */
import { u16 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const ieeeC37118: Dissector = {
  app: 'ieee-c37118',
  over: [6, 17],
  ports: [4712, 4713],
  firstBytes: [0xaa],
  probe({ buf, off, end, wireLength, proto }) {
    if (end - off < 4) return proto === 6 && buf[off] === 0xaa ? Verdict.More : Verdict.No;
    const kind = buf[off + 1] >> 4;
    const version = buf[off + 1] & 0x0f;
    const length = u16(buf, off + 2);
    if (buf[off] !== 0xaa || kind > 5 || version < 1 || version > 3 || length < 16) return Verdict.No;
    return proto === 17
      ? length === wireLength
        ? Verdict.Yes
        : Verdict.No
      : length <= 0x4000
        ? Verdict.Yes
        : Verdict.No;
  },
};
