/** What was there in each time bin: flows begun and not ended, or addresses that sent packets. */
import { BIGINT } from '@duckdb/node-api';
import type { Answers, Question } from '#query/question.ts';
import type { HeldSource } from '../held/held-source.ts';
import { type Bins, type PresentFound, presentOf } from '../held/series.ts';
import { type Expression, endsOf, ipSql, valueSql } from '../read/columns.ts';
import type { Parameters } from '../read/parameters.ts';
import { totals } from './groups.ts';
import { binsOf, largestFirst } from './timeline.ts';

/** How many there were in each bin, by a field. */
export async function presence(
  source: HeldSource,
  question: Extract<Question, { kind: 'presence' }>,
  where: string,
  parameters: Parameters,
): Promise<Answers['presence']> {
  const span = await totals(source, where, parameters);
  const { from, widthMs, count } = binsOf(question.scope, span, question.bins, source.baseWidthMs);
  if (span.volume.flows === 0 || count === 0) return { from, widthMs, series: [] };
  if (question.of === 'hosts') return hostsAtOnce(source, question, where, parameters, { from, widthMs, count });
  const told = endsOf(question.by).at(-1)!;
  const held = await source.held();
  const limit = Math.max(1, Math.floor(question.limit));
  const bins = { from, widthMs, count };
  const present =
    (held && (await presentOf(held, question.by, limit, bins, where, parameters))) ??
    (await presentFound(source, question.by, limit, bins, where, parameters));
  return {
    from,
    widthMs,
    series: [...present]
      .sort(largestFirst)
      .map(({ value, steps }) => ({ value: shown(value, told), counts: runningSum(steps, count) })),
  };
}

const shown = (value: unknown, told: Expression): string | undefined =>
  value === null ? '' : value === undefined ? undefined : String(told.decode(value));

/** The same by the engine, in no order. */
async function presentFound(
  source: HeldSource,
  by: string,
  limit: number,
  { from, widthMs, count }: Bins,
  where: string,
  parameters: Parameters,
): Promise<readonly PresentFound[]> {
  const told = endsOf(by).at(-1)!;
  const low = parameters.add(BigInt(from), BIGINT);
  const { dictionary } = told;
  // A flow may last longer than an INTEGER has bins.
  const bin = (ns: string) => `((${ns} // 1000000 - ${low}) // ${widthMs})`;
  const clamp = (sql: string) => `greatest(0, least(${count}, ${sql}))::INTEGER`;
  const steps = `SELECT ${clamp(bin('f.start_ns'))} s, ${clamp(`${bin('f.end_ns')} + 1`)} e, ${valueSql(told)} g, count(*) n FROM ${source.flows} f WHERE ${where} GROUP BY 1, 2, 3`;
  const rows = await source.rows(
    `WITH r AS MATERIALIZED (SELECT x.s, x.e, ${dictionary ? `d.${dictionary.text}` : 'x.g'} g, x.n FROM (${steps}) x ${dictionary ? `LEFT JOIN ${dictionary.table} d ON d.${dictionary.key} = x.g` : ''}),
      best AS (SELECT g FROM r WHERE g IS NOT NULL GROUP BY g ORDER BY sum(n * (e - s)) DESC, g LIMIT ${limit})
    SELECT s, e, CASE WHEN g IN (SELECT g FROM best) THEN g END v, g IS NULL is_unknown, sum(n) n FROM r GROUP BY 1, 2, 3, 4`,
    parameters,
  );
  const changes = new Map<unknown, PresentFound & { total: number }>();
  for (const row of rows) {
    const value = row.is_unknown ? null : (row.v ?? undefined);
    let one = changes.get(value);
    if (one === undefined) {
      one = { value, total: 0, steps: new Float64Array(count + 1) };
      changes.set(value, one);
    }
    const [s, e, n] = [Number(row.s), Number(row.e), Number(row.n)];
    one.steps[s]! += n;
    one.steps[e]! -= n;
    one.total += n * (e - s);
  }
  return [...changes.values()];
}

function runningSum(steps: ArrayLike<number>, count: number): readonly number[] {
  let now = 0;
  return Array.from({ length: count }, (_, bin) => (now += steps[bin]!));
}

/** Different addresses that sent packets in each bin, by a field of theirs or of their flows; one may count for several values. */
async function hostsAtOnce(
  source: HeldSource,
  question: Extract<Question, { kind: 'presence' }>,
  where: string,
  parameters: Parameters,
  { from, widthMs, count }: Bins,
): Promise<Answers['presence']> {
  const low = parameters.add(BigInt(from), BIGINT);
  const high = parameters.add(BigInt(from + count * widthMs), BIGINT);
  const bin = (ms: string) => `((${ms} - ${low}) // ${widthMs})::INTEGER`;
  const startMs = '(f.start_ns // 1000000)';
  const ends = endsOf(question.by);
  // of a side-less field the sender's own end
  const end = (side: 'src' | 'dst') => {
    const value = valueSql(ends[side === 'src' ? 0 : 1] ?? ends[0]!);
    return `SELECT ${bin(startMs)} b, ${value} g, ${ipSql(side)} ip FROM ${source.flows} f
        WHERE (${where}) AND f.ip_version <> 0 AND (f.flags & 128) = 0 AND ${startMs} >= ${low} AND ${startMs} < ${high} AND f.${side}_packets > 0
      UNION SELECT ${bin('a.time_ms')}, k.g, k.ip FROM ${source.activity} a JOIN (SELECT f.id, ${value} g, ${ipSql(side)} ip FROM ${source.flows} f
        WHERE (${where}) AND f.ip_version <> 0 AND (f.flags & 128) <> 0) k ON k.id = a.flow
        WHERE a.time_ms >= ${low} AND a.time_ms < ${high} AND a.${side}_packets > 0`;
  };
  const told = ends[0]!;
  const { dictionary } = told;
  const rows = await source.rows(
    `WITH r AS MATERIALIZED (SELECT DISTINCT x.b, ${dictionary ? `d.${dictionary.text}` : 'x.g'} g, x.ip FROM (${end('src')} UNION ${end('dst')}) x ${dictionary ? `LEFT JOIN ${dictionary.table} d ON d.${dictionary.key} = x.g` : ''}),
      best AS MATERIALIZED (SELECT g FROM r WHERE g IS NOT NULL GROUP BY g ORDER BY count(*) DESC, g LIMIT ${Math.max(1, Math.floor(question.limit))})
    SELECT b, CASE WHEN g IN (SELECT g FROM best) THEN g END v, g IS NULL is_unknown, false is_all, count(DISTINCT ip) n FROM r GROUP BY 1, 2, 3
    UNION ALL SELECT b, NULL, false, true, count(DISTINCT ip) FROM r GROUP BY b`,
    parameters,
  );
  const zeros = () => new Array<number>(count).fill(0);
  const all = zeros();
  const series = new Map<unknown, { readonly value: unknown; total: number; readonly counts: number[] }>();
  for (const row of rows) {
    const at = Number(row.b);
    if (at < 0 || at >= count) continue;
    if (row.is_all) {
      all[at] = Number(row.n);
      continue;
    }
    const value = row.is_unknown ? null : (row.v ?? undefined);
    const one = series.get(value) ?? { value, total: 0, counts: zeros() };
    series.set(value, one);
    one.counts[at]! += Number(row.n);
    one.total += Number(row.n);
  }
  const sorted = [...series.values()].sort(largestFirst);
  return { from, widthMs, all, series: sorted.map(({ value, counts }) => ({ value: shown(value, told), counts })) };
}
