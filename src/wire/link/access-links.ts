/** Links of access networks: EPON (IEEE 802.3 clause 65), GFP (ITU-T G.7041), ALP of ATSC 3.0 (A/330), AX.25 of packet radio. */
import { u16 } from '#base/bytes.ts';
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announce, fault, Next, short } from '../verdict.ts';

const EPON = layer('epon');
const GFP = layer('gfp');
const ALP = layer('alp');
const AX25 = layer('ax25');

const EPON_BYTES = 6;
const EPON_START = 0xd555;
const DPOE_ENCRYPTED = 0x02;

/** The end of the preamble: start, security, link, check; a byte of 0x55 may come first. What DPoE encrypted stays so. */
export function readEpon(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, EPON);
  if (end - off < EPON_BYTES + 1) return short(h, end, wireEnd, EPON);
  const at = u16(buf, off) === EPON_START ? off : off + 1;
  if (u16(buf, at) !== EPON_START || (at > off && buf[off] !== 0x55)) return fault(h, EPON, Why.Field);
  const security = buf[at + 2]!;
  if (security !== 0x55 && (security & DPOE_ENCRYPTED) !== 0) return Check.Unsupported;
  return announce(h, Next.Ethernet, at + EPON_BYTES, end, wireEnd);
}

const GFP_USER_DATA = 0;
const GFP_LINEAR = 1;
const GFP_FCS_BYTES = 4;

/** Length and check; kind, extension, payload's identifier and check; extension; payload, perhaps with a check of its own. */
export function readGfp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, GFP);
  if (end - off < 4) return short(h, end, wireEnd, GFP);
  const told = off + 4 + u16(buf, off);
  if (told === off + 4) return Check.Unsupported; // idle
  if (told > wireEnd) return fault(h, GFP, Why.TooLong);
  if (end - off < 8) return short(h, end, wireEnd, GFP);
  const kind = buf[off + 4]!;
  if (kind >> 5 !== GFP_USER_DATA) return Check.Unsupported;
  const at = off + ((kind & 15) === GFP_LINEAR ? 12 : 8);
  const inner = (kind & 0x10) === 0 ? told : told - GFP_FCS_BYTES;
  if (at > inner) return fault(h, GFP, Why.TooShort);
  const have = end < inner ? end : inner;
  if (at > have) return short(h, end, wireEnd, GFP);
  switch (buf[off + 5]) {
    case 1:
      return announce(h, Next.Ethernet, at, have, inner);
    case 2:
      return announce(h, Next.Ppp, at, have, inner);
    case 13:
    case 14:
      return announce(h, Next.Mpls, at, have, inner);
    case 16:
    case 17:
      return announce(h, Next.Ip, at, have, inner);
    default:
      return Check.Unsupported;
  }
}

const ALP_IPV4 = 0;
const ALP_SEGMENTED = 0x10;
const ALP_LONG = 0x08;

/** Kind of packet; whole or in segments; length, whose upper bits, stream and extension come when a bit says so. */
export function readAlp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, ALP);
  if (end - off < 3) return short(h, end, wireEnd, ALP);
  const first = buf[off]!;
  if (first >> 5 !== ALP_IPV4 || (first & ALP_SEGMENTED) !== 0) return Check.Unsupported;
  let at = off + 2;
  if ((first & ALP_LONG) !== 0) {
    const more = buf[at]!;
    at += 1;
    if ((more & 2) !== 0) at += 1;
    if ((more & 1) !== 0) {
      if (end - at < 2) return short(h, end, wireEnd, ALP);
      at += 3 + buf[at + 1]!;
    }
  }
  return at >= end ? short(h, end, wireEnd, ALP) : announce(h, Next.Ip, at, end, wireEnd);
}

const AX25_MAX_ADDRESSES = 10;
const AX25_LAST = 1;
const PID_IP = 0xcc;

/** Addresses of seven bytes, the last of which is marked; control; for information and UI frames the protocol. */
export function readAx25(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, AX25);
  let at = off;
  for (let n = 1; ; n++) {
    at += 7;
    if (at > end) return short(h, end, wireEnd, AX25);
    if ((buf[at - 1]! & AX25_LAST) !== 0) break;
    if (n === AX25_MAX_ADDRESSES) return fault(h, AX25, Why.Nesting);
  }
  if (at >= end) return short(h, end, wireEnd, AX25);
  const control = buf[at]!;
  if ((control & 1) !== 0 && (control & 0xef) !== 0x03) return Check.Unsupported; // neither information nor UI
  if (end - at < 2) return short(h, end, wireEnd, AX25);
  return buf[at + 1] === PID_IP ? announce(h, Next.Ip, at + 2, end, wireEnd) : Check.Unsupported;
}

/** KISS: port and command, of which 0 is data. */
export function readAx25Kiss(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 1) return short(h, end, wireEnd, AX25);
  if ((buf[off]! & 15) === 0) return readAx25(h, buf, off + 1, end, wireEnd);
  h.stack = h.layers.push(h.stack, AX25);
  return Check.Unsupported;
}
