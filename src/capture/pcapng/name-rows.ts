/** Gathers the names that a capture gives to addresses, as columns; bounded. */
import { u32 } from '#base/bytes.ts';
import type { CaptureNames } from '../packets.ts';

const MAX_NAMES = 65_536;
const MAX_NAME_BYTES = 255;
const MAX_HEAP_BYTES = 2 * 1024 * 1024;
const IPV4_MAPPED = 0xffff;

export class NameRows {
  #length = 0;
  #ip = new Uint32Array(0);
  #offset = new Uint32Array(0);
  #bytes = new Uint32Array(0);
  #heap = new Uint8Array(0);
  #heapBytes = 0;

  /** An address of 4 or 16 bytes at `at`, then its names up to `end`, each ended by a zero byte. */
  add(buf: Uint8Array, at: number, addressBytes: number, end: number): void {
    for (let from = at + addressBytes; from < end; ) {
      let to = from;
      while (to < end && buf[to] !== 0) to++;
      const bytes = to - from;
      if (this.#length === MAX_NAMES || this.#heapBytes + bytes > MAX_HEAP_BYTES) return;
      if (bytes > 0 && bytes <= MAX_NAME_BYTES) this.#append(buf, at, addressBytes, from, to);
      from = to + 1;
    }
  }

  columns(): CaptureNames | undefined {
    if (this.#length === 0) return undefined;
    return {
      length: this.#length,
      ip: this.#ip.slice(0, 4 * this.#length),
      offset: this.#offset.slice(0, this.#length),
      bytes: this.#bytes.slice(0, this.#length),
      heap: this.#heap.slice(0, this.#heapBytes),
    };
  }

  #append(buf: Uint8Array, at: number, addressBytes: number, from: number, to: number): void {
    const row = this.#length++;
    if (row === this.#offset.length) this.#grow();
    if (this.#heapBytes + to - from > this.#heap.length) {
      const heap = new Uint8Array(Math.max(1024, this.#heap.length * 2));
      heap.set(this.#heap.subarray(0, this.#heapBytes));
      this.#heap = heap;
    }
    const word = 4 * row;
    if (addressBytes === 4) {
      this.#ip[word] = u32(buf, at);
      this.#ip[word + 1] = IPV4_MAPPED;
    } else for (let n = 0; n < 4; n++) this.#ip[word + 3 - n] = u32(buf, at + 4 * n);
    this.#offset[row] = this.#heapBytes;
    this.#bytes[row] = to - from;
    this.#heap.set(buf.subarray(from, to), this.#heapBytes);
    this.#heapBytes += to - from;
  }

  #grow(): void {
    const rows = Math.max(16, this.#offset.length * 2);
    const ip = new Uint32Array(4 * rows);
    ip.set(this.#ip);
    this.#ip = ip;
    const offset = new Uint32Array(rows);
    offset.set(this.#offset);
    this.#offset = offset;
    const bytes = new Uint32Array(rows);
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
