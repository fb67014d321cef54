/** Apache Thrift: strict binary protocol (80 01, message type, method) and compact protocol (82, version 1), also in frames. */
import { isText, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const thrift: Dissector = {
  app: 'thrift',
  over: [6, 17],
  ports: [],
  firstBytes: [0x80, 0x82, 0],
  probe({ buf, off, end, proto }) {
    let at = off;
    if (proto === 6 && buf[at] === 0) {
      if (end - off < 16) return Verdict.More;
      at += 4;
    }
    if (end - at < 9) return Verdict.No;
    if (buf[at] === 0x80) {
      if (buf[at + 1] !== 1 || buf[at + 2] !== 0 || buf[at + 3] < 1 || buf[at + 3] > 4) return Verdict.No;
      const length = u32(buf, at + 4);
      return length >= 1 && length <= 128 && isText(buf, at + 8, Math.min(end, at + 8 + length))
        ? Verdict.Yes
        : Verdict.No;
    }
    if (buf[at] !== 0x82 || (buf[at + 1] & 0x1f) !== 1 || buf[at + 1] >> 5 > 4) return Verdict.No;
    let name = at + 2;
    while (name < at + 7 && name < end && buf[name] >= 0x80) name++;
    const length = buf[name + 1];
    return length >= 1 && length <= 64 && name + 2 + length <= end && isText(buf, name + 2, name + 2 + length)
      ? Verdict.Yes
      : Verdict.No;
  },
};
