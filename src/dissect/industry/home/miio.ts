/** Xiaomi Mi Home (miIO): 21 31, u16 length of the whole, then for a hello FF throughout (OpenMiHome protocol description). */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const miio: Dissector = {
  app: 'miio',
  over: [17],
  ports: [54321],
  noGuess: true,
  firstBytes: [0x21],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 32 || buf[off + 1] !== 0x31) return Verdict.No;
    return u16(buf, off + 2) === wireLength && (u32(buf, off + 4) === 0 || u32(buf, off + 4) === 0xffffffff)
      ? Verdict.Yes
      : Verdict.No;
  },
};
