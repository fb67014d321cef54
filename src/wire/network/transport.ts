/**
 * Transport headers: TCP (RFC 9293), UDP (RFC 768), UDP-Lite (RFC 3828), SCTP (RFC 9260), DCCP (RFC 4340), ICMP (RFC 792, 4443),
 * AH (RFC 4302); what carries a packet in it is announced.
 */

import { i32, u16 } from '#base/bytes.ts';
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announceInner, fault, Next, short } from '../verdict.ts';
import { SYN } from './tcp-flags.ts';
import { isTunnelled, tunnelOfPorts } from './udp-ports.ts';

const IPV4 = layer('ipv4');
const IPV6 = layer('ipv6');
const TCP = layer('tcp');
const UDP = layer('udp');
const ICMP = layer('icmp');
const ICMP6 = layer('icmp6');
const IGMP = layer('igmp');
const SCTP = layer('sctp');
const DCCP = layer('dccp');
const UDPLITE = layer('udplite');
const ESP = layer('esp');
const AH = layer('ah');
const GRE = layer('gre');
const L2TP = layer('l2tp');
const ETHERIP = layer('etherip');
const PIM = layer('pim');
const OTHER = layer('other');
/** flag of TCP */

/** [off, end) is captured, on the wire the IP payload goes on to ipEnd ≥ end. */
export function readTransport(h: Headers, buf: Uint8Array, off: number, end: number, ipEnd: number): Check {
  h.transportOff = off;
  h.payloadOff = off;
  h.payloadEnd = end;
  h.payloadWire = ipEnd - off;
  if (h.fragmentOffset > 0) return Check.Ok; // later fragments carry no transport header
  switch (h.proto) {
    case 6:
      return readTcp(h, buf, off, end, ipEnd);
    case 17:
      return readUdp(h, buf, off, end, ipEnd);
    case 1:
      return readIcmp(h, buf, off, end, ipEnd, ICMP);
    case 58:
      return readIcmp(h, buf, off, end, ipEnd, ICMP6);
    case 132:
      return readPorts(h, buf, off, end, ipEnd, SCTP, 12);
    case 33:
      return readPorts(h, buf, off, end, ipEnd, DCCP, 12);
    case 136:
      return readPorts(h, buf, off, end, ipEnd, UDPLITE, 8);
    default:
      return readOther(h, buf, off, end, ipEnd);
  }
}

function readOther(h: Headers, buf: Uint8Array, off: number, end: number, ipEnd: number): Check {
  switch (h.proto) {
    case 2:
      h.stack = h.layers.push(h.stack, IGMP);
      return Check.Ok;
    case 50:
      h.stack = h.layers.push(h.stack, ESP);
      return Check.Ok;
    case 51:
      return readAh(h, buf, off, end, ipEnd);
    case 47:
      h.stack = h.layers.push(h.stack, GRE);
      return announceInner(h, Next.Gre, off, end, ipEnd);
    case 4:
      return announceInner(h, Next.IpInIp, off, end, ipEnd, IPV4);
    case 41:
      return announceInner(h, Next.IpInIp, off, end, ipEnd, IPV6);
    case 97:
      h.stack = h.layers.push(h.stack, ETHERIP);
      return announceInner(h, Next.EtherIp, off, end, ipEnd);
    case 103:
      h.stack = h.layers.push(h.stack, PIM);
      return announceInner(h, Next.Pim, off, end, ipEnd);
    case 115:
      h.stack = h.layers.push(h.stack, L2TP);
      return announceInner(h, Next.L2tp, off, end, ipEnd);
    case 137:
      return announceInner(h, Next.MplsInIp, off, end, ipEnd);
    case 143:
      return announceInner(h, Next.EthernetInIp, off, end, ipEnd);
    default:
      h.stack = h.layers.push(h.stack, OTHER);
      return Check.Ok;
  }
}

/** The header in front of what it protects; in IPv6 ipv6.ts has passed it already. */
function readAh(h: Headers, buf: Uint8Array, off: number, end: number, ipEnd: number): Check {
  h.stack = h.layers.push(h.stack, AH);
  if (end - off < 8) return short(h, end, ipEnd, AH);
  const at = off + ((buf[off + 1]! + 2) << 2);
  if (at > ipEnd) return fault(h, AH, Why.HeaderLength);
  if (at > end) return Check.Truncated;
  if (buf[off] === 51) return fault(h, AH, Why.Nesting);
  h.proto = buf[off]!;
  return readTransport(h, buf, at, end, ipEnd);
}

function readTcp(h: Headers, buf: Uint8Array, off: number, end: number, ipEnd: number): Check {
  h.stack = h.layers.push(h.stack, TCP);
  const have = end - off;
  if (have >= 4) takePorts(h, buf, off);
  h.payloadOff = end;
  h.payloadWire = 0;
  h.window = -2;
  if (have < 14) return shortTransport(h, end, ipEnd, TCP);
  const headerBytes = (buf[off + 12]! >> 4) << 2;
  h.seq = i32(buf, off + 4);
  h.ack = i32(buf, off + 8);
  h.tcpFlags = buf[off + 13]!;
  if (headerBytes < 20) return fault(h, TCP, Why.HeaderLength);
  if (headerBytes > ipEnd - off) return h.fragmentOffset === 0 ? Check.Ok : fault(h, TCP, Why.HeaderLength);
  h.payloadWire = ipEnd - off - headerBytes;
  h.window = have >= 16 ? u16(buf, off + 14) : -1;
  if ((h.tcpFlags & SYN) !== 0) readSynOptions(h, buf, off + 20, have < headerBytes ? end : off + headerBytes);
  if (have < 20) return shortTransport(h, end, ipEnd, TCP);
  const at = off + headerBytes;
  h.payloadOff = at < end ? at : end;
  return Check.Ok;
}

/** Options of RFC 9293 §3.2 and RFC 7323 §2.2 that a SYN carries, in [off, end). */
function readSynOptions(h: Headers, buf: Uint8Array, off: number, end: number): void {
  h.mss = 0;
  h.windowScale = -1;
  for (let at = off; at < end; ) {
    const kind = buf[at]!;
    if (kind === 0) return;
    if (kind === 1) {
      at++;
      continue;
    }
    const length = at + 1 < end ? buf[at + 1]! : 0;
    if (length < 2 || at + length > end) return;
    if (kind === 2 && length === 4) h.mss = u16(buf, at + 2);
    else if (kind === 3 && length === 3) h.windowScale = buf[at + 2]! > 14 ? 14 : buf[at + 2]!;
    at += length;
  }
}

function readUdp(h: Headers, buf: Uint8Array, off: number, end: number, ipEnd: number): Check {
  h.stack = h.layers.push(h.stack, UDP);
  const have = end - off;
  if (have >= 4) takePorts(h, buf, off);
  h.payloadOff = end;
  h.payloadWire = 0;
  if (have < 8) {
    if (ipEnd - off > 8) h.payloadWire = ipEnd - off - 8;
    return shortTransport(h, end, ipEnd, UDP);
  }
  const length = u16(buf, off + 4);
  h.payloadOff = off + 8;
  let udpEnd = off + length;
  if (length === 0) {
    h.payloadWire = ipEnd - off - 8; // RFC 2675 jumbogram
    udpEnd = ipEnd;
  } else if (length < 8) {
    h.payloadOff = end;
    return fault(h, UDP, Why.TooShort);
  } else if (udpEnd > ipEnd) {
    h.payloadWire = ipEnd - off - 8;
    if (h.fragmentOffset < 0) return fault(h, UDP, Why.TooLong); // of a fragment, the rest comes in others
  } else {
    h.payloadWire = length - 8;
    if (udpEnd < end) h.payloadEnd = udpEnd;
  }
  if (h.follow !== 0 && isTunnelled(buf, off, h.payloadEnd, h.srcPort, h.dstPort))
    return announceInner(h, Next.Udp, off + 8, h.payloadEnd, udpEnd, tunnelOfPorts(h.srcPort, h.dstPort));
  return Check.Ok;
}

function readIcmp(h: Headers, buf: Uint8Array, off: number, end: number, ipEnd: number, name: number): Check {
  h.stack = h.layers.push(h.stack, name);
  h.payloadOff = end;
  h.payloadWire = ipEnd - off < 8 ? 0 : ipEnd - off - 8;
  if (end - off >= 2) h.icmp = u16(buf, off);
  if (end - off < 4) return shortTransport(h, end, ipEnd, name);
  if (end - off >= 8) h.payloadOff = off + 8;
  return Check.Ok;
}

function readPorts(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  ipEnd: number,
  name: number,
  headerBytes: number,
): Check {
  h.stack = h.layers.push(h.stack, name);
  h.payloadOff = end;
  h.payloadWire = ipEnd - off < headerBytes ? 0 : ipEnd - off - headerBytes;
  if (end - off < 4) return shortTransport(h, end, ipEnd, name);
  takePorts(h, buf, off);
  if (end - off < headerBytes) return shortTransport(h, end, ipEnd, name);
  h.payloadOff = off + headerBytes;
  return Check.Ok;
}

/** The first four bytes of each of these headers. */
function takePorts(h: Headers, buf: Uint8Array, off: number): void {
  h.hasPorts = 1;
  h.srcPort = u16(buf, off);
  h.dstPort = u16(buf, off + 2);
}

/** A header may go on in the next fragment. */
function shortTransport(h: Headers, end: number, ipEnd: number, name: number): Check {
  return h.fragmentOffset === 0 && end === ipEnd ? Check.Ok : short(h, end, ipEnd, name);
}
