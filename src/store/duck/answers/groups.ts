/** Questions about groups of flows: totals, top, values, links, durations, places. */
import { VARCHAR } from '@duckdb/node-api';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { Answers, Question, Volume } from '#query/question.ts';
import { placeWord } from '#registry/places.ts';
import type { Held, Rows } from '../held/held.ts';
import type { HeldSource } from '../held/held-source.ts';
import type { HostIndex } from '../held/host-index.ts';
import { type LinkFound, linksOf } from '../held/links.ts';
import { picked } from '../held/picked.ts';
import { compareShown } from '../held/sums.ts';
import { topOf } from '../held/top.ts';
import { type Dictionary, endsOf, groupDictionary, ipSql, valueSql } from '../read/columns.ts';
import type { Parameters } from '../read/parameters.ts';
import type { Row } from '../read/source.ts';
import { msOfNs } from '../read/times.ts';
import { addressOrder, addressValue, byFlows, type End, hostVolumes, rankHosts } from './host-sums.ts';
import { type Lit, litRows } from './lit.ts';
import { placesIn, sumPlaces } from './place-sums.ts';

type Of<K extends Question['kind']> = Extract<Question, { kind: K }>;

/** Sums as doubles: exact up to 2^53, and a third of the time of 128-bit sums. */
const volumeSql = ({ volume }: HeldSource): string =>
  `count(*) flows, sum(${volume('src_bytes')}::DOUBLE) sent, sum(${volume('dst_bytes')}::DOUBLE) received, sum(${volume('src_packets')}::DOUBLE) sent_packets, sum(${volume('dst_packets')}::DOUBLE) received_packets`;
const SUMS =
  'sum(flows) flows, sum(sent) sent, sum(received) received, sum(sent_packets) sent_packets, sum(received_packets) received_packets';

const MEASURES = {
  bytes: 'sent + received',
  packets: 'sent_packets + received_packets',
  flows: 'flows',
  sentBytes: 'sent',
  receivedBytes: 'received',
} as const;

export interface Totals {
  readonly volume: Volume;
  /** ms since 1970 UTC; undefined without flows */
  readonly first?: number;
  readonly last?: number;
}

/** The volumes of a row of sums. */
export function volumeOf(row: Row | undefined): Volume {
  const n = (key: string) => Number(row?.[key] ?? 0);
  return {
    flows: n('flows'),
    bytes: n('sent') + n('received'),
    packets: n('sent_packets') + n('received_packets'),
    sentBytes: n('sent'),
    receivedBytes: n('received'),
    sentPackets: n('sent_packets'),
    receivedPackets: n('received_packets'),
  };
}

/** What is in scope as a whole: most questions about it want that, too. */
export function totals(source: HeldSource, where: string, parameters: Parameters): Promise<Totals> {
  return source.once(`totals ${where} ${parameters.key}`, async () => {
    const held = await source.held();
    if (held !== undefined) return heldTotals(held, where, parameters);
    const [row] = await source.rows(
      `SELECT ${volumeSql(source)}, min(f.start_ns) AS first, max(f.end_ns) AS last FROM ${source.flows} f WHERE ${where}`,
      parameters,
    );
    const volume = volumeOf(row);
    return volume.flows === 0
      ? { volume }
      : { volume, first: msOfNs(row!.first as bigint), last: msOfNs(row!.last as bigint) };
  });
}

async function heldTotals(held: Held, where: string, parameters: Parameters): Promise<Totals> {
  const { start, end } = await held.times();
  const { ids, volumes } = await held.rows(where, parameters);
  const { sent, received, sentPackets, receivedPackets } = volumes;
  // plain variables: fields of an object would be written to memory flow by flow
  let [up, down, upPackets, downPackets] = [0, 0, 0, 0];
  let [first, last] = [Infinity, -Infinity];
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    up += sent[id]!;
    down += received[id]!;
    upPackets += sentPackets[id]!;
    downPackets += receivedPackets[id]!;
    if (start[id]! < first) first = start[id]!;
    if (end[id]! > last) last = end[id]!;
  }
  const sums = { sent: up, received: down, sent_packets: upPackets, received_packets: downPackets };
  const volume = volumeOf({ ...sums, flows: ids.length });
  const msOf = (ns: number): number => msOfNs(held.base + BigInt(ns));
  return ids.length === 0 ? { volume } : { volume, first: msOf(first), last: msOf(last) };
}

/** Flows by value of a field, as stored: rows (g, flows, sent, …). A flow with the same value at both ends counts once. */
function grouped(source: HeldSource, key: string, where: string): string {
  const [one, other] = endsOf(key).map(valueSql);
  const part = (value: string, sent: string, received: string, condition: string) =>
    `SELECT ${value} g, count(*) flows, sum(f.${sent}_bytes::DOUBLE) sent, sum(f.${received}_bytes::DOUBLE) received, sum(f.${sent}_packets::DOUBLE) sent_packets, sum(f.${received}_packets::DOUBLE) received_packets FROM ${source.flows} f WHERE ${condition} GROUP BY 1`;
  if (other === undefined) return part(one!, 'src', 'dst', where);
  const both = `${part(one!, 'src', 'dst', where)} UNION ALL ${part(other, 'dst', 'src', `(${where}) AND (${one}) IS DISTINCT FROM (${other})`)}`;
  return `SELECT g, ${SUMS} FROM (${both}) GROUP BY g`;
}

/** The same by the text of the value, where a dictionary tells it. */
function named(groups: string, dictionary: Dictionary | undefined): string {
  if (dictionary === undefined) return groups;
  const { table, key, text } = dictionary;
  return `SELECT d.${text} g, ${SUMS} FROM (${groups}) r LEFT JOIN ${table} d ON d.${key} = r.g GROUP BY 1`;
}

/** Fields that are addresses, and whose. */
export const ADDRESSES: ReadonlyMap<string, End> = new Map([
  ['ip', 'both'],
  ['src.ip', 'src'],
  ['dst.ip', 'dst'],
]);

/** The same rows and sums as the statement below, from the numbers of hosts. */
function topHosts(rows: Rows, index: HostIndex, end: End, question: Of<'top'>, lit: Rows | undefined): readonly Row[] {
  const ranked = rankHosts(rows, index, end, question.measure);
  const limit = Math.max(1, Math.floor(question.limit));
  const ties = byFlows(ranked, addressOrder(index));
  const chosen = picked(ranked.groups, ranked.values, false, ties, 0, limit);
  const volumes = hostVolumes(lit ?? rows, index, end, chosen);
  const whole = chosen.length < ranked.groups.length ? ends(lit ?? rows, index, end) : [];
  return Array.from(chosen, (number, at) => ({
    g: addressValue(index, number),
    ...volumes[at]!,
    known: ranked.groups.length - (ranked.groups[0] === 0 ? 1 : 0),
    groups: ranked.groups.length,
    sums: whole,
  }));
}

/** Volumes of all hosts together: at either end a flow counts twice, but once between the same address. */
function ends({ ids, volumes }: Rows, { src, dst }: HostIndex, end: End): readonly number[] {
  let [flows, sent, received, sentPackets, receivedPackets] = [0, 0, 0, 0, 0];
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    flows++;
    sent += volumes.sent[id]!;
    received += volumes.received[id]!;
    sentPackets += volumes.sentPackets[id]!;
    receivedPackets += volumes.receivedPackets[id]!;
    if (end !== 'both' || src[id] === dst[id]) continue;
    flows++;
    sent += volumes.received[id]!;
    received += volumes.sent[id]!;
    sentPackets += volumes.receivedPackets[id]!;
    receivedPackets += volumes.sentPackets[id]!;
  }
  return [flows, sent, received, sentPackets, receivedPackets];
}

/** The largest values of a field, and the rest as one. */
export async function top(
  source: HeldSource,
  question: Of<'top'>,
  where: string,
  parameters: Parameters,
  lit?: Lit,
): Promise<Answers['top']> {
  const [end] = endsOf(question.field);
  const rows =
    (await topHeld(source, question, where, parameters, lit)) ??
    (await (lit === undefined ? topGroups(source, question, where, parameters) : topLit(question, lit)));
  const total = (await totals(lit?.source ?? source, lit?.where ?? where, lit?.parameters ?? parameters)).volume;
  const shown = rows.map((row) => ({ value: row.g === null ? undefined : end!.decode(row.g), ...volumeOf(row) }));
  if (Number(rows[0]?.groups ?? 0) <= rows.length) return { rows: shown, total };
  const groups = Number(rows[0]!.known) - shown.filter(({ value }) => value !== undefined).length;
  const sums = (rows[0]!.sums as readonly unknown[]).map(Number);
  const rest = (i: number, key: keyof Volume) => sums[i]! - shown.reduce((sum, row) => sum + row[key], 0);
  const [flows, sentBytes, receivedBytes, sentPackets, receivedPackets] = [
    rest(0, 'flows'),
    rest(1, 'sentBytes'),
    rest(2, 'receivedBytes'),
    rest(3, 'sentPackets'),
    rest(4, 'receivedPackets'),
  ];
  const volume: Volume = {
    flows,
    bytes: sentBytes + receivedBytes,
    packets: sentPackets + receivedPackets,
    sentBytes,
    receivedBytes,
    sentPackets,
    receivedPackets,
  };
  // what has no value is none of the others: alone it has a row of its own
  if (groups <= 0) return { rows: [...shown, { value: undefined, ...volume }], total };
  return { rows: shown, total, other: { groups, ...volume } };
}

/** undefined where what it takes is not held. */
async function topHeld(
  source: HeldSource,
  question: Of<'top'>,
  where: string,
  parameters: Parameters,
  lit: Lit | undefined,
): Promise<readonly Row[] | undefined> {
  const held = await source.held();
  if (held === undefined) return undefined;
  const address = ADDRESSES.get(question.field);
  if (address === undefined) {
    const limit = Math.max(1, Math.floor(question.limit));
    const rows = await litRows(held, lit);
    return topOf(held, question.field, question.measure, limit, where, parameters, rows);
  }
  const index = await held.hosts();
  if (index === undefined) return undefined;
  const lighted = await litRows(held, lit);
  return topHosts(await held.rows(where, parameters), index, address, question, lighted);
}

async function topGroups(
  source: HeldSource,
  question: Of<'top'>,
  where: string,
  parameters: Parameters,
): Promise<readonly Row[]> {
  const [end] = endsOf(question.field);
  const measure = MEASURES[question.measure];
  const limit = Math.max(1, Math.floor(question.limit));
  const sql = `WITH t AS MATERIALIZED (${named(grouped(source, question.field, where), groupDictionary(end!))})
    SELECT *, (SELECT count(*) FROM t) AS groups, (SELECT count(g) FROM t) AS known, (SELECT [sum(flows), sum(sent), sum(received), sum(sent_packets), sum(received_packets)] FROM t) AS sums
    FROM t ORDER BY ${measure} DESC, flows DESC, g LIMIT ${limit}`;
  return source.rows(sql, parameters);
}

/** The same groups, with what is lit of them. */
async function topLit(question: Of<'top'>, both: Lit): Promise<readonly Row[]> {
  const { all, lit } = await both.together();
  const [end] = endsOf(question.field);
  const of = ({ source, where }: typeof all) =>
    `(${named(grouped(source, question.field, where), groupDictionary(end!))})`;
  const limit = Math.max(1, Math.floor(question.limit));
  const order = `${MEASURES[question.measure]} DESC, flows DESC, g`;
  const sql = `WITH t AS MATERIALIZED ${of(all)}, l AS MATERIALIZED ${of(lit)},
    c AS (SELECT g, row_number() OVER (ORDER BY ${order}) n, (SELECT count(*) FROM t) AS groups, (SELECT count(g) FROM t) AS known FROM t ORDER BY n LIMIT ${limit})
    SELECT c.*, l.flows, l.sent, l.received, l.sent_packets, l.received_packets, (SELECT [sum(flows), sum(sent), sum(received), sum(sent_packets), sum(received_packets)] FROM l) AS sums
    FROM c LEFT JOIN l ON l.g IS NOT DISTINCT FROM c.g ORDER BY c.n`;
  return all.source.rows(sql, all.parameters);
}

/** Values that are no texts are searched among this many most frequent ones. */
const MAX_SEARCHED = 20_000;

/** Values of a field that a text is part of: those that begin with it first, then the most frequent. */
export async function values(
  source: HeldSource,
  question: Of<'values'>,
  where: string,
  parameters: Parameters,
): Promise<Answers['values']> {
  const [end, second] = endsOf(question.field);
  const wanted = question.text.toLowerCase();
  const limit = Math.max(1, Math.floor(question.limit));
  const count = (value: string, condition: string) =>
    `SELECT ${value} g, count(*) flows FROM ${source.flows} f WHERE ${condition} GROUP BY 1`;
  const one = valueSql(end!);
  const counts =
    second === undefined
      ? count(one, where)
      : `SELECT g, sum(flows) flows FROM (${count(one, where)} UNION ALL ${count(valueSql(second), `(${where}) AND (${one}) IS DISTINCT FROM (${valueSql(second)})`)}) GROUP BY g`;
  const texts = groupDictionary(end!);
  if (texts !== undefined) {
    const { table, key, text } = texts;
    const p = parameters.add(wanted, VARCHAR);
    const sql = `SELECT d.${text} g, sum(r.flows) flows FROM (${counts}) r JOIN ${table} d ON d.${key} = r.g WHERE d.${text} <> '' AND contains(lower(d.${text}), ${p}) GROUP BY 1
      ORDER BY starts_with(lower(d.${text}), ${p}) DESC, flows DESC, g LIMIT ${limit}`;
    const rows = await source.rows(sql, parameters);
    return { values: rows.map((row) => ({ value: String(row.g), flows: Number(row.flows) })) };
  }
  const rows = await source.rows(
    `SELECT * FROM (${counts}) WHERE g IS NOT NULL ORDER BY flows DESC, g LIMIT ${MAX_SEARCHED}`,
    parameters,
  );
  const all = rows.map((row) => ({ value: end!.decode(row.g), flows: Number(row.flows) }));
  const rank = (value: string | number | boolean) =>
    String(value)
      .toLowerCase()
      .indexOf(wanted.replace(/^as(?=\d)/, FIELD_BY_KEY.get(question.field)!.type === 'asn' ? '' : 'as'));
  const found = all.map((row) => ({ ...row, rank: rank(row.value) })).filter((row) => row.rank >= 0);
  found.sort((a, b) => Math.min(a.rank, 1) - Math.min(b.rank, 1) || b.flows - a.flows);
  return { values: found.slice(0, limit).map(({ value, flows }) => ({ value, flows })) };
}

/** The largest pairs of values of two fields. */
export async function links(
  source: HeldSource,
  question: Of<'links'>,
  where: string,
  parameters: Parameters,
  lit?: Lit,
): Promise<Answers['links']> {
  const [from, to] = [endsOf(question.from), endsOf(question.to)];
  const limit = Math.max(1, Math.floor(question.limit));
  const { measure } = question;
  const held = await source.held();
  const lighted = held && (await litRows(held, lit));
  const found =
    (held && (await linksOf(held, question.from, question.to, measure, limit, where, parameters, lighted))) ??
    (await linksFound(source, question, limit, where, parameters, lit));
  const told = (value: unknown, end: (typeof from)[number]) =>
    value === null ? '' : value === undefined ? undefined : String(end.decode(value));
  return {
    measure,
    links: [...found]
      .sort((a, b) => b.value - a.value || compareShown(a.from, b.from) || compareShown(a.to, b.to))
      .map((link) => ({ from: told(link.from, from[0]!), to: told(link.to, to[0]!), value: link.value })),
  };
}

/** The same by the engine, in no order. */
async function linksFound(
  source: HeldSource,
  question: Of<'links'>,
  limit: number,
  where: string,
  parameters: Parameters,
  both: Lit | undefined,
): Promise<readonly LinkFound[]> {
  const { all, lit } = (await both?.together()) ?? { all: { source, where, parameters } };
  const [from, to] = [endsOf(question.from), endsOf(question.to)];
  const value = {
    bytes: 'sum(f.src_bytes::DOUBLE + f.dst_bytes::DOUBLE)',
    packets: 'sum(f.src_packets::DOUBLE + f.dst_packets::DOUBLE)',
    flows: 'count(*)::DOUBLE',
  }[question.measure];
  // A side-less field counts both ends; two of them are taken crosswise: what one end is, and what the other.
  const isSame = question.from === question.to || (from.length === 2 && to.length === 2);
  const pairs =
    isSame && from.length === 2 && to.length === 2
      ? [[from[0]!, to[1]!] as const]
      : from.flatMap((a) => to.map((b) => [a, b] as const));
  const partOf = (of: typeof all, [a, b]: (typeof pairs)[number], i: number) => {
    const [x, y] = [valueSql(a), valueSql(b)];
    const [first] = pairs;
    const again =
      i === 0
        ? ''
        : ` AND ((${x}) IS DISTINCT FROM (${valueSql(first![0])}) OR (${y}) IS DISTINCT FROM (${valueSql(first![1])}))`;
    return `SELECT ${x} a, ${y} b, ${value} v FROM ${of.source.flows} f WHERE (${of.where})${again} GROUP BY 1, 2`;
  };
  const joinOf = (d: Dictionary | undefined, name: string, column: string) =>
    d === undefined ? '' : `LEFT JOIN ${d.table} ${name} ON ${name}.${d.key} = r.${column}`;
  const [fd, td] = [groupDictionary(from[0]!), groupDictionary(to[0]!)];
  const told = (of: typeof all) =>
    `MATERIALIZED (SELECT ${fd ? `x.${fd.text}` : 'r.a'} a, ${td ? `y.${td.text}` : 'r.b'} b, sum(r.v) v FROM (${pairs.map((pair, i) => partOf(of, pair, i)).join(' UNION ALL ')}) r ${joinOf(fd, 'x', 'a')} ${joinOf(td, 'y', 'b')} GROUP BY 1, 2)`;
  const sql = `WITH p AS ${told(all)}, ${lit === undefined ? '' : `l AS ${told(lit)},`}
    ta AS (SELECT a FROM p WHERE a IS NOT NULL GROUP BY a ORDER BY sum(v) DESC, a LIMIT ${limit}),
    tb AS (SELECT b FROM p WHERE b IS NOT NULL GROUP BY b ORDER BY sum(v) DESC, b LIMIT ${limit})
    SELECT CASE WHEN a IN (SELECT a FROM ta) THEN a END a2, CASE WHEN b IN (SELECT b FROM tb) THEN b END b2, a IS NULL an, b IS NULL bn, sum(v) v FROM ${lit === undefined ? 'p' : 'l'} GROUP BY 1, 2, 3, 4`;
  const rows = await source.rows(sql, all.parameters);
  const shown = (value: unknown, isUnknown: unknown) => (isUnknown ? null : value === null ? undefined : value);
  return rows.map((row) => ({ from: shown(row.a2, row.an), to: shown(row.b2, row.bn), value: Number(row.v) }));
}

/** Edges of the duration histogram, ns; the first bin holds flows of a single instant. */
const DURATION_EDGES = [0, 1, 1e6, 1e7, 1e8, 1e9, 1e10, 6e10, 6e11, 3.6e12];

/** Flows by how long they took, in fixed bins. */
export async function durations(
  source: HeldSource,
  where: string,
  parameters: Parameters,
): Promise<Answers['durations']> {
  const held = await source.held();
  const byBin =
    held === undefined ? await durationRows(source, where, parameters) : await durationSums(held, where, parameters);
  return {
    bins: DURATION_EDGES.map((edge, i) => {
      const row = byBin.get(i);
      const next = DURATION_EDGES[i + 1];
      return {
        from: edge / 1e9,
        to: next === undefined ? undefined : next / 1e9,
        flows: Number(row?.flows ?? 0),
        bytes: Number(row?.bytes ?? 0),
        packets: Number(row?.packets ?? 0),
      };
    }),
  };
}

async function durationSums(held: Held, where: string, parameters: Parameters): Promise<ReadonlyMap<number, Row>> {
  const { start, end } = await held.times();
  const { ids, volumes } = await held.rows(where, parameters);
  const sums = DURATION_EDGES.map(() => ({ flows: 0, bytes: 0, packets: 0 }));
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    const ns = end[id]! - start[id]!;
    let bin = 0;
    while (bin + 1 < DURATION_EDGES.length && ns >= DURATION_EDGES[bin + 1]!) bin++;
    const sum = sums[bin]!;
    sum.flows++;
    sum.bytes += volumes.sent[id]! + volumes.received[id]!;
    sum.packets += volumes.sentPackets[id]! + volumes.receivedPackets[id]!;
  }
  return new Map(sums.entries());
}

async function durationRows(
  source: HeldSource,
  where: string,
  parameters: Parameters,
): Promise<ReadonlyMap<number, Row>> {
  const cases = DURATION_EDGES.slice(1)
    .map((edge, i) => `WHEN d < ${edge} THEN ${i}`)
    .join(' ');
  const rows = await source.rows(
    `SELECT CASE ${cases} ELSE ${DURATION_EDGES.length - 1} END g, count(*) flows, sum(bytes) bytes, sum(packets) packets
     FROM (SELECT f.end_ns - f.start_ns d, f.src_bytes::DOUBLE + f.dst_bytes::DOUBLE bytes, f.src_packets::DOUBLE + f.dst_packets::DOUBLE packets FROM ${source.flows} f WHERE ${where}) GROUP BY 1`,
    parameters,
  );
  return new Map(rows.map((row) => [Number(row.g), row]));
}

/** Volumes of countries, of both ends. */
export async function places(source: HeldSource, where: string, parameters: Parameters): Promise<Answers['places']> {
  const held = await source.held();
  const index = await held?.hosts();
  const sums =
    held === undefined
      ? await sumPlaces(source, where, parameters)
      : await placesIn(held, index, await held.rows(where, parameters));
  const hostsOf = index === undefined ? await hostsByPlace(source, where, parameters) : undefined;
  const { volume } = await totals(source, where, parameters);
  const largestFirst = [...sums].sort(
    ([a, one], [b, other]) => other.sent + other.received - one.sent - one.received || a - b,
  );
  const rows = largestFirst.map(([code, { hosts, ...place }]) => ({
    place: code === 0 ? undefined : placeWord(code),
    hosts: hostsOf === undefined ? hosts : (hostsOf.get(code) ?? 0),
    ...volumeOf({ ...place }),
  }));
  return { rows, total: volume };
}

/** Addresses by the code of their country, grouped by the engine. */
async function hostsByPlace(
  source: HeldSource,
  where: string,
  parameters: Parameters,
): Promise<ReadonlyMap<number, number>> {
  const end = (side: 'src' | 'dst') =>
    `SELECT f.${side}_country g, ${ipSql(side)} ip FROM ${source.flows} f WHERE (${where}) AND f.ip_version <> 0 GROUP BY 1, 2`;
  const rows = await source.rows(
    `SELECT g, count(*) hosts FROM (${end('src')} UNION ${end('dst')}) GROUP BY g`,
    parameters,
  );
  return new Map(rows.map((row) => [Number(row.g), Number(row.hosts)]));
}
