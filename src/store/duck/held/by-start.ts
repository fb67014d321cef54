/** Flows by their start, from memory. */

/** ns since the flows' base, by a flow's id. */
export type Times = { readonly start: Float64Array; readonly end: Float64Array };

const DIGIT = 2 ** 16;

/** Ids by start, then by id. */
export function orderByStart(ids: Uint32Array, { start }: Times): Uint32Array {
  let [least, most] = [Infinity, -Infinity];
  let isSorted = true;
  for (let at = 0; at < ids.length; at++) {
    const time = start[ids[at]!]!;
    if (time < most) isSorted = false;
    if (time < least) least = time;
    if (time > most) most = time;
  }
  if (isSorted) return ids;
  // 16 bits after the other, from the lowest: each pass keeps the order of the one before
  let from: Uint32Array = ids;
  let to: Uint32Array = new Uint32Array(ids.length);
  const counts = new Uint32Array(DIGIT);
  for (let unit = 1; unit <= most - least; unit *= DIGIT) {
    counts.fill(0);
    for (let at = 0; at < from.length; at++) counts[Math.floor((start[from[at]!]! - least) / unit) % DIGIT]!++;
    for (let digit = 0, sum = 0; digit < DIGIT; digit++) {
      const count = counts[digit]!;
      counts[digit] = sum;
      sum += count;
    }
    for (let at = 0; at < from.length; at++) {
      const id = from[at]!;
      to[counts[Math.floor((start[id]! - least) / unit) % DIGIT]!++] = id;
    }
    const next = from === ids ? new Uint32Array(ids.length) : from;
    from = to;
    to = next;
  }
  return from;
}

/** Those of `order`, which has all flows, that are among `ids`; or the latest first, and then by id. */
export function inScopeByStart(
  ids: Uint32Array,
  order: Uint32Array,
  { start }: Times,
  size: number,
  descending: boolean,
): Uint32Array {
  const isIn = new Uint8Array(size);
  for (let at = 0; at < ids.length; at++) isIn[ids[at]!] = 1;
  const found = new Uint32Array(ids.length);
  let count = 0;
  if (!descending) {
    for (let at = 0; at < order.length; at++) if (isIn[order[at]!] === 1) found[count++] = order[at]!;
    return found;
  }
  for (let end = order.length; end > 0; ) {
    let from = end - 1;
    while (from > 0 && start[order[from - 1]!] === start[order[end - 1]!]) from--;
    for (let at = from; at < end; at++) if (isIn[order[at]!] === 1) found[count++] = order[at]!;
    end = from;
  }
  return found;
}
