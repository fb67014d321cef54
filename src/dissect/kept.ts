/** A cache of what was parsed from recurring bytes, by the bytes themselves: a hash finds them, a comparison proves them. */
export class Kept<T> {
  readonly #most: number;
  readonly #largest: number;
  readonly #known = new Map<number, { readonly bytes: Uint8Array; readonly value: T }>();

  /** At most `most` entries, of at most `largest` bytes each. */
  constructor(most: number, largest: number) {
    this.#most = most;
    this.#largest = largest;
  }

  /** What belongs to [off, end), made by `make` where it is not kept. */
  of(buf: Uint8Array, off: number, end: number, make: () => T): T {
    let a = 0x811c9dc5 | 0;
    let b = end - off;
    // the last bytes tell most: agents, lists and certificates begin alike
    for (let at = Math.max(off, end - 256); at < end; at++) {
      a = Math.imul(a ^ buf[at], 0x01000193);
      b = Math.imul(b + buf[at], 0x85ebca6b) ^ (b >>> 13);
    }
    const key = (a >>> 0) * 0x200000 + (b >>> 11);
    const bytes = buf.subarray(off, end);
    const known = this.#known.get(key);
    if (known !== undefined && Buffer.compare(known.bytes, bytes) === 0) return known.value;
    const value = make();
    if (bytes.length > this.#largest) return value;
    if (this.#known.size >= this.#most) this.#known.clear();
    this.#known.set(key, { bytes: bytes.slice(), value });
    return value;
  }
}
