/**
 * GRE (RFC 2784, 2890, routing of RFC 1701), NVGRE (RFC 7637), PPTP's version 1 (RFC 2637), ERSPAN I, II and III
 * (draft-foschiano-erspan), MPLS in GRE (RFC 4023), WCCP redirection,
 * MikroTik's EoIP, Aruba's. EtherIP (RFC 3378).
 */
import { i32, u16, u16le } from '#base/bytes.ts';
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { TYPE_MIN } from '../link/ethernet.ts';
import { looksLikeIp } from '../looks.ts';
import { fault, Next, short } from '../verdict.ts';
import { enter, nameNetwork } from './enter.ts';

const GRE = layer('gre');
const NVGRE = layer('nvgre');
const PPTP = layer('pptp');
const ERSPAN = layer('erspan');
const ETHERIP = layer('etherip');
const EOIP = layer('eoip');
const ARUBA = layer('aruba');

const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGED = 0x0080; // version 1
const MAX_ROUTES = 16;
const TYPE_EOIP = 0x6400;
/** VSIDs below are reserved (RFC 7637 §3.2): a key that small is a plain GRE key */
const FIRST_VSID = 0x1000;

export function readGre(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 4) return short(h, end, wireEnd, GRE);
  const flags = u16(buf, off);
  const type = u16(buf, off + 2);
  const version = flags & 7;
  if (version === 1 && type === TYPE_EOIP) return readEoip(h, buf, off, end, wireEnd);
  if (version === 1) return readPptp(h, buf, off, end, wireEnd, flags, type);
  if (version !== 0) return Check.Ok;
  let at = off + 4;
  if ((flags & (CHECKSUM | ROUTING)) !== 0) at += 4;
  const keyAt = at;
  if ((flags & KEY) !== 0) at += 4;
  if ((flags & SEQUENCE) !== 0) at += 4;
  if (end < at) return short(h, end, wireEnd, GRE);
  const key = (flags & KEY) === 0 ? 0 : i32(buf, keyAt);
  if ((flags & ROUTING) !== 0) {
    // Source route entries: family, offset, length; the last is empty.
    for (let n = 0; ; n++) {
      if (n === MAX_ROUTES) return fault(h, GRE, Why.Nesting);
      if (end - at < 4) return short(h, end, wireEnd, GRE);
      const length = buf[at + 3]!;
      const last = u16(buf, at) === 0 && length === 0;
      at += 4 + length;
      if (last) break;
    }
  }
  if (at >= end) return at >= wireEnd ? Check.Ok : Check.Truncated; // keep-alives carry nothing
  return readGrePayload(h, buf, at, end, wireEnd, flags, type, key);
}

/** RFC 8086: on its port, and where neither reserved bits nor the type speak against it. */
export function readGreInUdp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 4 || (u16(buf, off) & ~(CHECKSUM | KEY | SEQUENCE)) !== 0) return Check.Ok;
  const type = u16(buf, off + 2);
  const carries = type === 0x0800 || type === 0x86dd || type === 0x6558 || type === 0x8847;
  return carries ? readGre(h, buf, off, end, wireEnd) : Check.Ok;
}

function readGrePayload(
  h: Headers,
  buf: Uint8Array,
  at: number,
  end: number,
  wireEnd: number,
  flags: number,
  type: number,
  key: number,
): Check {
  switch (type) {
    case 0x6558: {
      const vsid = key >>> 8;
      if ((flags & (KEY | CHECKSUM | SEQUENCE | ROUTING)) === KEY && vsid >= FIRST_VSID) {
        enter(h, NVGRE, Next.Ethernet, at, end, wireEnd);
        nameNetwork(h, vsid, 0);
        return Check.Ok;
      }
      enter(h, GRE, Next.Ethernet, at, end, wireEnd);
      break;
    }
    case 0x88be:
      return readErspan(h, buf, at, end, wireEnd, (flags & SEQUENCE) !== 0);
    case 0x22eb:
      return readErspan3(h, buf, at, end, wireEnd);
    case 0x880b:
      enter(h, GRE, Next.Ppp, at, end, wireEnd);
      break;
    case 0x883e: // WCCP: four bytes of redirection, which its first version had not
      if (looksLikeIp(buf, at, end, wireEnd)) enter(h, GRE, Next.Ip, at, end, wireEnd);
      else if (looksLikeIp(buf, at + 4, end, wireEnd)) enter(h, GRE, Next.Ip, at + 4, end, wireEnd);
      else return Check.Ok;
      break;
    default:
      if (type < TYPE_MIN) return Check.Ok;
      if (isAruba(type)) return readAruba(h, buf, at, end, wireEnd);
      enter(h, GRE, Next.Type, at, end, wireEnd, type);
  }
  nameNetwork(h, -1, key);
  return Check.Ok;
}

/** Of Aruba's access points and their controllers: a type for each of their interfaces, 802.11 frames. */
function isAruba(type: number): boolean {
  return (type >= 0x8200 && type <= 0x8370 && (type & 15) === 0) || type === 0x9000;
}

function readAruba(h: Headers, buf: Uint8Array, at: number, end: number, wireEnd: number): Check {
  if ((buf[at]! & 3) !== 0 || wireEnd - at < 24) return Check.Ok;
  return enter(h, ARUBA, Next.Wifi, at, end, wireEnd);
}

/** MikroTik's: the key holds the frame's length and, in the other order of bytes, the tunnel's number. Without a frame it keeps alive. */
function readEoip(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 8) return short(h, end, wireEnd, GRE);
  const length = u16(buf, off + 4);
  const id = u16le(buf, off + 6);
  const at = off + 8;
  if (length === 0) return Check.Ok;
  if (at + length > wireEnd) return fault(h, GRE, Why.TooLong);
  enter(h, EOIP, Next.Ethernet, at, end < at + length ? end : at + length, at + length);
  nameNetwork(h, -1, id);
  return Check.Ok;
}

/** The key holds the payload's length and the call; sequence and acknowledgement numbers are optional. */
function readPptp(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  flags: number,
  type: number,
): Check {
  if (type !== 0x880b || (flags & KEY) === 0 || (flags & (CHECKSUM | ROUTING)) !== 0) return fault(h, GRE, Why.Field);
  if (end - off < 8) return short(h, end, wireEnd, GRE);
  const length = u16(buf, off + 4);
  const call = u16(buf, off + 6);
  let at = off + 8;
  if ((flags & SEQUENCE) !== 0) at += 4;
  if ((flags & ACKNOWLEDGED) !== 0) at += 4;
  if (at > end) return short(h, end, wireEnd, GRE);
  if ((flags & SEQUENCE) === 0 || length === 0) return Check.Ok; // an acknowledgement alone
  const inner = at + length;
  if (inner > wireEnd) return fault(h, GRE, Why.TooLong);
  enter(h, PPTP, Next.Ppp, at, end < inner ? end : inner, inner);
  nameNetwork(h, -1, call);
  return Check.Ok;
}

/** Type I has no header of its own and no sequence number; type II eight bytes: version 1, VLAN, session, index. */
function readErspan(h: Headers, buf: Uint8Array, at: number, end: number, wireEnd: number, sequence: boolean): Check {
  if (!sequence) {
    enter(h, ERSPAN, Next.Ethernet, at, end, wireEnd);
    nameNetwork(h, -1, 0);
    return Check.Ok;
  }
  if (end - at < 8) return short(h, end, wireEnd, ERSPAN);
  const version = buf[at]! >> 4;
  if (version === 2) return readErspan3(h, buf, at, end, wireEnd);
  if (version !== 1) return fault(h, ERSPAN, Why.Version);
  const session = u16(buf, at + 2) & 0x3ff;
  enter(h, ERSPAN, Next.Ethernet, at + 8, end, wireEnd);
  nameNetwork(h, -1, session);
  return Check.Ok;
}

/** Twelve bytes, and eight of the platform's where the last bit says so; the frame's kind: 0 Ethernet, 2 IP. */
function readErspan3(h: Headers, buf: Uint8Array, at: number, end: number, wireEnd: number): Check {
  if (end - at < 12) return short(h, end, wireEnd, ERSPAN);
  if (buf[at]! >> 4 !== 2) return fault(h, ERSPAN, Why.Version);
  const session = u16(buf, at + 2) & 0x3ff;
  const last = u16(buf, at + 10);
  const frame = at + ((last & 1) === 0 ? 12 : 20);
  if (frame > end) return short(h, end, wireEnd, ERSPAN);
  const kind = (last >> 10) & 0x1f;
  if (kind !== 0 && kind !== 2) return Check.Ok;
  enter(h, ERSPAN, kind === 0 ? Next.Ethernet : Next.Ip, frame, end, wireEnd);
  nameNetwork(h, -1, session);
  return Check.Ok;
}

/** Version 3 and twelve reserved bits, then a frame. */
export function readEtherIp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 2) return short(h, end, wireEnd, ETHERIP);
  if (buf[off]! >> 4 !== 3) return fault(h, ETHERIP, Why.Version);
  return enter(h, ETHERIP, Next.Ethernet, off + 2, end, wireEnd);
}
