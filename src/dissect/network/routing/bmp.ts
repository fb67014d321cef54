/**
 * BGP Monitoring Protocol, RFC 7854 §4.1: version 3, u32 length, type; the first message is an initiation (4) with TLVs 0 to 4.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const bmp: Dissector = {
  app: 'bmp',
  over: [6],
  ports: [11019, 1790, 5000],
  noGuess: true,
  firstBytes: [3],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 10) return Verdict.No;
    const length = u32(buf, off + 1);
    return buf[off + 5] === 4 &&
      length >= 10 &&
      length < 0x4000 &&
      u16(buf, off + 6) <= 4 &&
      u16(buf, off + 8) + 10 <= length
      ? Verdict.Yes
      : Verdict.No;
  },
};
