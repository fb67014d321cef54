/**
 * When open flows were active. Of each flow one bin is being filled, in its rows (BIN, BIN_BYTES, BIN_PACKETS); those that are
 * finished lie in the arena. All bins are as wide, and get wider as the capture's span grows (activity.ts).
 */
import { ActivityArena, MAX_BINS, WIDTHS_MS } from './activity.ts';
import * as S from './slot.ts';
import type { FlowSlots } from './slots.ts';

const NS_A_MS = 1e6;
const DAY_SECONDS = 86_400;

export class Bins {
  readonly finished = new ActivityArena();
  /** ms; a member of WIDTHS_MS */
  widthMs = WIDTHS_MS[0]!;
  /** 00:00 UTC of the epoch's day, ms since 1970: times of finished bins count from it */
  readonly dayBaseMs: number;
  private readonly slots: FlowSlots;
  /** of the epoch within its day, ns */
  private readonly dayOffset: number;
  private widthNs = Number.NaN; // a double from the start, as in FlowTable

  /** Times are ns since `epochSec`, seconds since 1970. */
  constructor(slots: FlowSlots, epochSec: number) {
    this.slots = slots;
    this.dayOffset = (epochSec % DAY_SECONDS) * 1e9;
    this.dayBaseMs = (epochSec - (epochSec % DAY_SECONDS)) * 1000;
    this.widthNs = NS_A_MS * WIDTHS_MS[0]!;
  }

  /** Number of the bin of a time. */
  of(time: number): number {
    return Math.floor((time + this.dayOffset) / this.widthNs);
  }

  /** Puts the finished bin of the flow whose rows begin at `i` and `f` aside and starts bin number `bin`. */
  start(i: number, f: number, bin: number): void {
    const { ints, floats } = this.slots;
    if (ints[i + S.BIN_PACKETS]! + ints[i + S.BIN_PACKETS + 1]! > 0) {
      if (this.finished.isFull) this.merge();
      ints[i + S.BIN_LIST] = this.finished.push(
        ints[i + S.BIN_LIST]!,
        floats[f + S.BIN]! * this.widthMs,
        floats[f + S.BIN_BYTES]!,
        floats[f + S.BIN_BYTES + 1]!,
        ints[i + S.BIN_PACKETS]!,
        ints[i + S.BIN_PACKETS + 1]!,
      );
      floats[f + S.BIN_BYTES] = floats[f + S.BIN_BYTES + 1] = 0;
      ints[i + S.BIN_PACKETS] = ints[i + S.BIN_PACKETS + 1] = 0;
    }
    floats[f + S.BIN] = bin;
  }

  /** Makes bins wider until at most MAX_BINS cover the capture's span. */
  fit(spanMs: number): void {
    const before = this.widthMs;
    if (spanMs / before <= MAX_BINS) return;
    this.widthMs = WIDTHS_MS.find((width) => width >= before && spanMs / width <= MAX_BINS) ?? WIDTHS_MS.at(-1)!;
    this.widthNs = this.widthMs * NS_A_MS;
    const factor = this.widthMs / before;
    const { floats, capacity } = this.slots;
    for (let slot = 0; slot < capacity; slot++) {
      const f = slot * S.FLOATS;
      floats[f + S.BIN] = Math.floor(floats[f + S.BIN]! / factor);
    }
  }

  /** Packets whose times go to and fro make an entry each: what lies in one bin becomes one. */
  private merge(): void {
    const { slots, finished } = this;
    let freed = 0;
    for (let slot = 0; slot < slots.capacity; slot++) {
      if (!slots.isUsed(slot)) continue;
      const head = slots.ints[slot * S.INTS + S.BIN_LIST]!;
      if (head >= 0 && finished.next[head]! >= 0) freed += finished.merge(head, this.widthMs);
    }
    // Looking at all entries again soon would cost more than it brings.
    if (freed < finished.next.length / 4) finished.grow();
  }
}
