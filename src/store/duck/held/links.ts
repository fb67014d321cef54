/** What goes with what, from columns in memory. */
import type { Measure } from '#query/question.ts';
import type { Parameters } from '../read/parameters.ts';
import type { Coded, Codes } from './coded.ts';
import type { Held, Rows } from './held.ts';
import { Pairs } from './pairs.ts';
import { compareValues } from './sums.ts';

export interface LinkFound {
  /** null = not known; undefined = one of the others */
  readonly from: unknown;
  readonly to: unknown;
  readonly value: number;
}

/** In no order, with what is lit of each; undefined where a field is not held. */
export async function linksOf(
  held: Held,
  fromKey: string,
  toKey: string,
  measure: Measure,
  limit: number,
  where: string,
  parameters: Parameters,
  lit?: Rows,
): Promise<readonly LinkFound[] | undefined> {
  const from = await held.coded(fromKey);
  const to = await held.coded(toKey);
  if (from === undefined || to === undefined) return undefined;
  const rows = await held.rows(where, parameters);
  // A side-less field counts both ends; two of them are taken crosswise: what one end is, and what the other.
  const isCross = from.ends.length === 2 && to.ends.length === 2;
  const ways: readonly (readonly [Codes, Codes])[] = isCross
    ? [[from.ends[0]!, to.ends[1]!]]
    : from.ends.flatMap((a) => to.ends.map((b) => [a, b] as const));
  const pairs = linked(rows, ways, from, to, measured(rows, measure));
  const isFrom = largest(pairs.src, pairs, from, limit);
  const isTo = largest(pairs.dst, pairs, to, limit);
  const counted = lit === undefined ? pairs : linked(lit, ways, from, to, measured(lit, measure));
  const found = new Map<string, { from: unknown; to: unknown; value: number }>();
  for (let place = 0; place < counted.count; place++) {
    const [x, y] = [shown(counted.src[place]!, isFrom), shown(counted.dst[place]!, isTo)];
    const key = `${x} ${y}`;
    // what is not known is null among the values, the others are undefined
    const link = found.get(key) ?? { from: from.values[x], to: to.values[y], value: 0 };
    found.set(key, link);
    link.value += counted.values[place]!;
  }
  return [...found.values()];
}

/** More combinations than this are hashed. */
const MOST_COMBINED = 1 << 18;

/** Sums of what goes with what, by codes. */
function linked(
  { ids }: Rows,
  ways: readonly (readonly [Codes, Codes])[],
  from: Coded,
  to: Coded,
  values: Float64Array,
): Pairs {
  const pairs = new Pairs();
  const [first] = ways;
  const width = to.values.length;
  const combinations = from.values.length * width;
  const sums = combinations > MOST_COMBINED ? undefined : new Float64Array(combinations);
  const seen = new Uint8Array(sums === undefined ? 0 : combinations);
  const add = (x: number, y: number, value: number): void => {
    const place = pairs.of(from.alias?.[x] ?? x, to.alias?.[y] ?? y);
    pairs.values[place]! += value;
  };
  for (const [i, [a, b]] of ways.entries())
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at]!;
      const [x, y] = [a[id]!, b[id]!];
      if (i > 0 && x === first![0][id] && y === first![1][id]) continue;
      if (sums === undefined) add(x, y, values[at]!);
      else {
        sums[x * width + y]! += values[at]!;
        seen[x * width + y] = 1;
      }
    }
  for (let cell = 0; cell < seen.length; cell++)
    if (seen[cell] === 1) add(Math.floor(cell / width), cell % width, sums![cell]!);
  return pairs;
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

/** -1 = one of the others */
const shown = (code: number, isShown: ReadonlySet<number>): number => (code === 0 || isShown.has(code) ? code : -1);

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
