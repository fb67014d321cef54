/** Distributions of sizes in round bins, and how many different values fields have. */
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { Answers, Question } from '#query/question.ts';
import type { Held } from '../held/held.ts';
import type { HeldSource } from '../held/held-source.ts';
import { binned, spreadOf } from '../held/spread.ts';
import { countOf } from '../held/top.ts';
import { endsOf, groupDictionary, valueSql } from '../read/columns.ts';
import type { Parameters } from '../read/parameters.ts';
import type { Row } from '../read/source.ts';
import { ADDRESSES } from './groups.ts';
import { countHosts } from './host-sums.ts';

/** Stored units a unit of JSON: ns of seconds, µs of ms. */
const UNIT: Readonly<Record<string, number>> = { duration: 1e9, ms: 1e3 };

/** 1, 2, 5, 10, 20 … in stored units, from the one at or below `least` to the one above `most`. */
export function edgesOf(least: number, most: number): readonly number[] {
  const edges: number[] = [];
  for (let decade = 10 ** Math.floor(Math.log10(Math.max(1, least))); ; decade *= 10)
    for (const step of [1, 2, 5]) {
      const edge = step * decade;
      if (edge <= least) edges.splice(0, 1, edge);
      else edges.push(edge);
      if (edge > most) return edges;
    }
}

/** Flows by the size of a number, in round bins. */
export async function distribution(
  source: HeldSource,
  question: Extract<Question, { kind: 'distribution' }>,
  where: string,
  parameters: Parameters,
): Promise<Answers['distribution']> {
  const unit = UNIT[FIELD_BY_KEY.get(question.field)!.type] ?? 1;
  const value = valueSql(endsOf(question.field)[0]!);
  const held = await source.held();
  const values = held && (await held.numbers(`coalesce((${value})::DOUBLE, 'NaN'::DOUBLE)`));
  const inMemory = held && (await held.rows(where, parameters));
  const from = `FROM (SELECT (${value})::DOUBLE v, f.src_bytes::DOUBLE + f.dst_bytes::DOUBLE bytes, f.src_packets::DOUBLE + f.dst_packets::DOUBLE packets FROM ${source.flows} f WHERE ${where})`;
  const all: Row | undefined =
    inMemory && values
      ? { ...spreadOf(inMemory, values) }
      : (
          await source.rows(
            `SELECT count(*) n, count(v) known, min(v) least, min(v) FILTER (v > 0) positive, max(v) most, avg(v) mean, quantile_disc(v, 0.5) median, quantile_disc(v, 0.95) p95 ${from}`,
            parameters,
          )
        )[0];
  const unknown = Number(all!.n) - Number(all!.known);
  if (Number(all!.known) === 0) return { bins: [], unknown };
  // of zeros alone, too, one edge above them
  const edges = edgesOf(Number(all!.positive ?? 1), Number(all!.most));
  const byBin: ReadonlyMap<number, Row> =
    inMemory && values
      ? new Map([...binned(inMemory, values, edges)].map(([at, bin]) => [at, { ...bin }]))
      : await rowsByBin(source, from, edges, parameters);
  const told = (key: string) => Number(all![key]) / unit;
  return {
    unknown,
    spread: { least: told('least'), median: told('median'), mean: told('mean'), p95: told('p95'), most: told('most') },
    bins: [0, ...edges].flatMap((edge, i) => {
      const row = byBin.get(i);
      const to = edges[i] ?? edge;
      if (row === undefined && (i === 0 || i === edges.length)) return [];
      return {
        from: edge / unit,
        to: to / unit,
        flows: Number(row?.n ?? 0),
        bytes: Number(row?.bytes ?? 0),
        packets: Number(row?.packets ?? 0),
      };
    }),
  };
}

async function rowsByBin(
  source: HeldSource,
  from: string,
  edges: readonly number[],
  parameters: Parameters,
): Promise<ReadonlyMap<number, Row>> {
  const cases = edges.map((edge, i) => `WHEN v < ${edge} THEN ${i}`).join(' ');
  const bin = edges.length === 0 ? '0' : `CASE ${cases} ELSE ${edges.length} END`;
  const rows = await source.rows(
    `SELECT ${bin} b, count(*) n, sum(bytes) bytes, sum(packets) packets ${from} WHERE v IS NOT NULL GROUP BY 1`,
    parameters,
  );
  return new Map(rows.map((row) => [Number(row.b), row]));
}

/** How many different values each field has. */
export async function distinct(
  source: HeldSource,
  question: Extract<Question, { kind: 'distinct' }>,
  where: string,
  parameters: Parameters,
): Promise<Answers['distinct']> {
  const all = [...new Set(question.fields)];
  const held = await source.held();
  const counts: Record<string, number> = {};
  for (const key of held === undefined ? [] : all) {
    const count = await heldCount(held!, key, where, parameters);
    if (count !== undefined) counts[key] = count;
  }
  const keys = all.filter((key) => counts[key] === undefined);
  const inOrder = () => ({ counts: Object.fromEntries(all.map((key) => [key, counts[key]!])) });
  if (keys.length === 0) return inOrder();
  const part = (key: string, i: number) => {
    const ends = endsOf(key);
    const values = ends
      .map((end) => `SELECT DISTINCT ${valueSql(end)} g FROM ${source.flows} f WHERE ${where}`)
      .join(' UNION ');
    const dictionary = groupDictionary(ends[0]!);
    const counted =
      dictionary === undefined
        ? `SELECT count(DISTINCT g) FROM (${values})`
        : `SELECT count(DISTINCT d.${dictionary.text}) FROM (${values}) r JOIN ${dictionary.table} d ON d.${dictionary.key} = r.g`;
    return `(${counted}) AS c${i}`;
  };
  const [row] = await source.rows(`SELECT ${keys.map(part).join(', ')}`, parameters);
  for (const [i, key] of keys.entries()) counts[key] = Number(row![`c${i}`]);
  return inOrder();
}

/** undefined where the field is not held. */
async function heldCount(held: Held, key: string, where: string, parameters: Parameters): Promise<number | undefined> {
  const end = ADDRESSES.get(key);
  if (end === undefined) return countOf(held, key, where, parameters);
  const index = await held.hosts();
  return index === undefined ? undefined : countHosts(await held.rows(where, parameters), index, end);
}
