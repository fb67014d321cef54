/** DCE/RPC connection-oriented, C706 §12.6.3: version 5.0 or 5.1, type, flags, data representation, fragment length; and connectionless version 4. */
import { u16, u16le } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const dcerpc: Dissector = {
  app: 'dcerpc',
  over: [6, 17],
  ports: [135, 593],
  firstBytes: [4, 5],
  probe({ buf, off, end, wireLength, proto }) {
    if (proto === 17) {
      if (
        end - off < 80 ||
        buf[off] !== 4 ||
        buf[off + 1] > 10 ||
        (buf[off + 4] !== 0x10 && buf[off + 4] !== 0) ||
        buf[off + 5] !== 0
      )
        return Verdict.No;
      const length = buf[off + 4] === 0x10 ? u16le(buf, off + 74) : u16(buf, off + 74);
      return length + 80 <= wireLength && buf[off + 6] === 0 ? Verdict.Yes : Verdict.No;
    }
    if (buf[off] !== 5) return Verdict.No;
    if (end - off < 16)
      return end - off < 2 || buf[off + 1] <= 1
        ? end - off < 3 || buf[off + 2] <= 19
          ? Verdict.More
          : Verdict.No
        : Verdict.No;
    if (
      buf[off + 1] > 1 ||
      buf[off + 2] > 19 ||
      (buf[off + 4] !== 0x10 && buf[off + 4] !== 0) ||
      buf[off + 5] !== 0 ||
      u16(buf, off + 6) !== 0
    )
      return Verdict.No;
    const little = buf[off + 4] === 0x10;
    const length = little ? u16le(buf, off + 8) : u16(buf, off + 8);
    return length >= 16 && (little ? u16le(buf, off + 10) : u16(buf, off + 10)) < length ? Verdict.Yes : Verdict.No;
  },
};
