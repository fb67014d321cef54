/**
 * True throughput: a flow's bytes in the bins its packets lie in. Flows in one bin are booked from their own counters
 * at their start; the others have rows in `activity`. Bins are whole multiples of the dataset's base width.
 */
import { BIGINT } from '@duckdb/node-api';
import type { Answers, Question, Scope, Volume } from '#query/question.ts';
import type { HeldSource } from '../held/held-source.ts';
import { type Bins, type SeriesFound, throughputOf } from '../held/series.ts';
import { compareValues } from '../held/sums.ts';
import { endsOf, valueSql } from '../read/columns.ts';
import type { Parameters } from '../read/parameters.ts';
import { totals } from './groups.ts';

/** Widths people read easily, ms; each divides the next. */
const LADDER = [
  1, 2, 10, 20, 100, 200, 1_000, 2_000, 10_000, 20_000, 60_000, 120_000, 600_000, 1_200_000, 3_600_000, 7_200_000,
  43_200_000, 86_400_000,
];
const MAX_BINS = 5_000;
const NS_A_MS = 1_000_000n;
const LAST_NS = 2n ** 63n - 1n;

type Series = Answers['timeline']['series'][number];

/** Where the bins of a wish lie: of a readable width, no finer than what is kept. `count` is 0 where nothing is in scope. */
export function binsOf(
  scope: Scope,
  span: { readonly volume: Volume; readonly first?: number; readonly last?: number },
  bins: number,
  baseWidthMs: number,
): { readonly from: number; readonly widthMs: number; readonly count: number; readonly exact: boolean } {
  const first = Math.max(scope.from ?? -Infinity, span.first ?? scope.from ?? 0);
  // The span is half-open: a bin that starts at its end is none of it.
  const end = scope.to === undefined ? Infinity : scope.to - 1e-3;
  const last = Math.min(end, span.last ?? first);
  const wish = Math.max(1, Math.min(MAX_BINS, bins));
  const wanted =
    LADDER.find((width) => (last - first) / width <= wish) ??
    LADDER.at(-1)! * Math.ceil((last - first) / LADDER.at(-1)! / wish);
  const widthMs = Math.max(wanted, baseWidthMs);
  const exact = wanted >= baseWidthMs;
  const from = Math.floor(first / widthMs) * widthMs;
  if (span.volume.flows === 0 || last < first)
    return { from: scope.from === undefined ? 0 : from, widthMs, count: 0, exact };
  return {
    from,
    widthMs,
    count: Math.min(MAX_BINS * 2, Math.floor(last / widthMs) - Math.floor(first / widthMs) + 1),
    exact,
  };
}

/** What passed in each bin, by a field. */
export async function timeline(
  source: HeldSource,
  question: Extract<Question, { kind: 'timeline' }>,
  where: string,
  parameters: Parameters,
): Promise<Answers['timeline']> {
  const { scope } = question;
  const span = await totals(source, where, parameters);
  const { from, widthMs, count, exact } = binsOf(scope, span, question.bins, source.baseWidthMs);
  if (count === 0) return { from, widthMs, series: [], exact };

  // A side-less field is told by the responder's end: bins must add up to the packets' bytes.
  const told = endsOf(question.by).at(-1)!;
  const bins = { from, widthMs, count };
  const limit = Math.max(1, Math.floor(question.limit));
  const held = await source.held();
  const found =
    (held === undefined ? undefined : await throughputOf(held, question.by, limit, bins, where, parameters)) ??
    (await summed(source, question, bins, where, parameters));
  const sorted = [...found].sort(largestFirst);
  return {
    from,
    widthMs,
    exact,
    series: sorted.map(
      ({ value, bytes, packets, flows }): Series => ({
        value: value === null ? '' : value === undefined ? undefined : String(told.decode(value)),
        bytes: Array.from(bytes),
        packets: Array.from(packets),
        flows: Array.from(flows),
      }),
    ),
  };
}

/** The others come last, what is not known behind what is known to be as large; values as large are in their own order. */
export function largestFirst(a: Pick<SeriesFound, 'value' | 'total'>, b: Pick<SeriesFound, 'value' | 'total'>): number {
  const last = Number(a.value === undefined) - Number(b.value === undefined);
  return last || b.total - a.total || compareValues(a.value, b.value);
}

/** The same by the engine. */
async function summed(
  source: HeldSource,
  question: Extract<Question, { kind: 'timeline' }>,
  { from, widthMs, count }: Bins,
  where: string,
  parameters: Parameters,
): Promise<readonly SeriesFound[]> {
  const told = endsOf(question.by).at(-1)!;
  const value = valueSql(told);
  const low = parameters.add(BigInt(from), BIGINT);
  const high = parameters.add(BigInt(from + count * widthMs), BIGINT);
  const bin = (ms: string) => `((${ms} - ${low}) // ${widthMs})::INTEGER`;
  // ns as they are stored: one division a flow, and blocks of rows outside are passed over
  const [lowNs, highNs] = [BigInt(from) * NS_A_MS, BigInt(from + count * widthMs) * NS_A_MS].map((ns) =>
    parameters.add(ns > LAST_NS ? LAST_NS : ns, BIGINT),
  );
  const inOneBin = (sum: string) => `sum(CASE WHEN (f.flags & 128) = 0 THEN (${sum})::DOUBLE ELSE 0 END)`;
  const starts = `SELECT ((f.start_ns - ${lowNs}) // ${BigInt(widthMs) * NS_A_MS})::INTEGER bin, ${value} g, ${inOneBin('f.src_bytes + f.dst_bytes')} bytes, ${inOneBin('f.src_packets::UBIGINT + f.dst_packets')} packets, count(*)::DOUBLE flows
    FROM ${source.flows} f WHERE (${where}) AND f.start_ns >= ${lowNs} AND f.start_ns < ${highNs} GROUP BY 1, 2`;
  const inRange = `a.time_ms >= ${low} AND a.time_ms < ${high}`;
  const sums =
    'sum(a.src_bytes::DOUBLE + a.dst_bytes::DOUBLE) bytes, sum(a.src_packets::DOUBLE + a.dst_packets::DOUBLE) packets, 0::DOUBLE flows';
  // Rows of activity know their flow's app: where all flows are in scope no join is needed.
  const activity =
    where === 'TRUE' && question.by === 'app'
      ? `SELECT ${bin('a.time_ms')} bin, nullif(a.app, 0) g, ${sums} FROM ${source.activity} a WHERE ${inRange} GROUP BY 1, 2`
      : `SELECT ${bin('a.time_ms')} bin, k.g g, ${sums} FROM ${source.activity} a JOIN (SELECT f.id, ${value} g FROM ${source.flows} f WHERE (${where}) AND (f.flags & 128) <> 0) k ON k.id = a.flow WHERE ${inRange} GROUP BY 1, 2`;
  const { dictionary } = told;
  const sql = `WITH raw AS (${starts} UNION ALL ${activity}),
    t AS MATERIALIZED (SELECT raw.bin, ${dictionary ? `d.${dictionary.text}` : 'raw.g'} g, sum(bytes) bytes, sum(packets) packets, sum(flows) flows FROM raw ${dictionary ? `LEFT JOIN ${dictionary.table} d ON d.${dictionary.key} = raw.g` : ''} GROUP BY 1, 2),
    best AS MATERIALIZED (SELECT g FROM t WHERE g IS NOT NULL GROUP BY g ORDER BY sum(bytes) DESC, g LIMIT ${Math.max(1, Math.floor(question.limit))})
    SELECT bin, CASE WHEN g IN (SELECT g FROM best) THEN g END s, g IS NULL is_unknown, sum(bytes) bytes, sum(packets) packets, sum(flows) flows FROM t GROUP BY 1, 2, 3`;
  const series = new Map<unknown, SeriesFound & { total: number }>();
  for (const row of await source.rows(sql, parameters)) {
    const value = row.is_unknown ? null : (row.s ?? undefined);
    let one = series.get(value);
    if (one === undefined) {
      const zeros = () => new Float64Array(count);
      one = { value, total: 0, bytes: zeros(), packets: zeros(), flows: zeros() };
      series.set(value, one);
    }
    const at = Number(row.bin);
    if (at < 0 || at >= count) continue;
    one.bytes[at]! += Number(row.bytes);
    one.packets[at]! += Number(row.packets);
    one.flows[at]! += Number(row.flows);
    one.total += Number(row.bytes);
  }
  return [...series.values()];
}
