/** Sums of hosts and of pairs of hosts by their numbers (held/host-index.ts): one pass over the flows in scope, no grouping. */
import type { Rows } from './held/held.ts';
import { addressOf, byAddress, type HostIndex } from './held/host-index.ts';
import { Pairs } from './held/pairs.ts';
import type { Order } from './held/picked.ts';

export type End = 'src' | 'dst' | 'both';
export type SumOrder = 'bytes' | 'packets' | 'flows' | 'sentBytes' | 'receivedBytes';

/** What groups are ordered by, of every group: the rest is summed of those that are shown. */
export interface Ranked {
  readonly values: Float64Array;
  readonly flows: Uint32Array;
  /** places of those that have flows */
  readonly groups: Uint32Array;
}

export interface VolumeSums {
  flows: number;
  sent: number;
  received: number;
  sent_packets: number;
  received_packets: number;
}

export const noVolume = (): VolumeSums => ({ flows: 0, sent: 0, received: 0, sent_packets: 0, received_packets: 0 });

/** By place in `ids`: what is added to the place of the source, and to that of the destination. */
function ranking({ ids, volumes }: Rows, by: SumOrder): readonly [Float64Array, Float64Array] {
  const { sent, received, sentPackets, receivedPackets } = volumes;
  const values = new Float64Array(ids.length);
  switch (by) {
    case 'flows':
      values.fill(1);
      break;
    case 'packets':
      for (let at = 0; at < ids.length; at++) values[at] = sentPackets[ids[at]!]! + receivedPackets[ids[at]!]!;
      break;
    case 'bytes':
      for (let at = 0; at < ids.length; at++) values[at] = sent[ids[at]!]! + received[ids[at]!]!;
      break;
    default: {
      const others = new Float64Array(ids.length);
      const [own, other] = by === 'sentBytes' ? [sent, received] : [received, sent];
      for (let at = 0; at < ids.length; at++) {
        values[at] = own[ids[at]!]!;
        others[at] = other[ids[at]!]!;
      }
      return [values, others];
    }
  }
  return [values, values];
}

const placesOf = (flows: Uint32Array): Uint32Array => {
  let count = 0;
  for (let at = 0; at < flows.length; at++) if (flows[at]! > 0) count++;
  const groups = new Uint32Array(count);
  for (let at = 0, next = 0; next < count; at++) if (flows[at]! > 0) groups[next++] = at;
  return groups;
};

/** Hosts by their numbers; sent is what the end sent. Number 0: flows without addresses. */
export function rankHosts(rows: Rows, index: HostIndex, end: End, by: SumOrder): Ranked {
  const values = new Float64Array(index.count);
  const flows = new Uint32Array(index.count);
  const { src, dst } = index;
  const { ids } = rows;
  const [mine, others] = ranking(rows, by);
  // seen from the destination alone, sent is still what the source sent
  const ofDst = end === 'dst' ? mine : others;
  if (end !== 'dst')
    for (let at = 0; at < ids.length; at++) {
      const host = src[ids[at]!]!;
      values[host]! += mine[at]!;
      flows[host]!++;
    }
  if (end !== 'src')
    for (let at = 0; at < ids.length; at++) {
      const host = dst[ids[at]!]!;
      // a flow with the same address at both ends counts once
      if (end === 'both' && host === src[ids[at]!]!) continue;
      values[host]! += ofDst[at]!;
      flows[host]!++;
    }
  return { values, flows, groups: placesOf(flows) };
}

export interface RankedPairs extends Ranked {
  /** by place: numbers of the two hosts */
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
}

/** Pairs of source and destination, in places of their own; sent is what the source sent. */
export function rankPairs(rows: Rows, index: HostIndex, by: SumOrder): RankedPairs {
  const { ids } = rows;
  const pairs = new Pairs(ids.length);
  const { src, dst } = index;
  const [mine] = ranking(rows, by);
  for (let at = 0; at < ids.length; at++) {
    const place = pairs.of(src[ids[at]!]!, dst[ids[at]!]!);
    pairs.values[place]! += mine[at]!;
    pairs.flows[place]!++;
  }
  const groups = new Uint32Array(pairs.count);
  for (let place = 0; place < groups.length; place++) groups[place] = place;
  return { values: pairs.values, flows: pairs.flows, groups, src: pairs.src, dst: pairs.dst };
}

function addTo(sum: VolumeSums, { volumes }: Rows, id: number, isSource: boolean): void {
  const { sent, received, sentPackets, receivedPackets } = volumes;
  sum.flows++;
  sum.sent += (isSource ? sent : received)[id]!;
  sum.received += (isSource ? received : sent)[id]!;
  sum.sent_packets += (isSource ? sentPackets : receivedPackets)[id]!;
  sum.received_packets += (isSource ? receivedPackets : sentPackets)[id]!;
}

/** Volumes of hosts, seen from the ends asked for. */
export function hostVolumes(rows: Rows, index: HostIndex, end: End, hosts: Uint32Array): readonly VolumeSums[] {
  // by number: place in `hosts` + 1
  const places = new Uint32Array(index.count);
  for (const [place, number] of hosts.entries()) places[number] = place + 1;
  const sums = Array.from(hosts, noVolume);
  const { src, dst } = index;
  for (let at = 0; at < rows.ids.length; at++) {
    const id = rows.ids[at]!;
    if (end !== 'dst') {
      const place = places[src[id]!]!;
      if (place !== 0) addTo(sums[place - 1]!, rows, id, true);
    }
    if (end === 'src' || (end === 'both' && src[id] === dst[id])) continue;
    const place = places[dst[id]!]!;
    if (place !== 0) addTo(sums[place - 1]!, rows, id, end === 'dst');
  }
  return sums;
}

/** Volumes of pairs of hosts. */
export function pairVolumes(
  rows: Rows,
  index: HostIndex,
  pairs: RankedPairs,
  chosen: Uint32Array,
): readonly VolumeSums[] {
  const isEnd = new Uint8Array(index.count);
  const places = new Map<number, number>();
  for (const [place, pair] of chosen.entries()) {
    isEnd[pairs.src[pair]!] = 1;
    places.set(pairs.src[pair]! * index.count + pairs.dst[pair]!, place);
  }
  const sums = Array.from(chosen, noVolume);
  const { src, dst } = index;
  for (let at = 0; at < rows.ids.length; at++) {
    const id = rows.ids[at]!;
    if (isEnd[src[id]!] === 0) continue;
    const place = places.get(src[id]! * index.count + dst[id]!);
    if (place !== undefined) addTo(sums[place]!, rows, id, true);
  }
  return sums;
}

/** More flows first, then `tie`. */
export const byFlows =
  ({ flows }: Pick<Ranked, 'flows'>, tie: Order): Order =>
  (a, b) =>
    flows[b]! - flows[a]! || tie(a, b);

/** Addresses in scope, of either end or of one. */
export function countHosts({ ids }: Rows, { src, dst, count }: HostIndex, end: End): number {
  const seen = new Uint8Array(count);
  for (let at = 0; at < ids.length; at++) {
    if (end !== 'dst') seen[src[ids[at]!]!] = 1;
    if (end !== 'src') seen[dst[ids[at]!]!] = 1;
  }
  let hosts = 0;
  for (let number = 1; number < count; number++) hosts += seen[number]!;
  return hosts;
}

/** By address; hosts without one come last. */
export const addressOrder =
  (index: HostIndex): Order =>
  (a, b) =>
    a === 0 || b === 0 ? Number(a === 0) - Number(b === 0) : byAddress(index, a, b);

/** The address of a number as the engine tells it; null = none. */
export const addressValue = (index: HostIndex, number: number): bigint | null =>
  number === 0 ? null : addressOf(index, number);
