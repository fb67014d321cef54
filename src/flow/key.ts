/**
 * The key of a flow: the 5-tuple of a packet, or the two stations and the EtherType without IP, in one order for both
 * directions. `low` is 1 when the packet's sender is the lower end. Keys lie in the slot's integers (slot.ts).
 */
import { ICMP, ICMP6 } from '#registry/ip-protocols.ts';
import type { Headers } from '#wire/headers.ts';
import * as S from './open/slot.ts';

/** of the numbers of address spaces over the hash */
const SPREAD = 0x9e3779b1;

const NONE = 255;
const ONE_WAY = 1 << 30;

/** Type of the message that answers, or is answered by, one of a type: RFC 792, 950, 1256; RFC 4443, 2710, 4861, 4620, 4068. */
const REPLY_TO = counterparts([
  [8, 0],
  [13, 14],
  [15, 16],
  [17, 18],
  [10, 9],
]);
const REPLY_TO_6 = counterparts([
  [128, 129],
  [130, 131],
  [133, 134],
  [135, 136],
  [139, 140],
  [144, 145],
]);

function counterparts(pairs: readonly (readonly [number, number])[]): Uint8Array {
  const table = new Uint8Array(256).fill(NONE);
  for (const [one, other] of pairs) {
    table[one] = other;
    table[other] = one;
  }
  return table;
}

/** Neither addresses nor hardware addresses: the packet has no ends a flow could lie between. */
export function hasNoEnds(h: Headers): boolean {
  return h.ipVersion === 0 && (h.srcMacLow | h.srcMacHigh | h.dstMacLow | h.dstMacHigh) === 0;
}

/** A number that stands for the two addresses of a packet, the same for both directions. */
export function addressPair(h: Headers): number {
  const mixed = h.src3 ^ h.dst3 ^ h.src2 ^ h.dst2;
  return Math.imul(mixed, 0x9e3779b1) ^ (h.src3 + h.dst3) ^ (h.src0 + h.dst0 + h.src1 + h.dst1);
}

/** 1 when the sender is the lower end, else 0. */
export function lowEnd(h: Headers): number {
  if (h.ipVersion === 4) return h.src3 < h.dst3 || (h.src3 === h.dst3 && h.srcPort <= h.dstPort) ? 1 : 0;
  if (h.ipVersion === 6) {
    const order = compareAddresses(h);
    return order < 0 || (order === 0 && h.srcPort <= h.dstPort) ? 1 : 0;
  }
  return h.srcMacLow < h.dstMacLow || (h.srcMacLow === h.dstMacLow && h.srcMacHigh <= h.dstMacHigh) ? 1 : 0;
}

/** Hash of the key, the same for both directions; unpredictable without the seed. */
export function hashKey(h: Headers, low: number, seed: number): number {
  if (h.ipVersion === 0) {
    const ends = low === 1 ? mix(mix(seed, h.srcMacLow), h.dstMacLow) : mix(mix(seed, h.dstMacLow), h.srcMacLow);
    return finish(mix(mix(ends, macHighsOf(h, low)), h.etherType) ^ Math.imul(h.space, SPREAD));
  }
  let hash = low === 1 ? mix(mix(seed, h.src3), h.dst3) : mix(mix(seed, h.dst3), h.src3);
  hash = mix(hash, portsOf(h, low));
  if (h.ipVersion === 6) {
    // Each word by itself: sums of both ends' words are alike for as many flows as somebody wishes, whatever the seed.
    hash = low === 1 ? mix(mix(hash, h.src0), h.dst0) : mix(mix(hash, h.dst0), h.src0);
    hash = low === 1 ? mix(mix(hash, h.src1), h.dst1) : mix(mix(hash, h.dst1), h.src1);
    hash = low === 1 ? mix(mix(hash, h.src2), h.dst2) : mix(mix(hash, h.dst2), h.src2);
  }
  return finish(hash ^ h.proto ^ Math.imul(h.space, SPREAD));
}

/** True when the packet has the key of the slot whose integers start at `i`. */
export function hasKey(ints: Int32Array, i: number, h: Headers, low: number): boolean {
  if (ints[i + S.META] !== metaOf(h)) return false;
  if (h.ipVersion === 0) {
    return (
      ints[i + S.LOW3] === (low === 1 ? h.srcMacLow : h.dstMacLow) &&
      ints[i + S.HIGH3] === (low === 1 ? h.dstMacLow : h.srcMacLow) &&
      ints[i + S.PORTS] === macHighsOf(h, low) &&
      ints[i + S.LOW0] === h.space
    );
  }
  if (ints[i + S.LOW3] !== (low === 1 ? h.src3 : h.dst3) || ints[i + S.HIGH3] !== (low === 1 ? h.dst3 : h.src3))
    return false;
  if (ints[i + S.PORTS] !== portsOf(h, low)) return false;
  if (((ints[i + S.FLAGS]! & S.FLAG_PORTS) !== 0) !== (h.hasPorts === 1)) return false;
  if (h.ipVersion === 4) return true;
  const source = i + (low === 1 ? S.LOW0 : S.HIGH0);
  const target = i + (low === 1 ? S.HIGH0 : S.LOW0);
  return (
    ints[source] === h.src0 &&
    ints[source + 1] === h.src1 &&
    ints[source + 2] === h.src2 &&
    ints[target] === h.dst0 &&
    ints[target + 1] === h.dst1 &&
    ints[target + 2] === h.dst2
  );
}

/** Writes the key (not its flags) of a packet into a slot. */
export function putKey(ints: Int32Array, i: number, h: Headers, low: number, hash: number): void {
  ints[i + S.HASH] = hash;
  ints[i + S.META] = metaOf(h);
  if (h.ipVersion === 0) {
    ints[i + S.PORTS] = macHighsOf(h, low);
    ints[i + S.LOW0] = h.space;
    ints[i + S.LOW3] = low === 1 ? h.srcMacLow : h.dstMacLow;
    ints[i + S.HIGH3] = low === 1 ? h.dstMacLow : h.srcMacLow;
    return;
  }
  ints[i + S.PORTS] = portsOf(h, low);
  ints[i + S.LOW3] = low === 1 ? h.src3 : h.dst3;
  ints[i + S.HIGH3] = low === 1 ? h.dst3 : h.src3;
  const source = i + (low === 1 ? S.LOW0 : S.HIGH0);
  const target = i + (low === 1 ? S.HIGH0 : S.LOW0);
  ints[source] = h.src0;
  ints[source + 1] = h.src1;
  ints[source + 2] = h.src2;
  ints[target] = h.dst0;
  ints[target + 1] = h.dst1;
  ints[target + 2] = h.dst2;
}

function metaOf(h: Headers): number {
  return h.ipVersion === 0 ? 0xff | (h.etherType << 16) : h.proto | (h.ipVersion << 8) | (h.space << 16);
}

function portsOf(h: Headers, low: number): number {
  if (h.hasPorts === 0) return h.icmp < 0 ? 0 : messagesOf(h, low);
  return low === 1 ? (h.srcPort << 16) | h.dstPort : (h.dstPort << 16) | h.srcPort;
}

function counterpartOf(proto: number, type: number): number {
  return proto === ICMP ? REPLY_TO[type]! : proto === ICMP6 ? REPLY_TO_6[type]! : NONE;
}

/** What tells the flow of an ICMP message besides its ends, as text: its pair, else itself and who sent it. */
export function messageText(proto: number, type: number, code: number, sender: string): string {
  const reply = counterpartOf(proto, type);
  if (reply === NONE) return ` ${type}/${code} by ${sender}`;
  return ` ${Math.min(type, reply)}-${Math.max(type, reply)}`;
}

/** ICMP messages that ask for one another make one flow; any other kind is a flow of its own in each direction, as Zeek has it. */
function messagesOf(h: Headers, low: number): number {
  const type = h.icmp >>> 8;
  const reply = counterpartOf(h.proto, type);
  if (reply === NONE) return ONE_WAY | (low << 16) | h.icmp;
  return ((type < reply ? type : reply) << 8) | (type < reply ? reply : type);
}

function macHighsOf(h: Headers, low: number): number {
  return low === 1 ? (h.srcMacHigh << 16) | h.dstMacHigh : (h.dstMacHigh << 16) | h.srcMacHigh;
}

function compareAddresses(h: Headers): number {
  if (h.src3 !== h.dst3) return h.src3 < h.dst3 ? -1 : 1;
  if (h.src2 !== h.dst2) return h.src2 < h.dst2 ? -1 : 1;
  if (h.src1 !== h.dst1) return h.src1 < h.dst1 ? -1 : 1;
  return h.src0 === h.dst0 ? 0 : h.src0 < h.dst0 ? -1 : 1;
}

/**
 * Every bit of the word reaches every bit of the result (MurmurHash3's finaliser). With less, differences in the highest bits of
 * one word could be undone by the next, whatever the seed: as many flows on one hash as somebody wishes.
 */
function mix(hash: number, word: number): number {
  let h = hash ^ word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function finish(hash: number): number {
  const h = Math.imul(hash, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
