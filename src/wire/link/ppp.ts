/** PPP (RFC 1661, 1662), PPPoE sessions (RFC 2516), PPP with a direction or in Cisco's HDLC. */
import { u16 } from '#base/bytes.ts';
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announce, fault, Next, short } from '../verdict.ts';

const PPP = layer('ppp');
const PPPOE = layer('pppoe');
const TYPE_PPP = 0x880b;
const TYPE_PPPOE_SESSION = 0x8864;
const PROTOCOL_BRIDGED = 0x31; // RFC 3518
const PROTOCOL_MULTILINK = 0x3d; // RFC 1990
const MULTILINK_BEGIN = 0x80;
const MULTILINK_END = 0x40;

export function readPppoe(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, PPPOE);
  h.etherType = TYPE_PPPOE_SESSION;
  if (end - off < 6) return short(h, end, wireEnd, PPPOE);
  if (buf[off] !== 0x11) return fault(h, PPPOE, Why.Version); // version 1, type 1
  if (buf[off + 1] !== 0) return Check.Ok; // discovery
  const told = off + 6 + u16(buf, off + 4);
  if (told > wireEnd) return fault(h, PPPOE, Why.TooLong);
  return announce(h, Next.Ppp, off + 6, told < end ? told : end, told);
}

export function readPpp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, PPP);
  h.etherType = TYPE_PPP;
  let at = off;
  if (end - at < 1) return short(h, end, wireEnd, PPP);
  if (end - at >= 2 && buf[at] === 0xff && buf[at + 1] === 0x03) at += 2; // RFC 1662 address and control
  if (end - at < 1) return short(h, end, wireEnd, PPP);
  let protocol = buf[at]!;
  if ((protocol & 1) === 1)
    at += 1; // RFC 1661 §6.5 compressed protocol field
  else {
    if (end - at < 2) return short(h, end, wireEnd, PPP);
    protocol = u16(buf, at);
    at += 2;
  }
  if (protocol === 0x21) return announce(h, Next.Type, at, end, wireEnd, 0x0800);
  if (protocol === 0x57) return announce(h, Next.Type, at, end, wireEnd, 0x86dd);
  if (protocol === 0x281 || protocol === 0x283) return announce(h, Next.Mpls, at, end, wireEnd);
  if (protocol === PROTOCOL_MULTILINK) return readMultilink(h, buf, at, end, wireEnd);
  if (protocol === PROTOCOL_BRIDGED) return readBridged(h, buf, at, end, wireEnd);
  return Check.Ok;
}

/** RFC 3518 §4.2: flags and padding, MAC type (1 Ethernet), then the frame. */
function readBridged(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 2) return short(h, end, wireEnd, PPP);
  if (buf[off + 1] !== 1) return Check.Ok;
  const at = off + 2 + ((buf[off]! & 0x80) === 0 ? 0 : 4);
  return announce(h, Next.Ethernet, at, end, wireEnd);
}

/** A byte of direction before the frame (204), or in place of its address (166). */
export function readPppWithDirection(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 2) return short(h, end, wireEnd, PPP);
  const control = buf[off + 1] === 0x03;
  return announce(h, Next.Ppp, control ? off + 2 : off + 1, end, wireEnd);
}

/** Begin and end bits and a number of 24 bits, which is what is negotiated most; the first fragment of a packet has its headers. */
function readMultilink(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 4) return short(h, end, wireEnd, PPP);
  const bits = buf[off]!;
  if ((bits & MULTILINK_BEGIN) === 0 || (bits & 0x3f) !== 0) return Check.Ok;
  // The rest of a fragmented packet comes in others.
  const wire = (bits & MULTILINK_END) === 0 ? wireEnd + 0x10000 : wireEnd;
  return announce(h, Next.Ppp, off + 4, end, wire);
}
