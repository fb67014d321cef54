/**
 * Drives a framer over the bytes of a source: the caller pulls blocks of packets, each block inside one chunk of the file.
 * Reads synchronously, for worker threads; allocates nothing per packet. One buffer, reused: what next() filled is valid
 * until the following next().
 */
import { AppError } from '#base/errors.ts';
import { HEAD_BYTES, openCapture, restoreCapture } from '#capture/formats.ts';
import {
  type CaptureFault,
  type CaptureInfo,
  createPackets,
  type EpochSec,
  type Framer,
  MAX_RECORD_BYTES,
  type Packets,
} from '#capture/packets.ts';
import { type FileReader, openReader } from './file-reader.ts';
import { type Chunk, DEFAULT_CHUNK_BYTES, type Source } from './source.ts';

/** small enough to stay in the processor's cache between reading, framing and decoding */
const DEFAULT_BUFFER_BYTES = 512 * 1024;
const DEFAULT_BLOCK_PACKETS = 4096;

export interface CaptureReader {
  /** the block; `packets.offset` points into `buf` */
  readonly packets: Packets;
  /** may be replaced by a larger one during next(); hand it to the next reader when done */
  readonly buf: Uint8Array;
  /** byte in the file of buf[0]: packet i lies at bufStart + packets.offset[i] */
  readonly bufStart: number;
  /** the chunk that every packet of the block belongs to: its number within the file and its first byte */
  readonly chunk: number;
  readonly chunkStart: number;
  /** chunks with packets, in order; complete when next() has returned false, until then without the present one */
  readonly chunks: readonly Chunk[];
  readonly epochSec: EpochSec | undefined;
  readonly info: CaptureInfo;
  /** set when the file could not be read to its end; the packets before it count */
  readonly fault: CaptureFault | undefined;
  /** bytes of the file that were taken so far */
  readonly bytesRead: number;
  /** bytes of the whole file; undefined while it grows */
  readonly size: number | undefined;
  /** Fills the next block, of at least one packet. False: the end of the file, or a fault. AppError: can't be read. */
  next(): boolean;
  /** Closes the file; may be called at any time, and twice. */
  close(): void;
}

export interface CaptureReaderOptions {
  /** what packet times count from; by default the second of the first packet */
  readonly epochSec?: EpochSec;
  /** buffer to use instead of a new one */
  readonly buffer?: Uint8Array;
  /** block to fill instead of a new one */
  readonly packets?: Packets;
  /** For blocks that another thread looks at while the next is read: asked for a block to fill before each next(). */
  readonly nextPackets?: () => Packets;
  /** Likewise, asked for a buffer of at least so many bytes instead of reading over what the present one holds. */
  readonly nextBuffer?: (bytes: number) => Uint8Array;
  /** 4 MiB */
  readonly chunkBytes?: number;
  /** called now and then while a growing capture has nothing to read */
  readonly onIdle?: () => void;
  /** the bytes are for another reader, too, which comes later: see openReader */
  readonly looksOnly?: boolean;
  /** read this part only; epochSec is then that of the chunk */
  readonly range?: Chunk;
}

/** Opens a capture. AppError: CAPTURE_EMPTY, CAPTURE_UNKNOWN_FORMAT, CAPTURE_BAD_HEADER, CAPTURE_UNREADABLE. */
export function openCaptureReader(source: Source, options: CaptureReaderOptions = {}): CaptureReader {
  const bytes = openReader(source, options.range?.start ?? 0, options.onIdle, options.looksOnly);
  try {
    return new PullingReader(source.path, bytes, options);
  } catch (error) {
    bytes.close();
    throw error;
  }
}

class PullingReader implements CaptureReader {
  packets: Packets;
  readonly chunks: Chunk[] = [];
  buf: Uint8Array;
  chunk = 0;
  chunkStart = 0;
  readonly #bytes: FileReader;
  readonly #nextPackets: (() => Packets) | undefined;
  readonly #nextBuffer: ((bytes: number) => Uint8Array) | undefined;
  readonly #framer: Framer;
  readonly #chunkBytes: number;
  /** no record that starts here or later is taken */
  readonly #stop: number;
  /** buf[#at, #end) is read and not yet framed */
  #at = 0;
  #end = 0;
  #chunkEnd = 0;
  #chunkState = '';
  #chunkHasPackets = false;
  #ended = false;

  constructor(path: string, bytes: FileReader, options: CaptureReaderOptions) {
    this.#bytes = bytes;
    this.#nextPackets = options.nextPackets;
    this.#nextBuffer = options.nextBuffer;
    this.buf = options.buffer ?? new Uint8Array(DEFAULT_BUFFER_BYTES);
    if (this.buf.length < HEAD_BYTES) this.buf = new Uint8Array(DEFAULT_BUFFER_BYTES);
    this.packets = options.packets ?? createPackets(DEFAULT_BLOCK_PACKETS);
    this.#chunkBytes = options.chunkBytes ?? DEFAULT_CHUNK_BYTES;
    this.#stop = options.range?.end ?? Number.POSITIVE_INFINITY;
    if (options.range === undefined) {
      const head = this.#look(0, HEAD_BYTES);
      const opened = openCapture(head, options.epochSec, (offset, length) => this.#look(offset, length));
      if (!opened.ok) throw new AppError(opened.code, { path, ...opened.data });
      this.#framer = opened.framer;
      this.#at = opened.framer.position;
    } else {
      const { state, start } = options.range;
      this.#framer = restoreCapture(state, start, (offset, length) => this.#bytes.look(offset, length));
    }
    this.#startChunk();
  }

  get bufStart(): number {
    return this.#framer.position - this.#at;
  }
  get epochSec(): EpochSec | undefined {
    return this.#framer.epochSec;
  }
  get info(): CaptureInfo {
    return this.#framer.info;
  }
  get fault(): CaptureFault | undefined {
    return this.#framer.fault;
  }
  get bytesRead(): number {
    return this.#framer.position;
  }
  get size(): number | undefined {
    return this.#bytes.size;
  }

  next(): boolean {
    if (this.#nextPackets !== undefined) this.packets = this.#nextPackets();
    const { packets } = this;
    packets.length = 0;
    if (this.#ended) return false;
    const framer = this.#framer;
    for (;;) {
      if (framer.position >= this.#chunkEnd) this.#startChunk();
      const stop = Math.min(this.#chunkEnd, this.#stop);
      this.#at = framer.read(this.buf, this.#at, this.#end, stop, packets);
      if (packets.length > 0) {
        this.#chunkHasPackets = true;
        return true;
      }
      if (framer.fault !== undefined || framer.position >= this.#stop) break;
      if (framer.position >= this.#chunkEnd) continue;
      if (this.#at === this.#end || this.#at + framer.wanted > this.buf.length || this.#end === this.buf.length)
        this.#makeRoom(framer.wanted);
      if (!this.#fill()) {
        framer.finish(this.#end - this.#at);
        break;
      }
    }
    this.#endChunk();
    this.#ended = true;
    this.close();
    return false;
  }

  close(): void {
    this.#bytes.close();
  }

  /** Bytes of the file before its first packet is read; those that fit the buffer are read into it. */
  #look(offset: number, length: number): Uint8Array {
    if (offset + length > this.buf.length) return this.#bytes.look(offset, length);
    while (this.#end < offset + length && this.#fill());
    return this.buf.subarray(offset, Math.max(offset, Math.min(offset + length, this.#end)));
  }

  #startChunk(): void {
    this.#endChunk();
    this.chunkStart = this.#framer.position;
    this.chunk = Math.floor(this.chunkStart / this.#chunkBytes);
    this.#chunkEnd = (this.chunk + 1) * this.#chunkBytes;
    this.#chunkState = this.#framer.state();
  }

  #endChunk(): void {
    if (this.#chunkHasPackets)
      this.chunks.push({
        number: this.chunk,
        start: this.chunkStart,
        end: this.#framer.position,
        state: this.#chunkState,
      });
    this.#chunkHasPackets = false;
  }

  /** Moves the incomplete rest to the front, of a larger buffer if the record needs one. */
  #makeRoom(wanted: number): void {
    const rest = this.#end - this.#at;
    if (this.#nextBuffer !== undefined) {
      const next = this.#nextBuffer(Math.max(wanted, rest + 1));
      next.set(this.buf.subarray(this.#at, this.#end));
      this.buf = next;
    } else if (wanted > this.buf.length) {
      const larger = new Uint8Array(Math.max(wanted, Math.min(this.buf.length * 2, MAX_RECORD_BYTES)));
      larger.set(this.buf.subarray(this.#at, this.#end));
      this.buf = larger;
    } else {
      this.buf.copyWithin(0, this.#at, this.#end);
    }
    this.#at = 0;
    this.#end = rest;
  }

  #fill(): boolean {
    const room = this.buf.length - this.#end;
    // A range ends at a record boundary: nothing behind it needs to be read.
    const length = Math.min(room, this.#stop - this.#bytes.position);
    const count = length > 0 ? this.#bytes.read(this.buf, this.#end, length) : 0;
    this.#end += count;
    return count > 0;
  }
}
