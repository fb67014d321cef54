/**
 * Hash → slot: open addressing with linear probing; removal closes the gap (backward shift), so that there are no tombstones.
 * An entry keeps its hash beside the slot: a look that goes past other flows does not touch their rows.
 */
export class SlotIndex {
  /** two numbers an entry: slot + 1 (0 = empty), hash */
  entries: Int32Array;
  /** entries - 1; a power of two less one */
  mask: number;

  /** Room for `capacity` slots, at most half full. */
  constructor(capacity: number) {
    let size = 16;
    while (size < capacity * 2) size *= 2;
    this.entries = new Int32Array(size * 2);
    this.mask = size - 1;
  }

  add(hash: number, slot: number): void {
    const { entries, mask } = this;
    let at = hash & mask;
    while (entries[2 * at] !== 0) at = (at + 1) & mask;
    entries[2 * at] = slot + 1;
    entries[2 * at + 1] = hash;
  }

  /** The slot must be there. */
  remove(hash: number, slot: number): void {
    const { entries, mask } = this;
    let gap = hash & mask;
    while (entries[2 * gap] !== slot + 1) gap = (gap + 1) & mask;
    for (let at = (gap + 1) & mask; entries[2 * at] !== 0; at = (at + 1) & mask) {
      const home = entries[2 * at + 1]! & mask;
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      entries[2 * gap] = entries[2 * at]!;
      entries[2 * gap + 1] = entries[2 * at + 1]!;
      gap = at;
    }
    entries[2 * gap] = 0;
  }
}
