/** A decode worker's end of a feed (feed.ts): the blocks that another thread has read, as a reader of captures. */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { AppError, assert, type ErrorCode } from '#base/errors.ts';
import { type CaptureFault, type CaptureInfo, createPackets, type EpochSec, type Packets } from '#capture/packets.ts';
import type { CaptureReader } from '#sources/capture-reader.ts';
import type { Chunk } from '#sources/source.ts';
import * as F from './feed.ts';

/** What a decode worker needs; sent with `transfer: [port]`. */
export interface FeedLink {
  readonly memory: F.FeedMemory;
  readonly port: MessagePort;
  /** of the workers of this feed */
  readonly worker: number;
}

const NOTHING: CaptureInfo = { format: '', linkTypes: [], snapLen: 0, notes: [] };
const NO_PACKETS = createPackets(0);

export class Feed {
  readonly #link: FeedLink;
  readonly #buffers: Uint8Array[];
  #asked = 0;
  #taken = 0;

  constructor(link: FeedLink) {
    this.#link = link;
    this.#buffers = [...link.memory.buffers];
  }

  /**
   * Asks for a file by its number; the one before must have been read to its end. `cancelled` is asked while waiting, `onIdle` is
   * called then.
   */
  open(
    file: number,
    epochSec: EpochSec | undefined,
    cancelled: () => boolean,
    onIdle: () => void = () => {},
  ): CaptureReader {
    const { control, requests } = this.#link.memory;
    const place = 2 * (this.#asked % F.REQUESTS);
    requests[place] = file;
    requests[place + 1] = epochSec ?? Number.NaN;
    Atomics.compareExchange(control, F.REQUESTED, this.#asked, this.#asked + 1);
    Atomics.notify(control, F.REQUESTED);
    this.#asked++;
    return new FedReader(this, cancelled, onIdle);
  }

  /** Head of the next block; undefined when given up. */
  take(cancelled: () => boolean, onIdle: () => void): Float64Array | undefined {
    const { control, heads } = this.#link.memory;
    for (;;) {
      const published = Atomics.load(control, F.PUBLISHED);
      if (published > this.#taken) return heads[this.#taken++ % heads.length]!;
      if (cancelled()) return undefined;
      if (Atomics.wait(control, F.PUBLISHED, published, F.WAIT_MS) === 'timed-out') onIdle();
    }
  }

  /** The packets of the block taken last. */
  packets(): Packets {
    const { blocks } = this.#link.memory;
    return blocks[(this.#taken - 1) % blocks.length]!;
  }

  buffer(number: number): Uint8Array {
    while (this.#buffers.length <= number) this.#keep(this.#receive());
    return this.#buffers[number]!;
  }

  /** What the block taken last announces; buffers told before it are kept. */
  note(): Exclude<F.FeedNote, { kind: 'buffer' }> {
    for (;;) {
      const note = this.#receive();
      if (note.kind !== 'buffer') return note;
      this.#keep(note);
    }
  }

  #receive(): F.FeedNote {
    const got = receiveMessageOnPort(this.#link.port);
    assert(got !== undefined, 'what a block announces has been sent before it');
    return got.message as F.FeedNote;
  }

  #keep(note: F.FeedNote): void {
    assert(note.kind === 'buffer' && note.number === this.#buffers.length, 'a buffer is told before it is used');
    this.#buffers.push(note.buffer);
  }

  /** Lets all blocks taken go. */
  letGo(): void {
    const { control } = this.#link.memory;
    const word = F.LET_GO + this.#link.worker;
    Atomics.store(control, word, this.#taken);
    const awaited = Atomics.load(control, F.AWAITED);
    if (awaited !== 0 && this.#taken >= awaited) Atomics.notify(control, word);
  }
}

class FedReader implements CaptureReader {
  packets = NO_PACKETS;
  buf: Uint8Array = new Uint8Array(0);
  bufStart = 0;
  chunk = 0;
  chunkStart = 0;
  chunks: readonly Chunk[] = [];
  epochSec: EpochSec | undefined;
  info = NOTHING;
  fault: CaptureFault | undefined;
  bytesRead = 0;
  size: number | undefined;
  readonly #feed: Feed;
  readonly #cancelled: () => boolean;
  readonly #onIdle: () => void;
  #ended = false;

  constructor(feed: Feed, cancelled: () => boolean, onIdle: () => void) {
    this.#onIdle = onIdle;
    this.#feed = feed;
    this.#cancelled = cancelled;
  }

  next(): boolean {
    if (this.#ended) return false;
    const feed = this.#feed;
    feed.letGo();
    const head = feed.take(this.#cancelled, this.#onIdle);
    if (head === undefined) {
      this.#ended = true;
      return false;
    }
    if (head[F.KIND] === F.Block.Refused) return this.#refused();
    this.bytesRead = head[F.BYTES_READ]!;
    this.size = Number.isNaN(head[F.SIZE]!) ? undefined : head[F.SIZE]!;
    this.epochSec = Number.isNaN(head[F.EPOCH]!) ? undefined : head[F.EPOCH]!;
    if (head[F.KIND] === F.Block.End) {
      const note = feed.note();
      assert(note.kind === 'end', 'the end of a file is told');
      this.info = note.told.info;
      this.fault = note.told.fault;
      this.chunks = note.told.chunks;
      this.#ended = true;
      feed.letGo();
      return false;
    }
    this.packets = feed.packets();
    this.packets.length = head[F.LENGTH]!;
    this.buf = feed.buffer(head[F.BUFFER]!);
    this.bufStart = head[F.BUF_START]!;
    this.chunk = head[F.CHUNK]!;
    this.chunkStart = head[F.CHUNK_START]!;
    return true;
  }

  close(): void {
    this.#ended = true;
  }

  #refused(): never {
    this.#ended = true;
    const note = this.#feed.note();
    this.#feed.letGo();
    assert(note.kind === 'refused', 'a refusal says why');
    if (note.code !== undefined)
      throw new AppError(note.code as ErrorCode, note.data as Readonly<Record<string, string | number>>);
    throw new Error(note.message);
  }
}
