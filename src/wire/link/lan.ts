/** Local networks beside Ethernet: FDDI, Token Ring (IEEE 802.5), ARCNET, IP over Fibre Channel, IEEE 1394 and InfiniBand; ATM. */
import { i32, u16 } from '#base/bytes.ts';
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announce, Next, short } from '../verdict.ts';

const FDDI = layer('fddi');
const TOKEN_RING = layer('tr');
const FIBRE_CHANNEL = layer('fc');
const IEEE1394 = layer('ieee1394');
const IPOIB = layer('ipoib');
const ATM = layer('atm');
const ARCNET = layer('arcnet');
const INFINIBAND = layer('infiniband');
/** the top bit of a Token Ring source: routing information follows */
const ROUTED = 0x8000;

function takeAddresses(h: Headers, buf: Uint8Array, dst: number, src: number): void {
  h.dstMacHigh = u16(buf, dst);
  h.dstMacLow = i32(buf, dst + 2);
  h.srcMacHigh = u16(buf, src);
  h.srcMacLow = i32(buf, src + 2);
}

export function readFddi(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, FDDI);
  if (end - off < 13) return short(h, end, wireEnd, FDDI);
  takeAddresses(h, buf, off + 1, off + 7);
  // Frame control CLFF tttt: FF = 01 is LLC.
  return (buf[off]! & 0x30) === 0x10 ? announce(h, Next.Llc, off + 13, end, wireEnd) : Check.Ok;
}

export function readTokenRing(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, TOKEN_RING);
  if (end - off < 14) return short(h, end, wireEnd, TOKEN_RING);
  takeAddresses(h, buf, off + 2, off + 8);
  let at = off + 14;
  if ((h.srcMacHigh & ROUTED) !== 0) {
    h.srcMacHigh &= ~ROUTED;
    if (end - at < 2) return short(h, end, wireEnd, TOKEN_RING);
    at += Math.max(2, buf[at]! & 0x1f);
  }
  if (at > end) return short(h, end, wireEnd, TOKEN_RING);
  return (buf[off + 1]! & 0xc0) === 0x40 ? announce(h, Next.Llc, at, end, wireEnd) : Check.Ok;
}

/** RFC 2625: network addresses of eight bytes, the last six of which are the station's. */
export function readFibreChannel(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, FIBRE_CHANNEL);
  if (end - off < 16) return short(h, end, wireEnd, FIBRE_CHANNEL);
  takeAddresses(h, buf, off + 2, off + 10);
  return announce(h, Next.Llc, off + 16, end, wireEnd);
}

/** As macOS captures it: addresses of eight bytes, EtherType. */
export function readIeee1394(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, IEEE1394);
  if (end - off < 18) return short(h, end, wireEnd, IEEE1394);
  return announce(h, Next.Type, off + 18, end, wireEnd, u16(buf, off + 16));
}

/** Global routing header, EtherType, two reserved bytes. */
export function readIpoib(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, IPOIB);
  if (end - off < 44) return short(h, end, wireEnd, IPOIB);
  return announce(h, Next.Type, off + 44, end, wireEnd, u16(buf, off + 40));
}

/** RFC 2684 with LLC, or IP right away. */
export function readAtm(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, ATM);
  if (end - off < 3) return short(h, end, wireEnd, ATM);
  const half = buf[off]! >> 4;
  if (half === 4 || half === 6) return announce(h, Next.Ip, off, end, wireEnd);
  return announce(h, Next.Llc, off, end, wireEnd, 2);
}

/** SunATM: direction and kind, VPI, VCI; kind 2 is LLC, 1 LAN emulation. */
export function readSunAtm(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, ATM);
  if (end - off < 4) return short(h, end, wireEnd, ATM);
  const kind = buf[off]! & 0x0f;
  if (kind === 2) return announce(h, Next.Llc, off + 4, end, wireEnd, 2);
  // LAN emulation: two bytes of LE client identifier before the frame; 0xff00 is its control
  if (kind !== 1 || (end - off >= 6 && u16(buf, off + 4) === 0xff00)) return Check.Ok;
  return announce(h, Next.Ethernet, off + 6, end, wireEnd);
}

const ARCNET_EXCEPTION = 0xff;

/**
 * ARCNET: source, target, on Linux an offset; protocol. Those of RFC 1201 have a flag and a number before their data, and BSD shows
 * the four bytes of an exception frame.
 */
export function readArcnet(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  isLinux: boolean,
): Check {
  h.stack = h.layers.push(h.stack, ARCNET);
  const at = off + (isLinux ? 4 : 2);
  if (end - at < 2) return short(h, end, wireEnd, ARCNET);
  const type = arcnetType(buf[at]!);
  if (type === 0) return Check.Unsupported;
  if (buf[at]! >= 240) return announce(h, Next.Type, at + 1, end, wireEnd, type); // RFC 1051
  const data = at + (!isLinux && buf[at + 1] === ARCNET_EXCEPTION ? 8 : 4);
  return data > end ? short(h, end, wireEnd, ARCNET) : announce(h, Next.Type, data, end, wireEnd, type);
}

function arcnetType(protocol: number): number {
  if (protocol === 212 || protocol === 240) return 0x0800;
  if (protocol === 213 || protocol === 241) return 0x0806;
  return protocol === 196 ? 0x86dd : 0;
}

const FC_HEADER_BYTES = 24;
const FC_LLC = 5;
const FC_NETWORK_HEADER = 0x20;
const FC_OTHER_HEADERS = 0xdf;

/** Fibre Channel frames (FC-FS): 24 bytes; those of IP (RFC 4338) have a network header of 16 bytes and LLC. */
export function readFc2(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  delimiterBytes: number,
): Check {
  h.stack = h.layers.push(h.stack, FIBRE_CHANNEL);
  const at = off + delimiterBytes;
  if (end - at < FC_HEADER_BYTES) return short(h, end, wireEnd, FIBRE_CHANNEL);
  const headers = buf[at + 13]!;
  if (buf[at + 8] !== FC_LLC || (headers & FC_OTHER_HEADERS) !== 0) return Check.Unsupported;
  const data = at + FC_HEADER_BYTES + ((headers & FC_NETWORK_HEADER) === 0 ? 0 : 16);
  if (data > end) return short(h, end, wireEnd, FIBRE_CHANNEL);
  if (data > at + FC_HEADER_BYTES) takeAddresses(h, buf, at + FC_HEADER_BYTES + 2, at + FC_HEADER_BYTES + 10);
  const inner = Math.max(data, wireEnd - delimiterBytes);
  return announce(h, Next.Llc, data, end < inner ? end : inner, inner);
}

const LRH_BYTES = 8;
const GRH_BYTES = 40;
const BTH_BYTES = 12;

/**
 * InfiniBand: local route header, perhaps a global one, transport header by its operation: sends that begin a message, reliable (0x00,
 * 0x04, 0x05), unreliable (0x20 …) and datagrams (0x64, 0x65), may carry IP over InfiniBand (RFC 4391), which nothing but its form tells.
 */
export function readInfiniband(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, INFINIBAND);
  if (end - off < LRH_BYTES) return short(h, end, wireEnd, INFINIBAND);
  const next = buf[off + 1]! & 3;
  if (next < 2) return Check.Unsupported;
  const bth = off + LRH_BYTES + (next === 3 ? GRH_BYTES : 0);
  if (end - bth < BTH_BYTES) return short(h, end, wireEnd, INFINIBAND);
  const before = bytesBeforePayload(buf[bth]!);
  const at = bth + BTH_BYTES + before;
  if (before < 0) return Check.Unsupported;
  if (end - at < 4) return short(h, end, wireEnd, INFINIBAND);
  const type = u16(buf, at);
  const isIp = (type === 0x0800 || type === 0x86dd || type === 0x0806) && u16(buf, at + 2) === 0;
  return isIp ? announce(h, Next.Type, at + 4, end, wireEnd, type) : Check.Unsupported;
}

/** By the operation: headers of datagrams, immediate data; -1 = carries no beginning of a message. */
function bytesBeforePayload(operation: number): number {
  switch (operation) {
    case 0x00:
    case 0x04:
    case 0x20:
    case 0x24:
      return 0;
    case 0x05:
    case 0x25:
      return 4;
    case 0x64:
      return 8;
    case 0x65:
      return 12;
    default:
      return -1;
  }
}
