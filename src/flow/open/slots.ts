/**
 * The rows of open flows (slot.ts has their layout), those that are free, and the index that finds a flow by its key. A slot is
 * a number; its rows begin at slot * INTS and slot * FLOATS. Rows move when there are more of them: read ints and floats anew
 * after take() and grow().
 */
import type { Headers } from '#wire/headers.ts';
import { hasKey } from '../key.ts';
import { extend } from './activity.ts';
import * as S from './slot.ts';
import { SlotIndex } from './slot-index.ts';

const FIRST_CAPACITY = 4096;

export class FlowSlots {
  ints = new Int32Array(FIRST_CAPACITY * S.INTS);
  floats = new Float64Array(FIRST_CAPACITY * S.FLOATS);
  capacity = FIRST_CAPACITY;
  /** slots without a flow */
  freeCount = FIRST_CAPACITY;
  private freeSlots = new Int32Array(FIRST_CAPACITY);
  private index = new SlotIndex(FIRST_CAPACITY);

  constructor() {
    for (let n = 0; n < FIRST_CAPACITY; n++) this.freeSlots[n] = FIRST_CAPACITY - 1 - n;
  }

  /** Open flows. */
  get used(): number {
    return this.capacity - this.freeCount;
  }

  isUsed(slot: number): boolean {
    return (this.ints[slot * S.INTS + S.FLAGS]! & S.FLAG_USED) !== 0;
  }

  /** Slot of the packet's flow, or -1. `low`: 1 = its sender is the lower end of the key. */
  find(h: Headers, hash: number, low: number): number {
    const { ints } = this;
    const { entries, mask } = this.index;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = entries[2 * at]! - 1;
      if (slot < 0) return -1;
      if (entries[2 * at + 1] === hash && hasKey(ints, slot * S.INTS, h, low)) return slot;
    }
  }

  /** A free slot, found by `hash` from now on, its rows zeros; there must be one. The caller puts the key and FLAG_USED there. */
  take(hash: number): number {
    const slot = this.freeSlots[--this.freeCount]!;
    this.clear(slot);
    this.index.add(hash, slot);
    return slot;
  }

  /** The slot's flow is over. */
  release(slot: number): void {
    const i = slot * S.INTS;
    this.index.remove(this.ints[i + S.HASH]!, slot);
    this.ints[i + S.FLAGS] = 0;
    this.freeSlots[this.freeCount++] = slot;
  }

  /** Twice as many slots, up to `most`. */
  grow(most: number): void {
    const before = this.capacity;
    this.capacity = Math.min(before * 2, Math.max(most, before + 1));
    this.ints = extend(this.ints, new Int32Array(this.capacity * S.INTS));
    this.floats = extend(this.floats, new Float64Array(this.capacity * S.FLOATS));
    this.freeSlots = extend(this.freeSlots, new Int32Array(this.capacity));
    for (let slot = this.capacity - 1; slot >= before; slot--) this.freeSlots[this.freeCount++] = slot;
    this.index = new SlotIndex(this.capacity);
    for (let slot = 0; slot < before; slot++)
      if (this.isUsed(slot)) this.index.add(this.ints[slot * S.INTS + S.HASH]!, slot);
  }

  /** Zeros in the rows of free slots: what was there before would take room where the table is saved. */
  clearFree(): void {
    for (let slot = 0; slot < this.capacity; slot++) if (!this.isUsed(slot)) this.clear(slot);
  }

  private clear(slot: number): void {
    const { ints, floats } = this;
    const i = slot * S.INTS;
    const f = slot * S.FLOATS;
    for (let at = i; at < i + S.INTS; at++) ints[at] = 0; // less than a call of fill()
    for (let at = f; at < f + S.FLOATS; at++) floats[at] = 0;
  }
}
