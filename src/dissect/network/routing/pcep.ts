/** PCEP, RFC 5440 §6.1 and §6.2: version 1, type 1 (Open), length, then the OPEN object: class 1, type 1, version 1. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const pcep: Dissector = {
  app: 'pcep',
  over: [6],
  ports: [4189],
  firstBytes: [0x20],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    return buf[off + 1] === 1 &&
      u16(buf, off + 2) >= 12 &&
      u16(buf, off + 2) <= 512 &&
      buf[off + 4] === 1 &&
      buf[off + 5] >> 4 === 1 &&
      u16(buf, off + 6) + 4 <= u16(buf, off + 2) &&
      buf[off + 8] >> 5 === 1
      ? Verdict.Yes
      : Verdict.No;
  },
};
