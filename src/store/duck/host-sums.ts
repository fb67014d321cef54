/** Sums of hosts and of pairs of hosts by their numbers (host-index.ts): one pass over the flows in scope, no grouping. */
import { addressOf, byAddress, type HostIndex } from './host-index.ts';
import type { Source } from './reader.ts';
import { hashTable, hashWord } from './seeded-hash.ts';
import type { Parameters } from './where.ts';

export type End = 'src' | 'dst' | 'both';
export type SumOrder = 'bytes' | 'packets' | 'flows' | 'sentBytes' | 'receivedBytes';

/** What groups are ordered by, of every group: the rest is summed of those that are shown. */
export interface Ranked {
  readonly values: Float64Array;
  readonly flows: Uint32Array;
  /** places of those that have flows */
  readonly groups: Uint32Array;
  /** volumes of all groups together */
  readonly whole: VolumeSums;
}

export interface VolumeSums {
  flows: number;
  sent: number;
  received: number;
  sent_packets: number;
  received_packets: number;
}

export const noVolume = (): VolumeSums => ({ flows: 0, sent: 0, received: 0, sent_packets: 0, received_packets: 0 });

/** What is added of a flow to the place of its source, and to that of its destination. */
const RANKED: Readonly<Record<SumOrder, readonly [own: string, other: string]>> = {
  bytes: ['(f.src_bytes + f.dst_bytes)::DOUBLE', '0::DOUBLE'],
  packets: ['(f.src_packets + f.dst_packets)::DOUBLE', '0::DOUBLE'],
  flows: ['1::DOUBLE', '0::DOUBLE'],
  sentBytes: ['f.src_bytes::DOUBLE', 'f.dst_bytes::DOUBLE'],
  receivedBytes: ['f.dst_bytes::DOUBLE', 'f.src_bytes::DOUBLE'],
};

const placesOf = (flows: Uint32Array): Uint32Array => {
  let count = 0;
  for (let at = 0; at < flows.length; at++) if (flows[at]! > 0) count++;
  const groups = new Uint32Array(count);
  for (let at = 0, next = 0; at < flows.length; at++) if (flows[at]! > 0) groups[next++] = at;
  return groups;
};

/** Hosts by their numbers; sent is what the end sent. Number 0: flows without addresses. */
export async function rankHosts(
  source: Source,
  index: HostIndex,
  end: End,
  by: SumOrder,
  where: string,
  parameters: Parameters,
): Promise<Omit<Ranked, 'whole'>> {
  const values = new Float64Array(index.count);
  const flows = new Uint32Array(index.count);
  const { src, dst } = index;
  const [own, other] = RANKED[by];
  const isSided = other !== '0::DOUBLE' && end === 'both';
  await source.scan(
    `SELECT f.id, ${own}${isSided ? `, ${other}` : ''} FROM ${source.flows} f WHERE ${where}`,
    parameters,
    (columns, rows) => {
      const id = columns[0] as Uint32Array;
      const mine = columns[1] as Float64Array;
      const others = isSided ? (columns[2] as Float64Array) : mine;
      for (let row = 0; row < rows; row++) {
        const [s, d] = [src[id[row]!]!, dst[id[row]!]!];
        if (end !== 'dst') {
          values[s]! += mine[row]!;
          flows[s]!++;
        }
        // a flow with the same address at both ends counts once
        if (end === 'dst' || (end === 'both' && s !== d)) {
          values[d]! += others[row]!;
          flows[d]!++;
        }
      }
    },
  );
  return { values, flows, groups: placesOf(flows) };
}

export interface RankedPairs extends Omit<Ranked, 'whole'> {
  /** by place: numbers of the two hosts */
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
}

/** Pairs of source and destination, in places of their own; sent is what the source sent. */
export async function rankPairs(
  source: Source,
  index: HostIndex,
  by: SumOrder,
  where: string,
  parameters: Parameters,
  wish: number,
): Promise<RankedPairs> {
  const pairs = new Pairs(wish);
  const { src, dst } = index;
  await source.scan(
    `SELECT f.id, ${RANKED[by][0]} FROM ${source.flows} f WHERE ${where}`,
    parameters,
    (columns, rows) => {
      const [id, value] = columns as [Uint32Array, Float64Array];
      for (let row = 0; row < rows; row++) {
        const place = pairs.of(src[id[row]!]!, dst[id[row]!]!);
        pairs.values[place]! += value[row]!;
        pairs.flows[place]!++;
      }
    },
  );
  const groups = Uint32Array.from({ length: pairs.count }, (_, place) => place);
  return { values: pairs.values, flows: pairs.flows, groups, src: pairs.src, dst: pairs.dst };
}

const LEAST_PAIRS = 1024;
const MOST_WISHED = 2 ** 20;

/** Places of pairs of numbers, in the order they are first seen. */
export class Pairs {
  count = 0;
  src: Uint32Array;
  dst: Uint32Array;
  values: Float64Array;
  flows: Uint32Array;
  /** place + 1; 0 = free */
  #slots: Uint32Array;

  /** `wish`: room for so many at first */
  constructor(wish = LEAST_PAIRS) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(LEAST_PAIRS, Math.min(MOST_WISHED, wish + 1))));
    this.src = new Uint32Array(size);
    this.dst = new Uint32Array(size);
    this.values = new Float64Array(size);
    this.flows = new Uint32Array(size);
    this.#slots = new Uint32Array(size * 2);
  }

  of(src: number, dst: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash(src, dst) & mask; ; slot = (slot + 1) & mask) {
      const place = slots[slot]! - 1;
      if (place < 0) {
        slots[slot] = ++this.count;
        this.src[this.count - 1] = src;
        this.dst[this.count - 1] = dst;
        if (this.count === this.src.length) this.#grow();
        return this.count - 1;
      }
      if (this.src[place] === src && this.dst[place] === dst) return place;
    }
  }

  #grow(): void {
    const size = this.src.length * 2;
    const larger = <T extends Uint32Array | Float64Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.src = larger(this.src, new Uint32Array(size));
    this.dst = larger(this.dst, new Uint32Array(size));
    this.values = larger(this.values, new Float64Array(size));
    this.flows = larger(this.flows, new Uint32Array(size));
    const slots = new Uint32Array(size * 2);
    const mask = slots.length - 1;
    for (let place = 0; place < this.count; place++) {
      let slot = hash(this.src[place]!, this.dst[place]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = place + 1;
    }
    this.#slots = slots;
  }
}

const TABLE = hashTable(2);
const hash = (src: number, dst: number): number => (hashWord(TABLE, 0, src) ^ hashWord(TABLE, 1, dst)) >>> 0;

/** Below 0 when the first place comes first. */
export type Order = (a: number, b: number) => number;

/** More than this are sorted whole. */
const MOST_PICKED = 5000;

/** The first `limit` of the groups behind `offset`: by values, largest or smallest first, then by `ties`. */
export function picked(
  groups: Uint32Array,
  values: Float64Array,
  ascending: boolean,
  ties: Order,
  offset: number,
  limit: number,
): Uint32Array {
  const sign = ascending ? 1 : -1;
  const order: Order = (a, b) => sign * (values[a]! - values[b]!) || ties(a, b);
  const most = Math.min(groups.length, offset + limit);
  if (most > MOST_PICKED) return groups.slice().sort(order).subarray(offset, most);
  // a heap with the last of the best on top: most groups are passed over after one look
  const heap = groups.slice(0, most);
  for (let at = (most >> 1) - 1; at >= 0; at--) sift(heap, at, order);
  let worst = most === 0 ? 0 : sign * values[heap[0]!]!;
  for (let i = most; i < groups.length && most > 0; i++) {
    const group = groups[i]!;
    const value = sign * values[group]!;
    if (value > worst || (value === worst && ties(group, heap[0]!) >= 0)) continue;
    heap[0] = group;
    sift(heap, 0, order);
    worst = sign * values[heap[0]!]!;
  }
  return heap.sort(order).subarray(offset);
}

function sift(heap: Uint32Array, from: number, order: Order): void {
  let at = from;
  const value = heap[at]!;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && order(heap[child + 1]!, heap[child]!) > 0) child++;
    if (order(heap[child]!, value) <= 0) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = value;
}

/** Flows that are named one by one rather than looked for among all. */
const MOST_NAMED = 4000;

/** What stands for the flows that may be among those asked for: of few, these alone. */
export function flowsWith(source: Source, { src }: HostIndex, isWanted: (id: number) => boolean): string {
  const ids: number[] = [];
  for (let id = 0; id < src.length; id++) {
    if (!isWanted(id)) continue;
    if (ids.length === MOST_NAMED) return source.flows;
    ids.push(id);
  }
  return source.flowsAmong(`IN (${ids.length === 0 ? -1 : ids.join(', ')})`);
}

/**
 * Volumes of chosen groups. `placeOf` tells of a flow and one of its ends (0 = source) where its volume belongs, -1 = nowhere; sent is
 * what that end sent.
 */
export async function volumesOf(
  source: Source,
  index: HostIndex,
  groups: number,
  placeOf: (id: number, side: 0 | 1) => number,
  where: string,
  parameters: Parameters,
): Promise<readonly VolumeSums[]> {
  const sums = Array.from({ length: groups }, noVolume);
  const flows = flowsWith(source, index, (id) => placeOf(id, 0) >= 0 || placeOf(id, 1) >= 0);
  await source.scan(
    `SELECT f.id, f.src_bytes::DOUBLE, f.dst_bytes::DOUBLE, f.src_packets, f.dst_packets FROM ${flows} f WHERE ${where}`,
    parameters,
    (columns, rows) => {
      const id = columns[0] as Uint32Array;
      const [up, down] = columns.slice(1, 3) as [Float64Array, Float64Array];
      const [upPackets, downPackets] = columns.slice(3) as [Uint32Array, Uint32Array];
      for (let row = 0; row < rows; row++)
        for (const side of [0, 1] as const) {
          const place = placeOf(id[row]!, side);
          if (place < 0) continue;
          const sum = sums[place]!;
          sum.flows++;
          sum.sent += (side === 0 ? up : down)[row]!;
          sum.received += (side === 0 ? down : up)[row]!;
          sum.sent_packets += (side === 0 ? upPackets : downPackets)[row]!;
          sum.received_packets += (side === 0 ? downPackets : upPackets)[row]!;
        }
    },
  );
  return sums;
}

/** Volumes of hosts, seen from the ends asked for. */
export function hostVolumes(
  source: Source,
  index: HostIndex,
  end: End,
  hosts: Uint32Array,
  where: string,
  parameters: Parameters,
): Promise<readonly VolumeSums[]> {
  const places = new Int32Array(index.count).fill(-1);
  for (const [place, number] of hosts.entries()) places[number] = place;
  const { src, dst } = index;
  const placeOf = (id: number, side: 0 | 1): number => {
    if (side === 0) return end === 'dst' ? -1 : places[src[id]!]!;
    return end === 'src' || (end === 'both' && src[id] === dst[id]) ? -1 : places[dst[id]!]!;
  };
  // seen from the destination alone, sent is still what the source sent
  return volumesOf(source, index, hosts.length, placeOf, where, parameters).then((sums) =>
    end === 'dst' ? sums.map(turned) : sums,
  );
}

const turned = ({ flows, sent, received, sent_packets, received_packets }: VolumeSums): VolumeSums => ({
  flows,
  sent: received,
  received: sent,
  sent_packets: received_packets,
  received_packets: sent_packets,
});

/** Volumes of pairs of hosts. */
export function pairVolumes(
  source: Source,
  index: HostIndex,
  pairs: RankedPairs,
  chosen: Uint32Array,
  where: string,
  parameters: Parameters,
): Promise<readonly VolumeSums[]> {
  const isEnd = new Uint8Array(index.count);
  const places = new Map<number, number>();
  for (const [place, pair] of chosen.entries()) {
    isEnd[pairs.src[pair]!] = 1;
    places.set(pairs.src[pair]! * index.count + pairs.dst[pair]!, place);
  }
  const { src, dst } = index;
  const placeOf = (id: number, side: 0 | 1): number =>
    side === 1 || isEnd[src[id]!] === 0 ? -1 : (places.get(src[id]! * index.count + dst[id]!) ?? -1);
  return volumesOf(source, index, chosen.length, placeOf, where, parameters);
}

/** More flows first, then `tie`. */
export const byFlows =
  ({ flows }: Pick<Ranked, 'flows'>, tie: Order): Order =>
  (a, b) =>
    flows[b]! - flows[a]! || tie(a, b);

/** Addresses in scope, of either end or of one. */
export async function countHosts(
  source: Source,
  index: HostIndex,
  end: End,
  where: string,
  parameters: Parameters,
): Promise<number> {
  const seen = new Uint8Array(index.count);
  await source.scan(`SELECT f.id FROM ${source.flows} f WHERE ${where}`, parameters, ([ids], rows) => {
    const id = ids as Uint32Array;
    for (let row = 0; row < rows; row++) {
      if (end !== 'dst') seen[index.src[id[row]!]!] = 1;
      if (end !== 'src') seen[index.dst[id[row]!]!] = 1;
    }
  });
  let count = 0;
  for (let number = 1; number < seen.length; number++) count += seen[number]!;
  return count;
}

/** By address; hosts without one come last. */
export const addressOrder =
  (index: HostIndex): Order =>
  (a, b) =>
    a === 0 || b === 0 ? Number(a === 0) - Number(b === 0) : byAddress(index, a, b);

/** The address of a number as the engine tells it; null = none. */
export const addressValue = (index: HostIndex, number: number): bigint | null =>
  number === 0 ? null : addressOf(index, number);
