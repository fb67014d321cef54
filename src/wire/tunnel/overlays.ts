/**
 * Overlays of data centres: VXLAN (RFC 7348, with group policy), VXLAN-GPE, GENEVE (RFC 8926), NSH (RFC 8300), LISP data
 * (RFC 9300), GUE. A header that is not well formed is not ours: the datagram then stays what it is without us.
 */
import { i32, u16 } from '#base/bytes.ts';
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { looksLikeFrame, looksLikeIp } from '../looks.ts';
import { announce, Next, short } from '../verdict.ts';
import { enter, nameNetwork } from './enter.ts';

const VXLAN = layer('vxlan');
const VXLAN_GPE = layer('vxlan-gpe');
const GENEVE = layer('geneve');
const NSH = layer('nsh');
const LISP = layer('lisp');
const GUE = layer('gue');
const VNI_VALID = 0x08;
const GROUP_POLICY = 0x80;

const vniAt = (buf: Uint8Array, off: number): number => i32(buf, off) >>> 8;

/** `byPort`: on a port of its own, where the header is proof enough; elsewhere the frame must look like one. */
export function readVxlan(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  byPort: boolean,
): Check {
  const at = off + 8;
  if (end - off < 8 + 14) return Check.Ok;
  const first = buf[off]!;
  if ((first & VNI_VALID) === 0) return Check.Ok;
  const plain =
    (first === VNI_VALID && (i32(buf, off) & 0xffffff) === 0) ||
    (first === (VNI_VALID | GROUP_POLICY) && (buf[off + 1]! & ~0x48) === 0);
  const clear = plain && buf[off + 7] === 0;
  if (!(byPort && clear) && !looksLikeFrame(buf, at, end, wireEnd)) return Check.Ok;
  enter(h, VXLAN, Next.Ethernet, at, end, wireEnd);
  nameNetwork(h, vniAt(buf, off + 4), 0);
  return Check.Ok;
}

/** Flags with the bit for "next protocol"; without it, it is VXLAN. */
export function readVxlanGpe(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 8) return Check.Ok;
  const first = buf[off]!;
  if ((first & 0x04) === 0) return readVxlan(h, buf, off, end, wireEnd, true);
  if ((first & 0xc0) !== 0 || u16(buf, off + 1) !== 0 || buf[off + 7] !== 0) return Check.Ok;
  const at = off + 8;
  const next = nextOf(buf, buf[off + 3]!, at, end, wireEnd);
  if (next === Next.None) return Check.Ok;
  enter(h, VXLAN_GPE, next, at, end, wireEnd);
  if ((first & VNI_VALID) !== 0) nameNetwork(h, vniAt(buf, off + 4), 0);
  else nameNetwork(h, -1, 0);
  return Check.Ok;
}

/** Numbers shared by VXLAN-GPE and NSH: IPv4, IPv6, Ethernet, NSH, MPLS. */
function nextOf(buf: Uint8Array, protocol: number, at: number, end: number, wireEnd: number): Next {
  if (protocol === 1 || protocol === 2) return looksLikeIp(buf, at, end, wireEnd) ? Next.Ip : Next.None;
  if (protocol === 3) return Next.Ethernet;
  if (protocol === 4) return Next.Nsh;
  return protocol === 5 ? Next.Mpls : Next.None;
}

/** Version, flags and length, metadata type, next protocol; service path; then metadata. */
export function readNsh(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, NSH);
  if (end - off < 8) return short(h, end, wireEnd, NSH);
  const first = u16(buf, off);
  const bytes = (first & 0x3f) << 2;
  if (first >> 14 !== 0 || bytes < 8) return Check.Ok;
  const at = off + bytes;
  if (at > end) return short(h, end, wireEnd, NSH);
  const next = nextOf(buf, buf[off + 3]!, at, end, wireEnd);
  return next === Next.None ? Check.Ok : announce(h, next, at, end, wireEnd);
}

export function readGeneve(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 8) return Check.Ok;
  const first = buf[off]!;
  if (first >> 6 !== 0 || (buf[off + 1]! & 0x3f) !== 0 || buf[off + 7] !== 0) return Check.Ok;
  const at = off + 8 + ((first & 0x3f) << 2);
  if (at > end) return Check.Ok;
  for (let option = off + 8; option < at; ) {
    if (at - option < 4 || (buf[option + 3]! & 0xe0) !== 0) return Check.Ok;
    option += 4 + ((buf[option + 3]! & 0x1f) << 2);
    if (option > at) return Check.Ok;
  }
  const type = u16(buf, off + 2);
  if (type === 0x6558) {
    if (end - at < 14) return Check.Ok;
    enter(h, GENEVE, Next.Ethernet, at, end, wireEnd);
  } else if ((type === 0x0800 || type === 0x86dd) && looksLikeIp(buf, at, end, wireEnd))
    enter(h, GENEVE, Next.Ip, at, end, wireEnd);
  else if (type === 0x8847 || type === 0x894f)
    enter(h, GENEVE, type === 0x8847 ? Next.Mpls : Next.Nsh, at, end, wireEnd);
  else return Check.Ok;
  nameNetwork(h, vniAt(buf, off + 4), 0);
  return Check.Ok;
}

/** Flags N, L, E, V, I; nonce or map versions; instance identifier or locator bits; then IP. */
export function readLisp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 8) return Check.Ok;
  const flags = buf[off]!;
  const at = off + 8;
  // The last three bits are key bits of an encrypted payload or reserved; nonce and map versions exclude each other.
  if ((flags & 0x07) !== 0 || ((flags & 0x80) !== 0 && (flags & 0x10) !== 0) || !looksLikeIp(buf, at, end, wireEnd))
    return Check.Ok;
  enter(h, LISP, Next.Ip, at, end, wireEnd);
  nameNetwork(h, (flags & 0x08) === 0 ? -1 : vniAt(buf, off + 4), 0);
  return Check.Ok;
}

/** Variant 0: header length in words and an IP protocol; variant 1 is IP itself. */
export function readGue(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 4) return Check.Ok;
  const first = buf[off]!;
  if (first >> 6 === 1)
    return looksLikeIp(buf, off, end, wireEnd) ? enter(h, GUE, Next.Ip, off, end, wireEnd) : Check.Ok;
  if (first >> 6 !== 0 || (first & 0x20) !== 0) return Check.Ok;
  const protocol = buf[off + 1]!;
  const at = off + 4 + ((first & 0x1f) << 2);
  if ((protocol === 4 || protocol === 41) && looksLikeIp(buf, at, end, wireEnd))
    return enter(h, GUE, Next.Ip, at, end, wireEnd);
  if (protocol === 97 && end - at >= 2 && u16(buf, at) === 0x3000 && looksLikeFrame(buf, at + 2, end, wireEnd))
    return enter(h, GUE, Next.Ethernet, at + 2, end, wireEnd);
  return Check.Ok;
}
