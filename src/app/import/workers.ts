/** Threads of imports, started ahead so that they load while the store is being opened, and kept for a while when they have ended their work. */
import { availableParallelism } from 'node:os';
import { MessageChannel, Worker } from 'node:worker_threads';
import { programFile } from '#base/program.ts';
import type { DecodeFile } from './decode/decode-protocol.ts';
import { createFeedMemory } from './feed/feed.ts';
import type { FeedLink } from './feed/feed-reader.ts';
import type { FeedOrder } from './feed/feed-worker.ts';

const ENTRIES = {
  decode: 'app/import/decode/decode-worker',
  feed: 'app/import/feed/feed-worker',
  logs: 'app/import/logs/log-worker',
} as const;
type Kind = keyof typeof ENTRIES;

/** What is young in a thread's heap: of three times 4 MB rather than 16 it collects as fast, and an import's peak is 50 MB lower. */
const LIMITS = { maxYoungGenerationSizeMb: 12 } as const;

interface Waiting {
  readonly worker: Worker;
  /** ends it; undefined for one that was started ahead */
  readonly timer: NodeJS.Timeout | undefined;
}

/** Those that have loaded their code and wait for an order. */
const warm: Readonly<Record<Kind, Waiting[]>> = { decode: [], feed: [], logs: [] };
/** How long one waits for more after its work: compiling anew costs an import some two seconds of CPU, but what it had in memory may stay with it. */
const KEPT_MS = 20_000;

/** Files of at least so many bytes are read by a thread of its own; smaller ones are read before it has begun. */
const FED_BYTES = 8 * 1024 * 1024;

/** Starts threads ahead of an import. `bytes`: in all, undefined = not known yet. */
export function warmWorkers(bytes: number | undefined): void {
  warmUp('decode');
  if ((bytes === undefined || bytes >= FED_BYTES) && availableParallelism() > 1) warmUp('feed');
}

function warmUp(kind: Kind): void {
  if (warm[kind].length === 0) keep(kind, start(kind));
}

function start(kind: Kind): Worker {
  return new Worker(programFile(ENTRIES[kind]), { resourceLimits: LIMITS });
}

function keep(kind: Kind, worker: Worker, timer?: NodeJS.Timeout): void {
  worker.unref();
  worker.on('error', () => {}); // one that can't be loaded is told by the import that starts another
  worker.once('exit', () => forget(kind, worker));
  warm[kind].push({ worker, timer });
}

function forget(kind: Kind, worker: Worker): void {
  const at = warm[kind].findIndex((waiting) => waiting.worker === worker);
  if (at >= 0) warm[kind].splice(at, 1);
}

/** One that waits, else a new one. To be given back, or ended. */
export function takeWorker(kind: Kind): Worker {
  const waiting = warm[kind].pop();
  if (waiting === undefined) return start(kind);
  clearTimeout(waiting.timer);
  waiting.worker.ref();
  return waiting.worker;
}

/** Takes back a worker that has done its work, and takes another order. */
export function giveBack(kind: Kind, worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
  const timer = setTimeout(() => void worker.terminate(), KEPT_MS);
  keep(kind, worker, timer.unref());
}

/** True for a file that a thread of its own reads: with one core there is nothing to gain. */
export function isFed(size: number | undefined): boolean {
  return availableParallelism() > 1 && (size === undefined || size >= FED_BYTES);
}

export interface RunningFeed {
  /** for each decode worker; its port is to be transferred */
  readonly links: readonly FeedLink[];
  /** Ends the thread; resolves when it has closed its files. */
  stop(): Promise<void>;
}

/** Starts the reading of `files` for so many decode workers. `failed`: the thread has died. */
export function startFeed(
  files: readonly DecodeFile[],
  workers: number,
  failed: (error: unknown) => void,
): RunningFeed {
  const memory = createFeedMemory(workers);
  const channels = Array.from({ length: workers }, () => new MessageChannel());
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = takeWorker('feed');
  const ports = channels.map(({ port1 }) => port1);
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  worker.once('error', (error) => {
    failed(error);
    resolve();
  });
  worker.once('exit', () => resolve());
  worker.postMessage({ memory, sources: files.map(({ source }) => source), ports, stop } satisfies FeedOrder, ports);
  return {
    links: channels.map(({ port2 }, n) => ({ memory, port: port2, worker: n })),
    stop() {
      Atomics.store(stop, 0, 1);
      Atomics.notify(memory.control, 0);
      return ended;
    },
  };
}
