/**
 * DICOM upper layer, PS3.8 §9.3: association request or accept, length, protocol version 1, titles in text. Of an association joined late on its
 * own ports data (4): its first value has an odd context and two flags; release (5, 6): length 4, zeros.
 */
import { isText, u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const TITLES = 10;
const TITLES_END = 42;
const DATA = 4;

function isLater(buf: Uint8Array, off: number, end: number): boolean {
  if (buf[off + 1] !== 0 || end - off < 10) return false;
  if (buf[off] > DATA) return u32(buf, off + 2) === 4 && u32(buf, off + 6) === 0;
  if (end - off < 12) return false;
  const length = u32(buf, off + 2);
  const value = u32(buf, off + 6);
  return value >= 2 && length >= value + 4 && length < 0x100000 && (buf[off + 10] & 1) === 1 && buf[off + 11] <= 3;
}

export const dicom: Dissector = {
  app: 'dicom',
  over: [6],
  ports: [104, 11112],
  firstBytes: [1, 2, 4, 5, 6],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    const own = recvPort === 104 || recvPort === 11112 || sendPort === 104 || sendPort === 11112;
    if (buf[off] >= DATA) return own && isLater(buf, off, end) ? Verdict.Yes : Verdict.No;
    const isCut = wireLength > end - off;
    if (end - off < TITLES_END && !(isCut && end - off > TITLES)) return own ? Verdict.More : Verdict.No;
    if (buf[off + 1] !== 0 || u16(buf, off + 6) !== 1 || u16(buf, off + 8) !== 0 || u32(buf, off + 2) > 0x10000)
      return Verdict.No;
    if (end - off < TITLES_END && u32(buf, off + 2) + 6 !== wireLength) return Verdict.No;
    return isText(buf, off + TITLES, Math.min(end, off + TITLES_END)) ? Verdict.Yes : Verdict.No;
  },
};
