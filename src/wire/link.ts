/**
 * Link headers: from a LINKTYPE_ to the network layer. Ethernet II and 802.3 (IEEE 802.3, 802.1Q, 802.1ad, LLC/SNAP 802.2),
 * Linux cooked v1 and v2, BSD NULL and LOOP, raw IP, PPP (RFC 1661, 1662), PPPoE (RFC 2516), MPLS (RFC 3032).
 * Layouts: https://www.tcpdump.org/linktypes.html. Nothing is allocated, nothing throws.
 */
import { i32, u16 } from '#base/bytes.ts';
import { Check } from './check.ts';
import type { Headers } from './headers.ts';
import { readIpv4 } from './ipv4.ts';
import { readIpv6 } from './ipv6.ts';
import { layer } from './layers.ts';

const ETH = layer('eth');
const SLL = layer('sll');
const SLL2 = layer('sll2');
const NULL = layer('null');
const RAW = layer('raw');
const PPP = layer('ppp');
const VLAN = layer('vlan');
const MPLS = layer('mpls');
const PPPOE = layer('pppoe');
const LLC = layer('llc');
const SNAP = layer('snap');
const ARP = layer('arp');

const TYPE_IPV4 = 0x0800;
const TYPE_ARP = 0x0806;
const TYPE_IPV6 = 0x86dd;
const TYPE_PPP = 0x880b;
const TYPE_MPLS = 0x8847;
const TYPE_MPLS_MULTICAST = 0x8848;
const TYPE_PPPOE_SESSION = 0x8864;
/** A type/length field below this is a length (IEEE 802.3 §3.2.6). */
const TYPE_MIN = 0x600;
/** Nested VLAN tags and MPLS labels read at the most. */
const MAX_TAGS = 16;

/**
 * Reads the headers of one packet. Bytes are readable in [off, end); on the wire the packet goes on to wireEnd ≥ end.
 * Ok and Malformed alike leave in `h` what was read so far: with ipVersion 0 the packet belongs to a flow of stations.
 */
export function readPacket(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  linkType: number,
): Check {
  h.srcMacHigh = h.srcMacLow = h.dstMacHigh = h.dstMacLow = 0;
  h.vlan = -1;
  h.etherType = 0;
  h.ipVersion = 0;
  h.proto = 255;
  h.hasPorts = h.srcPort = h.dstPort = 0;
  h.icmp = -1;
  h.fragmentOffset = -1;
  h.tcpFlags = 0;
  h.payloadOff = h.payloadEnd = end;
  h.payloadWire = 0;
  switch (linkType) {
    case 1:
      return readEthernet(h, buf, off, end, wireEnd);
    case 113:
      return readSll(h, buf, off, end, wireEnd);
    case 276:
      return readSll2(h, buf, off, end, wireEnd);
    case 0:
    case 108:
      return readNull(h, buf, off, end, wireEnd);
    case 12:
    case 14:
    case 101:
      h.stack = h.layers.push(0, RAW);
      return readRawIp(h, buf, off, end, wireEnd);
    case 228:
      h.stack = h.layers.push(0, RAW);
      h.etherType = TYPE_IPV4;
      return readIpv4(h, buf, off, end, wireEnd);
    case 229:
      h.stack = h.layers.push(0, RAW);
      h.etherType = TYPE_IPV6;
      return readIpv6(h, buf, off, end, wireEnd);
    case 9:
    case 50:
      h.stack = 0;
      return readPpp(h, buf, off, end, wireEnd);
    case 51:
      h.stack = 0;
      return readPppoe(h, buf, off, end, wireEnd);
    default:
      h.stack = 0;
      return Check.Unsupported;
  }
}

/** Bytes ran out: cut by the capture, or the sender's fault. */
export function short(end: number, wireEnd: number): Check {
  return end < wireEnd ? Check.Truncated : Check.Malformed;
}

function readEthernet(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(0, ETH);
  if (end - off < 14) return short(end, wireEnd);
  h.dstMacHigh = u16(buf, off);
  h.dstMacLow = i32(buf, off + 2);
  h.srcMacHigh = u16(buf, off + 6);
  h.srcMacLow = i32(buf, off + 8);
  return readType(h, buf, off + 14, end, wireEnd, u16(buf, off + 12));
}

/** What follows an EtherType or length field. */
function readType(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number, first: number): Check {
  let type = first;
  let at = off;
  for (let tags = 0; type === 0x8100 || type === 0x88a8 || type === 0x9100; tags++) {
    if (tags === MAX_TAGS) return Check.Malformed;
    h.etherType = type;
    if (end - at < 4) return short(end, wireEnd);
    if (h.vlan < 0) h.vlan = u16(buf, at) & 0xfff;
    h.stack = h.layers.push(h.stack, VLAN);
    type = u16(buf, at + 2);
    at += 4;
  }
  h.etherType = type;
  if (type === TYPE_IPV4) return readIpv4(h, buf, at, end, wireEnd);
  if (type === TYPE_IPV6) return readIpv6(h, buf, at, end, wireEnd);
  if (type < TYPE_MIN) return readLlc(h, buf, at, end, wireEnd);
  if (type === TYPE_MPLS || type === TYPE_MPLS_MULTICAST) return readMpls(h, buf, at, end, wireEnd);
  if (type === TYPE_PPPOE_SESSION) return readPppoe(h, buf, at, end, wireEnd);
  if (type === TYPE_ARP) {
    h.stack = h.layers.push(h.stack, ARP);
    return end - at < 8 ? short(end, wireEnd) : Check.Ok;
  }
  return Check.Ok;
}

function readLlc(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.etherType = 0;
  h.stack = h.layers.push(h.stack, LLC);
  if (end - off < 3) return short(end, wireEnd);
  h.etherType = buf[off]!;
  if (buf[off] !== 0xaa || buf[off + 1] !== 0xaa) return Check.Ok;
  if (end - off < 8) return short(end, wireEnd);
  h.stack = h.layers.push(h.stack, SNAP);
  const oui = (buf[off + 3]! << 16) | u16(buf, off + 4);
  const type = u16(buf, off + 6);
  // RFC 1042 (OUI 0) and bridge-tunnel (0000f8) carry an EtherType; other OUIs have their own protocols.
  if ((oui !== 0 && oui !== 0xf8) || type < TYPE_MIN) return Check.Ok;
  return readType(h, buf, off + 8, end, wireEnd, type);
}

function readMpls(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  let at = off;
  for (let labels = 0; ; labels++) {
    if (labels === MAX_TAGS) return Check.Malformed;
    if (end - at < 4) return short(end, wireEnd);
    h.stack = h.layers.push(h.stack, MPLS);
    at += 4;
    if ((buf[at - 2]! & 1) === 1) break;
  }
  if (at >= end) return short(end, wireEnd);
  const version = buf[at]! >> 4;
  return version === 4 || version === 6 ? readRawIp(h, buf, at, end, wireEnd) : Check.Ok;
}

function readRawIp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (off >= end) return short(end, wireEnd);
  const version = buf[off]! >> 4;
  if (version === 4) {
    h.etherType = TYPE_IPV4;
    return readIpv4(h, buf, off, end, wireEnd);
  }
  if (version === 6) {
    h.etherType = TYPE_IPV6;
    return readIpv6(h, buf, off, end, wireEnd);
  }
  return Check.Malformed;
}

function readSll(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(0, SLL);
  if (end - off < 16) return short(end, wireEnd);
  if (u16(buf, off + 4) === 6) {
    h.srcMacHigh = u16(buf, off + 6);
    h.srcMacLow = i32(buf, off + 8);
  }
  return readCooked(h, buf, off + 16, end, wireEnd, u16(buf, off + 14));
}

function readSll2(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(0, SLL2);
  if (end - off < 20) return short(end, wireEnd);
  if (buf[off + 11] === 6) {
    h.srcMacHigh = u16(buf, off + 12);
    h.srcMacLow = i32(buf, off + 14);
  }
  return readCooked(h, buf, off + 20, end, wireEnd, u16(buf, off));
}

/** The protocol field of a cooked header: an EtherType, or one of Linux's own numbers (1 raw 802.3, 4 LLC, …). */
function readCooked(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number, type: number): Check {
  if (type === 4) return readLlc(h, buf, off, end, wireEnd);
  if (type >= TYPE_MIN) return readType(h, buf, off, end, wireEnd, type);
  h.etherType = 0;
  return Check.Ok;
}

function readNull(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(0, NULL);
  if (end - off < 4) return short(end, wireEnd);
  // NULL is in the byte order of the machine that captured, LOOP in network order: the family fits one byte either way.
  const word = i32(buf, off);
  const family = (word & 0xffffff00) === 0 ? word : (word & 0x00ffffff) === 0 ? word >>> 24 : -1;
  switch (family) {
    case 2:
      h.etherType = TYPE_IPV4;
      return readIpv4(h, buf, off + 4, end, wireEnd);
    case 10: // Linux
    case 23: // Windows
    case 24: // NetBSD, OpenBSD
    case 28: // FreeBSD
    case 30: // macOS
      h.etherType = TYPE_IPV6;
      return readIpv6(h, buf, off + 4, end, wireEnd);
    default:
      return family < 0 ? Check.Malformed : Check.Ok;
  }
}

function readPppoe(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, PPPOE);
  h.etherType = TYPE_PPPOE_SESSION;
  if (end - off < 6) return short(end, wireEnd);
  if (buf[off] !== 0x11) return Check.Malformed; // version 1, type 1
  return buf[off + 1] === 0 ? readPpp(h, buf, off + 6, end, wireEnd) : Check.Ok;
}

function readPpp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, PPP);
  h.etherType = TYPE_PPP;
  let at = off;
  if (end - at < 1) return short(end, wireEnd);
  if (end - at >= 2 && buf[at] === 0xff && buf[at + 1] === 0x03) at += 2; // RFC 1662 address and control
  if (end - at < 1) return short(end, wireEnd);
  let protocol = buf[at]!;
  if ((protocol & 1) === 1)
    at += 1; // RFC 1661 §6.5 compressed protocol field
  else {
    if (end - at < 2) return short(end, wireEnd);
    protocol = u16(buf, at);
    at += 2;
  }
  if (protocol === 0x21) {
    h.etherType = TYPE_IPV4;
    return readIpv4(h, buf, at, end, wireEnd);
  }
  if (protocol === 0x57) {
    h.etherType = TYPE_IPV6;
    return readIpv6(h, buf, at, end, wireEnd);
  }
  if (protocol === 0x281) return readMpls(h, buf, at, end, wireEnd);
  return Check.Ok;
}
