/**
 * The wire layer: headers of any bytes are read without a throw and without a look beyond the captured bytes, offsets lie
 * within them, and the same bytes give the same answer, whatever lies around them and whatever was read before.
 *
 * An input: two bytes of link type, two of bytes on the wire beyond the captured ones, then the packet.
 */
import { readFileSync, statSync } from 'node:fs';
import { openCapture } from '#capture/formats.ts';
import { createPackets } from '#capture/packets.ts';
import { verifyChecksums } from '#flow/checksums.ts';
import { Duplicates } from '#flow/duplicates.ts';
import { FindingsCounter } from '#wire/findings.ts';
import { createHeaders, type Headers } from '#wire/headers.ts';
import { LINKS } from '#wire/link/link-testing.ts';
import { readPacket } from '#wire/packet.ts';
import { bytesOf } from '#wire/testing.ts';
import { VENDOR_TUNNELS } from '#wire/tunnel/tunnel-testing.ts';
import { corpusCaptures } from '../corpus.ts';
import { mutate } from './mutate.ts';
import type { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

const HEAD_BYTES = 4;
const MAX_FILES = 1200;
const MAX_FILE_BYTES = 64 * 1024;
const PACKETS_A_FILE = 12;
/** filled around a packet: more than any header may be looked for */
const MARGIN = 600;
const LINK_TYPES = [...new Set([1, 101, 113, 276, ...LINKS.map(([, linkType]) => linkType)])];

/** IPv4 with a loose route, IPv6 with compressed addresses */
const SOURCE_ROUTES = [
  '4800 002a 0001 0000 4011 0000 0a000001 0a000002 83 0b 04 0a000010 0a000011 00 1388 0035 000a 0000 aabb',
  `60000000 001a 2b 40 20010db8${'00'.repeat(11)}01 20010db8${'00'.repeat(11)}02 1101 0302 ff600000 1011000000000000 1388 0035 000a 0000 aabb`,
];

const SEEDS: readonly Uint8Array[] = [...written(), ...realPackets()];

/** A frame with VXLAN, GENEVE, GRE, GTP-U … in turn around itself: what nests. */
function written(): Uint8Array[] {
  const ethernet = '020000000002020000000001';
  const tcp = '03e80050 00000001 00000002 50180400 00000000 6162';
  const ip = (proto: string, payload: string): string => {
    const bytes = payload.replace(/\s/g, '').length / 2;
    return `4500${(20 + bytes).toString(16).padStart(4, '0')}000100004000${proto}0000 0a000001 0a000002 ${payload}`.replace(
      '4000',
      '40',
    );
  };
  const udp = (port: string, payload: string): string => {
    const bytes = payload.replace(/\s/g, '').length / 2;
    return `c000 ${port} ${(8 + bytes).toString(16).padStart(4, '0')} 0000 ${payload}`;
  };
  const frame = `${ethernet} 0800 ${ip('06', tcp)}`;
  const all = [
    frame,
    `${ethernet} 8100 0064 8100 0065 0800 ${ip('06', tcp)}`,
    `${ethernet} 0800 ${ip('11', udp('12b5', `08000000 00006400 ${frame}`))}`,
    `${ethernet} 0800 ${ip('11', udp('17c1', `02006558 00006400 0103800100000000 ${frame}`))}`,
    `${ethernet} 0800 ${ip('11', udp('0868', `34ff0028 00000001 00000085 01001000 ${ip('06', tcp)}`))}`,
    `${ethernet} 0800 ${ip('2f', `30006558 12345600 00000001 ${frame}`)}`,
    `${ethernet} 0800 ${ip('2f', `100088be 00000001 10640001 00000000 ${frame}`)}`,
    `${ethernet} 0800 ${ip('04', ip('04', ip('06', tcp)))}`,
    `${ethernet} 0800 ${ip('11', udp('147f', `00200300 00000000 ${frame}`))}`,
    `${ethernet} 0800 ${ip('73', `00000001 ${frame}`)}`,
    `${ethernet} 8847 00064140 00000000 ${frame}`,
    `${ethernet} 88e7 00123456 ${frame}`,
  ];
  return [
    ...all.map((text) => input(1, 0, bytesOf(text))),
    ...LINKS.map(([, linkType, text]) => input(linkType, 0, bytesOf(text))),
    ...VENDOR_TUNNELS.map(([, text]) => input(1, 0, bytesOf(text))),
    ...SOURCE_ROUTES.map((text) => input(101, 0, bytesOf(text))),
  ];
}

/** First packets of small captures of the corpus, where it is there. */
function realPackets(): Uint8Array[] {
  const small = corpusCaptures()
    .sort()
    .filter((path) => statSync(path).size <= MAX_FILE_BYTES);
  const step = Math.max(1, Math.floor(small.length / MAX_FILES));
  return small.filter((_, n) => n % step === 0).flatMap((path) => packetsOf(new Uint8Array(readFileSync(path))));
}

function packetsOf(file: Uint8Array): Uint8Array[] {
  const opened = openCapture(file, undefined, (offset, length) => file.subarray(offset, offset + length));
  if (!opened.ok) return [];
  const block = createPackets(PACKETS_A_FILE);
  const start = opened.framer.position;
  const buf = file.slice(start);
  opened.framer.read(buf, 0, buf.length, Number.POSITIVE_INFINITY, block);
  const packets: Uint8Array[] = [];
  for (let n = 0; n < block.length; n++) {
    const from = block.offset[n]!;
    packets.push(input(block.linkType[n]!, 0, buf.slice(from, from + Math.min(block.capLen[n]!, 400))));
  }
  return packets;
}

function input(linkType: number, beyond: number, packet: Uint8Array): Uint8Array {
  return Uint8Array.from([linkType >> 8, linkType & 255, beyond >> 8, beyond & 255, ...packet]);
}

const h = createHeaders();
const outer = createHeaders({ tunnels: 'outer' });
const duplicates = new Duplicates();
const findings = new FindingsCounter();

function check(bytes: Uint8Array): string {
  if (bytes.length < HEAD_BYTES) return 'empty';
  const linkType = (bytes[0]! << 8) | bytes[1]!;
  const beyond = (bytes[2]! << 8) | bytes[3]!;
  const packet = bytes.subarray(HEAD_BYTES);
  const one = answer(h, toldOne, packet, linkType, beyond, 0xff);
  const two = answer(h, toldTwo, packet, linkType, beyond, 0x45);
  if (one.some((value, n) => value !== two[n]))
    throw new Error(`what lies around the packet changes it:\n${one}\n${two}`);
  answer(outer, toldOuter, packet, linkType, beyond, 0);
  if (outer.depth !== 0) throw new Error('a tunnel was entered against the setting');
  return ['ok', 'truncated', 'malformed', 'unsupported'][one[0]!]!;
}

const room = new Uint8Array(1 << 17);
const NUMBERS_EVERY = 16;
const NUMBERS = Object.entries(h).flatMap(([key, value]) => (typeof value === 'number' ? [key as NumberKey] : []));
type NumberKey = { [K in keyof Headers]: Headers[K] extends number ? K : never }[keyof Headers];
const TOLD = [
  'stack',
  'ipVersion',
  'proto',
  'hasPorts',
  'srcPort',
  'dstPort',
  'vlan',
  'innerVlan',
  'vni',
  'tunnel',
  'tunnelId',
  'depth',
  'etherType',
  'srcMacHigh',
  'srcMacLow',
  'dstMacHigh',
  'dstMacLow',
  'icmp',
  'tcpFlags',
  'payloadOff',
  'payloadEnd',
  'payloadWire',
  'fragmentOffset',
] as const satisfies readonly NumberKey[];
const IP_WORDS = ['src0', 'src1', 'src2', 'src3', 'dst0', 'dst1', 'dst2', 'dst3'] as const;
const [toldOne, toldTwo, toldOuter] = [0, 0, 0].map(() => new Int32Array(1 + TOLD.length + IP_WORDS.length)) as [
  Int32Array,
  Int32Array,
  Int32Array,
];
let checks = 0;

function answer(
  into: Headers,
  told: Int32Array,
  packet: Uint8Array,
  linkType: number,
  beyond: number,
  around: number,
): Int32Array {
  const off = MARGIN;
  const end = off + packet.length;
  room.fill(around, off - 64, off);
  room.fill(around, end, end + MARGIN);
  room.set(packet, off);
  const verdict = readPacket(into, room, off, end, end + beyond, linkType);
  const { payloadOff, payloadEnd, payloadWire } = into;
  const inside = (at: number): boolean => at >= off && at <= end;
  if (into.ipVersion !== 0) {
    if (!inside(payloadOff) || !inside(payloadEnd) || payloadOff > payloadEnd)
      throw new Error(`payload ${payloadOff - off} to ${payloadEnd - off} of ${packet.length}`);
    if (payloadWire < 0) throw new Error(`payload of ${payloadWire} bytes`);
    if (!inside(into.ipOff)) throw new Error('the IP header lies outside');
    duplicates.visit(into, room, end, 0);
    verifyChecksums(into, room, end, findings);
  }
  if (checks++ % NUMBERS_EVERY === 0) {
    const strange = NUMBERS.find((key) => (into[key] | 0) !== into[key]);
    if (strange !== undefined) throw new Error(`${strange} is ${into[strange]}, which is no int32`);
  }
  told[0] = verdict;
  for (let n = 0; n < TOLD.length; n++) told[n + 1] = into[TOLD[n]!];
  // Fields without meaning in this packet keep what the one before left.
  for (let n = 0; n < IP_WORDS.length; n++) told[TOLD.length + 1 + n] = into.ipVersion === 0 ? 0 : into[IP_WORDS[n]!];
  return told;
}

export const target: FuzzTarget = {
  about: 'headers of any bytes: no throw, no look beyond them, the same answer twice',
  make(random: Random) {
    const seed = random.pick(SEEDS);
    const changed = mutate(random, seed.subarray(HEAD_BYTES), random.pick(SEEDS).subarray(HEAD_BYTES)).subarray(
      0,
      4096,
    );
    const linkType = random.below(8) === 0 ? random.pick(LINK_TYPES) : (seed[0]! << 8) | seed[1]!;
    const beyond = random.below(3) === 0 ? random.below(2000) : 0;
    return input(linkType, beyond, changed);
  },
  check,
};
