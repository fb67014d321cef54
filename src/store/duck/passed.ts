/**
 * Flows with what they passed within a time, not their whole counters: from the bins of activity. A flow in one bin is booked at its
 * start, so the edges of the time lie between bins.
 */
import type { Scope } from '#query/question.ts';
import { type Totals, totals } from './groups.ts';
import type { Source } from './reader.ts';
import { Parameters as None, type Parameters } from './where.ts';

export interface Counted {
  /** ms since 1970, half-open */
  readonly from: number;
  readonly to: number;
  readonly widthMs: number;
}

/** The nearest edges between bins; nothing of the dataset's own ends is cut off. */
export function countedOf(scope: Scope, { first, last }: Pick<Totals, 'first' | 'last'>, widthMs: number): Counted {
  const from = Math.max(scope.from ?? -Infinity, first ?? 0);
  const to = Math.min(scope.to ?? Infinity, (last ?? 0) + widthMs);
  const low = (from <= (first ?? 0) ? Math.floor(from / widthMs) : Math.round(from / widthMs)) * widthMs;
  const high = (to > (last ?? 0) ? Math.ceil(to / widthMs) : Math.round(to / widthMs)) * widthMs;
  return { from: low, to: Math.max(high, low), widthMs };
}

const SUMS = ['src_bytes', 'dst_bytes', 'src_packets', 'dst_packets'] as const;

/** Stands in for the source: its flows pass `where`, have packets in the time, and only the volumes of those. */
export async function passedIn(
  source: Source,
  scope: Scope,
  where: string,
  parameters: Parameters,
): Promise<{ readonly source: Source; readonly counted: Counted }> {
  const counted = countedOf(scope, await totals(source, 'TRUE', new None()), source.baseWidthMs);
  const [low, high] = [Math.floor(counted.from), Math.floor(counted.to)];
  const startMs = '(f.start_ns // 1000000)';
  const sums = SUMS.map((name) => `sum(a.${name})::${name.endsWith('bytes') ? 'UBIGINT' : 'UINTEGER'} ${name}`);
  const flows = `(SELECT f.* FROM ${source.flows} f WHERE (${where}) AND (f.flags & 128) = 0 AND ${startMs} >= ${low} AND ${startMs} < ${high}
    UNION ALL SELECT f.* REPLACE (${SUMS.map((name) => `k.${name} AS ${name}`).join(', ')}) FROM ${source.flows} f
      JOIN (SELECT a.flow, ${sums.join(', ')} FROM ${source.activity} a WHERE a.time_ms >= ${low} AND a.time_ms < ${high} GROUP BY a.flow) k ON k.flow = f.id
      WHERE (${where}) AND (f.flags & 128) <> 0)`;
  const key = `passed ${low} ${high} ${where} ${parameters.values.join('\u0000')} `;
  return {
    counted,
    source: { ...source, flows, once: (own, ask) => source.once(key + own, ask), hosts: async () => undefined },
  };
}
