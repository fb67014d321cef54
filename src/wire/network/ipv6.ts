/** IPv6 header and extension headers, RFC 8200. Reads in place, allocates nothing. */
import { i32, u16 } from '#base/bytes.ts';
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { fault, short } from '../verdict.ts';
import { readTransport } from './transport.ts';

const HEADER_BYTES = 40;
const IPV6 = layer('ipv6');
const ROUTING = 43;
const FRAGMENT = 44;
/** Types of routing headers: RFC 2460, RFC 6275, RFC 6554, RFC 8754 */
const SOURCE_ROUTE = 0;
const HOME_ADDRESS = 2;
const RPL = 3;
const SEGMENTS = 4;
/** More extension headers than this are a fault; real chains have two or three. */
const MAX_EXTENSIONS = 12;

export function readIpv6(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, IPV6);
  if (end - off < HEADER_BYTES) return short(h, end, wireEnd, IPV6);
  if (buf[off]! >> 4 !== 6) return fault(h, IPV6, Why.Version);
  h.ipVersion = 6;
  h.src0 = i32(buf, off + 8);
  h.src1 = i32(buf, off + 12);
  h.src2 = i32(buf, off + 16);
  h.src3 = i32(buf, off + 20);
  h.dst0 = i32(buf, off + 24);
  h.dst1 = i32(buf, off + 28);
  h.dst2 = i32(buf, off + 32);
  h.dst3 = i32(buf, off + 36);
  const payload = u16(buf, off + 4);
  let ipEnd = payload === 0 ? wireEnd : off + HEADER_BYTES + payload; // 0: jumbogram (RFC 2675) or segmented by the card
  const tooLong = ipEnd > wireEnd;
  if (tooLong && h.depth === 0) ipEnd = wireEnd; // in a tunnel, what mirrored the packet may have cut it
  h.ipOff = off;
  h.ipEnd = ipEnd;
  const readEnd = end < ipEnd ? end : ipEnd;
  h.transportOff = readEnd; // until it is found
  let next = buf[off + 6]!;
  let at = off + HEADER_BYTES;
  for (let n = 0; isExtension(next); n++) {
    h.proto = next;
    h.payloadOff = h.payloadEnd = readEnd;
    if (n === MAX_EXTENSIONS) return fault(h, IPV6, Why.Nesting);
    if (readEnd - at < 8) return readEnd < ipEnd ? Check.Truncated : fault(h, IPV6, Why.Short);
    let size = 8;
    if (next === FRAGMENT) {
      const fragment = u16(buf, at + 2);
      if ((fragment & 0xfff9) !== 0) {
        h.fragmentOffset = fragment & 0xfff8;
        h.fragmentId = i32(buf, at + 4);
        h.moreFragments = fragment & 1;
      }
    } else if (next === 51)
      size = (buf[at + 1]! + 2) << 2; // RFC 4302 counts 4-byte words
    else {
      size = (buf[at + 1]! + 1) << 3;
      if (next === ROUTING && at + size <= readEnd) takeFinalTarget(h, buf, at, size);
    }
    next = buf[at]!;
    at += size;
    if (h.fragmentOffset > 0) break; // what follows is a piece of the datagram, not a header
  }
  h.proto = next;
  if (at > readEnd) {
    h.payloadOff = h.payloadEnd = readEnd;
    h.window = -2;
    return at > ipEnd ? fault(h, IPV6, Why.HeaderLength) : Check.Truncated;
  }
  const inner = readTransport(h, buf, at, readEnd, ipEnd);
  if (!tooLong) return inner;
  if (h.depth === 0) return fault(h, IPV6, Why.TooLong);
  return inner === Check.Ok && h.carried === 0 ? Check.Truncated : inner;
}

/**
 * A packet on its way through others is to the last of them: the checksum's pseudo-header has that address (RFC 8200 §8.1), and what
 * answers comes from it. The header, all of which was captured: length, type, segments left, addresses from its ninth byte on.
 */
function takeFinalTarget(h: Headers, buf: Uint8Array, at: number, size: number): void {
  const left = buf[at + 3]!;
  if (left === 0) return;
  const addresses = (size - 8) >> 4;
  let last = -1;
  switch (buf[at + 2]) {
    case SOURCE_ROUTE:
      if (left <= addresses) last = addresses - 1;
      break;
    case HOME_ADDRESS:
      if (addresses === 1 && left === 1) last = 0;
      break;
    case RPL:
      takeCompressedTarget(h, buf, at, size, left);
      return;
    case SEGMENTS: // from the last to the first, which may be left out; objects may follow
      if (buf[at + 4]! < addresses && left <= buf[at + 4]! + 1) last = 0;
  }
  if (last < 0) return;
  const from = at + 8 + (last << 4);
  h.dst0 = i32(buf, from);
  h.dst1 = i32(buf, from + 4);
  h.dst2 = i32(buf, from + 8);
  h.dst3 = i32(buf, from + 12);
}

/**
 * RFC 6554 §3: addresses without the bytes that they share with the packet's destination, CmprI of them left out of all but the
 * last one, CmprE of that; then padding.
 */
function takeCompressedTarget(h: Headers, buf: Uint8Array, at: number, size: number, left: number): void {
  const each = 16 - (buf[at + 4]! >> 4);
  const shared = buf[at + 4]! & 15;
  const others = size - 8 - (buf[at + 5]! >> 4) - (16 - shared);
  if (others < 0 || others % each !== 0 || left > others / each + 1) return;
  const from = at + 8 + others - shared; // where byte 0 of the whole address would be
  h.dst0 = wordOf(h.dst0, buf, from, shared);
  h.dst1 = wordOf(h.dst1, buf, from + 4, shared - 4);
  h.dst2 = wordOf(h.dst2, buf, from + 8, shared - 8);
  h.dst3 = wordOf(h.dst3, buf, from + 12, shared - 12);
}

/** Four bytes of an address: the first `kept` as they are in `word`, the others from the buffer. */
function wordOf(word: number, buf: Uint8Array, from: number, kept: number): number {
  if (kept >= 4) return word;
  if (kept <= 0) return i32(buf, from);
  let found = word >>> (32 - 8 * kept);
  for (let n = kept; n < 4; n++) found = (found << 8) | buf[from + n]!;
  return found;
}

/** Hop-by-hop, routing, fragment, authentication, destination, mobility-less: headers with a next header after them. */
function isExtension(next: number): boolean {
  return next === 0 || next === ROUTING || next === FRAGMENT || next === 51 || next === 60;
}
