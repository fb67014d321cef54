/**
 * RakNet: offline messages carry a fixed 16-byte mark (OFFLINE_MESSAGE_DATA_ID); a connection joined late is told by a datagram
 * that its frames fill exactly (reliability layer: flags, length in bits, indices by reliability).
 */
import { u16, u24le, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const RELIABLE = 0xdc; // bit n: reliability n carries a reliable index: 2, 3, 4, 6 and 7
const ORDERED = 0x9a; // 1, 3, 4 and 7 carry an order index and channel
const SEQUENCED = 0x12; // 1 and 4 carry a sequence index

function isMark(buf: Uint8Array, off: number): boolean {
  return (
    u32(buf, off) === 0x00ffff00 &&
    u32(buf, off + 4) === 0xfefefefe &&
    u32(buf, off + 8) === 0xfdfdfdfd &&
    u32(buf, off + 12) === 0x12345678
  );
}

/** Acknowledgements: a count, then single numbers (1 and 24 bits) or ranges (0 and twice 24 bits, rising). */
function acksFit(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < 6 || u16(buf, off) === 0) return false;
  let at = off + 2;
  let left = u16(buf, off);
  while (left > 0 && at < end) {
    if (buf[at] > 1) return false;
    if (buf[at] === 0 && (at + 7 > end || u24le(buf, at + 4) < u24le(buf, at + 1))) return false;
    at += buf[at] === 1 ? 4 : 7;
    left--;
  }
  return left === 0 && at === end;
}

function framesFit(buf: Uint8Array, off: number, end: number): boolean {
  let at = off;
  while (end - at >= 3) {
    const bit = 1 << (buf[at] >> 5);
    const bits = u16(buf, at + 1);
    if ((buf[at] & 0x0f) !== 0 || bits === 0 || (bits & 7) !== 0) return false;
    const indices =
      ((RELIABLE & bit) !== 0 ? 3 : 0) + ((ORDERED & bit) !== 0 ? 4 : 0) + ((SEQUENCED & bit) !== 0 ? 3 : 0);
    at += 3 + indices + ((buf[at] & 0x10) !== 0 ? 10 : 0) + (bits >> 3);
  }
  return at === end;
}

export const raknet: Dissector = {
  app: 'raknet',
  over: [17],
  ports: [19132, 19133],
  probe({ buf, off, end, wireLength }) {
    const kind = buf[off];
    if (kind === 0xc0 || kind === 0xa0)
      return end - off === wireLength && acksFit(buf, off + 1, end) ? Verdict.Yes : Verdict.No;
    if (end - off < 17) return Verdict.No;
    if (kind === 1 || kind === 2) return end - off >= 25 && isMark(buf, off + 9) ? Verdict.Yes : Verdict.No; // unconnected ping
    if (kind === 0x1c) return end - off >= 33 && isMark(buf, off + 17) ? Verdict.Yes : Verdict.No; // unconnected pong
    if (kind >= 0x80 && kind <= 0x8d)
      return end - off === wireLength && framesFit(buf, off + 4, end) ? Verdict.Yes : Verdict.No;
    return isMark(buf, off + 1) ? Verdict.Yes : Verdict.No;
  },
};
