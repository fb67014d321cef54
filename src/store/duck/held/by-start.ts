/** Flows by their start, from memory. */
import type { Rows, Times } from './held.ts';

const DIGIT = 2 ** 16;

/** Ids by start, then by id; the earliest first, or the latest. */
export function idsByStart({ ids }: Rows, { start }: Times, descending: boolean): Uint32Array {
  let [least, most] = [Infinity, -Infinity];
  let isSorted = !descending;
  for (let at = 0; at < ids.length; at++) {
    const time = start[ids[at]!]!;
    if (time < most) isSorted = false;
    if (time < least) least = time;
    if (time > most) most = time;
  }
  if (isSorted) return ids;
  const keyOf = (id: number): number => (descending ? most - start[id]! : start[id]! - least);
  // 16 bits after the other, from the lowest: each pass keeps the order of the one before
  let from: Uint32Array = ids;
  let to: Uint32Array = new Uint32Array(ids.length);
  const counts = new Uint32Array(DIGIT);
  for (let unit = 1; unit <= most - least; unit *= DIGIT) {
    counts.fill(0);
    for (let at = 0; at < from.length; at++) counts[Math.floor(keyOf(from[at]!) / unit) % DIGIT]!++;
    for (let digit = 0, sum = 0; digit < DIGIT; digit++) {
      const count = counts[digit]!;
      counts[digit] = sum;
      sum += count;
    }
    for (let at = 0; at < from.length; at++) to[counts[Math.floor(keyOf(from[at]!) / unit) % DIGIT]!++] = from[at]!;
    const next = from === ids ? new Uint32Array(ids.length) : from;
    from = to;
    to = next;
  }
  return from;
}
