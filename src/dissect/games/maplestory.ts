/**
 * MapleStory: the greeting of 16 bytes: 0E 00, version 3A, 3B, 42 or 4E, 1, the sub-version as a digit, vectors (documented by
 * its emulators).
 */
import { u24 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const maplestory: Dissector = {
  app: 'maplestory',
  over: [6],
  ports: [8484],
  firstBytes: [0x0e],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (wireLength !== 16 || size < 8) return Verdict.No;
    const version = buf[off + 2];
    return buf[off + 1] === 0 &&
      (version === 0x3a || version === 0x3b || version === 0x42 || version === 0x4e) &&
      u24(buf, off + 3) === 0x000100 &&
      buf[off + 6] >= 0x31 &&
      buf[off + 6] <= 0x35
      ? Verdict.Yes
      : Verdict.No;
  },
};
