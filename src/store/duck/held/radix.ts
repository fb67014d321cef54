/** Millions of places in order without comparing any two: by 16 bits of their keys at a time, least first. */

const DIGITS = 2 ** 16;

/** Words of 32 bits that places are sorted by: that of a place is words[2 × place + half]. */
export interface Words {
  readonly words: Uint32Array;
  readonly half: 0 | 1;
}

/**
 * Places in the order of their keys, the words of which are given least first; equal ones stay as they were. `places` is used up:
 * what comes back may be its memory.
 */
export function inOrderOf(places: Uint32Array, keys: readonly Words[], descending = false): Uint32Array {
  let from = places;
  let to: Uint32Array = new Uint32Array(places.length);
  const counts = new Uint32Array(DIGITS);
  for (const { words, half } of keys)
    for (const shift of [0, 16]) {
      counts.fill(0);
      for (let at = 0; at < from.length; at++) counts[(words[2 * from[at]! + half]! >>> shift) & (DIGITS - 1)]!++;
      if (from.length === 0 || counts[(words[2 * from[0]! + half]! >>> shift) & (DIGITS - 1)] === from.length) continue;
      let sum = 0;
      for (let n = 0; n < DIGITS; n++) {
        const digit = descending ? DIGITS - 1 - n : n;
        const count = counts[digit]!;
        counts[digit] = sum;
        sum += count;
      }
      for (let at = 0; at < from.length; at++) {
        const place = from[at]!;
        to[counts[(words[2 * place + half]! >>> shift) & (DIGITS - 1)]!++] = place;
      }
      [from, to] = [to, from];
    }
  return from;
}

/** The same by numbers, none of which may be negative or NaN (IEEE 754: their bits are in the order of the numbers). */
export function inOrderOfValues(places: Uint32Array, values: Float64Array, descending: boolean): Uint32Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  return inOrderOf(places, [{ words, half: 0 }, { words, half: 1 }], descending); // biome-ignore format: one line says it
}
