/** The reading end of a feed: a thread that reads and frames what the decode workers ask for. See feed.ts. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { AppError, assert } from '#base/errors.ts';
import type { Packets } from '#capture/packets.ts';
import { type CaptureReader, openCaptureReader } from '#sources/capture-reader.ts';
import type { Source } from '#sources/source.ts';
import * as F from './feed.ts';

export interface FeedOrder {
  readonly memory: F.FeedMemory;
  readonly sources: readonly Source[];
  /** one for each decode worker */
  readonly ports: readonly MessagePort[];
  /** [0] ≠ 0: give up, or nothing more will be asked for */
  readonly stop: Int32Array;
}

class Stopped extends Error {}

class Feeder {
  readonly #order: FeedOrder;
  readonly #buffers: Uint8Array[];
  /** block that was the last to use a buffer, -1 = none */
  readonly #lastBlock: number[];
  /** the first buffers are of the usual size, the others for long records */
  readonly #usual: number;
  #buffer = 0;
  #published = 0;

  constructor(order: FeedOrder) {
    this.#order = order;
    this.#buffers = [...order.memory.buffers];
    this.#usual = this.#buffers.length;
    this.#lastBlock = this.#buffers.map(() => -1);
  }

  run(): void {
    try {
      for (let request = 0; ; request++) this.#serve(request);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  #serve(request: number): void {
    const { control, requests } = this.#order.memory;
    while (Atomics.load(control, F.REQUESTED) <= request) this.#wait(F.REQUESTED, request);
    const place = 2 * (request % F.REQUESTS);
    const source = this.#order.sources[requests[place]!]!;
    const epoch = requests[place + 1]!;
    let reader: CaptureReader | undefined;
    try {
      reader = openCaptureReader(source, {
        ...(Number.isNaN(epoch) ? {} : { epochSec: epoch }),
        buffer: this.#takeBuffer(1),
        nextBuffer: (bytes) => this.#takeBuffer(bytes),
        nextPackets: () => this.#takeBlock(),
      });
      while (reader.next()) this.#publish(F.Block.Packets, reader);
      const { info, fault, chunks } = reader;
      this.#note({ kind: 'end', told: { info, fault, chunks } });
      this.#publish(F.Block.End, reader);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      const known = error instanceof AppError ? error : undefined;
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#takeBlock();
      this.#note({ kind: 'refused', code: known?.code, data: known?.data ?? {}, message });
      this.#publish(F.Block.Refused, undefined);
    } finally {
      reader?.close();
    }
  }

  /** The next block of the ring, once it is let go. */
  #takeBlock(): Packets {
    const { blocks } = this.#order.memory;
    this.#waitFor(this.#published - blocks.length);
    const block = blocks[this.#published % blocks.length]!;
    block.length = 0;
    return block;
  }

  #publish(kind: number, reader: CaptureReader | undefined): void {
    const { heads, control } = this.#order.memory;
    const head = heads[this.#published % heads.length]!;
    head[F.KIND] = kind;
    if (reader !== undefined) {
      head[F.LENGTH] = reader.packets.length;
      head[F.BUFFER] = this.#buffer;
      head[F.BUF_START] = reader.bufStart;
      head[F.CHUNK] = reader.chunk;
      head[F.CHUNK_START] = reader.chunkStart;
      head[F.BYTES_READ] = reader.bytesRead;
      head[F.SIZE] = reader.size ?? Number.NaN;
      head[F.EPOCH] = reader.epochSec ?? Number.NaN;
    }
    this.#lastBlock[this.#buffer] = this.#published;
    this.#published++;
    Atomics.store(control, F.PUBLISHED, this.#published | 0);
    Atomics.notify(control, F.PUBLISHED);
  }

  #takeBuffer(bytes: number): Uint8Array {
    const isUsual = bytes <= this.#buffers[0]!.length;
    if (!isUsual && this.#buffers.length < this.#usual + 2) {
      const number = this.#buffers.push(F.createLargeBuffer()) - 1;
      this.#lastBlock.push(-1);
      this.#note({ kind: 'buffer', number, buffer: this.#buffers[number]! });
    }
    const [from, count] = isUsual ? [0, this.#usual] : [this.#usual, this.#buffers.length - this.#usual];
    const next =
      this.#buffer >= from && this.#buffer < from + count ? from + ((this.#buffer - from + 1) % count) : from;
    this.#waitFor(this.#lastBlock[next]!);
    this.#buffer = next;
    const buffer = this.#buffers[next]!;
    assert(bytes <= buffer.length, 'no record is longer than the largest buffer');
    return buffer;
  }

  /** Waits until every worker has let go of block number `block` and those before it; if it must, until half the ring is free. */
  #waitFor(block: number): void {
    const { control, blocks } = this.#order.memory;
    let last = block;
    for (let word = F.LET_GO; word < control.length; word++) {
      for (let gone = Atomics.load(control, word); gone <= last; gone = Atomics.load(control, word)) {
        last = Math.max(block, Math.min(block + blocks.length / 2, this.#published - 1));
        Atomics.store(control, F.AWAITED, last + 1);
        this.#wait(word, gone); // not if it was let go meanwhile: then the word is another
      }
    }
    Atomics.store(control, F.AWAITED, 0);
  }

  /** Sleeps while the word is `value`. */
  #wait(word: number, value: number): void {
    if (Atomics.load(this.#order.stop, 0) !== 0) throw new Stopped();
    Atomics.wait(this.#order.memory.control, word, value, F.WAIT_MS);
  }

  #note(note: F.FeedNote): void {
    for (const port of this.#order.ports) port.postMessage(note);
  }
}

parentPort?.once('message', (order: FeedOrder) => {
  new Feeder(order).run();
  for (const port of order.ports) port.close();
});
