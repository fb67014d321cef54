/**
 * When a flow was active: bytes and packets of each time bin, in an arena of linked entries. The bin width grows with the
 * span of the import along WIDTHS_MS, so that a capture of any length has at most MAX_BINS bins; entries made under a
 * smaller width lie wholly inside one bin of any later width, because each width divides the next.
 */

/** ms; each divides the next, and all divide a day. */
export const WIDTHS_MS: readonly number[] = [
  1, 2, 10, 20, 100, 200, 1_000, 2_000, 10_000, 20_000, 60_000, 120_000, 600_000, 1_200_000, 3_600_000, 7_200_000,
  43_200_000, 86_400_000,
];
export const MAX_BINS = 4096;
/** Entries from which on those of one flow and bin are added up before more room is made. */
const MANY_ENTRIES = 1 << 20;

/** Linked lists of numbers in typed arrays; freed entries are used again. */
export class ActivityArena {
  next = new Int32Array(1024);
  /** start of the bin, ms since the import's day base */
  time = new Float64Array(1024);
  bytes0 = new Float64Array(1024);
  bytes1 = new Float64Array(1024);
  packets0 = new Int32Array(1024);
  packets1 = new Int32Array(1024);
  private used = 0;
  private free = -1;

  /** Index of a new entry put before `head`. */
  push(head: number, time: number, bytes0: number, bytes1: number, packets0: number, packets1: number): number {
    let at = this.free;
    if (at >= 0) this.free = this.next[at]!;
    else {
      at = this.used++;
      if (at === this.next.length) this.grow();
    }
    this.next[at] = head;
    this.time[at] = time;
    this.bytes0[at] = bytes0;
    this.bytes1[at] = bytes1;
    this.packets0[at] = packets0;
    this.packets1[at] = packets1;
    return at;
  }

  /** True when the next entry would make it larger than is usual. */
  get isFull(): boolean {
    return this.free < 0 && this.used === this.next.length && this.used >= MANY_ENTRIES;
  }

  /** Adds up the entries of a list that lie in one bin of `width`, the first stays the first; returns how many became free. */
  merge(head: number, width: number): number {
    let freed = 0;
    const ofBin = new Map<number, number>();
    for (let at = head, before = -1; at >= 0; ) {
      const next = this.next[at]!;
      const bin = Math.floor(this.time[at]! / width) * width;
      const same = ofBin.get(bin);
      if (same === undefined) {
        this.time[at] = bin;
        ofBin.set(bin, at);
        before = at;
      } else {
        this.bytes0[same]! += this.bytes0[at]!;
        this.bytes1[same]! += this.bytes1[at]!;
        this.packets0[same]! += this.packets0[at]!;
        this.packets1[same]! += this.packets1[at]!;
        this.next[before] = next;
        this.next[at] = this.free;
        this.free = at;
        freed++;
      }
      at = next;
    }
    return freed;
  }

  /** Gives the entries of a list back. */
  release(head: number): void {
    for (let at = head; at >= 0; ) {
      const next = this.next[at]!;
      this.next[at] = this.free;
      this.free = at;
      at = next;
    }
  }

  grow(): void {
    const size = this.next.length * 2;
    this.next = extend(this.next, new Int32Array(size));
    this.time = extend(this.time, new Float64Array(size));
    this.bytes0 = extend(this.bytes0, new Float64Array(size));
    this.bytes1 = extend(this.bytes1, new Float64Array(size));
    this.packets0 = extend(this.packets0, new Int32Array(size));
    this.packets1 = extend(this.packets1, new Int32Array(size));
  }
}

/** Linked lists of chunk numbers. */
export class ChunkArena {
  next = new Int32Array(1024);
  chunk = new Int32Array(1024);
  private used = 0;
  private free = -1;

  push(head: number, chunk: number): number {
    let at = this.free;
    if (at >= 0) this.free = this.next[at]!;
    else {
      at = this.used++;
      if (at === this.next.length) {
        this.next = extend(this.next, new Int32Array(at * 2));
        this.chunk = extend(this.chunk, new Int32Array(at * 2));
      }
    }
    this.next[at] = head;
    this.chunk[at] = chunk;
    return at;
  }

  release(head: number): void {
    for (let at = head; at >= 0; ) {
      const next = this.next[at]!;
      this.next[at] = this.free;
      this.free = at;
      at = next;
    }
  }
}

/** `to`, filled from its start with `from`. */
export function extend<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from as never);
  return to;
}
