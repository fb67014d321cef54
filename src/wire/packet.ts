/**
 * Reads the headers of one packet, link type first. Headers announce what follows them (verdict.ts) and are read here one after
 * the other, so that nesting costs no depth and is bounded. Nothing is allocated, nothing throws.
 */

import { Check, Why } from './check.ts';
import type { Headers } from './headers.ts';
import { layer } from './layers.ts';
import { beginLevel } from './level.ts';
import { readEthernet, readType } from './link/ethernet.ts';
import { readFrameRelay } from './link/hdlc.ts';
import { readLink } from './link/link.ts';
import { readLlc } from './link/llc.ts';
import { readPpp, readPppoe } from './link/ppp.ts';
import { readWifi } from './link/wifi.ts';
import { looksLikeFrame, looksLikeIp } from './looks.ts';
import { Tunnel } from './network/udp-ports.ts';
import { readAyiya, readCapwap, readGtp, readTeredo, readTzsp } from './tunnel/access-tunnels.ts';
import { enter, enterBare, leave } from './tunnel/enter.ts';
import { readEtherIp, readGre, readGreInUdp } from './tunnel/gre.ts';
import { readL2tpIp, readL2tpUdp } from './tunnel/l2tp.ts';
import { readMpls } from './tunnel/mpls.ts';
import { readGeneve, readGue, readLisp, readNsh, readVxlan, readVxlanGpe } from './tunnel/overlays.ts';
import { readPim } from './tunnel/pim.ts';
import { readJmirror, readPeekRemote } from './tunnel/remote-taps.ts';
import { fault, Next, short } from './verdict.ts';

const ETHERNET = 1;
/** Headers that may be announced in one packet; real ones have up to ten. */
const MAX_HEADERS = 32;
/** Tunnels within tunnels; real ones have up to four. */
const MAX_TUNNELS = 8;

const RAW = layer('raw');
const IPV4 = layer('ipv4');
const MPLS = layer('mpls');
const IP_IN_IP = layer('ipip');
const SIX_IN_FOUR = layer('6in4');
const FOUR_IN_SIX = layer('4in6');
const SIX_IN_SIX = layer('6in6');
const ETHERNET_IN_IP = layer('etherip');

/**
 * Bytes are readable in [off, end); on the wire the packet goes on to wireEnd ≥ end. Ok and Malformed alike leave in `h` what
 * was read so far: with ipVersion 0 the packet belongs to a flow of stations.
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
  h.vlan = h.innerVlan = h.vni = -1;
  h.tunnel = h.tunnelId = h.depth = 0;
  h.stack = 0;
  beginLevel(h, end);
  h.carried = 0;
  h.next = Next.None;
  const verdict =
    linkType === ETHERNET ? readEthernet(h, buf, off, end, wireEnd) : readLink(h, buf, off, end, wireEnd, linkType);
  return h.next === Next.None ? verdict : readOn(h, buf, verdict);
}

/** What was announced, to the innermost. The first fault is the packet's, and reading goes on as far as it can. */
function readOn(h: Headers, buf: Uint8Array, first: Check): Check {
  let verdict = first;
  let reason = h.reason;
  for (let n = 0; h.next !== Next.None; n++) {
    const next = h.next;
    h.next = Next.None;
    let inner: Check;
    if (n === MAX_HEADERS || h.depth > MAX_TUNNELS) inner = fault(h, h.layers.topOf(h.stack), Why.Nesting);
    else inner = readNext(h, buf, next, h.nextArg, h.nextOff, h.nextEnd, h.nextWire);
    if (verdict === Check.Ok) {
      verdict = inner;
      reason = h.reason;
    }
  }
  h.reason = reason;
  if (h.depth > 0 && h.ipVersion === 0 && !hasOwnStations(h)) leave(h);
  return verdict;
}

/** A frame in a tunnel names stations of its own. */
function hasOwnStations(h: Headers): boolean {
  const o = h.outer;
  if ((h.srcMacLow | h.srcMacHigh | h.dstMacLow | h.dstMacHigh) === 0) return false;
  return (
    h.srcMacLow !== o.srcMacLow ||
    h.dstMacLow !== o.dstMacLow ||
    h.srcMacHigh !== o.srcMacHigh ||
    h.dstMacHigh !== o.dstMacHigh
  );
}

function readNext(
  h: Headers,
  buf: Uint8Array,
  next: number,
  arg: number,
  off: number,
  end: number,
  wireEnd: number,
): Check {
  switch (next) {
    case Next.Ethernet:
      return readEthernet(h, buf, off, end, wireEnd);
    case Next.Type:
      return readType(h, buf, off, end, wireEnd, arg);
    case Next.Llc:
      return readLlc(h, buf, off, end, wireEnd, arg);
    case Next.Ip:
      return readIp(h, buf, off, end, wireEnd);
    case Next.Ppp:
      return readPpp(h, buf, off, end, wireEnd);
    case Next.Pppoe:
      return readPppoe(h, buf, off, end, wireEnd);
    case Next.Mpls:
      return readMpls(h, buf, off, end, wireEnd);
    case Next.Wifi:
      return readWifi(h, buf, off, end, wireEnd, arg);
    case Next.FrameRelay:
      return readFrameRelay(h, buf, off, end, wireEnd);
    case Next.Nsh:
      return readNsh(h, buf, off, end, wireEnd);
    case Next.Link:
      return readLink(h, buf, off, end, wireEnd, arg);
    case Next.Udp:
      return readUdpTunnel(h, buf, arg, off, end, wireEnd);
    case Next.Gre:
      return readGre(h, buf, off, end, wireEnd);
    case Next.EtherIp:
      return readEtherIp(h, buf, off, end, wireEnd);
    case Next.L2tp:
      return readL2tpIp(h, buf, off, end, wireEnd);
    case Next.IpInIp:
      if (off >= end) return short(h, end, wireEnd, arg);
      return enterBare(h, ipInIp(h, arg), Next.Type, off, end, wireEnd, arg === IPV4 ? 0x0800 : 0x86dd);
    case Next.MplsInIp:
      return enterBare(h, MPLS, Next.Mpls, off, end, wireEnd, 0);
    case Next.Pim:
      return readPim(h, buf, off, end, wireEnd);
    case Next.EthernetInIp:
      return looksLikeFrame(buf, off, end, wireEnd)
        ? enter(h, ETHERNET_IN_IP, Next.Ethernet, off, end, wireEnd)
        : Check.Ok;
    default:
      return Check.Ok;
  }
}

function ipInIp(h: Headers, inner: number): number {
  if (h.ipVersion === 4) return inner === IPV4 ? IP_IN_IP : SIX_IN_FOUR;
  return inner === IPV4 ? FOUR_IN_SIX : SIX_IN_SIX;
}

function readIp(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  const name = h.stack === 0 ? RAW : h.layers.topOf(h.stack);
  if (off >= end) return short(h, end, wireEnd, name);
  const version = buf[off]! >> 4;
  if (version === 4) return readType(h, buf, off, end, wireEnd, 0x0800);
  return version === 6 ? readType(h, buf, off, end, wireEnd, 0x86dd) : fault(h, name, Why.Version);
}

/** Told by port, else by what the datagram looks like. */
function readUdpTunnel(h: Headers, buf: Uint8Array, arg: number, off: number, end: number, wireEnd: number): Check {
  switch (arg) {
    case Tunnel.Vxlan:
      return readVxlan(h, buf, off, end, wireEnd, true);
    case Tunnel.VxlanGpe:
      return readVxlanGpe(h, buf, off, end, wireEnd);
    case Tunnel.Geneve:
      return readGeneve(h, buf, off, end, wireEnd);
    case Tunnel.Gtp:
      return readGtp(h, buf, off, end, wireEnd);
    case Tunnel.Teredo:
      return readTeredo(h, buf, off, end, wireEnd, true);
    case Tunnel.L2tp:
      return readL2tpUdp(h, buf, off, end, wireEnd);
    case Tunnel.Capwap:
      return readCapwap(h, buf, off, end, wireEnd);
    case Tunnel.Tzsp:
      return readTzsp(h, buf, off, end, wireEnd);
    case Tunnel.Lisp:
      return readLisp(h, buf, off, end, wireEnd);
    case Tunnel.Mpls:
      return looksLikeIp(buf, off + 4, end, wireEnd) ? enterBare(h, MPLS, Next.Mpls, off, end, wireEnd, 0) : Check.Ok;
    case Tunnel.Gue:
      return readGue(h, buf, off, end, wireEnd);
    case Tunnel.Gre:
      return readGreInUdp(h, buf, off, end, wireEnd);
    case Tunnel.VxlanLike:
      return readVxlan(h, buf, off, end, wireEnd, false);
    case Tunnel.Jmirror:
      return readJmirror(h, buf, off, end, wireEnd);
    case Tunnel.PeekRemote:
      return readPeekRemote(h, buf, off, end, wireEnd);
    case Tunnel.Ayiya:
      return readAyiya(h, buf, off, end, wireEnd);
    default:
      if (off < end && buf[off] === 8) return readVxlan(h, buf, off, end, wireEnd, false);
      return readTeredo(h, buf, off, end, wireEnd, false);
  }
}
