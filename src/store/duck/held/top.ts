/** Groups of flows by one to three fields, from columns in memory: the same rows as the engine's statements have. */
import type { MoreMeasure } from '#query/question.ts';
import type { Parameters } from '../read/parameters.ts';
import type { Row } from '../read/source.ts';
import { msOfNs } from '../read/times.ts';
import type { Coded } from './coded.ts';
import type { Held, Rows } from './held.ts';
import type { HostIndex } from './host-index.ts';
import { type Order, picked } from './picked.ts';
import { Combiner, combined, compareValues, groupsIn, merged, noSums, type Sums, sumsOf } from './sums.ts';

export type SumName = 'bytes' | 'packets' | 'flows' | 'sentBytes' | 'receivedBytes';

const valuesBy = (sums: Sums, by: SumName): Float64Array => {
  switch (by) {
    case 'flows':
      return sums.flows;
    case 'sentBytes':
      return sums.sent;
    case 'receivedBytes':
      return sums.received;
    case 'packets':
      return sums.sentPackets.map((own, group) => own + sums.receivedPackets[group]!);
    default:
      return sums.sent.map((own, group) => own + sums.received[group]!);
  }
};

const rowOf = (sums: Sums, group: number): Row => ({
  flows: sums.flows[group],
  sent: sums.sent[group],
  received: sums.received[group],
  sent_packets: sums.sentPackets[group],
  received_packets: sums.receivedPackets[group],
});

const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);

/** The largest groups of a field, with the volumes of those of their flows that are lit; undefined where it is not held. */
export async function topOf(
  held: Held,
  key: string,
  by: SumName,
  limit: number,
  where: string,
  parameters: Parameters,
  lit?: Rows,
): Promise<readonly Row[] | undefined> {
  const coded = await held.coded(key);
  if (coded === undefined) return undefined;
  const rows = await held.rows(where, parameters);
  const sums = merged(sumsOf(rows, coded), coded.alias);
  const shown = lit === undefined ? sums : merged(sumsOf(lit, coded), coded.alias);
  const groups = groupsIn(sums);
  const { values } = coded;
  const ties: Order = (a, b) => sums.flows[b]! - sums.flows[a]! || compareValues(values[a], values[b]);
  const chosen = picked(groups, valuesBy(sums, by), false, ties, 0, limit);
  const whole = [shown.flows, shown.sent, shown.received, shown.sentPackets, shown.receivedPackets].map(total);
  const known = groups.length - (groups.includes(0) ? 1 : 0);
  return Array.from(chosen, (group) => ({
    g: values[group],
    ...rowOf(shown, group),
    known,
    groups: groups.length,
    sums: whole,
  }));
}

/** How many different values a field has in scope; undefined where it is not held. */
export async function countOf(
  held: Held,
  key: string,
  where: string,
  parameters: Parameters,
): Promise<number | undefined> {
  const coded = await held.coded(key);
  if (coded === undefined) return undefined;
  const { ids } = await held.rows(where, parameters);
  const { ends, alias, values } = coded;
  const seen = new Uint8Array(values.length);
  for (const codes of ends) for (let at = 0; at < ids.length; at++) seen[codes[ids[at]!]!] = 1;
  let count = 0;
  const counted = new Uint8Array(values.length);
  for (let code = 1; code < values.length; code++) {
    if (seen[code] === 0) continue;
    const one = alias?.[code] ?? code;
    if (one === 0 || counted[one] === 1) continue;
    counted[one] = 1;
    count++;
  }
  return count;
}

export interface GroupsWanted {
  readonly by: readonly string[];
  readonly more: readonly MoreMeasure[];
  readonly sort: SumName | MoreMeasure;
  readonly ascending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface GroupsFound {
  readonly groups: number;
  readonly rows: readonly {
    readonly values: readonly (string | number | boolean | null)[];
    readonly sums: Row;
    readonly more: Readonly<Partial<Record<MoreMeasure, number>>>;
  }[];
}

/** One end of the flows in scope: places in `ids`, and which end is seen as the own one. */
interface Part {
  readonly ids: Uint32Array;
  readonly groups: Uint32Array;
  readonly end: 0 | 1;
}

/** Groups by several fields, with the volumes alone of what is lit of them; undefined where a field or a measure is not held. */
export async function groupsOf(
  held: Held,
  wanted: GroupsWanted,
  where: string,
  parameters: Parameters,
  lit?: Rows,
): Promise<GroupsFound | undefined> {
  const fields: Coded[] = [];
  for (const key of wanted.by) {
    const coded = await held.coded(key);
    if (coded === undefined) return undefined;
    fields.push(coded);
  }
  const rows = await held.rows(where, parameters);
  const combiner = new Combiner(fields);
  const parts = partsOf(rows.ids, fields, combiner);
  // those that are lit are among them: they bring no new group
  const litParts = lit === undefined ? [] : partsOf(lit.ids, fields, combiner);
  const sums = noSums(combiner.groups);
  for (const part of parts) addPart(sums, rows, part);
  const shown = lit === undefined ? sums : noSums(combiner.groups);
  if (lit !== undefined) for (const part of litParts) addPart(shown, lit, part);
  const more = new Map<MoreMeasure, Float64Array>();
  for (const measure of wanted.more) {
    const column = await moreOf(held, measure, parts, combiner.groups, sums);
    if (column === undefined) return undefined;
    more.set(measure, column);
  }
  const groups = groupsIn(sums);
  const order = more.get(wanted.sort as MoreMeasure) ?? valuesBy(sums, wanted.sort as SumName);
  const valuesOf = (group: number) => combiner.codesOf(group).map((code, field) => fields[field]!.values[code]!);
  const ties: Order = (a, b) => {
    const fewer = sums.flows[b]! - sums.flows[a]!;
    if (fewer !== 0) return fewer;
    const [one, other] = [valuesOf(a), valuesOf(b)];
    for (let field = 0; field < one.length; field++) {
      const difference = compareValues(one[field], other[field]);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const chosen = inOrder(groups, order, wanted.ascending, ties, wanted.offset, wanted.limit);
  return {
    groups: groups.length,
    rows: Array.from(chosen, (group) => ({
      values: valuesOf(group),
      sums: rowOf(shown, group),
      more:
        lit === undefined
          ? Object.fromEntries(
              wanted.more.flatMap((measure) => {
                const value = more.get(measure)![group]!;
                return Number.isNaN(value) ? [] : [[measure, value]];
              }),
            )
          : {},
    })),
  };
}

function partsOf(ids: Uint32Array, fields: readonly Coded[], combiner: Combiner): Part[] {
  const parts: Part[] = [{ ids, groups: combined(ids, fields, 0, combiner), end: 0 }];
  if (fields.some(({ ends }) => ends.length > 1)) {
    const others = differing(ids, fields);
    parts.push({ ids: others, groups: combined(others, fields, 1, combiner), end: 1 });
  }
  return parts;
}

/** Groups of which a measure is not known (NaN) come last, whichever way. */
function inOrder(
  groups: Uint32Array,
  order: Float64Array,
  ascending: boolean,
  ties: Order,
  offset: number,
  limit: number,
): Uint32Array {
  if (!groups.some((group) => Number.isNaN(order[group]!)))
    return picked(groups, order, ascending, ties, offset, limit);
  const last = order.map((value) => (Number.isNaN(value) ? (ascending ? Infinity : -Infinity) : value));
  return picked(groups, last, ascending, ties, offset, limit);
}

/** Flows that have other values at their destination than at their source. */
function differing(ids: Uint32Array, fields: readonly Coded[]): Uint32Array {
  const found = new Uint32Array(ids.length);
  let count = 0;
  const sided = fields.flatMap(({ ends: [one, other] }) => (other === undefined ? [] : [[one!, other] as const]));
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    for (const [one, other] of sided)
      if (one[id] !== other[id]) {
        found[count++] = id;
        break;
      }
  }
  return found.subarray(0, count);
}

function addPart(sums: Sums, { volumes }: Rows, { ids, groups, end }: Part): void {
  const { flows, sent, received, sentPackets, receivedPackets } = sums;
  const [up, down] = end === 0 ? [volumes.sent, volumes.received] : [volumes.received, volumes.sent];
  const [upPackets, downPackets] =
    end === 0 ? [volumes.sentPackets, volumes.receivedPackets] : [volumes.receivedPackets, volumes.sentPackets];
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    const group = groups[at]!;
    flows[group]!++;
    sent[group]! += up[id]!;
    received[group]! += down[id]!;
    sentPackets[group]! += upPackets[id]!;
    receivedPackets[group]! += downPackets[id]!;
  }
}

/** A measure of each group; NaN = not known. undefined where it is not held. */
async function moreOf(
  held: Held,
  measure: MoreMeasure,
  parts: readonly Part[],
  count: number,
  sums: Sums,
): Promise<Float64Array | undefined> {
  switch (measure) {
    case 'sources':
    case 'destinations': {
      const index = await held.hosts();
      if (index === undefined) return undefined;
      return distinctHosts(index, measure === 'sources' ? index.src : index.dst, parts, count);
    }
    case 'payload':
    case 'retrans':
    case 'lost': {
      const column = new Float64Array(count);
      for (const side of ['src', 'dst']) {
        const numbers = await held.numbers(`f.${side}_${measure}`);
        for (const { ids, groups } of parts)
          for (let at = 0; at < ids.length; at++) column[groups[at]!]! += numbers[ids[at]!]!;
      }
      return column;
    }
    case 'duration':
    case 'first':
    case 'last': {
      const times = await held.times();
      return timesOf(held, measure, times, parts, count, sums);
    }
    case 'rtt': {
      const numbers = await held.numbers('f.tcp_rtt');
      const [column, known] = [new Float64Array(count), new Float64Array(count)];
      for (const { ids, groups } of parts)
        for (let at = 0; at < ids.length; at++) {
          const us = numbers[ids[at]!]!;
          if (us === NO_RTT) continue;
          column[groups[at]!]! += us / 1e3;
          known[groups[at]!]!++;
        }
      return column.map((sum, group) => sum / known[group]!);
    }
    default:
      return undefined;
  }
}

/** Hosts of each group: flows in the order of their groups, so that a host seen in one is told by a mark of its own. */
function distinctHosts(
  { scratch }: HostIndex,
  hosts: Uint32Array,
  parts: readonly Part[],
  count: number,
): Float64Array {
  const starts = new Uint32Array(count + 1);
  for (const { groups } of parts) for (let at = 0; at < groups.length; at++) starts[groups[at]! + 1]!++;
  for (let group = 0; group < count; group++) starts[group + 1]! += starts[group]!;
  const sorted = new Uint32Array(starts[count]!);
  const next = starts.slice(0, count);
  for (const { ids, groups } of parts)
    for (let at = 0; at < ids.length; at++) sorted[next[groups[at]!]!++] = hosts[ids[at]!]!;
  const column = new Float64Array(count);
  const seen = scratch.places;
  for (let group = 0; group < count; group++) {
    let found = 0;
    for (let at = starts[group]!; at < starts[group + 1]!; at++) {
      const host = sorted[at]!;
      if (host === 0 || seen[host] === group + 1) continue;
      seen[host] = group + 1;
      found++;
    }
    column[group] = found;
  }
  seen.fill(0);
  return column;
}

const NO_RTT = 0xffff_ffff;

function timesOf(
  held: Held,
  measure: 'duration' | 'first' | 'last',
  { start, end }: { readonly start: Float64Array; readonly end: Float64Array },
  parts: readonly Part[],
  count: number,
  sums: Sums,
): Float64Array {
  const column = new Float64Array(count);
  if (measure === 'duration') {
    for (const { ids, groups } of parts)
      for (let at = 0; at < ids.length; at++) column[groups[at]!]! += (end[ids[at]!]! - start[ids[at]!]!) / 1e9;
    return column.map((sum, group) => sum / sums.flows[group]!);
  }
  const isFirst = measure === 'first';
  const times = isFirst ? start : end;
  column.fill(isFirst ? Infinity : -Infinity);
  for (const { ids, groups } of parts)
    for (let at = 0; at < ids.length; at++) {
      const time = times[ids[at]!]!;
      const group = groups[at]!;
      if (isFirst ? time < column[group]! : time > column[group]!) column[group] = time;
    }
  return column.map((ns) => (Number.isFinite(ns) ? msOfNs(held.base + BigInt(ns)) : Number.NaN));
}
