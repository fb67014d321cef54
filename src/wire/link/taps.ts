/**
 * What capture points put before a packet: Linux's NFLOG, OpenBSD's pflog and enc, Solaris's ipnet, ERF records (Endace),
 * netANALYZER, Ethernet with preamble, DOCSIS, DSA tags.
 */
import { i32, u16, u16le } from '#base/bytes.ts';
import { ERF_CONTENTS } from '#registry/erf.ts';
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announce, fault, Next, short } from '../verdict.ts';
import { announceFamily } from './cooked.ts';
import { takeDsaVlan } from './tags.ts';

const NFLOG = layer('nflog');
const PFLOG = layer('pflog');
const ENC = layer('enc');
const IPNET = layer('ipnet');
const ERF = layer('erf');
const NETANALYZER = layer('netanalyzer');
const DOCSIS = layer('docsis');
const ETH = layer('eth');
const DSA = layer('dsa');
const FCS_BYTES = 4;
/** SMD-C, IEEE 802.3br table 99-1 */
const MPACKET_REST: readonly number[] = [0x61, 0x52, 0x9e, 0x2a];

const NFULA_PACKET_HDR = 1;
const NFULA_HWADDR = 8;
const NFULA_PAYLOAD = 9;

/** Family, version, group; then length, type and value, the first two in the order of bytes of the machine. */
export function readNflog(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, NFLOG);
  if (end - off < 4) return short(h, end, wireEnd, NFLOG);
  if (buf[off + 1] !== 0) return fault(h, NFLOG, Why.Version);
  const family = buf[off]!;
  let at = off + 4;
  // A length fits a byte or is small: of the two orders the one that gives the smaller number.
  const little = end - at < 2 || u16le(buf, at) <= u16(buf, at);
  while (end - at >= 4) {
    const length = little ? u16le(buf, at) : u16(buf, at);
    const type = (little ? u16le(buf, at + 2) : u16(buf, at + 2)) & 0x7fff;
    if (length < 4) return fault(h, NFLOG, Why.TooShort);
    if (at + length > wireEnd) return fault(h, NFLOG, Why.TooLong);
    const valueEnd = at + length;
    if (type === NFULA_PAYLOAD) {
      const have = valueEnd < end ? valueEnd : end;
      if (family === 2 || family === 10) return announceFamily(h, family, at + 4, have, valueEnd, NFLOG);
      return family === 7 || family === 0 ? readBridgePayload(h, buf, at + 4, have, valueEnd) : Check.Ok;
    }
    if (type === NFULA_HWADDR && length >= 14 && end - at >= 14 && u16(buf, at + 4) === 6) {
      h.srcMacHigh = u16(buf, at + 8);
      h.srcMacLow = i32(buf, at + 10);
    } else if (type === NFULA_PACKET_HDR && length >= 8 && end - at >= 6) h.etherType = u16(buf, at + 4);
    at += (length + 3) & ~3;
  }
  return end < wireEnd ? Check.Truncated : Check.Ok;
}

/** Of a bridge the payload is what the packet header's protocol says. */
function readBridgePayload(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (h.etherType >= 0x600) return announce(h, Next.Type, off, end, wireEnd, h.etherType);
  const half = off < end ? buf[off]! >> 4 : 0;
  return half === 4 || half === 6 ? announce(h, Next.Ip, off, end, wireEnd) : Check.Ok;
}

/** Length of the header without padding, address family. */
export function readPflog(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, PFLOG);
  if (end - off < 4) return short(h, end, wireEnd, PFLOG);
  const length = buf[off]!;
  if (length < 4) return fault(h, PFLOG, Why.HeaderLength);
  const at = off + ((length + 3) & ~3);
  if (at > end) return short(h, end, wireEnd, PFLOG);
  return announceFamily(h, buf[off + 1]!, at, end, wireEnd, PFLOG);
}

/** Address family in the order of bytes of the machine, SPI, flags. */
export function readEnc(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, ENC);
  if (end - off < 13) return short(h, end, wireEnd, ENC);
  const half = buf[off + 12]! >> 4;
  return half === 4 || half === 6 ? announce(h, Next.Ip, off + 12, end, wireEnd) : Check.Ok;
}

export function readIpnet(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, IPNET);
  if (end - off < 24) return short(h, end, wireEnd, IPNET);
  const family = buf[off + 1]!;
  return announceFamily(h, family === 26 ? 10 : family, off + 24, end, wireEnd, IPNET);
}

const ERF_IPV4 = 22;
const ERF_IPV6 = 23;
/** Beside them ATM and InfiniBand, whose records keep their header. */
const ERF_LINKS: typeof ERF_CONTENTS = { ...ERF_CONTENTS, 4: [100, 4], 9: [100, 8], 21: [247, 0] };

/** Records of 16 bytes, and extension headers while their top bit says so. */
export function readErf(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, ERF);
  if (end - off < 16) return short(h, end, wireEnd, ERF);
  let at = off + 16;
  for (let more = buf[off + 8]! & 0x80, n = 0; more !== 0; n++) {
    if (n === 16) return fault(h, ERF, Why.Nesting);
    if (end - at < 8) return short(h, end, wireEnd, ERF);
    more = buf[at]! & 0x80;
    at += 8;
  }
  const type = buf[off + 8]! & 0x7f;
  if (type === ERF_IPV4) return announce(h, Next.Type, at, end, wireEnd, 0x0800);
  if (type === ERF_IPV6) return announce(h, Next.Type, at, end, wireEnd, 0x86dd);
  const link = ERF_LINKS[type];
  if (link === undefined) return Check.Unsupported;
  at += link[1];
  return at > end ? short(h, end, wireEnd, ERF) : announce(h, Next.Link, at, end, wireEnd, link[0]);
}

/** Four bytes of state, a frame, its check sequence; the transparent kind has a preamble of eight bytes before the frame. */
export function readNetAnalyzer(h: Headers, off: number, end: number, wireEnd: number, preamble: number): Check {
  h.stack = h.layers.push(h.stack, NETANALYZER);
  if (end - off < 4 + preamble) return short(h, end, wireEnd, NETANALYZER);
  return announceChecked(h, off + 4 + preamble, end, wireEnd);
}

/**
 * Ethernet with its preamble of eight bytes and its check sequence. Of a preempted frame (IEEE 802.3br) the first part has headers;
 * the others have a mark one byte earlier, and a count.
 */
export function readPreamble(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < 8) return short(h, end, wireEnd, ETH);
  if (MPACKET_REST.includes(buf[off + 6]!)) return Check.Ok;
  return announceChecked(h, off + 8, end, wireEnd);
}

function announceChecked(h: Headers, off: number, end: number, wireEnd: number): Check {
  const inner = Math.max(off, wireEnd - FCS_BYTES);
  return announce(h, Next.Ethernet, off, end < inner ? end : inner, inner);
}

/** Frame control, its parameter (bytes of extended header), length, extended header, check; packet data is Ethernet. */
export function readDocsis(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, DOCSIS);
  if (end - off < 6) return short(h, end, wireEnd, DOCSIS);
  const control = buf[off]!;
  if (control >> 6 !== 0) return Check.Ok; // isolation, management
  const at = off + 6 + ((control & 1) === 0 ? 0 : buf[off + 1]!);
  if (at > end) return short(h, end, wireEnd, DOCSIS);
  return announce(h, Next.Ethernet, at, end, wireEnd);
}

/** A tag of `bytes` between addresses and EtherType; Marvell's tells a VLAN in its last four. */
export function readDsa(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  bytes: number,
  marvell: boolean,
): Check {
  h.stack = h.layers.push(h.layers.push(h.stack, ETH), DSA);
  if (end - off < 14 + bytes) return short(h, end, wireEnd, DSA);
  h.dstMacHigh = u16(buf, off);
  h.dstMacLow = i32(buf, off + 2);
  h.srcMacHigh = u16(buf, off + 6);
  h.srcMacLow = i32(buf, off + 8);
  if (marvell) takeDsaVlan(h, buf, off + 8 + bytes);
  return announce(h, Next.Type, off + 14 + bytes, end, wireEnd, u16(buf, off + 12 + bytes));
}
