/**
 * L2TP data: version 2 (RFC 2661) and 3 over UDP, version 3 over IP (RFC 3931). Version 3 does not say how long its cookie
 * is nor what it carries: sizes are tried until what follows looks like a packet.
 */
import { i32, u16 } from '#base/bytes.ts';
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { looksLikeFrame, looksLikeIp } from '../looks.ts';
import { Next, short } from '../verdict.ts';
import { enter, nameNetwork } from './enter.ts';

const L2TP = layer('l2tp');
const CONTROL = 0x8000;
const LENGTH = 0x4000;
const SEQUENCE = 0x0800;
const OFFSET = 0x0200;
/** cookie of 0, 4 or 8 bytes, each with or without the four of the sublayer */
const TRIED = [0, 4, 8, 12] as const;

export function readL2tpUdp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 6) return Check.Ok;
  const flags = u16(buf, off);
  if ((flags & CONTROL) !== 0) return Check.Ok;
  const version = flags & 15;
  if (version === 3)
    return end - off < 8 || u16(buf, off + 2) !== 0 ? Check.Ok : readSession(h, buf, off + 4, end, wireEnd);
  if (version !== 2) return Check.Ok; // reserved bits are ignored, §3.1
  let at = off + 2;
  let wire = wireEnd;
  if ((flags & LENGTH) !== 0) {
    wire = off + u16(buf, at);
    if (wire > wireEnd) return Check.Ok;
    at += 2;
  }
  if (end - at < 4) return Check.Ok;
  const session = u16(buf, at + 2);
  at += 4;
  if ((flags & SEQUENCE) !== 0) at += 4;
  if ((flags & OFFSET) !== 0) {
    if (end - at < 2) return Check.Ok;
    at += 2 + u16(buf, at);
  }
  if (at >= end || at >= wire || !looksLikePpp(buf, at, end)) return Check.Ok;
  enter(h, L2TP, Next.Ppp, at, end < wire ? end : wire, wire);
  nameNetwork(h, -1, session);
  return Check.Ok;
}

/** Address and control, or a protocol that PPP carries. */
function looksLikePpp(buf: Uint8Array, at: number, end: number): boolean {
  if (end - at < 2) return false;
  const first = u16(buf, at);
  return (
    first === 0xff03 ||
    first === 0x0021 ||
    first === 0x0057 ||
    (first & 0x3f01) === 0x0001 ||
    buf[at] === 0x21 ||
    buf[at] === 0x57
  );
}

export function readL2tpIp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 4) return short(h, end, wireEnd, L2TP);
  return readSession(h, buf, off, end, wireEnd);
}

function readSession(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  const session = i32(buf, off);
  if (session === 0) return Check.Ok; // control
  for (const cookie of TRIED) {
    const at = off + 4 + cookie;
    let next: Next = Next.None;
    if (looksLikeFrame(buf, at, end, wireEnd)) next = Next.Ethernet;
    else if (looksLikeIp(buf, at, end, wireEnd)) next = Next.Ip;
    else if (end - at >= 4 && u16(buf, at) === 0xff03 && looksLikeIp(buf, at + 4, end, wireEnd)) next = Next.Ppp;
    if (next === Next.None) continue;
    enter(h, L2TP, next, at, end, wireEnd);
    nameNetwork(h, -1, session);
    return Check.Ok;
  }
  return Check.Ok;
}
