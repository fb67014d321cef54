/**
 * Where each direction of a TCP flow has been read to: payloads are handed to dissectors in order, old bytes cut away, and what a
 * dissector wants again is kept (prefixes.ts) and handed on from its start, longer. Bounded: a direction whose kept bytes are
 * full, or were taken for another flow, is closed.
 */
import { MAX_PREFIX_BYTES, type Payload } from './dissector.ts';
import { Prefixes } from './prefixes.ts';
import { CLOSED, PLACE, type SlotWords, WORDS } from './slot-words.ts';

/** Payloads that may come before a direction's first byte; then its first byte is taken to be missing. */
const MOST_EARLY = 3;
/** Bytes that the first payload seen may be behind a direction's first byte, or before it, and be waited for. */
const NEAR_START = 0x4000;

export class TcpPlaces {
  private readonly slots: SlotWords;
  private readonly prefixes = new Prefixes((owner) => this.evicted(owner));

  constructor(slots: SlotWords) {
    this.slots = slots;
  }

  /**
   * Makes the payload the next bytes of its direction, or the whole kept prefix; false when it brings nothing new yet. `count`:
   * payloads of the direction before it.
   */
  place(slot: number, direction: number, payload: Payload, count: number): boolean {
    const { words } = this.slots;
    const place = slot * WORDS + PLACE + direction;
    const at = words[place];
    const { seqOffset } = payload;
    payload.gap = at >= 0 && seqOffset > at;
    if (at < 0) {
      const grew = this.prefixes.add(~at, payload.buf, payload.off, payload.end, seqOffset);
      const length = this.prefixes.length(~at);
      if (grew) {
        payload.midstream = payload.midstream || this.prefixes.start(~at) > 0;
        payload.wireLength = length;
        payload.buf = this.prefixes.bytes(~at);
        payload.off = 0;
        payload.end = length;
        return true;
      }
      if (length > 0 || count < MOST_EARLY) return false;
      this.prefixes.release(~at); // the first bytes of this direction are not in the capture
      words[place] = 0;
      payload.midstream = true;
      return true;
    }
    if (isBeforeStart(at, payload)) return true;
    if (seqOffset < at) {
      const old = at - seqOffset;
      if (payload.wireLength <= old || payload.end - payload.off <= old) return false;
      payload.off += old;
      payload.wireLength -= old;
    } else if (seqOffset > at && at === 0 && count < MOST_EARLY && !payload.midstream && seqOffset < NEAR_START) {
      this.put(slot, direction, payload, 0, seqOffset);
      return false;
    }
    if (seqOffset > 0 || at > 0) payload.midstream = true;
    return true;
  }

  /** After a payload was looked at whose bytes are done with: remembers where they ended. `seqOffset`: as it came. */
  pass(slot: number, direction: number, payload: Payload, seqOffset: number): void {
    const { words } = this.slots;
    const place = slot * WORDS + PLACE + direction;
    const at = words[place];
    if (at >= 0) {
      words[place] = Math.max(0, startOf(at, payload, seqOffset) + payload.wireLength) & 0x7fffffff;
      return;
    }
    words[place] = Math.max(0, this.prefixes.start(~at) + this.prefixes.length(~at));
    this.prefixes.release(~at);
  }

  /** After a payload was looked at whose bytes are wanted again, longer; false when they never get longer. */
  keep(slot: number, direction: number, payload: Payload, seqOffset: number): boolean {
    const at = this.slots.words[slot * WORDS + PLACE + direction];
    if (at < 0) return !this.prefixes.full(~at);
    if (payload.end - payload.off < payload.wireLength) return false; // cut by snapLen
    const from = startOf(at, payload, seqOffset);
    this.put(slot, direction, payload, from, from);
    return true;
  }

  /**
   * After a payload was read up to payload.off (`from` was its first byte): keeps what was left over, or passes over bytes to
   * come; false when more is left than can be kept.
   */
  advance(slot: number, direction: number, payload: Payload, seqOffset: number, from: number): boolean {
    const { words } = this.slots;
    const place = slot * WORDS + PLACE + direction;
    const at = words[place];
    const start = at < 0 ? this.prefixes.start(~at) : startOf(at, payload, seqOffset);
    const cut = payload.end - from < payload.wireLength; // by snapLen: what is left over never gets longer
    const left = cut ? 0 : payload.end - payload.off;
    const next = start + (cut ? Math.max(payload.wireLength, payload.off - from) : payload.off - from);
    if (left <= 0) {
      if (at < 0) this.prefixes.release(~at);
      words[place] = Math.max(0, next) & 0x7fffffff;
      return true;
    }
    if (left >= MAX_PREFIX_BYTES) return false;
    if (at < 0) this.prefixes.shift(~at, payload.off - from);
    else this.put(slot, direction, payload, next, next);
    return true;
  }

  /** Lets the kept bytes of a direction go. */
  drop(slot: number, direction: number): void {
    const { words } = this.slots;
    const place = slot * WORDS + PLACE + direction;
    const at = words[place];
    if (at >= 0) return;
    this.prefixes.release(~at);
    words[place] = 0;
  }

  /** Begins to keep what stands from `base` on in a direction; the payload's bytes stand at `from`. */
  private put(slot: number, direction: number, payload: Payload, base: number, from: number): void {
    const buffer = this.prefixes.take(slot * 2 + direction, base);
    this.prefixes.add(buffer, payload.buf, payload.off, payload.end, from);
    this.slots.words[slot * WORDS + PLACE + direction] = ~buffer;
  }

  private evicted(owner: number): void {
    const { words } = this.slots;
    const i = (owner >>> 1) * WORDS;
    const direction = owner & 1;
    words[i + PLACE + direction] = 0;
    words[i] |= CLOSED << direction;
  }
}

/** Where the payload's first new byte stands in its direction. */
function startOf(at: number, payload: Payload, seqOffset: number): number {
  return isBeforeStart(at, payload) ? seqOffset : Math.max(at, seqOffset);
}

/**
 * TCP whose beginning was not captured: nothing of this direction was seen yet, and these bytes come before the number it was taken to begin
 * with, as bytes sent again do. A single one is a keep-alive.
 */
function isBeforeStart(at: number, { midstream, seqOffset, wireLength }: Payload): boolean {
  return at === 0 && midstream && seqOffset < 0 && seqOffset > -NEAR_START && wireLength > 1;
}
