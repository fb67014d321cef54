/** Places of pairs of numbers: hash table of typed arrays. */
import { hashTable, hashWord } from '../seeded-hash.ts';

const LEAST_PAIRS = 1024;
const MOST_WISHED = 2 ** 20;

/** Places of pairs of numbers, in the order they are first seen. */
export class Pairs {
  count = 0;
  src: Uint32Array;
  dst: Uint32Array;
  values: Float64Array;
  flows: Uint32Array;
  /** place + 1; 0 = free */
  #slots: Uint32Array;

  /** `wish`: room for so many at first */
  constructor(wish = LEAST_PAIRS) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(LEAST_PAIRS, Math.min(MOST_WISHED, wish + 1))));
    this.src = new Uint32Array(size);
    this.dst = new Uint32Array(size);
    this.values = new Float64Array(size);
    this.flows = new Uint32Array(size);
    this.#slots = new Uint32Array(size * 2);
  }

  of(src: number, dst: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash(src, dst) & mask; ; slot = (slot + 1) & mask) {
      const place = slots[slot]! - 1;
      if (place < 0) {
        slots[slot] = ++this.count;
        this.src[this.count - 1] = src;
        this.dst[this.count - 1] = dst;
        if (this.count === this.src.length) this.#grow();
        return this.count - 1;
      }
      if (this.src[place] === src && this.dst[place] === dst) return place;
    }
  }

  #grow(): void {
    const size = this.src.length * 2;
    const larger = <T extends Uint32Array | Float64Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.src = larger(this.src, new Uint32Array(size));
    this.dst = larger(this.dst, new Uint32Array(size));
    this.values = larger(this.values, new Float64Array(size));
    this.flows = larger(this.flows, new Uint32Array(size));
    const slots = new Uint32Array(size * 2);
    const mask = slots.length - 1;
    for (let place = 0; place < this.count; place++) {
      let slot = hash(this.src[place]!, this.dst[place]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = place + 1;
    }
    this.#slots = slots;
  }
}

const TABLE = hashTable(2);
const hash = (src: number, dst: number): number => (hashWord(TABLE, 0, src) ^ hashWord(TABLE, 1, dst)) >>> 0;
