/** MongoDB wire protocol, MongoDB manual "Wire Protocol": 16 bytes header, little-endian, then OP_MSG, OP_QUERY, OP_REPLY … */
import { u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const HEADER_BYTES = 16;
const LONGEST = 48 * 1024 * 1024;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_COMPRESSED = 2012;
const OP_MSG = 2013;

export const mongodb: Dissector = {
  app: 'mongodb',
  over: [6],
  ports: [27017, 27018, 27019],
  probe({ buf, off, end }) {
    if (end - off < HEADER_BYTES + 10) return end - off < 4 || buf[off + 3] <= 2 ? Verdict.More : Verdict.No;
    const length = u32le(buf, off);
    if (length < HEADER_BYTES + 10 || length > LONGEST) return Verdict.No;
    const body = off + HEADER_BYTES;
    const flags = u32le(buf, body);
    switch (u32le(buf, off + 12)) {
      case OP_REPLY:
        if (flags > 15 || u32le(buf, off + 8) === 0 || length < 41 || end - body < 25) return Verdict.No;
        // type and name of its first element, unless it is empty
        if (buf[body + 24] !== 0 && (buf[body + 24] > 0x13 || u32le(buf, body + 20) < 8)) return Verdict.No;
        if (buf[body + 24] !== 0 && end - body > 25 && buf[body + 25] < 0x20) return Verdict.No;
        return u32le(buf, body + 20) + 36 <= length && u32le(buf, body + 20) >= 5 ? Verdict.Yes : Verdict.No; // the first document
      case OP_QUERY:
        return flags <= 0xff && buf[body + 4] >= 0x21 && buf[body + 4] < 0x7f && buf[body + 5] >= 0x21
          ? Verdict.Yes
          : Verdict.No;
      case OP_COMPRESSED:
        return flags >= 2001 && flags <= OP_MSG && buf[body + 8] <= 3 ? Verdict.Yes : Verdict.No;
      case OP_MSG:
        return (flags & ~0x10003) === 0 && buf[body + 4] <= 1 && u32le(buf, body + 5) < length
          ? Verdict.Yes
          : Verdict.No;
      default:
        return Verdict.No;
    }
  },
};
