/** How a number of flows is spread, from columns in memory: what DuckDB's aggregates say of it. */
import type { Rows } from './held.ts';

export interface Spread {
  readonly n: number;
  readonly known: number;
  /** null where nothing is known, or nothing above 0 */
  readonly least: number | null;
  readonly positive: number | null;
  readonly most: number | null;
  readonly mean: number | null;
  readonly median: number | null;
  readonly p95: number | null;
}

/** `values` by a flow's id; NaN = not known. */
export function spreadOf({ ids }: Rows, values: Float64Array): Spread {
  const found = new Float64Array(ids.length);
  let known = 0;
  let [least, positive, most, sum] = [Infinity, Infinity, -Infinity, 0];
  for (let at = 0; at < ids.length; at++) {
    const value = values[ids[at]!]!;
    if (Number.isNaN(value)) continue;
    found[known++] = value;
    sum += value;
    if (value < least) least = value;
    if (value > most) most = value;
    if (value > 0 && value < positive) positive = value;
  }
  const n = ids.length;
  if (known === 0) return { n, known, least: null, positive: null, most: null, mean: null, median: null, p95: null };
  const all = found.subarray(0, known);
  return {
    ...{ n, known, least, most, mean: sum / known },
    positive: positive === Infinity ? null : positive,
    median: ranked(all, placeOf(0.5, known)),
    p95: ranked(all, placeOf(0.95, known)),
  };
}

/** As DuckDB's quantile_disc has it. */
const placeOf = (part: number, count: number): number => Math.max(1, count - Math.floor(count - part * count)) - 1;

/** The value that would stand at the place if they were sorted; puts them in another order. */
function ranked(values: Float64Array, place: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else break;
  }
  return values[place]!;
}

export interface Bin {
  n: number;
  bytes: number;
  packets: number;
}

/** Flows whose number is below an edge and not below the one before, by the place of that edge. */
export function binned(
  { ids, volumes }: Rows,
  values: Float64Array,
  edges: readonly number[],
): ReadonlyMap<number, Bin> {
  const { sent, received, sentPackets, receivedPackets } = volumes;
  const bins = Array.from({ length: edges.length + 1 }, (): Bin => ({ n: 0, bytes: 0, packets: 0 }));
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    const value = values[id]!;
    if (Number.isNaN(value)) continue;
    let bin = 0;
    while (bin < edges.length && value >= edges[bin]!) bin++;
    const sum = bins[bin]!;
    sum.n++;
    sum.bytes += sent[id]! + received[id]!;
    sum.packets += sentPackets[id]! + receivedPackets[id]!;
  }
  return new Map([...bins.entries()].filter(([, { n }]) => n > 0));
}
