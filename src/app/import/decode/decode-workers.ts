/** The decode workers of one import: each is given its order, what they tell is added up; the first that refuses or fails stops the others. */
import type { Worker } from 'node:worker_threads';
import { AppError, assert } from '#base/errors.ts';
import { DEFAULT_TIMEOUTS } from '#flow/open/timeouts.ts';
import { GrowingState } from '#sources/growing-state.ts';
import type { StoreLink, Stream } from '#store/protocol.ts';
import { Control, type ImportProgress, type ImportRequest } from '../contract.ts';
import { dropStates, statePath } from '../kept-states.ts';
import type { UnpackedCaptures } from '../unpacked.ts';
import { giveBack, type RunningFeed, startFeed, takeWorker } from '../workers.ts';
import type { DecodeFile, DecodeOrder, DecodeReport, FilePart, StreamEnd } from './decode-protocol.ts';

/** Flows open at once, over all workers: about 400 bytes each. */
const MAX_OPEN_FLOWS = 500_000;

/** Decoded again at once, a tenth of a second's work; with more, files given one by one would cost the square of their number. */
const MOST_AGAIN = 32 * 1024 * 1024;

/** A store that has died answers no worker: it is asked for its pulse. */
const PULSE_MS = 1000;

interface Decoding {
  readonly request: ImportRequest;
  readonly unpacked: UnpackedCaptures;
  readonly files: readonly DecodeFile[];
  readonly shards: number;
  readonly seed: number;
  /** bytes of the new files, where they are known */
  readonly total: number | undefined;
  /** names what is kept of the stream's end */
  readonly token: string;
  /** what was kept of it before, and is gone on from */
  readonly stream: Stream | undefined;
}

interface Decoded {
  readonly parts: readonly FilePart[];
  /** the stream went on from what was kept of its end */
  readonly resumed: boolean;
  readonly end: StreamEnd;
}

/** Runs the workers to their end. AppError: what a worker refused. */
export async function decode(decoding: Decoding): Promise<Decoded> {
  const { signal } = decoding.request;
  const workers = new DecodeWorkers(decoding);
  const giveUp = (): void => workers.giveUp();
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    await workers.start();
    return await workers.ended();
  } finally {
    await workers.close();
    signal?.removeEventListener('abort', giveUp);
  }
}

class DecodeWorkers {
  readonly #decoding: Decoding;
  readonly #cancel: Int32Array;
  readonly #feed: RunningFeed | undefined;
  readonly #pulse: NodeJS.Timeout;
  readonly #runs: Promise<void>[] = [];
  readonly #causes: unknown[] = [];
  readonly #parts: FilePart[] = [];
  readonly #ends: StreamEnd[] = [];
  readonly #begun: Extract<DecodeReport, { kind: 'begun' }>[] = [];
  /** by shard */
  readonly #progress: ImportProgress[] = [];

  constructor(decoding: Decoding) {
    const { request, files, shards, stream } = decoding;
    this.#decoding = decoding;
    this.#cancel = request.control ?? new Int32Array(new SharedArrayBuffer(4));
    this.#pulse = setInterval(() => request.store.version().catch((cause) => this.#fail(cause)), PULSE_MS);
    // Several workers that go on from kept states might not ask for the same files: then each reads by itself.
    const isFeedable = files.some(({ fed }) => fed) && (shards === 1 || stream === undefined);
    this.#feed = isFeedable ? startFeed(files, shards, (cause) => this.#fail(cause)) : undefined;
  }

  /** Gives each worker its order. */
  async start(): Promise<void> {
    const { request, shards } = this.#decoding;
    try {
      for (let shard = 0; shard < shards; shard++) {
        const link = await request.store.connect(request.importing);
        if (request.signal?.aborted) {
          link.port.close();
          break;
        }
        const worker = takeWorker('decode');
        const feed = this.#feed?.links[shard];
        worker.postMessage(this.#order(shard, link), feed === undefined ? [link.port] : [link.port, feed.port]);
        const ended = follow(worker, (message) => this.#heard(shard, message));
        this.#runs.push(ended.catch((cause) => this.#fail(cause)));
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What all of them told, once they have ended. */
  async ended(): Promise<Decoded> {
    const { request } = this.#decoding;
    await Promise.all(this.#runs);
    request.signal?.throwIfAborted();
    // What the others say after the first has failed follows from it.
    if (this.#causes.length > 0) throw this.#causes[0];
    // All workers know the same files and decide alike; a state that one could not keep is of no use.
    const resumed = this.#begun.some((message) => message.resumed);
    if (resumed && this.#begun.some((message) => !message.resumed)) {
      dropStates(request.joins!.folder, undefined);
      throw new Error(
        'a part of what was kept of the stream is broken; it is put away, and the files are read next time',
      );
    }
    const [one] = this.#ends;
    assert(one !== undefined, 'an import that is done has an end');
    const end = { ...one, isKept: this.#ends.every(({ isKept }) => isKept) };
    return { parts: this.#parts, resumed, end };
  }

  giveUp(): void {
    Atomics.store(this.#cancel, 0, Control.Stop);
    Atomics.notify(this.#cancel, 0);
    // A worker may sleep until more of its file has come.
    for (const { source } of this.#decoding.files)
      if (source.kind === 'growing') new GrowingState(source.state).failed('the import has ended');
  }

  async close(): Promise<void> {
    clearInterval(this.#pulse);
    await this.#feed?.stop();
  }

  #fail(cause: unknown): void {
    this.#causes.push(cause);
    this.giveUp();
  }

  #order(shard: number, link: StoreLink): DecodeOrder {
    const { request, files, shards, seed, total, token, stream } = this.#decoding;
    const { joins, rereads, rejoins, settings, services } = request;
    return {
      files,
      shard,
      shards,
      seed,
      link,
      cancel: this.#cancel,
      ...(rereads === true ? { rereads: true } : {}),
      ...(joins === undefined || rereads || rejoins
        ? {}
        : { mostAgain: Math.max(request.mostAgain ?? MOST_AGAIN, total ?? 0) }),
      watched: request.watched === true,
      timeouts: DEFAULT_TIMEOUTS,
      maxFlows: Math.ceil(MAX_OPEN_FLOWS / shards),
      ...(settings === undefined ? {} : { settings }),
      ...(services === undefined ? {} : { services }),
      ...(stream === undefined
        ? {}
        : { resume: { path: statePath(joins!.folder, stream.token, shard), latestFirst: stream.latestFirst } }),
      ...(joins === undefined ? {} : { keep: { path: statePath(joins.folder, token, shard) } }),
      ...(this.#feed === undefined ? {} : { feed: this.#feed.links[shard]! }),
    };
  }

  #heard(shard: number, message: DecodeReport): void {
    if (message.kind === 'file') this.#parts.push(message.part);
    else if (message.kind === 'done') this.#ends.push(message.end);
    else if (message.kind === 'begun') {
      this.#begun.push(message);
      if (this.#begun.length === this.#decoding.shards) this.#show().catch((cause) => this.#fail(cause));
    } else if (message.kind === 'progress') {
      const { bytesRead, bytesTotal, packets, flows } = message;
      this.#progress[shard] = { bytesRead, packets, flows, ...(bytesTotal === undefined ? {} : { bytesTotal }) };
      this.#tell();
    }
  }

  #tell(): void {
    const { request, unpacked, total } = this.#decoding;
    const known = this.#progress.filter((part) => part !== undefined);
    const bytesTotal = unpacked.givenTotal ?? total ?? known[0]?.bytesTotal;
    request.onProgress?.({
      bytesRead: unpacked.given(Math.min(...known.map((part) => part.bytesRead))),
      ...(bytesTotal === undefined ? {} : { bytesTotal }),
      packets: known.reduce((sum, part) => sum + part.packets, 0),
      flows: known.reduce((sum, part) => sum + part.flows, 0),
    });
  }

  /** What is decoded again is seen when the import has ended; new packets as they come. */
  async #show(): Promise<void> {
    const { request, stream } = this.#decoding;
    const resumed = this.#begun.some((message) => message.resumed);
    if (this.#begun.some((message) => message.again)) return;
    if (resumed && stream !== undefined)
      await request.store.show(request.importing, { kind: 'open', importing: stream.importing });
    else await request.store.show(request.importing);
  }
}

/** Resolves when the worker is done or cancelled. */
function follow(worker: Worker, heard: (message: DecodeReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: DecodeReport) => {
      switch (message.kind) {
        case 'refused':
          giveBack('decode', worker);
          return reject(new AppError(message.code, message.data));
        case 'failed':
          void worker.terminate();
          return reject(new Error(message.message));
        case 'done':
          giveBack('decode', worker);
          heard(message);
          return resolve();
        case 'cancelled':
          giveBack('decode', worker);
          return resolve();
        default:
          heard(message);
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`decode worker ended with ${code}`)));
  });
}
