/** The first of many groups, without comparing them all. */
import { inOrderOf, wordsOfValues } from './radix.ts';

/** Below 0 when the first place comes first. */
export type Order = (a: number, b: number) => number;

/** Of more than this all are put in the order of their values. */
const MOST_PICKED = 5000;

/** The first `limit` of the groups behind `offset`: by values, largest or smallest first, then by `ties`. */
export function picked(
  groups: Uint32Array,
  values: Float64Array,
  ascending: boolean,
  ties: Order,
  offset: number,
  limit: number,
): Uint32Array {
  const sign = ascending ? 1 : -1;
  const most = Math.min(groups.length, offset + limit);
  const order: Order = (a, b) => sign * (values[a]! - values[b]!) || ties(a, b);
  if (most > MOST_PICKED) {
    const all = sorted(groups, values, ascending);
    for (let from = 0, to = 0; from < most; from = to) {
      const value = values[all[from]!]!;
      for (to = from + 1; to < all.length && values[all[to]!] === value; ) to++;
      if (to > offset && to > from + 1) all.subarray(from, to).sort(ties);
    }
    return all.subarray(offset, most);
  }
  // a heap with the last of the best on top: most groups are passed over after one look
  const heap = groups.slice(0, most);
  for (let at = (most >> 1) - 1; at >= 0; at--) sift(heap, at, order);
  let worst = most === 0 ? 0 : sign * values[heap[0]!]!;
  for (let i = most; i < groups.length && most > 0; i++) {
    const group = groups[i]!;
    const value = sign * values[group]!;
    if (value > worst || (value === worst && ties(group, heap[0]!) >= 0)) continue;
    heap[0] = group;
    sift(heap, 0, order);
    worst = sign * values[heap[0]!]!;
  }
  return heap.sort(order).subarray(offset);
}

/** All groups by their values; equal ones stay as they were. A copy. */
function sorted(groups: Uint32Array, values: Float64Array, ascending: boolean): Uint32Array {
  const places = groups.slice();
  let least = 0;
  for (let at = 0; at < groups.length; at++) least = Math.min(least, values[groups[at]!]!);
  if (least >= 0) return inOrderOf(places, wordsOfValues(values), !ascending);
  return places.sort(ascending ? (a, b) => values[a]! - values[b]! : (a, b) => values[b]! - values[a]!);
}

function sift(heap: Uint32Array, from: number, order: Order): void {
  let at = from;
  const value = heap[at]!;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && order(heap[child + 1]!, heap[child]!) > 0) child++;
    if (order(heap[child]!, value) <= 0) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = value;
}
