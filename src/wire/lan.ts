/** Local networks beside Ethernet: FDDI, Token Ring (IEEE 802.5), IP over Fibre Channel, IEEE 1394 and InfiniBand; ATM. */
import { i32, u16 } from '#base/bytes.ts';
import { Check } from './check.ts';
import type { Headers } from './headers.ts';
import { layer } from './layers.ts';
import { announce, Next, short } from './verdict.ts';

const FDDI = layer('fddi');
const TOKEN_RING = layer('tr');
const FIBRE_CHANNEL = layer('fc');
const IEEE1394 = layer('ieee1394');
const IPOIB = layer('ipoib');
const ATM = layer('atm');
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
