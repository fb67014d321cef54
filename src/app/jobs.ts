/**
 * Imports under way. Imports of one dataset run one after the other, those of several side by side. A job that fails or
 * is cancelled is taken back: the dataset is then as it was before.
 */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#base/errors.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import type { Service } from '#registry/services.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { DatasetStore } from '#store/store.ts';
import { CAPTURES } from './catalog.ts';
import type { Changes } from './changes.ts';
import type { Capture, ImportCaptures, ImportProgress } from './import/contract.ts';
import { dropStates } from './import/kept-states.ts';
import { leaveOutKnown } from './known-captures.ts';
import type { Job } from './model.ts';
import { Rate } from './rate.ts';

/** Ended jobs that are remembered. */
const MAX_ENDED = 100;
const TELL_INTERVAL_MS = 100;

export interface JobRequest {
  readonly dataset: string;
  readonly name: string;
  /** several captures of one job form one stream */
  readonly captures: readonly Capture[];
  /** bytes in all where the caller knows them better than the files do (uploads) */
  readonly bytesTotal?: number;
  /** captures that the dataset has already are imported once more */
  readonly again?: boolean;
  /** called when the job failed or was cancelled, to delete what was stored for it */
  readonly discard?: () => void;
}

interface Surroundings {
  readonly storeOf: (dataset: string) => Promise<DatasetStore>;
  /** where a dataset keeps the end of its stream */
  readonly folderOf: (dataset: string) => string;
  readonly importCaptures: ImportCaptures;
  /** beside the built-in ones; AppError when the user's file can't be read */
  /** of a dataset; undefined = as preset */
  readonly settingsOf: (dataset: string) => DecodeSettings | undefined;
  readonly services: () => readonly Service[];
  readonly expectImport?: ((bytes: number | undefined) => void) | undefined;
  readonly changes: Changes;
  /** somebody looks at the datasets while they grow */
  readonly watched: boolean;
  readonly now: () => number;
  /** during an import, now and then */
  readonly onGrowing: (dataset: string) => void;
  /** an import has ended well: these files are new */
  readonly onFiles: (dataset: string, files: readonly StoredFile[]) => void;
  /** an import has ended, in whatever way */
  readonly onEnded: (dataset: string) => Promise<void>;
  /** an error that is our fault */
  readonly onBug: (error: unknown) => void;
}

interface Entry {
  job: Job;
  readonly request: JobRequest;
  readonly controller: AbortController;
  /** resolves when the job has ended and what follows is done */
  readonly ended: Promise<void>;
  readonly settle: () => void;
  toldAt: number;
}

/** What an import brought, once the store keeps it. */
interface Imported {
  readonly store: DatasetStore;
  readonly folder: string;
  readonly fresh: readonly StoredFile[];
  /** warnings of captures that are known */
  readonly leftOut: readonly string[];
  /** of the dataset before; undefined when it had no file */
  readonly flowsBefore: number | undefined;
  readonly began: number;
}

/** Why an upload's job ends when its bytes stop coming. */
export class BrokenOff extends Error {}

export class Jobs {
  readonly #with: Surroundings;
  readonly #entries = new Map<string, Entry>();
  /** the end of the last job of each dataset */
  readonly #queues = new Map<string, Promise<void>>();
  #lastId = 0;

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
  }

  list(): readonly Job[] {
    return [...this.#entries.values()].map((entry) => entry.job);
  }

  get(id: string): Job {
    return this.#entry(id).job;
  }

  isImporting(dataset: string): boolean {
    for (const { job } of this.#entries.values()) if (job.dataset === dataset && isOpen(job)) return true;
    return false;
  }

  get idle(): boolean {
    for (const { job } of this.#entries.values()) if (isOpen(job)) return false;
    return true;
  }

  start(request: JobRequest): Job {
    const job: Job = {
      id: String(++this.#lastId),
      dataset: request.dataset,
      name: request.name,
      state: 'waiting',
      bytesRead: 0,
      ...(request.bytesTotal === undefined ? {} : { bytesTotal: request.bytesTotal }),
      packets: 0,
      flows: 0,
      bytesPerSecond: 0,
      started: this.#with.now(),
      warnings: [],
    };
    const before = this.#queues.get(request.dataset) ?? Promise.resolve();
    const { promise: ended, resolve: settle } = Promise.withResolvers<void>();
    const entry: Entry = { job, request, controller: new AbortController(), ended, settle, toldAt: 0 };
    this.#entries.set(job.id, entry);
    this.#queues.set(request.dataset, before.then(() => this.#run(entry)).finally(settle));
    this.#tell(entry);
    this.#forgetOldest();
    return job;
  }

  /** Resolves with the job once it has ended, well or not. */
  async ended(id: string): Promise<Job> {
    const entry = this.#entry(id);
    await entry.ended;
    return entry.job;
  }

  /** Stops the job and resolves when all of it has been taken back. A job that has ended stays as it is. */
  async cancel(id: string, reason?: Error): Promise<Job> {
    const entry = this.#entry(id);
    if (isOpen(entry.job)) entry.controller.abort(reason);
    // One that waits has done nothing yet: its turn needs not be waited for.
    if (entry.job.state === 'waiting') this.#giveUp(entry);
    await entry.ended;
    return entry.job;
  }

  #giveUp(entry: Entry): void {
    entry.request.discard?.();
    const { reason } = entry.controller.signal;
    if (reason instanceof BrokenOff) this.#end(entry, { state: 'failed', error: reason.message });
    else this.#end(entry, { state: 'cancelled' });
    entry.settle();
  }

  /** Stops all jobs, or those of one dataset; resolves when what follows their end is done, too. */
  async cancelAll(dataset?: string): Promise<void> {
    for (const { job, controller } of this.#entries.values())
      if (isOpen(job) && (dataset === undefined || job.dataset === dataset)) controller.abort();
    await Promise.all(
      [...this.#queues].filter(([of]) => dataset === undefined || of === dataset).map(([, end]) => end),
    );
  }

  async #run(entry: Entry): Promise<void> {
    if (!isOpen(entry.job)) return;
    const { request, controller } = entry;
    let store: DatasetStore | undefined;
    let importing: number | undefined;
    let fresh: readonly StoredFile[] = [];
    let imported: Imported | undefined;
    const began = this.#with.now();
    try {
      controller.signal.throwIfAborted();
      this.#update(entry, { state: 'running', started: began });
      this.#with.expectImport?.(sizeOf(request));
      store = await this.#with.storeOf(request.dataset);
      const folder = this.#with.folderOf(request.dataset);
      const [files, stream] = await Promise.all([store.files(), store.stream()]);
      const flowsBefore = files.length === 0 ? undefined : await flowsIn(store);
      const { captures, warnings: leftOut } = await leaveOutKnown(request, files, controller.signal);
      importing = await store.begin();
      controller.signal.throwIfAborted();
      const rate = new Rate(began);
      const settings = this.#with.settingsOf(request.dataset);
      fresh = await this.#with.importCaptures({
        store,
        importing,
        captures,
        joins: { files, stream, folder },
        unpackFolder: () => join(folder, CAPTURES),
        ...(settings === undefined ? {} : { settings }),
        services: this.#with.services(),
        watched: this.#with.watched,
        signal: controller.signal,
        onProgress: (progress) => this.#progress(entry, rate, progress),
      });
      controller.signal.throwIfAborted();
      await store.finish(importing);
      imported = { store, folder, fresh, leftOut, flowsBefore, began };
    } catch (error) {
      if (store !== undefined && importing !== undefined) await store.rollback(importing).catch(this.#with.onBug);
      for (const { packed, path } of fresh) if (packed !== undefined && path !== undefined) this.#remove(path);
      request.discard?.();
      const { secondsLeft: _, ...job } = entry.job;
      entry.job = job;
      if (error instanceof AppError || error instanceof BrokenOff)
        this.#end(entry, { state: 'failed', error: inTheUsersWords(error, request.captures) });
      else if (controller.signal.reason instanceof BrokenOff) {
        this.#end(entry, { state: 'failed', error: controller.signal.reason.message });
      } else if (controller.signal.aborted) this.#end(entry, { state: 'cancelled' });
      else {
        this.#with.onBug(error);
        this.#end(entry, {
          state: 'failed',
          error: `${request.name}: Capscope failed to read it; this is a bug of ours`,
        });
      }
    }
    if (imported !== undefined) await this.#done(entry, imported);
    await this.#with.onEnded(request.dataset).catch(this.#with.onBug);
  }

  /** The flows are in: what fails from here on is our bug, and takes nothing back. */
  async #done(entry: Entry, { store, folder, fresh, leftOut, flowsBefore, began }: Imported): Promise<void> {
    const { secondsLeft: _, ...job } = entry.job;
    let { flows } = job;
    try {
      dropStates(folder, (await store.stream())?.token);
      // Flows that went on are no new ones, and some may have been joined.
      if (flowsBefore !== undefined) flows = Math.max(0, (await flowsIn(store)) - flowsBefore);
    } catch (error) {
      this.#with.onBug(error);
    }
    const warnings = [
      ...leftOut,
      ...fresh.flatMap((file) => file.warnings.map((warning) => `${file.name}: ${warning}`)),
    ];
    const elapsedMs = Math.max(1, this.#with.now() - began);
    entry.job = { ...job, flows, bytesPerSecond: (job.bytesRead * 1000) / elapsedMs };
    this.#end(entry, { state: 'done', warnings });
    try {
      this.#with.onFiles(entry.request.dataset, fresh);
    } catch (error) {
      this.#with.onBug(error);
    }
  }

  /** A capture that was unpacked for an import taken back. */
  #remove(path: string): void {
    try {
      rmSync(path, { force: true });
    } catch (error) {
      this.#with.onBug(error);
    }
  }

  #progress(entry: Entry, rate: Rate, progress: ImportProgress): void {
    const now = this.#with.now();
    // A worker that tells for the first time may be behind the others: what was told is not taken back.
    const bytesRead = Math.max(entry.job.bytesRead, progress.bytesRead);
    const bytesPerSecond = rate.update(bytesRead, now);
    const bytesTotal = entry.request.bytesTotal ?? progress.bytesTotal;
    const secondsLeft = rate.secondsLeft(bytesTotal);
    entry.job = {
      ...entry.job,
      bytesRead,
      packets: Math.max(entry.job.packets, progress.packets),
      flows: Math.max(entry.job.flows, progress.flows),
      bytesPerSecond,
      ...(bytesTotal === undefined ? {} : { bytesTotal }),
      ...(secondsLeft === undefined ? {} : { secondsLeft }),
    };
    if (now - entry.toldAt >= TELL_INTERVAL_MS) {
      this.#tell(entry);
      this.#with.onGrowing(entry.job.dataset);
    }
  }

  #update(entry: Entry, part: Partial<Job>): void {
    entry.job = { ...entry.job, ...part };
    this.#tell(entry);
  }

  #end(entry: Entry, part: Partial<Job>): void {
    this.#update(entry, { ...part, ended: this.#with.now() });
  }

  #tell(entry: Entry): void {
    entry.toldAt = this.#with.now();
    this.#with.changes.tell({ kind: 'job', job: entry.job });
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new AppError('NOT_FOUND', { what: `the import ${JSON.stringify(id)}` });
    return entry;
  }

  #forgetOldest(): void {
    const ended = [...this.#entries.values()].filter(({ job }) => !isOpen(job));
    for (const { job } of ended.slice(0, Math.max(0, ended.length - MAX_ENDED))) this.#entries.delete(job.id);
  }
}

/** Bytes of what is to be imported, as far as a glance tells. */
function sizeOf({ captures, bytesTotal }: JobRequest): number | undefined {
  if (captures.some(({ source }) => source.kind === 'growing')) return bytesTotal;
  let bytes = 0;
  for (const { source } of captures.slice(0, 100)) bytes += statSync(source.path, { throwIfNoEntry: false })?.size ?? 0;
  return bytes;
}

async function flowsIn(store: DatasetStore): Promise<number> {
  const totals = await store.ask({ kind: 'totals', scope: { filter: '' } });
  return 'ok' in totals ? 0 : totals.all.flows;
}

/** The line of an error; a capture that we stored is called as its user calls it, not by our name on the disk. */
function inTheUsersWords(error: Error, captures: readonly Capture[]): string {
  if (!(error instanceof AppError)) return error.message;
  const capture = captures.find(({ source }) => source.kind === 'growing' && source.path === error.data.path);
  return capture === undefined
    ? error.message
    : new AppError(error.code, { ...error.data, path: capture.name }).message;
}

function isOpen(job: Job): boolean {
  return job.state === 'waiting' || job.state === 'running';
}
