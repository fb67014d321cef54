/**
 * Texts → numbers that grow from 1, by open addressing over the texts' bytes; 0 is never given out. Bounded: when it is
 * full it forgets everything, and a text may then get a second number (readers group by text, not by number).
 */
import { hashTable } from '../seeded-hash.ts';

const MAX_TEXTS = 1 << 20;
const MAX_BYTES = 64 << 20;
/** A random word for each byte: what texts collide can't be foreseen. */
const WORDS = hashTable(1).subarray(0, 256);

export class Interner {
  /** slot → position in the columns below + 1 */
  #slots = new Int32Array(1 << 13);
  #hashes = new Uint32Array(1 << 12);
  #offsets = new Uint32Array(1 << 12);
  #lengths = new Uint32Array(1 << 12);
  #heap = new Uint8Array(1 << 18);
  #used = 0;
  #count = 0;
  /** number of the text at position 0 */
  #first: number;
  readonly #onNew: (id: number, heap: Uint8Array, offset: number, length: number) => void;

  constructor(next: number, onNew: (id: number, heap: Uint8Array, offset: number, length: number) => void) {
    this.#first = next;
    this.#onNew = onNew;
  }

  idOf(heap: Uint8Array, offset: number, length: number): number {
    let hash = 0x811c9dc5 ^ length;
    for (let i = offset; i < offset + length; i++) hash = Math.imul(hash ^ WORDS[heap[i]!]!, 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = this.#slots[slot]! - 1;
      if (at < 0) return this.#add(hash, heap, offset, length);
      if (this.#hashes[at] === hash && this.#lengths[at] === length && this.#isSame(at, heap, offset, length))
        return this.#first + at;
    }
  }

  #isSame(at: number, heap: Uint8Array, offset: number, length: number): boolean {
    const from = this.#offsets[at]!;
    const own = this.#heap;
    for (let i = 0; i < length; i++) if (own[from + i] !== heap[offset + i]) return false;
    return true;
  }

  #add(hash: number, heap: Uint8Array, offset: number, length: number): number {
    if (this.#count === MAX_TEXTS || this.#used + length > MAX_BYTES) {
      this.#first += this.#count;
      this.#count = this.#used = 0;
      this.#slots.fill(0);
    }
    if (this.#count === this.#hashes.length) this.#grow();
    while (this.#used + length > this.#heap.length) {
      const heapGrown = new Uint8Array(this.#heap.length * 2);
      heapGrown.set(this.#heap);
      this.#heap = heapGrown;
    }
    const at = this.#count++;
    this.#hashes[at] = hash;
    this.#offsets[at] = this.#used;
    this.#lengths[at] = length;
    this.#heap.set(heap.subarray(offset, offset + length), this.#used);
    this.#used += length;
    this.#place(hash, at);
    this.#onNew(this.#first + at, heap, offset, length);
    return this.#first + at;
  }

  #place(hash: number, at: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = at + 1;
  }

  #grow(): void {
    const size = this.#hashes.length * 2;
    const grown = (column: Uint32Array) => {
      const to = new Uint32Array(size);
      to.set(column);
      return to;
    };
    this.#hashes = grown(this.#hashes);
    this.#offsets = grown(this.#offsets);
    this.#lengths = grown(this.#lengths);
    this.#slots = new Int32Array(size * 2);
    for (let at = 0; at < this.#count; at++) this.#place(this.#hashes[at]!, at);
  }
}
