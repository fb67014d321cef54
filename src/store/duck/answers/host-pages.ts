/** Pages of the list of hosts by their numbers: an order, kept for the pages that follow, then one pass for the hosts of a page. */
import type { HostOrder, Question, Volume } from '#query/question.ts';
import type { Held, Rows } from '../held/held.ts';
import { addressOf, type HostIndex } from '../held/host-index.ts';
import { Pairs } from '../held/pairs.ts';
import { picked } from '../held/picked.ts';
import { inOrderByTurns, wordsOfValues } from '../held/radix.ts';
import type { Parameters } from '../read/parameters.ts';
import type { Source } from '../read/source.ts';
import { msSql } from '../read/times.ts';
import { volumeOf } from './groups.ts';
import { addressOrder, noVolume, rankHosts, type SumOrder } from './host-sums.ts';

/** Names, applications and ports told of a host. */
export const FEW = 5;

export interface HostTold {
  readonly ip: bigint;
  readonly volume: Volume;
  readonly asSource: number;
  readonly asDestination: number;
  readonly peers: number;
  /** ms since 1970 */
  readonly first: number;
  readonly last: number;
  readonly country: number;
  readonly asn: number;
  /** 0 = none */
  readonly mac: number;
  readonly appsUsed: readonly string[];
  readonly appsOffered: readonly string[];
  readonly ports: readonly number[];
}

interface Sorted {
  readonly key: string;
  readonly total: number;
  readonly numbers: Uint32Array;
}

type Hosts = Extract<Question, { kind: 'hosts' }>;

/** Hosts whose order is kept at first: few scroll further. */
const FIRST = 2000;

export class HostPages {
  /** the last few orders by the numbers of an index, most recent first */
  readonly #sorted = new WeakMap<HostIndex, readonly Sorted[]>();

  async page(
    source: Source,
    held: Held,
    index: HostIndex,
    question: Hosts,
    where: string,
    parameters: Parameters,
    version: number,
  ): Promise<{ readonly told: readonly HostTold[]; readonly total: number }> {
    const offset = Math.max(0, Math.floor(question.offset));
    const limit = Math.max(1, Math.floor(question.limit));
    const isDeep = offset + limit > FIRST;
    const key = JSON.stringify([version, question.scope, question.sort, question.descending]);
    const recent = this.#sorted.get(index) ?? [];
    let sorted = recent.find((one) => one.key === key && (one.numbers.length === one.total || !isDeep));
    const rows = await held.rows(where, parameters);
    if (sorted === undefined) {
      sorted = { key, ...(await ordered(source, held, rows, index, question, isDeep)) };
      this.#sorted.set(index, [sorted, ...recent].slice(0, 2));
    }
    const numbers = sorted.numbers.subarray(offset, offset + limit);
    return { total: sorted.total, told: await toldOf(source, rows, index, numbers, where, parameters) };
  }
}

const SUMS: ReadonlySet<HostOrder> = new Set<SumOrder>(['bytes', 'sentBytes', 'receivedBytes', 'packets', 'flows']);
const isSum = (sort: HostOrder): sort is SumOrder => SUMS.has(sort);

async function ordered(
  { turn }: Pick<Source, 'turn'>,
  held: Held,
  rows: Rows,
  index: HostIndex,
  { sort, descending }: Hosts,
  isDeep: boolean,
): Promise<{ readonly total: number; readonly numbers: Uint32Array }> {
  const isWhole = isDeep || sort === 'ip';
  const inOrder = isWhole ? await index.inOrder(turn) : undefined;
  const { groups, values, isIn } = isSum(sort) ? volumesOf(rows, index, sort) : await valuesOf(held, rows, index, sort);
  const total = groups.length;
  if (inOrder === undefined)
    return { total, numbers: picked(groups, values, !descending, addressOrder(index), 0, FIRST) };
  const numbers = new Uint32Array(total);
  const own = new Float64Array(total);
  for (let at = 0, count = 0; at < inOrder.length; at++) {
    const number = inOrder[at]!;
    if (isIn[number] === 0) continue;
    own[count] = values[number]!;
    numbers[count++] = number;
  }
  if (sort === 'ip') return { total, numbers: descending ? numbers.reverse() : numbers };
  const places = numbers.map((_, at) => at);
  const order = await inOrderByTurns(places, wordsOfValues(own), turn, descending);
  return { total, numbers: order.map((at) => numbers[at]!) };
}

interface Valued {
  /** the hosts in scope, by number */
  readonly groups: Uint32Array;
  /** by number: what they are ordered by, and whether they are in scope */
  readonly values: Float64Array;
  readonly isIn: Uint8Array | Uint32Array;
}

function volumesOf(rows: Rows, index: HostIndex, by: SumOrder): Valued {
  const { groups, values, flows } = rankHosts(rows, index, 'both', by);
  // Flows without addresses are of no host.
  flows[0] = 0;
  return { groups: groups[0] === 0 ? groups.subarray(1) : groups, values, isIn: flows };
}

async function valuesOf(held: Held, { ids }: Rows, { src, dst, count }: HostIndex, sort: HostOrder): Promise<Valued> {
  const values = new Float64Array(count);
  const seen = new Uint8Array(count);
  for (let at = 0; at < ids.length; at++) {
    seen[src[ids[at]!]!] = 1;
    seen[dst[ids[at]!]!] = 1;
  }
  seen[0] = 0;
  switch (sort) {
    case 'asSource':
      for (let at = 0; at < ids.length; at++) values[src[ids[at]!]!]!++;
      break;
    case 'asDestination':
      for (let at = 0; at < ids.length; at++) values[dst[ids[at]!]!]!++;
      break;
    case 'first': {
      const { start } = await held.times();
      values.fill(Infinity);
      for (const hosts of [src, dst])
        for (let at = 0; at < ids.length; at++) {
          const host = hosts[ids[at]!]!;
          if (start[ids[at]!]! < values[host]!) values[host] = start[ids[at]!]!;
        }
      break;
    }
    case 'last': {
      const { end } = await held.times();
      values.fill(-Infinity);
      for (const hosts of [src, dst])
        for (let at = 0; at < ids.length; at++) {
          const host = hosts[ids[at]!]!;
          if (end[ids[at]!]! > values[host]!) values[host] = end[ids[at]!]!;
        }
      break;
    }
    case 'peers': {
      const pairs = new Pairs();
      for (let at = 0; at < ids.length; at++) {
        const [s, d] = [src[ids[at]!]!, dst[ids[at]!]!];
        const before = pairs.count;
        pairs.of(Math.min(s, d), Math.max(s, d));
        if (pairs.count === before) continue;
        values[s]!++;
        if (s !== d) values[d]!++;
      }
      break;
    }
    default:
  }
  const groups = new Uint32Array(count);
  let hosts = 0;
  for (let number = 1; number < count; number++) if (seen[number] === 1) groups[hosts++] = number;
  return { groups: groups.subarray(0, hosts), values, isIn: seen };
}

const COLUMNS = [
  ...['f.id', 'f.src_bytes::DOUBLE', 'f.dst_bytes::DOUBLE', 'f.src_packets', 'f.dst_packets'],
  ...[msSql('f.start_ns'), msSql('f.end_ns'), 'f.src_country', 'f.dst_country', 'f.src_asn', 'f.dst_asn'],
  ...['f.src_mac::DOUBLE', 'f.dst_mac::DOUBLE', 'f.app', 'f.dst_port'],
  // 1 = a port that was answered
  '((f.flags & 2) <> 0 AND f.dst_packets > 0 AND f.proto NOT IN (1, 58))::UTINYINT',
].join(', ');

/** Flows that are named one by one rather than looked for among all. */
const MOST_NAMED = 4000;

/** What stands for the flows in scope that are asked for: of few, these alone, which need no test any more. */
function flowsWith(
  source: Source,
  { ids }: Rows,
  isWanted: (id: number) => boolean,
): { readonly flows: string; readonly test: string | undefined } {
  const wanted: number[] = [];
  for (let at = 0; at < ids.length; at++) {
    if (!isWanted(ids[at]!)) continue;
    if (wanted.length === MOST_NAMED) return { flows: source.flows, test: undefined };
    wanted.push(ids[at]!);
  }
  return { flows: source.flowsAmong(`IN (${wanted.length === 0 ? -1 : wanted.join(', ')})`), test: 'TRUE' };
}

class Told {
  readonly sums = noVolume();
  asSource = 0;
  asDestination = 0;
  peers = 0;
  first = Infinity;
  last = -Infinity;
  country = 0;
  asn = 0;
  /** of frames it sent, and of frames sent to it */
  ownMac = Infinity;
  calledMac = Infinity;
  readonly used = new Map<number, number>();
  readonly offered = new Map<number, number>();
  readonly ports = new Map<number, number>();
}

/** Individual addresses: the group bit of the first octet is not set. */
const isStation = (mac: number): boolean => mac !== 0 && Math.floor(mac / 2 ** 40) % 2 === 0;
const count = (counts: Map<number, number>, key: number): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

async function toldOf(
  source: Source,
  rows: Rows,
  index: HostIndex,
  numbers: Uint32Array,
  where: string,
  parameters: Parameters,
): Promise<readonly HostTold[]> {
  // by number: place on the page + 1
  const places = new Uint16Array(index.count);
  for (const [place, number] of numbers.entries()) places[number] = place + 1;
  const found = Array.from(numbers, () => new Told());
  const peers = new Pairs();
  const { src, dst } = index;
  const { flows, test } = flowsWith(source, rows, (id) => places[src[id]!] !== 0 || places[dst[id]!] !== 0);
  await source.scan(
    `SELECT ${COLUMNS} FROM ${flows} f WHERE ${test ?? where}`,
    test === undefined ? parameters : undefined,
    (columns, rows) => {
      const [id, sent, received, sentPackets, receivedPackets, start, end] = columns as Float64Array[];
      const [srcCountry, dstCountry, srcAsn, dstAsn, srcMac, dstMac, app, port, isOpen] = columns.slice(
        7,
      ) as Float64Array[];
      for (let row = 0; row < rows; row++) {
        const [s, d] = [index.src[id![row]!]!, index.dst[id![row]!]!];
        for (let side = 0; side < 2; side++) {
          const isSource = side === 0;
          const place = places[isSource ? s : d]!;
          if (place === 0) continue;
          const one = found[place - 1]!;
          if (isSource || s !== d) {
            one.sums.flows++;
            one.sums.sent += (isSource ? sent : received)![row]!;
            one.sums.received += (isSource ? received : sent)![row]!;
            one.sums.sent_packets += (isSource ? sentPackets : receivedPackets)![row]!;
            one.sums.received_packets += (isSource ? receivedPackets : sentPackets)![row]!;
          }
          const before = peers.count;
          peers.of(isSource ? s : d, isSource ? d : s);
          if (peers.count > before) one.peers++;
          one.first = Math.min(one.first, start![row]!);
          one.last = Math.max(one.last, end![row]!);
          one.country = (isSource ? srcCountry : dstCountry)![row]!;
          one.asn = (isSource ? srcAsn : dstAsn)![row]!;
          const mac = (isSource ? srcMac : dstMac)![row]!;
          if (isStation(mac)) {
            if (isSource) one.ownMac = Math.min(one.ownMac, mac);
            else one.calledMac = Math.min(one.calledMac, mac);
          }
          if (isSource) one.asSource++;
          else one.asDestination++;
          if (app![row] !== 0) count(isSource ? one.used : one.offered, app![row]!);
          if (!isSource && isOpen![row] === 1) count(one.ports, port![row]!);
        }
      }
    },
  );
  const apps = new Map(
    (await source.rows('SELECT id, name FROM apps')).map((row) => [Number(row.id), String(row.name)]),
  );
  return Array.from(numbers, (number, place): HostTold => {
    const one = found[place]!;
    const mac = Number.isFinite(one.ownMac) ? one.ownMac : one.calledMac;
    const names = (counts: ReadonlyMap<number, number>) =>
      most(
        [...counts].map(([code, n]): [string, number] => [apps.get(code) ?? '', n]),
        (a, b) => (a < b ? -1 : 1),
      );
    return {
      ip: addressOf(index, number),
      volume: volumeOf({ ...one.sums }),
      asSource: one.asSource,
      asDestination: one.asDestination,
      peers: one.peers,
      first: one.first,
      last: one.last,
      country: one.country,
      asn: one.asn,
      mac: Number.isFinite(mac) ? mac : 0,
      appsUsed: names(one.used),
      appsOffered: names(one.offered),
      ports: most([...one.ports], (a, b) => a - b),
    };
  });
}

/** The most frequent values, then in their own order. */
const most = <T>(counts: readonly (readonly [T, number])[], tie: (a: T, b: T) => number): readonly T[] =>
  [...counts]
    .sort((a, b) => b[1] - a[1] || tie(a[0], b[0]))
    .slice(0, FEW)
    .map(([value]) => value);
