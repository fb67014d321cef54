/** The first of many groups, without sorting them all. */

/** Below 0 when the first place comes first. */
export type Order = (a: number, b: number) => number;

/** More than this are sorted whole. */
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
  const order: Order = (a, b) => sign * (values[a]! - values[b]!) || ties(a, b);
  const most = Math.min(groups.length, offset + limit);
  if (most > MOST_PICKED) return groups.slice().sort(order).subarray(offset, most);
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
