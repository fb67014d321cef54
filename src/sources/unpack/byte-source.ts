/** Bytes one after the other, from pieces; for decompressors that pull what they need. */
import { Damaged } from './damaged.ts';

export class ByteSource {
  /** bytes taken */
  position = 0;
  readonly #pieces: Iterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(pieces: Iterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** The next byte; -1 at the end. */
  byteOrEnd(): number {
    if (this.#at === this.#piece.length && !this.#more()) return -1;
    this.position++;
    return this.#piece[this.#at++]!;
  }

  /** The next byte. Damaged at the end. */
  byte(): number {
    const byte = this.byteOrEnd();
    if (byte < 0) throw new Damaged('ends too early', this.position);
    return byte;
  }

  u32le(): number {
    return (this.byte() | (this.byte() << 8) | (this.byte() << 16) | (this.byte() << 24)) >>> 0;
  }

  /** Fills out[off, off + length). Damaged at the end. */
  fill(out: Uint8Array, off: number, length: number): void {
    for (let done = 0; done < length; ) {
      if (this.#at === this.#piece.length && !this.#more()) throw new Damaged('ends too early', this.position);
      const count = Math.min(length - done, this.#piece.length - this.#at);
      out.set(this.#piece.subarray(this.#at, this.#at + count), off + done);
      this.#at += count;
      this.position += count;
      done += count;
    }
  }

  #more(): boolean {
    for (;;) {
      const next = this.#pieces.next();
      if (next.done) return false;
      if (next.value.length === 0) continue;
      this.#piece = next.value;
      this.#at = 0;
      return true;
    }
  }
}
