/**
 * What receivers put before 802.11 frames: radiotap (radiotap.org), Prism and AVS headers, PPI. Read for their length and
 * for whether the frame ends with its check sequence, and whether that failed.
 */
import { i32, u16le, u32le } from '#base/bytes.ts';
import { type Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announce, fault, Next, short } from '../verdict.ts';
import { WifiForm } from './wifi.ts';

const RADIOTAP = layer('radiotap');
const PRISM = layer('prism');
const AVS = layer('avs');
const PPI = layer('ppi');

const FCS_BYTES = 4;
const PRESENT_TSFT = 1;
const PRESENT_FLAGS = 2;
const PRESENT_MORE = 0x80000000 | 0;
const FLAG_FCS = 0x10;
const FLAG_DATA_PAD = 0x20;
const FLAG_BAD_FCS = 0x40;
const AVS_MAGIC = 0x80211001 | 0;
const AVS_VERSION_MASK = ~0xfff;
const PRISM_MESSAGE = 0x44;
const PRISM_MESSAGE_BARE = 0x41;
const PPI_COMMON = 2; // 802.11-Common
const PPI_FCS = 1;
const PPI_BAD_FCS = 4;
const LINK_PPI = 192;

export function readRadiotap(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, RADIOTAP);
  if (end - off < 8) return short(h, end, wireEnd, RADIOTAP);
  if (buf[off] !== 0) return fault(h, RADIOTAP, Why.Version);
  const length = u16le(buf, off + 2);
  const frame = off + length;
  if (length < 8) return fault(h, RADIOTAP, Why.HeaderLength);
  if (frame > wireEnd) return fault(h, RADIOTAP, Why.TooLong);
  if (frame > end) return short(h, end, wireEnd, RADIOTAP);
  let at = off + 4;
  while ((u32le(buf, at) & PRESENT_MORE) !== 0) {
    at += 4;
    if (at + 4 > frame) return fault(h, RADIOTAP, Why.HeaderLength);
  }
  at += 4;
  const present = u32le(buf, off + 4);
  let flags = 0;
  if ((present & PRESENT_FLAGS) !== 0) {
    if ((present & PRESENT_TSFT) !== 0) at = off + (((at - off + 7) & ~7) + 8);
    if (at >= frame) return fault(h, RADIOTAP, Why.HeaderLength);
    flags = buf[at]!;
  }
  if ((flags & FLAG_BAD_FCS) !== 0) return fault(h, RADIOTAP, Why.Checksum);
  return announceFrame(h, frame, end, wireEnd, (flags & FLAG_FCS) !== 0, (flags & FLAG_DATA_PAD) !== 0);
}

/** Message code, length of all (in the order of bytes of the machine); or an AVS header, which has a magic number. */
export function readPrism(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off >= 4 && (i32(buf, off) & AVS_VERSION_MASK) === (AVS_MAGIC & AVS_VERSION_MASK))
    return readAvs(h, buf, off, end, wireEnd);
  h.stack = h.layers.push(h.stack, PRISM);
  if (end - off < 8) return short(h, end, wireEnd, PRISM);
  const code = u32le(buf, off);
  const swapped = code > 0xffff;
  const message = swapped ? i32(buf, off) : code;
  if (message !== PRISM_MESSAGE && message !== PRISM_MESSAGE_BARE) return fault(h, PRISM, Why.Field);
  const length = swapped ? i32(buf, off + 4) >>> 0 : u32le(buf, off + 4);
  return behind(h, off, length, end, wireEnd, PRISM);
}

export function readAvs(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, AVS);
  if (end - off < 8) return short(h, end, wireEnd, AVS);
  if ((i32(buf, off) & AVS_VERSION_MASK) !== (AVS_MAGIC & AVS_VERSION_MASK)) return fault(h, AVS, Why.Field);
  return behind(h, off, i32(buf, off + 4) >>> 0, end, wireEnd, AVS);
}

function behind(h: Headers, off: number, length: number, end: number, wireEnd: number, name: number): Check {
  if (length < 8) return fault(h, name, Why.HeaderLength);
  if (length > wireEnd - off) return fault(h, name, Why.TooLong);
  if (length > end - off) return short(h, end, wireEnd, name);
  return announceFrame(h, off + length, end, wireEnd, false, false);
}

/** Version, flags, length, link type of the frame, then fields of type, length and value. */
export function readPpi(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, PPI);
  if (end - off < 8) return short(h, end, wireEnd, PPI);
  if (buf[off] !== 0) return fault(h, PPI, Why.Version);
  const length = u16le(buf, off + 2);
  const frame = off + length;
  if (length < 8) return fault(h, PPI, Why.HeaderLength);
  if (frame > wireEnd) return fault(h, PPI, Why.TooLong);
  if (frame > end) return short(h, end, wireEnd, PPI);
  const linkType = u32le(buf, off + 4);
  if (linkType === LINK_PPI) return fault(h, PPI, Why.Nesting);
  let flags = 0;
  for (let at = off + 8; at + 4 <= frame; ) {
    const value = at + 4;
    const bytes = u16le(buf, at + 2);
    if (value + bytes > frame) return fault(h, PPI, Why.HeaderLength);
    if (u16le(buf, at) === PPI_COMMON && bytes >= 10) flags = u16le(buf, value + 8);
    at = value + bytes;
    if ((buf[off + 1]! & 1) !== 0) at = off + ((at - off + 3) & ~3); // fields start at multiples of four
  }
  if (linkType === 105) {
    if ((flags & PPI_BAD_FCS) !== 0) return fault(h, PPI, Why.Checksum);
    return announceFrame(h, frame, end, wireEnd, (flags & PPI_FCS) !== 0, false);
  }
  return announce(h, Next.Link, frame, end, wireEnd, linkType > 0xffff ? 0xffff : linkType | 0);
}

function announceFrame(h: Headers, off: number, end: number, wireEnd: number, fcs: boolean, padded: boolean): Check {
  const inner = fcs ? Math.max(off, wireEnd - FCS_BYTES) : wireEnd;
  return announce(h, Next.Wifi, off, end < inner ? end : inner, inner, padded ? WifiForm.Padded : WifiForm.Standard);
}
