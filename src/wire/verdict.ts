/** Verdicts with their reasons, and what follows a header. */
import { Check, Why } from './check.ts';
import type { Headers } from './headers.ts';

/** Malformed, for this reason. */
export function fault(h: Headers, layer: number, why: Why): Check {
  h.reason = (layer << 4) | why;
  return Check.Malformed;
}

/** Bytes ran out: cut by the capture, or the sender's fault. */
export function short(h: Headers, end: number, wireEnd: number, layer: number): Check {
  return end < wireEnd ? Check.Truncated : fault(h, layer, Why.Short);
}

/** What may follow a header; packet.ts reads it. Headers announce each other instead of calling, so that no nesting is deep. */
export const Next = {
  None: 0,
  Ethernet: 1,
  /** nextArg: EtherType */
  Type: 2,
  /** nextArg: bytes of padding before a bridged Ethernet frame */
  Llc: 3,
  /** IPv4 or IPv6, by the first half byte */
  Ip: 4,
  Ppp: 5,
  Pppoe: 6,
  Mpls: 7,
  Wifi: 8,
  FrameRelay: 9,
  Nsh: 10,
  /** nextArg: link type */
  Link: 11,
  /** nextArg: tunnel by port (udp-ports.ts), 0 = by form */
  Udp: 12,
  Gre: 13,
  EtherIp: 14,
  L2tp: 15,
  /** nextArg: layer under which IP lies in IP */
  IpInIp: 16,
  MplsInIp: 17,
  EthernetInIp: 18,
  Pim: 19,
} as const;
export type Next = (typeof Next)[keyof typeof Next];

export function announce(h: Headers, next: Next, off: number, end: number, wireEnd: number, arg = 0): Check {
  h.next = next;
  h.nextArg = arg;
  h.nextOff = off;
  h.nextEnd = end;
  h.nextWire = wireEnd;
  return Check.Ok;
}

/** As announce, where what follows is a packet in a packet and such are followed. */
export function announceInner(h: Headers, next: Next, off: number, end: number, wireEnd: number, arg = 0): Check {
  return h.follow === 0 ? Check.Ok : announce(h, next, off, end, wireEnd, arg);
}
