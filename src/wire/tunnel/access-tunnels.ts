/**
 * Tunnels of access networks over UDP: GTP-U (3GPP TS 29.281), Teredo (RFC 4380), AYIYA, CAPWAP data (RFC 5415, 5416), TZSP. A header
 * that is not well formed is not ours.
 */
import { i32, u16 } from '#base/bytes.ts';
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { WifiForm } from '../link/wifi.ts';
import { looksLikeFrame, looksLikeIp } from '../looks.ts';
import { Next } from '../verdict.ts';
import { enter, nameNetwork } from './enter.ts';

const GTP = layer('gtp');
const TEREDO = layer('teredo');
const CAPWAP = layer('capwap');
const TZSP = layer('tzsp');
const AYIYA = layer('ayiya');

const GTP_OPTIONAL = 0x07; // extension, sequence number, N-PDU number
const GTP_EXTENSION = 0x04;
const GTP_T_PDU = 255;
const MAX_EXTENSIONS = 8;

export function readGtp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 8) return Check.Ok;
  const flags = buf[off]!;
  if (flags >> 4 !== 3 || (flags & 8) !== 0 || buf[off + 1] !== GTP_T_PDU) return Check.Ok; // version 1, GTP not GTP'
  const told = off + 8 + u16(buf, off + 2);
  if (told > wireEnd) return Check.Ok;
  const have = end < told ? end : told;
  const teid = i32(buf, off + 4);
  let at = off + 8;
  if ((flags & GTP_OPTIONAL) !== 0) {
    if (have - at < 4) return Check.Ok;
    let type = (flags & GTP_EXTENSION) === 0 ? 0 : buf[at + 3]!;
    at += 4;
    for (let n = 0; type !== 0; n++) {
      if (n === MAX_EXTENSIONS || at >= have) return Check.Ok;
      const bytes = buf[at]! << 2;
      if (bytes === 0 || have - at < bytes) return Check.Ok;
      type = buf[at + bytes - 1]!;
      at += bytes;
    }
  }
  let next: Next = Next.None;
  if (looksLikeIp(buf, at, have, told)) next = Next.Ip;
  else if (looksLikeFrame(buf, at, have, told))
    next = Next.Ethernet; // an Ethernet PDU session
  else if (have - at >= 4 && u16(buf, at) === 0xff03) next = Next.Ppp;
  if (next === Next.None) return Check.Ok;
  enter(h, GTP, next, at, have, told);
  nameNetwork(h, -1, teid);
  return Check.Ok;
}

const TEREDO_PREFIX = 0x20010000;

/** Authentication (0001) and origin indication (0000) may come first; `byPort`: without it an address of Teredo's is asked for. */
export function readTeredo(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  byPort: boolean,
): Check {
  let at = off;
  if (byPort && end - at >= 4 && u16(buf, at) === 1) at += 4 + buf[at + 2]! + buf[at + 3]! + 9;
  if (byPort && end - at >= 8 && u16(buf, at) === 0) at += 8;
  if (end - at < 40 || buf[at]! >> 4 !== 6 || at + 40 + u16(buf, at + 4) !== wireEnd) return Check.Ok;
  const known = i32(buf, at + 8) === TEREDO_PREFIX || i32(buf, at + 24) === TEREDO_PREFIX;
  if (!known && !(byPort && isLocalOrGroup(buf[at + 8]!, buf[at + 24]!))) return Check.Ok;
  return enter(h, TEREDO, Next.Ip, at, end, wireEnd);
}

const AYIYA_FORWARD = 1;

/** draft-massar-v6ops-ayiya-02 §4: lengths of identity and signature, operation, next header, time; then both. */
export function readAyiya(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 8 || (buf[off + 2]! & 15) !== AYIYA_FORWARD) return Check.Ok;
  const next = buf[off + 3]!;
  const at = off + 8 + (1 << (buf[off]! >> 4)) + ((buf[off + 1]! >> 4) << 2);
  if ((next !== 41 && next !== 4) || !looksLikeIp(buf, at, end, wireEnd)) return Check.Ok;
  return enter(h, AYIYA, Next.Ip, at, end, wireEnd);
}

/** Bubbles and router solicitations: link-local source or target, or a group. */
function isLocalOrGroup(src: number, dst: number): boolean {
  return src === 0xfe || dst === 0xfe || dst === 0xff;
}

const CAPWAP_NATIVE = 0x100; // T
const CAPWAP_FRAGMENT = 0x80; // F
const CAPWAP_KEEP_ALIVE = 0x08; // K
const BINDING_80211 = 1;

/** Preamble; header length, radio, binding and flags; fragment; optional parts; then the frame. */
export function readCapwap(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 8 || buf[off] !== 0) return Check.Ok; // version 0, not DTLS
  const word = i32(buf, off) & 0xffffff;
  const bytes = (word >> 19) << 2;
  const binding = (word >> 9) & 0x1f;
  if (bytes < 8 || end - off < bytes || (word & CAPWAP_KEEP_ALIVE) !== 0 || (word & 7) !== 0) return Check.Ok;
  if ((word & CAPWAP_FRAGMENT) !== 0 && u16(buf, off + 6) >> 3 !== 0) return Check.Ok; // only the first has headers
  if ((u16(buf, off + 6) & 7) !== 0) return Check.Ok;
  const at = off + bytes;
  // The rest of a fragmented frame comes in other datagrams.
  const wire = (word & CAPWAP_FRAGMENT) === 0 ? wireEnd : wireEnd + 0x10000;
  if ((word & CAPWAP_NATIVE) === 0)
    return looksLikeFrame(buf, at, end, wire) ? enter(h, CAPWAP, Next.Ethernet, at, end, wire) : Check.Ok;
  if (binding !== BINDING_80211 || end - at < 10) return Check.Ok;
  const swapped = (buf[at]! & 3) !== 0;
  if (swapped && (buf[at + 1]! & 3) !== 0) return Check.Ok;
  return enter(h, CAPWAP, Next.Wifi, at, end, wire, swapped ? WifiForm.Swapped : WifiForm.Standard);
}

/** Encapsulated protocols of TZSP → link types. */
const TZSP_LINKS = new Map([
  [1, 1],
  [18, 105],
  [119, 119],
  [127, 163],
]);
const MAX_TAGS = 64;

/** Version 1, type, protocol; tags until the end tag. `known`: by link type, not by port. */
export function readTzsp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 5 || buf[off] !== 1 || buf[off + 1]! > 1) return Check.Ok;
  const link = TZSP_LINKS.get(u16(buf, off + 2));
  if (link === undefined) return Check.Ok;
  let at = off + 4;
  for (let n = 0; ; n++) {
    if (n === MAX_TAGS || at >= end) return Check.Ok;
    const tag = buf[at]!;
    if (tag === 1) break;
    if (tag !== 0 && at + 1 >= end) return Check.Ok;
    at += tag === 0 ? 1 : 2 + buf[at + 1]!;
  }
  at += 1;
  if (at >= end) return Check.Ok;
  return enter(h, TZSP, Next.Link, at, end, wireEnd, link);
}
