/** UDP ports of tunnels, and forms that show a tunnel on any port. Cheap: asked of every UDP packet. */
import { i32, u16 } from '#base/bytes.ts';

export const Tunnel = {
  ByForm: 0,
  Vxlan: 1,
  VxlanGpe: 2,
  Geneve: 3,
  Gtp: 4,
  Teredo: 5,
  L2tp: 6,
  Capwap: 7,
  Tzsp: 8,
  Lisp: 9,
  Mpls: 10,
  Gue: 11,
  Gre: 12,
  Ayiya: 13,
  /** a VXLAN header whose reserved bits are used: the frame behind it must look like one */
  VxlanLike: 14,
  Jmirror: 15,
  PeekRemote: 16,
} as const;

/** 4789 is IANA's for VXLAN, 8472 Linux's before it, 48879 Cisco ACI's. */
const PORTS: readonly (readonly [number, number])[] = [
  [4789, Tunnel.Vxlan],
  [8472, Tunnel.Vxlan],
  [4790, Tunnel.VxlanGpe],
  [6081, Tunnel.Geneve],
  [2152, Tunnel.Gtp],
  [3544, Tunnel.Teredo],
  [1701, Tunnel.L2tp],
  [5247, Tunnel.Capwap],
  [37008, Tunnel.Tzsp],
  [4341, Tunnel.Lisp],
  [6635, Tunnel.Mpls],
  [6080, Tunnel.Gue],
  [4754, Tunnel.Gre],
  [5072, Tunnel.Ayiya],
  [48879, Tunnel.VxlanLike],
  [30030, Tunnel.Jmirror],
  [5000, Tunnel.PeekRemote],
];
const KINDS = new Map(PORTS);
/** a bit a port */
const BITS = new Int32Array(2048);
for (const [port] of PORTS) BITS[port >> 5]! |= 1 << (port & 31);

const UDP_BYTES = 8;
const IPV6_BYTES = 40;
/** VXLAN header and a station's frame with IPv4 and nothing in it */
const SMALLEST_VXLAN = 8 + 14 + 20;

/** True when the datagram whose header is at `off` may carry a packet. `end`: captured bytes. */
export function isTunnelled(buf: Uint8Array, off: number, end: number, srcPort: number, dstPort: number): boolean {
  if ((((BITS[srcPort >> 5]! >>> (srcPort & 31)) | (BITS[dstPort >> 5]! >>> (dstPort & 31))) & 1) !== 0) return true;
  const at = off + UDP_BYTES;
  if (at >= end) return false;
  const first = buf[at]!;
  if (first === 8) return end - at >= SMALLEST_VXLAN && i32(buf, at) === 0x08000000 && buf[at + 7] === 0;
  return first >> 4 === 6 && end - at >= IPV6_BYTES && u16(buf, at + 4) + IPV6_BYTES === u16(buf, off + 4) - UDP_BYTES;
}

/** Tunnel by the receiver's port, else by the sender's. */
export function tunnelOfPorts(srcPort: number, dstPort: number): number {
  return KINDS.get(dstPort) ?? KINDS.get(srcPort) ?? Tunnel.ByForm;
}
