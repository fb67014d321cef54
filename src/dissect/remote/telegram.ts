/**
 * Telegram MTProto transports: EF (abridged) and length in words, EE EE EE EE (intermediate) and u32 length, DD DD DD DD
 * (padded); the message begins with a key of 0 or fills the segment. The full transport opens with a message of 52 bytes: length, sequence 0,
 * a key of 0, the request for one.
 */
import { u24le, u32, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const FULL_FIRST = 52;
const FULL_OVERHEAD = 32; // length, sequence, key, message id, its length, sum

export const telegram: Dissector = {
  app: 'telegram',
  over: [6],
  ports: [],
  firstBytes: [0xef, 0xee, 0xdd, FULL_FIRST],
  probe({ buf, off, end, wireLength, recvPort }) {
    const size = end - off;
    if (size < 2) return buf[off] === FULL_FIRST ? Verdict.No : Verdict.More;
    if (buf[off] === 0xef) {
      if (buf[off + 1] >= 0x7f)
        return size >= 5 && buf[off + 1] === 0x7f && u24le(buf, off + 2) * 4 + 5 === wireLength
          ? Verdict.Yes
          : Verdict.No;
      const length = buf[off + 1] * 4;
      if (length < 40 || 2 + length !== wireLength) return Verdict.No;
      if (size >= 26 && u32(buf, off + 2) === 0 && u32(buf, off + 6) === 0) return Verdict.Yes;
      return (length - 24) % 16 === 0 && (recvPort === 443 || recvPort === 80 || recvPort === 5222)
        ? Verdict.Yes
        : Verdict.No;
    }
    if (size < 8) return buf[off] === FULL_FIRST ? Verdict.No : Verdict.More;
    const word = u32(buf, off);
    if (buf[off] === FULL_FIRST)
      return size >= FULL_OVERHEAD &&
        wireLength === FULL_FIRST &&
        u32le(buf, off) === FULL_FIRST &&
        u32(buf, off + 4) === 0 &&
        u32(buf, off + 8) === 0 &&
        u32(buf, off + 12) === 0 &&
        u32le(buf, off + 24) === FULL_FIRST - FULL_OVERHEAD
        ? Verdict.Yes
        : Verdict.No;
    return (word === 0xeeeeeeee || word === 0xdddddddd) &&
      u32le(buf, off + 4) + 8 === wireLength &&
      u32le(buf, off + 4) >= 40
      ? Verdict.Yes
      : Verdict.No;
  },
};
