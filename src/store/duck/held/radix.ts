/** Millions of places in order without comparing any two: by a byte of their keys at a time, least first. */

const DIGITS = 0x100;

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
  const { length } = places;
  let from = places;
  let to: Uint32Array = new Uint32Array(length);
  // Keys move along with their places: looked up anew they would lie all over memory.
  let [fromKeys, toKeys] = [new Uint32Array(length), new Uint32Array(length)];
  for (const { words, half } of keys) {
    const counts = new Uint32Array(4 * DIGITS);
    for (let at = 0; at < length; at++) {
      const key = words[2 * from[at]! + half]!;
      fromKeys[at] = key;
      counts[key & 0xff]!++;
      counts[0x100 + ((key >>> 8) & 0xff)]!++;
      counts[0x200 + ((key >>> 16) & 0xff)]!++;
      counts[0x300 + (key >>> 24)]!++;
    }
    for (let byte = 0; byte < 4; byte++) {
      const shift = 8 * byte;
      const ends = counts.subarray(byte * DIGITS, (byte + 1) * DIGITS);
      if (ends.includes(length)) continue;
      toPlaces(ends, descending);
      for (let at = 0; at < length; at++) {
        const key = fromKeys[at]!;
        const place = ends[(key >>> shift) & 0xff]!++;
        to[place] = from[at]!;
        toKeys[place] = key;
      }
      [from, to] = [to, from];
      [fromKeys, toKeys] = [toKeys, fromKeys];
    }
  }
  return from;
}

/** Counts of digits → where the first of each goes. */
function toPlaces(counts: Uint32Array, descending: boolean): void {
  let sum = 0;
  for (let n = 0; n < DIGITS; n++) {
    const digit = descending ? DIGITS - 1 - n : n;
    const count = counts[digit]!;
    counts[digit] = sum;
    sum += count;
  }
}

/** The same by numbers, none of which may be negative or NaN (IEEE 754: their bits are in the order of the numbers). */
export function inOrderOfValues(places: Uint32Array, values: Float64Array, descending: boolean): Uint32Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  return inOrderOf(places, [{ words, half: 0 }, { words, half: 1 }], descending); // biome-ignore format: one line says it
}
