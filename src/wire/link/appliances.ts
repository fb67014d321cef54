/**
 * What firewalls, routers and their tools put before a packet: Symantec's firewalls (Axent Raptor), Redback's SmartEdge, the graph
 * tracer of FD.io's VPP, PDUs that Wireshark exported.
 */
import { i32, u16 } from '#base/bytes.ts';
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announce, fault, Next, short } from '../verdict.ts';
import { TYPE_MIN } from './ethernet.ts';

const SYMANTEC = layer('symantec');
const REDBACK = layer('redback');
const VPP = layer('vpp');
const EXPORTED = layer('exported');

/** The interface's address, zeros, the EtherType: two of them and 44 bytes in all, or six and 56. */
export function readSymantec(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, SYMANTEC);
  if (end - off < 12) return short(h, end, wireEnd, SYMANTEC);
  const older = u16(buf, off + 6);
  const newer = u16(buf, off + 10);
  if ((older === 0) === (newer === 0)) return fault(h, SYMANTEC, Why.Field);
  const at = off + (newer === 0 ? 44 : 56);
  return at > end ? short(h, end, wireEnd, SYMANTEC) : announceType(h, at, end, wireEnd, older === 0 ? newer : older);
}

function announceType(h: Headers, at: number, end: number, wireEnd: number, type: number): Check {
  return type < TYPE_MIN ? Check.Unsupported : announce(h, Next.Type, at, end, wireEnd, type);
}

/** Context, flags, circuit, length; protocol, where layer 3 and where the data begin: apart when a frame's header lies between. */
export function readRedback(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, REDBACK);
  if (end - off < 24) return short(h, end, wireEnd, REDBACK);
  const at = off + u16(buf, off + 20);
  const protocol = u16(buf, off + 18) & 0xff;
  if (at < off + 24) return fault(h, REDBACK, Why.HeaderLength);
  if (at >= end) return short(h, end, wireEnd, REDBACK);
  const hasFrame = u16(buf, off + 22) > at - off || protocol === 3 || protocol === 4 || protocol === 8;
  if (hasFrame) return announce(h, Next.Ethernet, at, end, wireEnd);
  return protocol === 1 ? announce(h, Next.Ip, at, end, wireEnd) : Check.Unsupported;
}

const VPP_VERSION = 1;
const VPP_STRINGS = 4;
const VPP_MAX_STRINGS = 16;

/**
 * Version, number of texts, a hint of what the buffer holds (1 Ethernet, 2 IPv4, 3 IPv6, 4 TCP, 5 UDP), the buffer's number; texts
 * that end with zero: node, metadata, two of opaque data, perhaps a trace. Without a hint it is IP or a frame.
 */
export function readVpp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, VPP);
  if (end - off < 8) return short(h, end, wireEnd, VPP);
  if (buf[off] !== VPP_VERSION) return fault(h, VPP, Why.Version);
  const texts = Math.max(VPP_STRINGS, buf[off + 2]!);
  if (texts > VPP_MAX_STRINGS) return fault(h, VPP, Why.Field);
  let at = off + 8;
  for (let n = 0; n < texts; n++) {
    while (at < end && buf[at] !== 0) at++;
    if (at >= end) return short(h, end, wireEnd, VPP);
    at++;
  }
  const hint = buf[off + 3]!;
  if (hint > 3) return Check.Unsupported;
  if (at >= end) return short(h, end, wireEnd, VPP);
  if (hint === 2 || hint === 3) return announce(h, Next.Type, at, end, wireEnd, hint === 2 ? 0x0800 : 0x86dd);
  const isIp = hint === 0 && (buf[at] === 0x45 || buf[at] === 0x60);
  return announce(h, isIp ? Next.Ip : Next.Ethernet, at, end, wireEnd);
}

const TAG_END = 0;
const TAG_NAME = 12;
const MAX_TAGS = 64;
/** first four bytes of the names of Wireshark's dissectors whose PDUs are packets: eth…, ip, ipv6, ipv4 */
const ETH_ = 0x65746800;
const IP_ = 0x69700000;
const IPV_ = 0x69707600;

/** Tags of type, length and value; one names the dissector of what follows. PDUs above IP are not packets. */
export function readExported(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, EXPORTED);
  let next: Next = Next.None;
  let at = off;
  for (let n = 0; ; n++) {
    if (n === MAX_TAGS) return fault(h, EXPORTED, Why.Nesting);
    if (end - at < 4) return short(h, end, wireEnd, EXPORTED);
    const tag = u16(buf, at);
    const bytes = u16(buf, at + 2);
    at += 4;
    if (tag === TAG_END) break;
    if (at + bytes > wireEnd) return fault(h, EXPORTED, Why.TooLong);
    if (at + bytes > end) return Check.Truncated;
    if (tag === TAG_NAME && bytes >= 2) next = nextOfName(buf, at, bytes);
    at += bytes;
  }
  return next === Next.None ? Check.Unsupported : announce(h, next, at, end, wireEnd);
}

function nextOfName(buf: Uint8Array, at: number, bytes: number): Next {
  if (bytes < 4) return u16(buf, at) === IP_ >>> 16 && (bytes === 2 || buf[at + 2] === 0) ? Next.Ip : Next.None;
  const start = i32(buf, at);
  if ((start & 0xffffff00) === ETH_ && ((start & 0xff) === 0 || (start & 0xff) === 0x5f)) return Next.Ethernet;
  const isIpv = (start & 0xffffff00) === IPV_ && ((start & 0xff) === 0x34 || (start & 0xff) === 0x36);
  return isIpv || (start & 0xffffff00) === IP_ ? Next.Ip : Next.None;
}
