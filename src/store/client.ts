/** The store as the rest of the program sees it: starts its thread, turns calls into messages. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { programFile } from '#base/program.ts';
import type { MarkChange, MarkResult, Marks } from '#query/marks.ts';
import type { OwnNetwork } from '#query/networks.ts';
import type { Answer, FilterFault, FlowRow, Question } from '#query/question.ts';
import { type FlowColumnsRead, rowsOf } from './duck/read/flow-rows.ts';
import type { KnownCapture } from './duck/records.ts';
import type { Ending, Replaced, StoredFile, StoreLink, Stream } from './protocol.ts';
import { type Reply, type Request, received, type StoreSettings } from './rpc.ts';
import type { ChunkRef, DatasetStore, ExportRequest, Reserved, Store } from './store.ts';

/** DuckDB's own memory while no import runs; worker.ts says what it has then. What one command asks is answered with the least. */
const LEAST_MEMORY_MB = 256;

/** That of a server: a list of the hosts of 10 M flows does not fit in the least of it. */
export const servingMemoryMb = (): number =>
  Math.max(LEAST_MEMORY_MB, Math.min(1024, Math.floor(totalmem() / 2 ** 24)));

/** Starts the store's thread. */
export async function startStore(settings: Partial<StoreSettings> = {}): Promise<Store> {
  const folder = settings.tempDir === undefined ? new PrivateFolder() : undefined;
  const workerData: StoreSettings = {
    memoryMb: LEAST_MEMORY_MB,
    threads: Math.max(1, Math.min(4, availableParallelism())),
    holds: true,
    tempDir: folder?.path ?? '',
    ...settings,
  };
  const worker = new Worker(programFile('store/worker'), { workerData });
  return new StoreClient(worker, folder);
}

/** Nobody else reads what is put there, nor knows its name before; gone when the process ends. */
class PrivateFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'capscope-store-'));
  readonly remove = (): void => {
    process.off('exit', this.remove);
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 });
  };

  constructor() {
    process.once('exit', this.remove);
  }
}

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

class StoreClient implements Store {
  readonly #worker: Worker;
  readonly #folder: PrivateFolder | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #ended: Error | undefined;

  /** `folder`: its own, for what does not fit in memory */
  constructor(worker: Worker, folder: PrivateFolder | undefined) {
    this.#worker = worker;
    this.#folder = folder;
    worker.on('message', (reply: Reply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (this.#waiting.size === 0) worker.unref();
      if (reply.ok) waiting?.resolve(reply.value as never);
      else waiting?.reject(received(reply.error));
    });
    worker.on('error', (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.#end(new Error('the store has stopped')));
  }

  /** Sends a request; the thread keeps the process alive only while one is under way. */
  call<T>(request: Request, sent?: (id: number) => void): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#last;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ id, request });
      sent?.(id);
    });
  }

  async open(path: string): Promise<DatasetStore> {
    return new DatasetClient(this, await this.call<number>({ op: 'open', path }));
  }

  records(path: string): Promise<readonly KnownCapture[]> {
    return this.call({ op: 'records', path });
  }

  async close(): Promise<void> {
    if (this.#ended) return;
    await this.call({ op: 'shutdown' });
    await this.#worker.terminate();
    this.#folder?.remove();
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

class DatasetClient implements DatasetStore {
  readonly #store: StoreClient;
  readonly #dataset: number;

  constructor(store: StoreClient, dataset: number) {
    this.#store = store;
    this.#dataset = dataset;
  }

  version(): Promise<number> {
    return this.#store.call({ op: 'version', dataset: this.#dataset });
  }

  ask<Q extends Question>(question: Q, signal?: AbortSignal): Promise<Answer<Q['kind']> | FilterFault> {
    return this.#callUntil({ op: 'ask', dataset: this.#dataset, question }, signal);
  }

  /** A call that ends with the signal's reason once it is aborted. */
  #callUntil<T>(request: Extract<Request, { op: 'ask' | 'parquet' }>, signal: AbortSignal | undefined): Promise<T> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    let giveUp: (() => void) | undefined;
    const answer = this.#store.call<T>(request, (asked) => {
      giveUp = () => void this.#store.call({ op: 'cancel', asked }).catch(() => undefined);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
    return answer
      .catch((error: unknown) => {
        throw signal?.aborted ? signal.reason : error;
      })
      .finally(() => giveUp && signal?.removeEventListener('abort', giveUp));
  }

  files(): Promise<readonly StoredFile[]> {
    return this.#store.call({ op: 'files', dataset: this.#dataset });
  }

  chunksOf(flows: readonly number[]): Promise<readonly ChunkRef[]> {
    return this.#store.call({ op: 'chunksOf', dataset: this.#dataset, flows });
  }

  begin(): Promise<number> {
    return this.#store.call({ op: 'begin', dataset: this.#dataset });
  }

  stream(): Promise<Stream | undefined> {
    return this.#store.call({ op: 'stream', dataset: this.#dataset });
  }

  hide(importing: number): Promise<void> {
    return this.#store.call({ op: 'hide', dataset: this.#dataset, importing });
  }

  show(importing: number, replaced?: Replaced): Promise<void> {
    return this.#store.call({ op: 'show', dataset: this.#dataset, importing, replaced });
  }

  settle(importing: number, ending: Ending): Promise<void> {
    return this.#store.call({ op: 'settle', dataset: this.#dataset, importing, ending });
  }

  reserve(importing: number, chunks: readonly number[]): Promise<readonly Reserved[]> {
    return this.#store.call({ op: 'reserve', dataset: this.#dataset, importing, chunks });
  }

  connect(importing: number): Promise<StoreLink> {
    return this.#store.call({ op: 'connect', dataset: this.#dataset, importing });
  }

  putFiles(importing: number, files: readonly StoredFile[]): Promise<void> {
    return this.#store.call({ op: 'putFiles', dataset: this.#dataset, importing, files });
  }

  finish(importing: number): Promise<void> {
    return this.#store.call({ op: 'finish', dataset: this.#dataset, importing });
  }

  rollback(importing: number): Promise<void> {
    return this.#store.call({ op: 'rollback', dataset: this.#dataset, importing });
  }

  networks(): Promise<readonly OwnNetwork[]> {
    return this.#store.call({ op: 'networks', dataset: this.#dataset });
  }

  setNetworks(networks: readonly OwnNetwork[]): Promise<void> {
    return this.#store.call({ op: 'setNetworks', dataset: this.#dataset, networks });
  }

  marks(): Promise<Marks> {
    return this.#store.call({ op: 'marks', dataset: this.#dataset });
  }

  mark(change: MarkChange): Promise<MarkResult> {
    return this.#store.call({ op: 'mark', dataset: this.#dataset, change });
  }

  takeBack(undo: string): Promise<void> {
    return this.#store.call({ op: 'takeBack', dataset: this.#dataset, undo });
  }

  async *export(request: ExportRequest): AsyncGenerator<readonly FlowRow[]> {
    const dataset = this.#dataset;
    const withId = request.fields.length === 0 || request.fields.includes('id');
    const cursor = await this.#store.call<number>({ op: 'export', dataset, request });
    try {
      for (;;) {
        const part = await this.#store.call<FlowColumnsRead | undefined>({ op: 'next', dataset, cursor });
        if (part === undefined) return;
        yield rowsOf(part, withId);
      }
    } finally {
      await this.#store.call({ op: 'stop', dataset, cursor }).catch(() => undefined);
    }
  }

  exportParquet(request: ExportRequest, path: string, signal?: AbortSignal): Promise<number> {
    return this.#callUntil({ op: 'parquet', dataset: this.#dataset, request, path }, signal);
  }

  close(): Promise<void> {
    return this.#store.call({ op: 'close', dataset: this.#dataset });
  }
}
