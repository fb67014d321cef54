/** MessagePack (its specification): a map whose names are texts, and which fills the datagram or segment to its last byte. */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const MOST_VALUES = 4096;
const FEWEST_LETTERS = 4;

// behind the head of a value: bytes that follow it, and values inside it
let bytes = 0;
let inside = 0;

/** Bytes of the head of the value at off; 0 = it is none, or cut off. */
function head(buf: Uint8Array, off: number, end: number): number {
  const kind = buf[off];
  bytes = 0;
  inside = 0;
  if (kind <= 0x7f || kind >= 0xe0 || kind === 0xc0 || kind === 0xc2 || kind === 0xc3) return 1;
  if (kind <= 0x8f) inside = 2 * (kind & 15);
  else if (kind <= 0x9f) inside = kind & 15;
  else if (kind <= 0xbf) bytes = kind & 31;
  if (kind <= 0xbf) return 1;
  if (
    off + 5 > end &&
    kind !== 0xc4 &&
    kind !== 0xcc &&
    kind !== 0xd0 &&
    kind !== 0xd9 &&
    kind !== 0xcd &&
    kind !== 0xd1
  )
    return 0;
  switch (kind) {
    case 0xc4:
    case 0xd9:
      bytes = buf[off + 1] ?? 0;
      return 2;
    case 0xc5:
    case 0xda:
      bytes = u16(buf, off + 1);
      return 3;
    case 0xc6:
    case 0xdb:
      bytes = u32(buf, off + 1);
      return 5;
    case 0xcc:
    case 0xd0:
      return 2;
    case 0xcd:
    case 0xd1:
      return 3;
    case 0xca:
    case 0xce:
    case 0xd2:
      return 5;
    case 0xcb:
    case 0xcf:
    case 0xd3:
      return 9;
    case 0xdc:
      inside = u16(buf, off + 1);
      return 3;
    case 0xde:
      inside = 2 * u16(buf, off + 1);
      return 3;
    default:
      return 0; // extensions, and what is not used
  }
}

/** Letters of the text at off, all of them printable ASCII; 0 = it is no such text. */
function letters(buf: Uint8Array, off: number, end: number): number {
  const kind = buf[off];
  const from = kind >= 0xa1 && kind <= 0xbf ? off + 1 : kind === 0xd9 ? off + 2 : 0;
  if (from === 0) return 0;
  const length = kind === 0xd9 ? (buf[off + 1] ?? 0) : kind & 31;
  if (from + length > end) return 0;
  for (let at = from; at < from + length; at++) if (buf[at] < 0x20 || buf[at] > 0x7e) return 0;
  return length;
}

export const msgpack: Dissector = {
  app: 'msgpack',
  over: [6, 17],
  ports: [],
  firstBytes: [0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0xde],
  probe({ buf, off, end, wireLength, midstream }) {
    if (midstream || end - off !== wireLength || end - off < 6) return Verdict.No;
    let at = off + head(buf, off, end);
    let members = inside / 2;
    if (members === 0 || members > 512) return Verdict.No;
    let named = 0;
    for (; members > 0; members--) {
      const length = at < end ? letters(buf, at, end) : 0;
      if (length < 1) return Verdict.No;
      named += length;
      at += length + (buf[at] === 0xd9 ? 2 : 1);
      for (let values = 1, seen = 0; values > 0; values--) {
        const size = at < end && seen++ < MOST_VALUES ? head(buf, at, end) : 0;
        if (size === 0) return Verdict.No;
        at += size + bytes;
        values += inside;
      }
    }
    return at === end && named >= FEWEST_LETTERS ? Verdict.Yes : Verdict.No;
  },
};
