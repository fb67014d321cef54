/**
 * Does it look like a packet? For places where nothing before the bytes says what they are, and for tunnels told by port alone.
 * Bytes are there in [off, end); on the wire they go on to wireEnd. Every answer is No when too few bytes were captured.
 */
import { u16 } from '#base/bytes.ts';

const MAX_TAGS = 3;

/** An IPv4 header whose lengths fit, or an IPv6 header whose length fits. */
export function looksLikeIp(buf: Uint8Array, off: number, end: number, wireEnd: number): boolean {
  if (off >= end) return false;
  const version = buf[off]! >> 4;
  return version === 4 ? looksLikeIpv4(buf, off, end, wireEnd) : version === 6 && looksLikeIpv6(buf, off, end, wireEnd);
}

function looksLikeIpv4(buf: Uint8Array, off: number, end: number, wireEnd: number): boolean {
  if (end - off < 20) return false;
  const headerBytes = (buf[off]! & 15) << 2;
  const total = u16(buf, off + 2);
  return buf[off]! >> 4 === 4 && headerBytes >= 20 && total >= headerBytes && off + total <= wireEnd;
}

function looksLikeIpv6(buf: Uint8Array, off: number, end: number, wireEnd: number): boolean {
  return end - off >= 40 && buf[off]! >> 4 === 6 && off + 40 + u16(buf, off + 4) <= wireEnd;
}

/** An Ethernet frame that carries what we can check: IP whose lengths fit, ARP for Ethernet and IPv4, LLC whose length fits. */
export function looksLikeFrame(buf: Uint8Array, off: number, end: number, wireEnd: number): boolean {
  let at = off + 12;
  for (let tags = 0; ; tags++) {
    if (end - at < 2) return false;
    const type = u16(buf, at);
    at += 2;
    switch (type) {
      case 0x8100:
      case 0x88a8:
        if (tags === MAX_TAGS) return false;
        at += 2;
        continue;
      case 0x0800:
        return looksLikeIpv4(buf, at, end, wireEnd);
      case 0x86dd:
        return looksLikeIpv6(buf, at, end, wireEnd);
      case 0x0806:
        return end - at >= 8 && u16(buf, at) === 1 && u16(buf, at + 2) === 0x0800 && u16(buf, at + 4) === 0x0604;
      case 0x88cc:
      case 0x8847:
      case 0x8863:
      case 0x8864:
        return end - at >= 6 && (buf[off]! & 1) === (type === 0x88cc ? 1 : buf[off]! & 1);
      default:
        return type < 0x600 && type >= 3 && end - at >= 3 && at + type <= wireEnd && isKnownSap(buf, at);
    }
  }
}

/** SNAP, spanning tree, OSI, NetBIOS, IPX. */
function isKnownSap(buf: Uint8Array, at: number): boolean {
  const sap = buf[at]!;
  return (sap === 0xaa || sap === 0x42 || sap === 0xfe || sap === 0xf0 || sap === 0xe0) && buf[at + 1] === sap;
}
