/** Transport headers: TCP (RFC 9293), UDP (RFC 768), UDP-Lite (RFC 3828), SCTP (RFC 9260), DCCP (RFC 4340), ICMP (RFC 792, 4443). */
import { i32, u16 } from '#base/bytes.ts';
import { Check } from './check.ts';
import type { Headers } from './headers.ts';
import { layer } from './layers.ts';

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
const OTHER = layer('other');
/** flag of TCP */
const SYN = 2;

/** [off, end) is captured, on the wire the IP payload goes on to ipEnd ≥ end. */
export function readTransport(h: Headers, buf: Uint8Array, off: number, end: number, ipEnd: number): Check {
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
    case 2:
      h.stack = h.layers.push(h.stack, IGMP);
      return Check.Ok;
    case 50:
      h.stack = h.layers.push(h.stack, ESP);
      return Check.Ok;
    case 51:
      h.stack = h.layers.push(h.stack, AH);
      return Check.Ok;
    case 47:
      h.stack = h.layers.push(h.stack, GRE);
      return Check.Ok;
    default:
      h.stack = h.layers.push(h.stack, OTHER);
      return Check.Ok;
  }
}

function readTcp(h: Headers, buf: Uint8Array, off: number, end: number, ipEnd: number): Check {
  h.stack = h.layers.push(h.stack, TCP);
  const have = end - off;
  if (have >= 4) takePorts(h, buf, off);
  h.payloadOff = end;
  h.payloadWire = 0;
  h.window = -2;
  if (have < 14) return shortTransport(end, ipEnd);
  const headerBytes = (buf[off + 12]! >> 4) << 2;
  h.seq = i32(buf, off + 4);
  h.ack = i32(buf, off + 8);
  h.tcpFlags = buf[off + 13]!;
  if (headerBytes < 20 || headerBytes > ipEnd - off) return Check.Malformed;
  h.payloadWire = ipEnd - off - headerBytes;
  h.window = have >= 16 ? u16(buf, off + 14) : -1;
  if ((h.tcpFlags & SYN) !== 0) readSynOptions(h, buf, off + 20, have < headerBytes ? end : off + headerBytes);
  if (have < 20) return shortTransport(end, ipEnd);
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
  if (have < 8) return shortTransport(end, ipEnd);
  const length = u16(buf, off + 4);
  h.payloadOff = off + 8;
  if (length === 0) {
    h.payloadWire = ipEnd - off - 8; // RFC 2675 jumbogram
    return Check.Ok;
  }
  if (length < 8) {
    h.payloadOff = end;
    return Check.Malformed;
  }
  const udpEnd = off + length;
  if (udpEnd > ipEnd) {
    h.payloadWire = ipEnd - off - 8;
    return Check.Malformed;
  }
  h.payloadWire = length - 8;
  if (udpEnd < end) h.payloadEnd = udpEnd;
  return Check.Ok;
}

function readIcmp(h: Headers, buf: Uint8Array, off: number, end: number, ipEnd: number, name: number): Check {
  h.stack = h.layers.push(h.stack, name);
  h.payloadOff = end;
  h.payloadWire = ipEnd - off < 8 ? 0 : ipEnd - off - 8;
  if (end - off >= 2) h.icmp = u16(buf, off);
  if (end - off < 4) return shortTransport(end, ipEnd);
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
  if (end - off < 4) return shortTransport(end, ipEnd);
  takePorts(h, buf, off);
  if (end - off < headerBytes) return shortTransport(end, ipEnd);
  h.payloadOff = off + headerBytes;
  return Check.Ok;
}

/** The first four bytes of each of these headers. */
function takePorts(h: Headers, buf: Uint8Array, off: number): void {
  h.hasPorts = 1;
  h.srcPort = u16(buf, off);
  h.dstPort = u16(buf, off + 2);
}

function shortTransport(end: number, ipEnd: number): Check {
  return end < ipEnd ? Check.Truncated : Check.Malformed;
}
