/**
 * gzip, raw deflate and zstd by node:zlib, driven by hand: its streams give up what they had expanded when they meet a
 * fault, and end with the first frame of zstd. Here what came before a fault is kept, and frames follow each other.
 */
import { createGunzip, createInflateRaw, createZstdDecompress, type Gunzip, type InflateRaw } from 'node:zlib';
import { Damaged } from './damaged.ts';
import { FrameLimit } from './frame-limit.ts';

export type ZlibKind = 'gzip' | 'deflate' | 'zstd';
type ZlibStream = Gunzip | InflateRaw | ReturnType<typeof createZstdDecompress>;

const CHUNK_BYTES = 64 * 1024;
/** Bytes expanded ahead of the one who takes them, about. */
const AHEAD_BYTES = 16 * 1024 * 1024;
/** Sizes of the pieces that bytes near a fault are given in, one after the other: what came before the very byte is kept. */
const FINER: readonly number[] = [64, 1];

/** Yields what `pieces` expand to; they are read again when there is a fault. Damaged: what came before stays. */
export async function* expandByZlib(kind: ZlibKind, pieces: () => Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let made = 0;
  let fault: Damaged | undefined;
  for (const fineBytes of [0, ...FINER]) {
    try {
      let passed = 0;
      const given = fault === undefined ? pieces() : fine(pieces(), fault.at, fault.span, fineBytes);
      for await (const piece of frames(kind, given)) {
        const known = Math.min(piece.length, Math.max(0, made - passed));
        passed += piece.length;
        if (known === piece.length) continue;
        made += piece.length - known;
        yield piece.subarray(known);
      }
      return;
    } catch (error) {
      if (!(error instanceof Damaged) || error.span === 0) throw error;
      fault = error;
    }
  }
  throw fault;
}

/** The same bytes, in small pieces from byte `from` on, as far as `span` goes. */
function* fine(pieces: Iterable<Uint8Array>, from: number, span: number, fineBytes: number): Generator<Uint8Array> {
  let at = 0;
  for (const piece of pieces) {
    const [first, last] = [from - at, from + span - at].map((place) => Math.max(0, Math.min(piece.length, place))) as [
      number,
      number,
    ];
    if (first > 0) yield piece.subarray(0, first);
    for (let n = first; n < last; n += fineBytes) yield piece.subarray(n, Math.min(last, n + fineBytes));
    if (last < piece.length) yield piece.subarray(last);
    at += piece.length;
  }
}

async function* frames(kind: ZlibKind, pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = pieces[Symbol.iterator]();
  /** bytes of frames that have ended */
  let before = 0;
  let rest: Uint8Array | undefined;
  const limit = new FrameLimit();
  for (;;) {
    limit.begin(before);
    const frame = new Frame(kind);
    try {
      for (;;) {
        let piece = rest;
        rest = undefined;
        if (piece === undefined) {
          const next = input.next();
          if (!next.done) piece = next.value;
        }
        const fault = yield* frame.give(piece, before);
        if (fault !== undefined) throw fault;
        if (frame.isOver) break;
      }
    } finally {
      frame.close();
    }
    rest = frame.left;
    limit.made += frame.made;
    before += frame.given - rest.length;
    if (rest.length === 0) {
      const next = input.next();
      if (next.done) return;
      rest = next.value;
    }
    // Zeros are what tapes and disks fill up with; behind gzip they are passed over as gzip does.
    if (kind !== 'zstd' || rest.every((byte) => byte === 0)) return;
  }
}

class Frame {
  given = 0;
  /** bytes that came out */
  made = 0;
  isOver = false;
  readonly #stream: ZlibStream;
  #last: Uint8Array = new Uint8Array(0);
  #ready: Uint8Array[] = [];
  #readyBytes = 0;
  #failure: Error | undefined;
  #wake = (): void => {};

  constructor(kind: ZlibKind) {
    const options = { chunkSize: CHUNK_BYTES };
    this.#stream =
      kind === 'gzip'
        ? createGunzip(options)
        : kind === 'zstd'
          ? createZstdDecompress(options)
          : createInflateRaw(options);
    this.#stream.on('data', (piece: Uint8Array) => {
      this.#ready.push(piece);
      this.#readyBytes += piece.length;
      this.made += piece.length;
      if (this.#readyBytes > AHEAD_BYTES) this.#stream.pause();
      this.#wake();
    });
    this.#stream.on('error', (error) => {
      this.#failure = error;
      this.#wake();
    });
    this.#stream.on('end', () => {
      this.isOver = true;
      this.#wake();
    });
  }

  /** What was given and lies behind the frame's end. */
  get left(): Uint8Array {
    const left = Math.max(0, Math.min(this.#last.length, this.given - this.#stream.bytesWritten));
    return this.#last.subarray(this.#last.length - left);
  }

  /** Gives a piece, or the end, and yields what comes of it; returns the fault that it met. */
  async *give(piece: Uint8Array | undefined, before: number): AsyncGenerator<Uint8Array, Damaged | undefined> {
    let isTaken = false;
    const taken = (): void => {
      isTaken = true;
      this.#wake();
    };
    if (piece === undefined) this.#stream.end();
    else {
      this.#last = piece;
      this.given += piece.length;
      this.#stream.write(piece, taken);
    }
    for (;;) {
      const isDone = isTaken || this.isOver || this.#failure !== undefined;
      if (this.#ready.length > 0) {
        const ready = this.#ready;
        this.#ready = [];
        this.#readyBytes = 0;
        yield* ready;
        if (this.#stream.isPaused()) this.#stream.resume();
        continue;
      }
      if (isDone) break;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
    return this.#failure === undefined ? undefined : this.#damage(this.#failure, before);
  }

  close(): void {
    this.#stream.destroy();
  }

  #damage(error: Error, before: number): Damaged {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'Z_BUF_ERROR' || /unexpected end|incomplete|truncated/i.test(error.message))
      return new Damaged('ends too early', before + this.given);
    if (code === 'ZSTD_error_frameParameter_windowTooLarge')
      return new Damaged('needs more than 128 MB of memory', before);
    const start = before + this.given - this.#last.length;
    const isOther = code === 'Z_DATA_ERROR' && /header|method/.test(error.message) && start > 0;
    return new Damaged(isOther ? 'goes on with other bytes' : 'is damaged', start, this.#last.length);
  }
}
