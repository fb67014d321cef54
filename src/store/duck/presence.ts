/** What was there in each time bin: flows begun and not ended, or addresses that sent packets. */
import { BIGINT } from '@duckdb/node-api';
import type { Answers, Question } from '#query/question.ts';
import { endsOf, ipSql, valueSql } from './columns.ts';
import { totals } from './groups.ts';
import type { Source } from './reader.ts';
import { binsOf } from './timeline.ts';
import type { Parameters } from './where.ts';

export async function presence(
  source: Source,
  question: Extract<Question, { kind: 'presence' }>,
  where: string,
  parameters: Parameters,
): Promise<Answers['presence']> {
  const span = await totals(source, where, parameters);
  const { from, widthMs, count } = binsOf(question.scope, span, question.bins, source.baseWidthMs);
  if (span.volume.flows === 0 || count === 0) return { from, widthMs, series: [] };
  const low = parameters.add(BigInt(from), BIGINT);
  const bin = (ms: string) => `((${ms} - ${low}) // ${widthMs})::INTEGER`;
  if (question.of === 'hosts') {
    const high = parameters.add(BigInt(from + count * widthMs), BIGINT);
    const startMs = '(f.start_ns // 1000000)';
    const end = (side: 'src' | 'dst') => `SELECT ${bin(startMs)} b, ${ipSql(side)} ip FROM ${source.flows} f
        WHERE (${where}) AND f.ip_version <> 0 AND (f.flags & 128) = 0 AND ${startMs} >= ${low} AND ${startMs} < ${high} AND f.${side}_packets > 0
      UNION SELECT ${bin('a.time_ms')}, k.ip FROM ${source.activity} a JOIN (SELECT f.id, ${ipSql(side)} ip FROM ${source.flows} f
        WHERE (${where}) AND f.ip_version <> 0 AND (f.flags & 128) <> 0) k ON k.id = a.flow
        WHERE a.time_ms >= ${low} AND a.time_ms < ${high} AND a.${side}_packets > 0`;
    const rows = await source.rows(
      `SELECT b, count(DISTINCT ip) n FROM (${end('src')} UNION ${end('dst')}) GROUP BY b`,
      parameters,
    );
    const counts = new Array<number>(count).fill(0);
    for (const row of rows) if (Number(row.b) >= 0 && Number(row.b) < count) counts[Number(row.b)] = Number(row.n);
    return { from, widthMs, series: [{ value: 'all', counts }] };
  }
  const told = endsOf(question.by).at(-1)!;
  const { dictionary } = told;
  const clamp = (sql: string) => `greatest(0, least(${count}, ${sql}))`;
  const steps = `SELECT ${clamp(bin('(f.start_ns // 1000000)'))} s, ${clamp(`${bin('(f.end_ns // 1000000)')} + 1`)} e, ${valueSql(told)} g, count(*) n FROM ${source.flows} f WHERE ${where} GROUP BY 1, 2, 3`;
  const rows = await source.rows(
    `WITH r AS MATERIALIZED (SELECT x.s, x.e, ${dictionary ? `d.${dictionary.text}` : 'x.g'} g, x.n FROM (${steps}) x ${dictionary ? `LEFT JOIN ${dictionary.table} d ON d.${dictionary.key} = x.g` : ''}),
      best AS (SELECT g FROM r WHERE g IS NOT NULL GROUP BY g ORDER BY sum(n * (e - s)) DESC, g LIMIT ${Math.max(1, Math.floor(question.limit))})
    SELECT s, e, CASE WHEN g IN (SELECT g FROM best) THEN g END v, g IS NULL is_unknown, sum(n) n FROM r GROUP BY 1, 2, 3, 4`,
    parameters,
  );
  const changes = new Map<string | undefined, { value: string | undefined; total: number; steps: number[] }>();
  for (const row of rows) {
    const value = row.is_unknown ? '' : row.v === null ? undefined : String(told.decode(row.v));
    let one = changes.get(value);
    if (one === undefined) {
      one = { value, total: 0, steps: new Array<number>(count + 1).fill(0) };
      changes.set(value, one);
    }
    const [s, e, n] = [Number(row.s), Number(row.e), Number(row.n)];
    one.steps[s]! += n;
    one.steps[e]! -= n;
    one.total += n * (e - s);
  }
  const sorted = [...changes.values()].sort((a, b) =>
    a.value === undefined ? 1 : b.value === undefined ? -1 : b.total - a.total,
  );
  return {
    from,
    widthMs,
    series: sorted.map(({ value, steps }) => {
      let now = 0;
      return { value, counts: steps.slice(0, count).map((step) => (now += step)) };
    }),
  };
}
