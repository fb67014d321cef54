/**
 * Who began, where no SYN tells: as Zeek does, by the ports of the first packet (likely_server_ports). A port of Zeek's scripts or a
 * system port of a protocol of ours is a server's; another port at which a protocol of ours is at home is one only against a port of
 * the range that systems give to clients, for any port may be a client's. A packet from a server's port to one that is less of one
 * comes from the server; where both are servers', TCP takes the lower port for the server's; where neither is, a system port
 * (below 1024, RFC 6335 §6) talking to a higher one is. A packet to a group or to everybody is never an answer.
 * What is said later (a request, a response) goes before ports: dissect/speaker.ts.
 */

import { DISSECTORS } from '#dissect/table.ts';
import { TCP, UDP } from '#registry/ip-protocols.ts';
import type { Headers } from '#wire/headers.ts';
import { SYN } from '#wire/network/tcp-flags.ts';

const SYSTEM_PORTS = 1024;
/** Linux gives clients ports from here on; what protocols of ours use beyond is no evidence. */
const EPHEMERAL = 32768;
/** Ports of clients by their protocol's rules: DHCP and DHCPv6. */
const CLIENT_PORTS: readonly number[] = [68, 546];
/** likely_server_ports of Zeek's base scripts, as of 7.0, where no dissector of ours names the port. */
const ZEEK_TCP: readonly number[] = [
  21, 22, 25, 53, 80, 81, 88, 102, 135, 139, 143, 389, 443, 445, 502, 563, 585, 587, 614, 631, 636, 989, 990, 992, 993,
  995, 1080, 1433, 1883, 2811, 3128, 3268, 3306, 3389, 5060, 5061, 5222, 5223, 5269, 5432, 6379, 6666, 6667, 6668, 6669,
  8000, 8080, 8888, 20000,
];
const ZEEK_UDP: readonly number[] = [
  53, 67, 88, 123, 135, 137, 161, 162, 389, 443, 514, 853, 1812, 1434, 3544, 5060, 5072, 5353, 5355, 20000,
];

/** How likely a port is a server's. */
const Likely = { No: 0, AgainstClients: 1, Yes: 2 } as const;

const likelyTcp = likelyPorts(TCP, ZEEK_TCP);
const likelyUdp = likelyPorts(UDP, ZEEK_UDP);

function likelyPorts(proto: number, more: readonly number[]): Uint8Array {
  const likely = new Uint8Array(0x10000);
  for (const { over, ports, noGuess } of DISSECTORS) {
    if (!over.includes(proto) || noGuess === true) continue;
    for (const port of ports)
      if (port < EPHEMERAL) likely[port] = port < SYSTEM_PORTS ? Likely.Yes : Likely.AgainstClients;
  }
  for (const port of more) likely[port] = Likely.Yes;
  for (const port of CLIENT_PORTS) likely[port] = Likely.No;
  return likely;
}

/** True when the first packet of a flow was sent by its responder, as far as ports tell. */
export function isAnswer(h: Headers): boolean {
  if (h.hasPorts === 0 || (h.proto === TCP && (h.tcpFlags & SYN) !== 0) || isToGroup(h)) return false;
  return isAnswerByPorts(h.proto, h.srcPort, h.dstPort);
}

/** True when ports say that what goes from `srcPort` to `dstPort` comes from a server. */
export function isAnswerByPorts(proto: number, srcPort: number, dstPort: number): boolean {
  const likely = proto === UDP ? likelyUdp : likelyTcp;
  const from = likely[srcPort]!;
  const to = likely[dstPort]!;
  if (from !== to) return from > to && (from === Likely.Yes || dstPort >= EPHEMERAL);
  if (from !== Likely.No) return from === Likely.Yes && proto === TCP && srcPort < dstPort;
  return srcPort < SYSTEM_PORTS && dstPort >= SYSTEM_PORTS;
}

/** Sent to a group or to everybody: RFC 5771, RFC 919, RFC 4291 §2.7. */
export function isToGroup(h: Headers): boolean {
  if (h.ipVersion === 6) return h.dst0 >>> 24 === 0xff;
  return h.dst3 >>> 28 === 14 || h.dst3 === -1;
}
