/** Sums of hosts and of pairs of hosts by their numbers (held/host-index.ts): one pass over the flows in scope, no grouping. */
import type { Column, Rows } from '../held/held.ts';
import { addressOf, byAddress, type HostIndex } from '../held/host-index.ts';
import { Pairs } from '../held/pairs.ts';
import type { Order } from '../held/picked.ts';

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

/** What is added of a flow: one column, or the sum of two. */
function ranking({ volumes }: Rows, by: SumOrder): readonly [Column, Column | undefined] {
  const { sent, received, sentPackets, receivedPackets } = volumes;
  switch (by) {
    case 'packets':
      return [sentPackets, receivedPackets];
    case 'sentBytes':
      return [sent, undefined];
    case 'receivedBytes':
      return [received, undefined];
    default:
      return [sent, received];
  }
}

/** Hosts by their numbers; sent is what the end sent. Number 0: flows without addresses. Good until the next await. */
export function rankHosts(rows: Rows, index: HostIndex, end: End, by: SumOrder): Ranked {
  const { values, flows } = index.scratch;
  values.fill(0);
  flows.fill(0);
  const { src, dst } = index;
  const { ids } = rows;
  const [mine, second] = ranking(rows, by);
  if (end !== 'dst')
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at]!;
      const host = src[id]!;
      values[host]! += second === undefined ? mine[id]! : mine[id]! + second[id]!;
      flows[host]!++;
    }
  if (end !== 'src') {
    // seen from the destination alone, sent is still what the source sent
    const { sent, received } = rows.volumes;
    const others = end === 'both' && second === undefined ? (by === 'sentBytes' ? received : sent) : mine;
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at]!;
      const host = dst[id]!;
      // a flow with the same address at both ends counts once
      if (end === 'both' && host === src[id]!) continue;
      values[host]! += second === undefined ? others[id]! : others[id]! + second[id]!;
      flows[host]!++;
    }
  }
  const { groups } = index.scratch;
  let count = 0;
  for (let host = 0; host < flows.length; host++) if (flows[host]! > 0) groups[count++] = host;
  return { values: by === 'flows' ? new Float64Array(flows) : values, flows, groups: groups.subarray(0, count) };
}

export interface RankedPairs extends Ranked {
  /** by place: numbers of the two hosts */
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
}

/** Pairs of source and destination, in places of their own; sent is what the source sent. */
export function rankPairs(rows: Rows, index: HostIndex, by: SumOrder): RankedPairs {
  // few flows are not worth a look at every host
  return rows.ids.length < index.count / 8 ? hashedPairs(rows, index, by) : sortedPairs(rows, index, by);
}

/** Flows in the order of their sources, so that pairs are told apart by their destination alone. */
function sortedPairs(rows: Rows, { src, dst, scratch }: HostIndex, by: SumOrder): RankedPairs {
  const { ids } = rows;
  const [mine, second] = ranking(rows, by);
  const ends = scratch.flows.fill(0);
  for (let at = 0; at < ids.length; at++) ends[src[ids[at]!]!]!++;
  for (let host = 0, sum = 0; host < ends.length; host++) {
    const count = ends[host]!;
    ends[host] = sum;
    sum += count;
  }
  const sorted = new Uint32Array(ids.length);
  for (let at = 0; at < ids.length; at++) sorted[ends[src[ids[at]!]!]!++] = ids[at]!;
  const pairs = {
    values: new Float64Array(ids.length),
    flows: new Uint32Array(ids.length),
    src: new Uint32Array(ids.length),
    dst: new Uint32Array(ids.length),
  };
  // by destination: place of its last pair + 1; one below `first` is of a source before
  const { places } = scratch;
  let count = 0;
  for (let at = 0, first = 0, last = -1; at < sorted.length; at++) {
    const id = sorted[at]!;
    const host = src[id]!;
    if (host !== last) {
      last = host;
      first = count;
    }
    const peer = dst[id]!;
    let place = places[peer]! - 1;
    if (place < first) {
      place = count++;
      places[peer] = count;
      pairs.src[place] = host;
      pairs.dst[place] = peer;
    }
    pairs.values[place]! += by === 'flows' ? 1 : second === undefined ? mine[id]! : mine[id]! + second[id]!;
    pairs.flows[place]!++;
  }
  places.fill(0);
  const groups = new Uint32Array(count);
  for (let place = 0; place < count; place++) groups[place] = place;
  return { ...pairs, groups };
}

function hashedPairs(rows: Rows, index: HostIndex, by: SumOrder): RankedPairs {
  const { ids } = rows;
  const pairs = new Pairs(ids.length);
  const { src, dst } = index;
  const [mine, second] = ranking(rows, by);
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    const place = pairs.of(src[id]!, dst[id]!);
    pairs.values[place]! += by === 'flows' ? 1 : second === undefined ? mine[id]! : mine[id]! + second[id]!;
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
  const { places } = index.scratch;
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
  for (const number of hosts) places[number] = 0;
  return sums;
}

/** Volumes of pairs of hosts. */
export function pairVolumes(
  rows: Rows,
  index: HostIndex,
  pairs: RankedPairs,
  chosen: Uint32Array,
): readonly VolumeSums[] {
  const isEnd = index.scratch.seen.fill(0);
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
export function countHosts({ ids }: Rows, { src, dst, count, scratch }: HostIndex, end: End): number {
  const seen = scratch.seen.fill(0);
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
