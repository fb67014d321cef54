import { LayerTrie } from './layers.ts';

/**
 * What the headers of one packet say. One object per decoder, rewritten for each packet: a reader takes what it needs
 * before the next packet. All numbers are int32 (`| 0`), so that nothing is allocated; offsets are into the packet's buffer.
 */
export interface Headers {
  /** 48-bit hardware addresses: high 16 and low 32 bits; 0 where the link has none */
  srcMacHigh: number;
  srcMacLow: number;
  dstMacHigh: number;
  dstMacLow: number;
  /** outermost VLAN id, -1 = untagged */
  vlan: number;
  /** EtherType of the network layer; below 0x600 the LLC DSAP */
  etherType: number;
  /** layers from the link up: a node of `layers` */
  stack: number;
  readonly layers: LayerTrie;
  /** of a malformed packet: layer << 4 | why (check.ts); else without meaning */
  reason: number;
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
  /** 1 = ports were captured */
  hasPorts: number;
  srcPort: number;
  dstPort: number;
  /** first message byte pair of ICMP: type << 8 | code, -1 = none */
  icmp: number;
  /** -1 = not a fragment; else the fragment's offset in bytes */
  fragmentOffset: number;
  fragmentId: number;
  tcpFlags: number;
  seq: number;
  ack: number;
  /** captured bytes above the transport header: [payloadOff, payloadEnd) */
  payloadOff: number;
  payloadEnd: number;
  /** the same on the wire, as the IP header says */
  payloadWire: number;
}

export function createHeaders(): Headers {
  return {
    srcMacHigh: 0,
    srcMacLow: 0,
    dstMacHigh: 0,
    dstMacLow: 0,
    vlan: -1,
    etherType: 0,
    stack: 0,
    layers: new LayerTrie(),
    reason: 0,
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
    hasPorts: 0,
    srcPort: 0,
    dstPort: 0,
    icmp: -1,
    fragmentOffset: -1,
    fragmentId: 0,
    tcpFlags: 0,
    seq: 0,
    ack: 0,
    payloadOff: 0,
    payloadEnd: 0,
    payloadWire: 0,
  };
}
