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
  const passes = inPasses(places, keys, descending);
  let step = passes.next();
  while (!step.done) step = passes.next();
  return step.value;
}

/** The same, and others take their `turn` in between; nothing that is given may change meanwhile. */
export async function inOrderByTurns(
  places: Uint32Array,
  keys: readonly Words[],
  turn: () => Promise<void>,
  descending = false,
): Promise<Uint32Array> {
  const passes = inPasses(places, keys, descending);
  let step = passes.next();
  while (!step.done) {
    await turn();
    step = passes.next();
  }
  return step.value;
}

/** Ends with the places in order; each step is one way through them. */
function* inPasses(places: Uint32Array, keys: readonly Words[], descending: boolean): Generator<void, Uint32Array> {
  const { length } = places;
  let from = places;
  let to: Uint32Array = new Uint32Array(length);
  // Keys move along with their places: looked up anew they would lie all over memory.
  let [fromKeys, toKeys] = [new Uint32Array(length), new Uint32Array(length)];
  for (const key of keys) {
    const counts = countsOf(from, key, fromKeys);
    yield;
    for (let byte = 0; byte < 4; byte++) {
      const ends = counts.subarray(byte * DIGITS, (byte + 1) * DIGITS);
      if (ends.includes(length)) continue;
      toPlaces(ends, descending);
      pass(from, to, fromKeys, toKeys, ends, 8 * byte);
      [from, to] = [to, from];
      [fromKeys, toKeys] = [toKeys, fromKeys];
      yield;
    }
  }
  return from;
}

/** How often each of a word's four bytes has each value; the words go into `keys`. */
function countsOf(places: Uint32Array, { words, half }: Words, keys: Uint32Array): Uint32Array {
  const counts = new Uint32Array(4 * DIGITS);
  for (let at = 0; at < places.length; at++) {
    const key = words[2 * places[at]! + half]!;
    keys[at] = key;
    counts[key & 0xff]!++;
    counts[0x100 + ((key >>> 8) & 0xff)]!++;
    counts[0x200 + ((key >>> 16) & 0xff)]!++;
    counts[0x300 + (key >>> 24)]!++;
  }
  return counts;
}

function pass(
  from: Uint32Array,
  to: Uint32Array,
  fromKeys: Uint32Array,
  toKeys: Uint32Array,
  next: Uint32Array,
  shift: number,
): void {
  for (let at = 0; at < from.length; at++) {
    const key = fromKeys[at]!;
    const place = next[(key >>> shift) & 0xff]!++;
    to[place] = from[at]!;
    toKeys[place] = key;
  }
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

/** Numbers as words to sort by: none may be negative or NaN (IEEE 754: their bits are in the order of the numbers). */
export function wordsOfValues(values: Float64Array): readonly Words[] {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  return [{ words, half: 0 }, { words, half: 1 }]; // biome-ignore format: one line says it
}
