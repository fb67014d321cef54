/**
 * Files that come from a browser or another client, in parts, over broken connections and restarts (tus): all of a drop are one job.
 * It imports in rounds: what is there and the file that is coming, as one stream, while it comes. A file that can't be read is left
 * out, named with the reason; the others go on. After a restart the job waits for its client, and goes on behind what is on disk.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#base/errors.ts';
import { GrowingState } from '#sources/growing-state.ts';
import { takePart } from '#sources/partial.ts';
import { reasonOf } from '#sources/spool.ts';
import type { StoredFile } from '#store/protocol.ts';
import { firstAndMore } from '../first-and-more.ts';
import type { Capture } from '../import/contract.ts';
import type { Job, JobFile } from '../model.ts';
import { inTheUsersWords } from './import-turn.ts';
import type { JobKind, JobRun, Jobs } from './jobs.ts';
import { asAppError, dropUnused, importedFrom, isOfCapture, type KindSurroundings, remove } from './kinds.ts';
import { captureName } from './upload.ts';
import {
  type Arriving,
  arriving,
  isComplete,
  isOpen,
  markImported,
  planOf,
  toldFile,
  UploadPlan,
} from './upload-plan.ts';

/** A client that comes back sooner was never gone. */
const PATIENCE_MS = 4000;
export const MOST_FILES = 10_000;

export interface UploadFile {
  readonly name: string;
  readonly size: number;
  /** ms since 1970 UTC */
  readonly modified?: number | undefined;
}

/** Where an upload stands. */
export interface UploadFacts {
  readonly size: number;
  readonly offset: number;
  readonly name: string;
}

/** What lives of a job while the process runs. */
interface Live {
  readonly files: readonly Arriving[];
  /** what the import reads of files that are coming */
  readonly growing: Map<Arriving, GrowingState>;
  readonly receiving: Map<Arriving, AbortController>;
  /** the import under way, and files that are to be out of it */
  round: AbortController | undefined;
  readonly unwanted: Set<Arriving>;
  /** what stopped the bytes: the disk, the quota */
  fault: AppError | undefined;
  lastByteAt: number;
  changed: PromiseWithResolvers<void>;
  tell: () => void;
  keep: () => void;
}

export class Uploads {
  readonly kind: JobKind<UploadPlan>;
  readonly #with: KindSurroundings;
  readonly #jobs: () => Jobs;
  readonly #live = new Map<string, Live>();

  constructor(surroundings: KindSurroundings, jobs: () => Jobs) {
    this.#with = surroundings;
    this.#jobs = jobs;
    this.kind = {
      name: 'upload',
      plan: UploadPlan,
      files: (plan) => arriving(plan).map(toldFile),
      paths: ({ files }) => files.filter(({ state }) => state === 'waiting').map(({ path }) => path),
      discard: async ({ files }, { dataset }) => {
        const open = files.filter(({ state }) => state === 'waiting');
        await dropUnused(
          open.map(({ path }) => path),
          () => this.#with.files(dataset),
        );
      },
      run: (run) => this.#run(run),
    };
  }

  /** A job for files that are about to come; `files` of the reply are in the order given. AppError: USAGE, DISK_FULL, QUOTA. */
  create(dataset: string, given: readonly UploadFile[], again: boolean): { job: Job; files: readonly JobFile[] } {
    if (given.length === 0) throw new AppError('USAGE', { message: 'no file was named' });
    if (given.length > MOST_FILES) throw new AppError('USAGE', { message: `more than ${MOST_FILES} files at once` });
    const folder = this.#with.capturesFolder(dataset);
    // The names on disk are ours: what comes with an upload is not trusted with a path.
    const planned = given.map(({ name, size, modified }, index) => ({
      id: String(index),
      name: captureName(name),
      size,
      ...(modified === undefined ? {} : { modified }),
      path: join(folder, `${randomBytes(8).toString('hex')}.capture`),
      state: 'waiting' as const,
    }));
    const files = [...planned].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    const bytesTotal = files.reduce((sum, { size }) => sum + size, 0);
    const name = firstAndMore(files);
    this.#with.room.check(dataset, name, bytesTotal);
    const plan: UploadPlan = { again, files, packets: 0, flows: 0 };
    const job = this.#jobs().add(this.kind, { dataset, name, plan, bytesTotal });
    const live = this.#of(job.id, plan);
    const told = new Map(live.files.map((file) => [file.id, toldFile(file)]));
    return { job, files: planned.map(({ id }) => told.get(id)!) };
  }

  /** Undefined for one that is not there. */
  facts(upload: string): UploadFacts | undefined {
    const { file } = this.#find(upload) ?? {};
    return file === undefined ? undefined : { size: file.size, offset: file.received, name: file.name };
  }

  /** Takes a part of a file behind what is there; resolves with the bytes on disk. AppError: what the client can act on. */
  async take(upload: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
    const { file, live, job } = this.#find(upload) ?? {};
    if (file === undefined || live === undefined || job === undefined)
      throw new AppError('NOT_FOUND', { what: 'this upload' });
    if (!isOpen(file) || live.receiving.has(file) || live.unwanted.has(file)) throw refused(file);
    const { state, needs } = this.#jobs().get(job);
    if (state === 'cancelled' || state === 'done') throw refused(file);
    if (state === 'paused' && needs === undefined) throw new AppError('PAUSED', { name: file.name });
    if (state === 'paused' || state === 'failed') this.#jobs().resume(job);
    const stop = new AbortController();
    live.receiving.set(file, stop);
    live.fault = undefined;
    live.lastByteAt = this.#with.now();
    file.isComing = true;
    const { dataset } = this.#jobs().get(job);
    const look = this.#with.room.watch(dataset, file.name);
    let isFirst = true;
    try {
      await takePart(file.path, {
        pieces,
        from: file.received,
        maxBytes: file.size,
        signal: stop.signal,
        state: {
          wrote: (bytes) => {
            file.received += bytes;
            live.growing.get(file)?.wrote(bytes);
          },
        },
        onBytes: (bytes) => {
          const { state: now, needs: lacks } = this.#jobs().get(job);
          if (now === 'paused' && lacks === undefined) throw new AppError('PAUSED', { name: file.name });
          // It was silent for so long that others went first.
          if (now === 'paused') this.#jobs().resume(job);
          live.lastByteAt = this.#with.now();
          look(bytes);
          live.tell();
          if (isFirst) this.#changed(live);
          isFirst = false;
        },
      });
      if (isComplete(file)) live.growing.get(file)?.done();
    } catch (error) {
      if (stop.signal.aborted) throw stop.signal.reason;
      const fault = asAppError(error, file.name);
      if (fault instanceof AppError && (fault.code === 'DISK_FULL' || fault.code === 'QUOTA')) {
        live.fault = fault;
        for (const growing of live.growing.values()) growing.failed(reasonOf(error));
        throw fault;
      }
      throw error;
    } finally {
      live.receiving.delete(file);
      file.isComing = false;
      live.lastByteAt = this.#with.now();
      this.#changed(live);
    }
    return file.received;
  }

  /** Takes one file out of its job; nothing of it stays. */
  skip(upload: string): boolean {
    const { file, live } = this.#find(upload) ?? {};
    if (file === undefined || live === undefined || !isOpen(file)) return false;
    if (file.isImporting) {
      // The import takes all back, and begins anew without it.
      live.unwanted.add(file);
      live.receiving.get(file)?.abort(unreadable(file, CANCELLED));
      live.growing.get(file)?.failed(CANCELLED);
      live.round?.abort(new Error(CANCELLED));
    } else {
      this.#over(live, file, 'cancelled', CANCELLED);
      live.keep();
    }
    this.#changed(live);
    return true;
  }

  #find(upload: string): { file: Arriving; live: Live; job: string } | undefined {
    const [, job, id] = /^([a-z2-7]{8})-(\d{1,5})$/.exec(upload) ?? [];
    if (job === undefined) return undefined;
    let plan: object | undefined;
    try {
      plan = this.#jobs().planOf(job, this.kind);
    } catch {
      return undefined;
    }
    const live = plan === undefined ? undefined : this.#of(job, plan as UploadPlan);
    const file = live?.files.find((one) => one.id === id);
    return file === undefined || live === undefined ? undefined : { file, live, job };
  }

  #of(job: string, plan: UploadPlan): Live {
    let live = this.#live.get(job);
    if (live === undefined) {
      live = {
        files: arriving(plan),
        growing: new Map(),
        receiving: new Map(),
        round: undefined,
        unwanted: new Set(),
        fault: undefined,
        lastByteAt: this.#with.now(),
        changed: Promise.withResolvers<void>(),
        tell: () => {},
        keep: () => {},
      };
      this.#live.set(job, live);
      // Those of jobs that were cancelled or forgotten.
      const ids = new Set(
        this.#jobs()
          .list()
          .map(({ id }) => id),
      );
      for (const id of this.#live.keys()) if (!ids.has(id)) this.#live.delete(id);
    }
    return live;
  }

  #changed(live: Live): void {
    live.changed.resolve();
    live.changed = Promise.withResolvers<void>();
  }

  #over(live: Live, file: Arriving, state: Arriving['state'], reason?: string): void {
    file.state = state;
    file.reason = reason;
    file.isImporting = false;
    if (state === 'done') return;
    const words = reason ?? 'it is not wanted any more';
    live.receiving.get(file)?.abort(unreadable(file, words));
    live.growing.delete(file);
    remove(file.path);
  }

  async #run(run: JobRun<UploadPlan>): Promise<void> {
    const live = this.#of(run.id, run.plan);
    const { files } = live;
    const keep = (part: Partial<UploadPlan> = {}): void => run.keep({ ...planOf(run.plan, files), ...part });
    const tell = (): void => {
      run.tellFiles(files.map(toldFile));
      run.expect({ received: files.reduce((sum, { received }) => sum + received, 0) });
    };
    live.tell = () => run.expect({ received: files.reduce((sum, { received }) => sum + received, 0) });
    live.fault = undefined;
    live.unwanted.clear();
    const watch = this.#watch(run, live);
    const stop = (): void => {
      clearInterval(watch);
      this.#changed(live);
      for (const receiving of live.receiving.values())
        receiving.abort(new AppError('PAUSED', { name: this.#jobs().get(run.id).name }));
    };
    run.signal.addEventListener('abort', stop, { once: true });
    try {
      markImported(files, await this.#with.files(run.dataset));
      let { packets, flows } = run.plan;
      live.keep = () => keep({ packets, flows });
      const read = (): number => files.reduce((sum, { state, size }) => (state === 'waiting' ? sum : sum + size), 0);
      run.begin({ bytesRead: read(), packets, flows });
      /** one by one, where nobody can say which of several is at fault */
      let isSingle = false;
      for (;;) {
        tell();
        await run.going();
        if (live.fault !== undefined) throw live.fault;
        const stored = await this.#with.files(run.dataset);
        for (const file of files)
          if (isOpen(file) && file.size === 0) this.#over(live, file, 'refused', 'the file is empty (0 bytes)');
        if (!files.some(isOpen)) break;
        const round = this.#round(run.plan.again, live, stored, isSingle);
        if (round.length === 0) {
          await Promise.race([live.changed.promise, sleep(PATIENCE_MS, undefined, { signal: run.signal })]);
          continue;
        }
        const captures = round.map((file) => this.#capture(live, file));
        for (const file of round) file.isImporting = true;
        tell();
        live.round = new AbortController();
        try {
          const imported = await run.import(captures, { again: run.plan.again, signal: live.round.signal });
          for (const file of round) {
            live.growing.delete(file);
            if (importedFrom(file.path, imported.files) !== undefined) this.#over(live, file, 'done');
            else this.#over(live, file, 'known', knownAs(file, imported.warnings));
          }
          packets += imported.files.reduce((sum, file) => sum + file.packets, 0);
          flows += imported.newFlows ?? 0;
          isSingle = false;
        } catch (error) {
          for (const file of round) {
            file.isImporting = false;
            live.growing.delete(file);
          }
          const isWithout = live.unwanted.size > 0;
          for (const file of live.unwanted) this.#over(live, file, 'cancelled', CANCELLED);
          if (isWithout) keep({ packets, flows });
          run.signal.throwIfAborted();
          if (live.fault !== undefined) throw live.fault;
          if (isWithout) continue;
          if (!isOfCapture(error)) throw error;
          const culprits = blamed(error as AppError, round, captures);
          if (culprits.length === 0) isSingle = true;
          const isKnown = (error as AppError).code === 'CAPTURE_KNOWN';
          for (const file of culprits)
            if (isOpen(file))
              this.#over(live, file, isKnown ? 'known' : 'refused', reasonFor(error as AppError, file, captures));
        } finally {
          live.round = undefined;
          live.unwanted.clear();
        }
        keep({ packets, flows });
      }
      keep({ packets, flows });
      tell();
      this.#close(run, live);
    } finally {
      stop();
      run.signal.removeEventListener('abort', stop);
    }
  }

  /** Tells when nobody sends any more. */
  #watch(run: JobRun<UploadPlan>, live: Live): NodeJS.Timeout {
    const timer = setInterval(() => {
      const isWaited = live.files.some((file) => isOpen(file) && !isComplete(file));
      // A connection that is open and brings nothing holds nobody up.
      const isGone = this.#with.now() - live.lastByteAt >= PATIENCE_MS;
      const { state } = this.#jobs().get(run.id);
      if (!isWaited || !isGone || (state !== 'running' && state !== 'waiting')) return;
      const left = live.files.filter((file) => isOpen(file) && !isComplete(file));
      const which = left.length === 1 ? left[0]!.name : `the same ${left.length} files`;
      run.stall('file', `give ${which} again to continue: what has arrived is kept`);
    }, PATIENCE_MS / 4);
    timer.unref();
    return timer;
  }

  /** Files to be imported now: all that are there, and the one that is coming if it is next. */
  #round(again: boolean, live: Live, stored: readonly StoredFile[], isSingle: boolean): Arriving[] {
    const open = live.files.filter(isOpen);
    const ready = open.filter(isComplete);
    if (isSingle && ready.length > 0) return ready.slice(0, 1);
    const coming = open.find((file) => !isComplete(file));
    // One that may be there already is looked at when all of it has come.
    const isTwin = (size: number): boolean =>
      !again &&
      (stored.some((file) => (file.packed?.size ?? file.size) === size) || ready.some((file) => file.size === size));
    const isHere = this.#with.now() - live.lastByteAt < PATIENCE_MS;
    if (coming === undefined || coming.received === 0 || !isHere || isTwin(coming.size)) return ready;
    return [...ready, coming];
  }

  #capture(live: Live, file: Arriving): Capture {
    const { name, path, size } = file;
    if (isComplete(file)) return { name, source: { kind: 'file', path, size } };
    const growing = new GrowingState();
    growing.wrote(file.received);
    live.growing.set(file, growing);
    return { name, source: { kind: 'growing', path, state: growing.shared } };
  }

  /** Ends the job: well if anything of it came in, or was there already. */
  #close(run: JobRun<UploadPlan>, live: Live): void {
    const bad = live.files.filter(({ state }) => state === 'refused');
    const good = live.files.some(({ state }) => state === 'done' || state === 'known');
    const [first] = bad;
    if (!good && first !== undefined)
      throw new AppError('CAPTURE_UNREADABLE', { path: first.name, reason: first.reason ?? 'it cannot be read' });
    for (const { name, reason = '' } of bad) run.warn(`${name}: not imported: ${reason}`);
    const [only] = live.files;
    if (live.files.length === 1 && only?.state === 'known') run.warn(`${only.name}: ${only.reason}`);
    this.#live.delete(run.id);
  }
}

function unreadable(file: Arriving, reason: string): AppError {
  return new AppError('CAPTURE_UNREADABLE', { path: file.name, reason });
}

function refused(file: Arriving): AppError {
  const reason = file.reason ?? (isOpen(file) ? 'it is being sent already' : 'it is there already');
  return unreadable(file, reason);
}

const CANCELLED = 'it was cancelled';
const KNOWN = 'the dataset has this capture already; it is not counted twice';

function knownAs({ name }: Arriving, warnings: readonly string[]): string {
  const prefix = `${name}: `;
  const told = warnings.find((warning) => warning.startsWith(prefix) && warning.includes('already'));
  return told === undefined ? KNOWN : told.slice(prefix.length);
}

/** The files that an error is about; all of the round when none of them is new. */
function blamed(error: AppError, round: readonly Arriving[], captures: readonly Capture[]): readonly Arriving[] {
  if (error.code === 'CAPTURE_KNOWN' || round.length === 1) return round;
  const byPath = captures.findIndex(({ source }) => source.path === error.data.path);
  const byName = captures.findIndex(({ name }) => name === error.data.path);
  const index = byPath >= 0 ? byPath : byName;
  return index < 0 ? [] : [round[index]!];
}

function reasonFor(error: AppError, file: Arriving, captures: readonly Capture[]): string {
  const line = inTheUsersWords(error, captures);
  const prefix = `${file.name}: `;
  return line.startsWith(prefix) ? line.slice(prefix.length) : error.code === 'CAPTURE_KNOWN' ? KNOWN : line;
}
