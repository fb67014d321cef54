/** Apache Dubbo: DA BB, flags with the serialization (2 to 31), status, id, u32 length. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const dubbo: Dissector = {
  app: 'dubbo',
  over: [6],
  ports: [20880],
  firstBytes: [0xda],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 16) return size === 1 || buf[off + 1] === 0xbb ? Verdict.More : Verdict.No;
    const flags = buf[off + 2];
    const request = (flags & 0x80) !== 0;
    return buf[off + 1] === 0xbb &&
      (flags & 0x1f) >= 1 &&
      (request ? buf[off + 3] === 0 : buf[off + 3] >= 20 && buf[off + 3] <= 100) &&
      u32(buf, off + 12) <= 0x1000000
      ? Verdict.Yes
      : Verdict.No;
  },
};
