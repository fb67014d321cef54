/**
 * What Juniper's routers put before a packet (LINKTYPE_JUNIPER_*): "MGC", flags, extensions by length; then a cookie of the line card
 * that sent it, whose form is documented nowhere. Where its size is in doubt it is told from what follows: IP that fills the
 * rest, PPP, LLC, Frame Relay's protocol numbers, a frame.
 */
import { i32, u16 } from '#base/bytes.ts';
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { looksLikeFrame, looksLikeIp } from '../looks.ts';
import { announce, fault, Next, short } from '../verdict.ts';

const JUNIPER = layer('juniper');
const MAGIC = 0x4d4743;
const NO_L2 = 0x02;
const EXTENSIONS = 0x80;
/** an Ethernet trailer or the padding of an ATM cell behind IP */
const MOST_PADDING = 52;

/** Bytes of cookies before a packet: none, and those of multilink, services, ATM and voice cards. */
const COOKIES = [0, 2, 4, 8, 12, 16, 18] as const;

/** Where the header ends; -1 = nothing is behind it. */
function headerEnd(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): number {
  h.stack = h.layers.push(h.stack, JUNIPER);
  if (end - off < 4) return -1;
  let at = off + 4;
  if ((buf[off + 3]! & EXTENSIONS) !== 0) {
    if (end - at < 2) return -1;
    at += 2 + u16(buf, at);
  }
  return at >= end || at >= wireEnd ? -1 : at;
}

/** What is wrong when there is no packet behind the header. */
function noPacket(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off >= 6 && (buf[off + 3]! & EXTENSIONS) !== 0 && off + 6 + u16(buf, off + 4) > wireEnd)
    return fault(h, JUNIPER, Why.HeaderLength);
  return short(h, end, wireEnd, JUNIPER);
}

const isMagic = (buf: Uint8Array, off: number, end: number): boolean => end - off < 4 || i32(buf, off) >>> 8 === MAGIC;

/** Without a link header: four bytes of protocol family, then IP. */
function readBare(h: Headers, buf: Uint8Array, at: number, end: number, wireEnd: number): Check {
  const half = end - at > 4 ? buf[at + 4]! >> 4 : 0;
  return half === 4 || half === 6 ? announce(h, Next.Ip, at + 4, end, wireEnd) : Check.Ok;
}

/** Link types that say what is carried: Ethernet, PPP, Frame Relay, Cisco HDLC. */
export function readJuniper(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  next: Next,
  arg: number,
): Check {
  const at = headerEnd(h, buf, off, end, wireEnd);
  if (!isMagic(buf, off, end)) return fault(h, JUNIPER, Why.Field);
  if (at < 0) return noPacket(h, buf, off, end, wireEnd);
  if ((buf[off + 3]! & NO_L2) !== 0) return readBare(h, buf, at, end, wireEnd);
  return announce(h, next, at, end, wireEnd, arg);
}

/** PPPoE over ATM: an EtherType, then what it says. */
export function readJuniperType(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  const at = headerEnd(h, buf, off, end, wireEnd);
  if (!isMagic(buf, off, end)) return fault(h, JUNIPER, Why.Field);
  if (at < 0 || end - at < 2) return noPacket(h, buf, off, end, wireEnd);
  if ((buf[off + 3]! & NO_L2) !== 0) return readBare(h, buf, at, end, wireEnd);
  return announce(h, Next.Type, at + 2, end, wireEnd, u16(buf, at));
}

/** The others: multilink, ATM, services, tunnels. */
export function readJuniperCookie(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  const at = headerEnd(h, buf, off, end, wireEnd);
  if (!isMagic(buf, off, end)) return fault(h, JUNIPER, Why.Field);
  if (at < 0) return noPacket(h, buf, off, end, wireEnd);
  if ((buf[off + 3]! & NO_L2) !== 0) return readBare(h, buf, at, end, wireEnd);
  if (isWholeIp(buf, at, end, wireEnd)) return announce(h, Next.Ip, at, end, wireEnd);
  for (const bytes of COOKIES) {
    const start = at + bytes;
    if (end - start < 4) break;
    const first = u16(buf, start);
    if (first === 0xaaaa && buf[start + 2] === 3) return announce(h, Next.Llc, start, end, wireEnd);
    if (first === 0xff03 && isPppProtocol(u16(buf, start + 2))) return announce(h, Next.Ppp, start, end, wireEnd);
    if ((first === 0x0021 || first === 0x0057) && isWholeIp(buf, start + 2, end, wireEnd))
      return announce(h, Next.Ppp, start, end, wireEnd);
    if ((first === 0x03cc || first === 0x038e) && isWholeIp(buf, start + 2, end, wireEnd))
      return announce(h, Next.Ip, start + 2, end, wireEnd);
  }
  for (const bytes of COOKIES)
    if (looksLikeFrame(buf, at + bytes, end, wireEnd)) return announce(h, Next.Ethernet, at + bytes, end, wireEnd);
  for (const bytes of COOKIES)
    if (isWholeIp(buf, at + bytes, end, wireEnd)) return announce(h, Next.Ip, at + bytes, end, wireEnd);
  return readSecureTunnel(h, buf, at, end, wireEnd);
}

/** Of a secure tunnel the packet in clear lies behind the frame, IPv4 and ESP headers that it had, and sixteen bytes. */
function readSecureTunnel(h: Headers, buf: Uint8Array, at: number, end: number, wireEnd: number): Check {
  const ip = at + 14;
  if (end - ip >= 20 && u16(buf, at + 12) === 0x0800 && buf[ip]! >> 4 === 4 && buf[ip + 9] === 50) {
    const inner = ip + ((buf[ip]! & 15) << 2) + 24;
    if (isWholeIp(buf, inner, end, wireEnd)) return announce(h, Next.Ip, inner, end, wireEnd);
  }
  return end < wireEnd ? Check.Truncated : Check.Unsupported;
}

/** An IP packet that ends where the bytes do, but for padding. */
function isWholeIp(buf: Uint8Array, at: number, end: number, wireEnd: number): boolean {
  if (!looksLikeIp(buf, at, end, wireEnd)) return false;
  const bytes = buf[at]! >> 4 === 4 ? u16(buf, at + 2) : 40 + u16(buf, at + 4);
  return at + bytes + MOST_PADDING >= wireEnd;
}

/** IP, its control protocols, LCP, authentication, multilink, MPLS. */
function isPppProtocol(protocol: number): boolean {
  return (protocol & 0x0100) === 0 && (protocol & 1) === 1;
}
