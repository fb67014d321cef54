/**
 * Beginnings of TCP directions that a dissector wants more of: a bounded pool of buffers. Each holds a contiguous prefix and at
 * most one later piece that arrived before its time. When the pool is used up the oldest buffer is taken away from its owner.
 */
import { MAX_PREFIX_BYTES } from './dissector.ts';

const MOST_BUFFERS = 1024;

export class Prefixes {
  /** called with the owner of a buffer that is taken away */
  private readonly onEvict: (owner: number) => void;
  private readonly data: Uint8Array[] = [];
  private readonly owner = new Int32Array(MOST_BUFFERS);
  private readonly base = new Int32Array(MOST_BUFFERS);
  private readonly held = new Int32Array(MOST_BUFFERS);
  private readonly laterFrom = new Int32Array(MOST_BUFFERS);
  private readonly laterTo = new Int32Array(MOST_BUFFERS);
  private readonly free: number[] = [];
  private hand = 0;

  constructor(onEvict: (owner: number) => void) {
    this.onEvict = onEvict;
  }

  /** A buffer for bytes from `base` of a direction on; empty. `owner` is any number of the caller's. */
  take(owner: number, base: number): number {
    let buffer = this.free.pop();
    if (buffer === undefined) {
      if (this.data.length < MOST_BUFFERS) buffer = this.data.push(new Uint8Array(MAX_PREFIX_BYTES)) - 1;
      else {
        buffer = this.hand;
        this.hand = (this.hand + 1) % MOST_BUFFERS;
        this.onEvict(this.owner[buffer]);
      }
    }
    this.owner[buffer] = owner;
    this.base[buffer] = base;
    this.held[buffer] = this.laterFrom[buffer] = this.laterTo[buffer] = 0;
    return buffer;
  }

  release(buffer: number): void {
    this.free.push(buffer);
  }

  bytes(buffer: number): Uint8Array {
    return this.data[buffer];
  }

  /** Contiguous bytes from the start. */
  length(buffer: number): number {
    return this.held[buffer];
  }

  start(buffer: number): number {
    return this.base[buffer];
  }

  full(buffer: number): boolean {
    return this.held[buffer] >= MAX_PREFIX_BYTES;
  }

  /** Puts bytes [off, end) of `buf`, which stand at `seqOffset` in their direction, in their place. True when the prefix grew. */
  add(buffer: number, buf: Uint8Array, off: number, end: number, seqOffset: number): boolean {
    const held = this.held[buffer];
    let at = seqOffset - this.base[buffer];
    let from = off;
    if (at < held) {
      from += held - at;
      at = held;
    }
    if (from >= end) return false;
    const bytes = Math.min(end - from, MAX_PREFIX_BYTES - at);
    if (bytes <= 0) return false;
    if (at > held) {
      const empty = this.laterTo[buffer] === 0;
      if (!empty && at !== this.laterTo[buffer]) return false;
      this.copy(buffer, at, buf, from, bytes);
      if (empty) this.laterFrom[buffer] = at;
      this.laterTo[buffer] = at + bytes;
      return false;
    }
    this.copy(buffer, at, buf, from, bytes);
    let length = at + bytes;
    if (this.laterTo[buffer] > 0 && this.laterFrom[buffer] <= length) {
      length = Math.max(length, this.laterTo[buffer]);
      this.laterTo[buffer] = 0;
    }
    this.held[buffer] = length;
    return true;
  }

  /** Forgets the first bytes, fewer than are held. */
  shift(buffer: number, bytes: number): void {
    if (bytes === 0) return;
    const used = Math.max(this.held[buffer], this.laterTo[buffer]);
    this.data[buffer].copyWithin(0, bytes, used);
    this.base[buffer] += bytes;
    this.held[buffer] -= bytes;
    if (this.laterTo[buffer] > 0) {
      this.laterFrom[buffer] -= bytes;
      this.laterTo[buffer] -= bytes;
    }
  }

  private copy(buffer: number, at: number, buf: Uint8Array, from: number, bytes: number): void {
    const data = this.data[buffer];
    for (let i = 0; i < bytes; i++) data[at + i] = buf[from + i];
  }
}
