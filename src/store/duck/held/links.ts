/** What goes with what, from columns in memory. */
import type { Measure } from '#query/question.ts';
import type { Parameters } from '../where.ts';
import type { Coded, Codes } from './coded.ts';
import type { Held, Rows } from './held.ts';
import { Pairs } from './pairs.ts';
import { compareValues } from './sums.ts';

export interface LinkFound {
  /** null = not known; undefined = one of the others */
  readonly from: string | number | boolean | null | undefined;
  readonly to: string | number | boolean | null | undefined;
  readonly value: number;
}

/** Largest first; undefined where a field is not held. */
export async function linksOf(
  held: Held,
  fromKey: string,
  toKey: string,
  measure: Measure,
  limit: number,
  where: string,
  parameters: Parameters,
): Promise<readonly LinkFound[] | undefined> {
  const from = await held.coded(fromKey);
  const to = await held.coded(toKey);
  if (from === undefined || to === undefined) return undefined;
  const rows = await held.rows(where, parameters);
  const values = measured(rows, measure);
  // A side-less field counts both ends; two of them are taken crosswise: what one end is, and what the other.
  const isCross = from.ends.length === 2 && to.ends.length === 2;
  const ways: readonly (readonly [Codes, Codes])[] = isCross
    ? [[from.ends[0]!, to.ends[1]!]]
    : from.ends.flatMap((a) => to.ends.map((b) => [a, b] as const));
  const pairs = new Pairs();
  const [first] = ways;
  for (const [i, [a, b]] of ways.entries())
    for (let at = 0; at < rows.ids.length; at++) {
      const id = rows.ids[at]!;
      const [x, y] = [a[id]!, b[id]!];
      if (i > 0 && x === first![0][id] && y === first![1][id]) continue;
      const place = pairs.of(from.alias === undefined ? x : from.alias[x]!, to.alias === undefined ? y : to.alias[y]!);
      pairs.values[place]! += values[at]!;
    }
  const isFrom = largest(pairs.src, pairs, from, limit);
  const isTo = largest(pairs.dst, pairs, to, limit);
  const found = new Map<string, { from: LinkFound['from']; to: LinkFound['to']; value: number }>();
  for (let place = 0; place < pairs.count; place++) {
    const [x, y] = [shown(pairs.src[place]!, from, isFrom), shown(pairs.dst[place]!, to, isTo)];
    const key = `${typeof x}${x}\u0000${typeof y}${y}`;
    const link = found.get(key) ?? { from: x, to: y, value: 0 };
    found.set(key, link);
    link.value += pairs.values[place]!;
  }
  return [...found.values()].sort((a, b) => b.value - a.value);
}

/** By place in `ids`. */
function measured({ ids, volumes }: Rows, measure: Measure): Float64Array {
  const values = new Float64Array(ids.length);
  if (measure === 'flows') return values.fill(1);
  const [one, other] =
    measure === 'bytes' ? [volumes.sent, volumes.received] : [volumes.sentPackets, volumes.receivedPackets];
  for (let at = 0; at < ids.length; at++) values[at] = one[ids[at]!]! + other[ids[at]!]!;
  return values;
}

const shown = (code: number, { values }: Coded, isShown: ReadonlySet<number>) =>
  code === 0 ? null : isShown.has(code) ? values[code]! : undefined;

/** The codes with the largest sums. */
function largest(codes: Uint32Array, pairs: Pairs, { values }: Coded, limit: number): ReadonlySet<number> {
  const sums = new Float64Array(values.length);
  const seen = new Set<number>();
  for (let place = 0; place < pairs.count; place++) {
    sums[codes[place]!]! += pairs.values[place]!;
    seen.add(codes[place]!);
  }
  seen.delete(0);
  return new Set([...seen].sort((a, b) => sums[b]! - sums[a]! || compareValues(values[a], values[b])).slice(0, limit));
}
