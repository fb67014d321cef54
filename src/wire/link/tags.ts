/**
 * Headers between link and network that an EtherType announces: VLAN tags (IEEE 802.1Q, 802.1ad), backbone bridging (802.1ah),
 * MACsec (802.1AE), E-TAG (802.1BR) and VN-Tag before it, HSR (IEC 62439-3), R-TAG (802.1CB), Cisco MetaData and FabricPath, DSA tags of switch
 * chips with an EtherType, Arista's timestamps, TRILL (RFC 6325), B.A.T.M.A.N. advanced (version 15).
 */
import { i32, u16 } from '#base/bytes.ts';
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announce, Next, short } from '../verdict.ts';

const VLAN = layer('vlan');
const PBB = layer('pbb');
const MACSEC = layer('macsec');
const VNTAG = layer('vntag');
const CMD = layer('cmd');
const FABRICPATH = layer('fabricpath');
const TRILL = layer('trill');
const HSR = layer('hsr');
const RTAG = layer('rtag');
const DSA = layer('dsa');
const BATADV = layer('batadv');
const ETAG = layer('etag');
const ARISTA = layer('arista');

/** SecTAG: bits of its first byte; the ICV behind what it protects */
const MACSEC_SCI = 0x20;
const MACSEC_CHANGED = 0x0c;
const MACSEC_ICV = 16;

export function readTagged(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  type: number,
): Check {
  switch (type) {
    case 0x8100:
    case 0x88a8:
    case 0x9100:
    case 0x9200:
      return readVlan(h, buf, off, end, wireEnd);
    case 0x8847:
    case 0x8848:
      return announce(h, Next.Mpls, off, end, wireEnd);
    case 0x8864:
      return announce(h, Next.Pppoe, off, end, wireEnd);
    case 0x880b:
      return announce(h, Next.Ppp, off, end, wireEnd);
    case 0x6558:
      return announce(h, Next.Ethernet, off, end, wireEnd);
    case 0x8870: // jumbo frame with LLC
      return announce(h, Next.Llc, off, end, wireEnd);
    case 0x894f:
      return announce(h, Next.Nsh, off, end, wireEnd);
    case 0x88e7:
      return readFixed(h, off, end, wireEnd, PBB, 4, Next.Ethernet, 0);
    case 0x8903:
      return readFixed(h, off, end, wireEnd, FABRICPATH, 2, Next.Ethernet, 0);
    case 0x6559:
      return announce(h, Next.FrameRelay, off, end, wireEnd);
    case 0x893f:
      return readBefore(h, buf, off, end, wireEnd, ETAG, 6);
    case 0xd28b:
      return readArista(h, buf, off, end, wireEnd);
    case 0x8926:
      return readBefore(h, buf, off, end, wireEnd, VNTAG, 4);
    case 0x892f:
    case 0xf1c1:
      return readBefore(h, buf, off, end, wireEnd, type === 0x892f ? HSR : RTAG, 4);
    case 0xdada:
      return readDsaType(h, buf, off, end, wireEnd);
    case 0x8909:
      return readMetadata(h, buf, off, end, wireEnd);
    case 0x88e5:
      return readMacsec(h, buf, off, end, wireEnd);
    case 0x22f3:
      return readTrill(h, buf, off, end, wireEnd);
    case 0x4305:
      return readBatman(h, buf, off, end, wireEnd);
    default:
      return Check.Ok;
  }
}

/** Keeps the first two VLAN ids of a packet. */
export function takeVlan(h: Headers, id: number): void {
  if (h.vlan < 0) h.vlan = id;
  else if (h.innerVlan < 0) h.innerVlan = id;
}

function readVlan(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, VLAN);
  if (end - off < 4) return short(h, end, wireEnd, VLAN);
  takeVlan(h, u16(buf, off) & 0xfff);
  return announce(h, Next.Type, off + 4, end, wireEnd, u16(buf, off + 2));
}

/** A tag of fixed size, `next` behind it. */
function readFixed(
  h: Headers,
  off: number,
  end: number,
  wireEnd: number,
  name: number,
  bytes: number,
  next: Next,
  arg: number,
): Check {
  h.stack = h.layers.push(h.stack, name);
  if (end - off < bytes) return short(h, end, wireEnd, name);
  return announce(h, next, off + bytes, end, wireEnd, arg);
}

/** A tag of fixed size with an EtherType behind it. */
function readBefore(
  h: Headers,
  buf: Uint8Array,
  off: number,
  end: number,
  wireEnd: number,
  name: number,
  bytes: number,
): Check {
  h.stack = h.layers.push(h.stack, name);
  if (end - off < bytes + 2) return short(h, end, wireEnd, name);
  return announce(h, Next.Type, off + bytes + 2, end, wireEnd, u16(buf, off + bytes));
}

/** Kind 1, version (scale of time, format, hardware), a time of 64 or 48 bits; then the frame's own EtherType. */
function readArista(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, ARISTA);
  if (end - off < 4) return short(h, end, wireEnd, ARISTA);
  const format = (buf[off + 3]! >> 4) & 15;
  if (u16(buf, off) !== 1 || format < 1 || format > 2) return Check.Ok;
  const at = off + (format === 1 ? 12 : 10);
  if (end - at < 2) return short(h, end, wireEnd, ARISTA);
  return announce(h, Next.Type, at + 2, end, wireEnd, u16(buf, at));
}

/** Two reserved bytes, the four of a DSA tag, then the frame's own EtherType. */
function readDsaType(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, DSA);
  if (end - off < 8) return short(h, end, wireEnd, DSA);
  takeDsaVlan(h, buf, off + 2);
  return announce(h, Next.Type, off + 8, end, wireEnd, u16(buf, off + 6));
}

/** Marvell's tag: bit 29 says that the frame was tagged, the low 12 bits are its VLAN. */
export function takeDsaVlan(h: Headers, buf: Uint8Array, off: number): void {
  const tag = i32(buf, off);
  if ((tag & 0x20000000) !== 0) takeVlan(h, tag & 0xfff);
}

/** Version, number of options, then options of four bytes. */
function readMetadata(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, CMD);
  if (end - off < 2) return short(h, end, wireEnd, CMD);
  const at = off + 2 + 4 * buf[off + 1]!;
  if (buf[off] !== 1) return Check.Ok;
  if (end - at < 2) return short(h, end, wireEnd, CMD);
  return announce(h, Next.Type, at + 2, end, wireEnd, u16(buf, at));
}

/** Behind the EtherType: TCI and AN, short length, packet number, perhaps a channel; what is not encrypted is read. */
function readMacsec(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, MACSEC);
  if (end - off < 6) return short(h, end, wireEnd, MACSEC);
  const first = buf[off]!;
  if ((first & 0x80) !== 0 || (first & MACSEC_CHANGED) !== 0) return Check.Ok;
  const at = off + ((first & MACSEC_SCI) === 0 ? 6 : 14);
  const inner = wireEnd - MACSEC_ICV;
  const have = end < inner ? end : inner;
  if (have - at < 2) return short(h, end, wireEnd, MACSEC);
  return announce(h, Next.Type, at + 2, have, inner, u16(buf, at));
}

/** Version, options' length, two nicknames; then the frame. */
function readTrill(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, TRILL);
  if (end - off < 6) return short(h, end, wireEnd, TRILL);
  const flags = u16(buf, off);
  if (flags >> 14 !== 0) return Check.Ok;
  const at = off + 6 + (((flags >> 6) & 0x1f) << 2);
  if (at > end) return short(h, end, wireEnd, TRILL);
  return announce(h, Next.Ethernet, at, end, wireEnd);
}

/** Frames to one station and to all carry a frame; the rest is the mesh's own. */
function readBatman(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, BATADV);
  if (end - off < 2) return short(h, end, wireEnd, BATADV);
  if (buf[off + 1] !== 15) return Check.Ok;
  const kind = buf[off]!;
  const bytes = kind === 0x40 ? 10 : kind === 0x42 ? 20 : kind === 0x01 ? 14 : 0;
  if (bytes === 0) return Check.Ok;
  if (end - off < bytes) return short(h, end, wireEnd, BATADV);
  return announce(h, Next.Ethernet, off + bytes, end, wireEnd);
}
