/** What the headers of one level say: of the packet itself, or of the one around a tunnel. See headers.ts. */
export interface Level {
  /** 48-bit hardware addresses: high 16 and low 32 bits; 0 where the link has none */
  srcMacHigh: number;
  srcMacLow: number;
  dstMacHigh: number;
  dstMacLow: number;
  /** outermost VLAN id, -1 = untagged */
  vlan: number;
  /** the VLAN id inside it, -1 = one tag or none */
  innerVlan: number;
  /** network identifier of the innermost VXLAN, GENEVE, NVGRE or LISP header; -1 = none */
  vni: number;
  /** number in the innermost tunnel header that is no vni: GTP TEID, GRE key, L2TP or ERSPAN session; 0 = none */
  tunnelId: number;
  /** node of `tunnels`; 0 = in no tunnel */
  tunnel: number;
  /** tunnels entered */
  depth: number;
  /** EtherType of the network layer; below 0x600 the LLC DSAP, or one of our numbers for 802.11 (ether-types.ts) */
  etherType: number;
  /** layers from the link up: a node of `layers` */
  stack: number;
  /** 4, 6, or 0 = no IP header could be read */
  ipVersion: number;
  /** IANA protocol number above IP; 255 without IP */
  proto: number;
  /** addresses as four words, most significant first; IPv4 as ::ffff:a.b.c.d */
  src0: number;
  src1: number;
  src2: number;
  src3: number;
  dst0: number;
  dst1: number;
  dst2: number;
  dst3: number;
  /** where the IP header starts, and its first byte not on the wire any more */
  ipOff: number;
  ipEnd: number;
  /** 1 = ports were captured */
  hasPorts: number;
  srcPort: number;
  dstPort: number;
  /** first message byte pair of ICMP: type << 8 | code, -1 = none */
  icmp: number;
  /** -1 = not a fragment; else the fragment's offset in bytes */
  fragmentOffset: number;
  fragmentId: number;
  /** of a fragment: 1 = others follow */
  moreFragments: number;
  tcpFlags: number;
  seq: number;
  ack: number;
  /** of TCP: as it stands in the header, not scaled; -1 = not captured; -2 = neither were sequence numbers and flags */
  window: number;
  /** of a TCP segment with SYN: maximum segment size it offers, 0 = none told */
  mss: number;
  /** of a TCP segment with SYN: shift of its windows (RFC 7323, at most 14), -1 = not offered */
  windowScale: number;
  /** where the transport header (of a later fragment: its piece) starts; meaningful with ipVersion */
  transportOff: number;
  /** captured bytes above the transport header: [payloadOff, payloadEnd) */
  payloadOff: number;
  payloadEnd: number;
  /** the same on the wire, as the IP header says */
  payloadWire: number;
}

export function createLevel(): Level {
  return {
    srcMacHigh: 0,
    srcMacLow: 0,
    dstMacHigh: 0,
    dstMacLow: 0,
    vlan: -1,
    innerVlan: -1,
    vni: -1,
    tunnelId: 0,
    tunnel: 0,
    depth: 0,
    etherType: 0,
    stack: 0,
    ipVersion: 0,
    proto: 255,
    src0: 0,
    src1: 0,
    src2: 0,
    src3: 0,
    dst0: 0,
    dst1: 0,
    dst2: 0,
    dst3: 0,
    ipOff: 0,
    ipEnd: 0,
    hasPorts: 0,
    srcPort: 0,
    dstPort: 0,
    icmp: -1,
    fragmentOffset: -1,
    fragmentId: 0,
    moreFragments: 0,
    tcpFlags: 0,
    seq: 0,
    ack: 0,
    window: -2,
    mss: 0,
    windowScale: -1,
    transportOff: 0,
    payloadOff: 0,
    payloadEnd: 0,
    payloadWire: 0,
  };
}

/** Nothing is known yet of what its headers say from the network layer up; `end`: behind its last captured byte. */
export function beginLevel(level: Level, end: number): void {
  level.etherType = 0;
  level.ipVersion = 0;
  level.proto = 255;
  level.hasPorts = level.srcPort = level.dstPort = 0;
  level.icmp = -1;
  level.fragmentOffset = -1;
  level.tcpFlags = 0;
  level.payloadOff = level.payloadEnd = end;
  level.payloadWire = 0;
}

/** Copies all of a level but TCP window, MSS and window scale. */
export function copyLevel(from: Level, to: Level): void {
  to.srcMacHigh = from.srcMacHigh;
  to.srcMacLow = from.srcMacLow;
  to.dstMacHigh = from.dstMacHigh;
  to.dstMacLow = from.dstMacLow;
  to.vlan = from.vlan;
  to.innerVlan = from.innerVlan;
  to.vni = from.vni;
  to.tunnelId = from.tunnelId;
  to.tunnel = from.tunnel;
  to.depth = from.depth;
  to.etherType = from.etherType;
  to.stack = from.stack;
  to.ipVersion = from.ipVersion;
  to.proto = from.proto;
  to.src0 = from.src0;
  to.src1 = from.src1;
  to.src2 = from.src2;
  to.src3 = from.src3;
  to.dst0 = from.dst0;
  to.dst1 = from.dst1;
  to.dst2 = from.dst2;
  to.dst3 = from.dst3;
  to.ipOff = from.ipOff;
  to.ipEnd = from.ipEnd;
  to.hasPorts = from.hasPorts;
  to.srcPort = from.srcPort;
  to.dstPort = from.dstPort;
  to.icmp = from.icmp;
  to.fragmentOffset = from.fragmentOffset;
  to.fragmentId = from.fragmentId;
  to.moreFragments = from.moreFragments;
  to.tcpFlags = from.tcpFlags;
  to.seq = from.seq;
  to.ack = from.ack;
  to.transportOff = from.transportOff;
  to.payloadOff = from.payloadOff;
  to.payloadEnd = from.payloadEnd;
  to.payloadWire = from.payloadWire;
}
