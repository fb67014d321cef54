/**
 * NDMP, draft-skardal-ndmp4 §2: record mark, sequence, time, type 0 or 1, message 0502 (notify connected) or 09xx, reply
 * sequence, error.
 */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ndmp: Dissector = {
  app: 'ndmp',
  over: [6],
  ports: [10000],
  firstBytes: [0x80],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 28) return Verdict.No;
    const at = off + 4;
    const message = u32(buf, at + 12);
    return u32(buf, at + 8) <= 1 &&
      (message === 0x502 || (message >= 0x900 && message <= 0x903) || (message >= 0x100 && message <= 0x108)) &&
      u32(buf, at) < 0x10000 &&
      u32(buf, at + 20) < 64 &&
      4 + (u32(buf, off) & 0x7fffffff) <= wireLength
      ? Verdict.Yes
      : Verdict.No;
  },
};
