/**
 * Jobs: all that Capscope does for the user and that takes its time, in one list: imports by every route, watches, live streams.
 *
 * The contract, for who adds a kind of job:
 *  - A kind (JobKind) has a name, a schema of its plan, and run(). It is registered once (Jobs.register), before recover().
 *  - The plan is what run() needs to do its work, or to go on with it in another process. It is on disk (jobs/ID.json) from add() on and
 *    after each run.keep(plan), so it never holds a secret: those go into `secret`, which lives in memory only.
 *  - run() is called with the plan as it was last kept: first by add(), again after a pause that gave way, a retry, a restart of the server.
 *    It looks at what is there (files on disk, files of the dataset) and does the rest. It returns when all is done. It throws AppError when
 *    it failed (the user may retry: run() once more), Needs when it can't go on without the user (the job is then paused, and resume()
 *    brings the file, the link or the sign-in), and rejects when run.signal aborts.
 *  - run.import() takes the dataset's turn and imports captures, all or nothing; many times in a job if need be.
 *  - What a job stored before its import has ended is listed by paths(plan), and deleted by discard(plan), which is called when the job is
 *    cancelled or forgotten. Files of the dataset are not among it.
 *  - A pause lets an import rest where it is, its flows still shown. If another import wants the dataset meanwhile, or the server ends, it
 *    is taken back: run.signal aborts, and run() is called anew later. A kind that brings bytes waits for run.going() between its pieces.
 *    An import of a live source is never taken back for that: it ends with its segment, and the next waits until the job goes on.
 *  - A standing kind (watch, listener) has no end of its own: it takes no turn but while it imports, and runs again after a restart.
 * Jobs of start() are in no file: they end with the process, and are taken back.
 */
import { AppError } from '#base/errors.ts';
import { Control } from '../import/contract.ts';
import type { Job, JobFile } from '../model.ts';
import { type Entry, isOver, isUnderWay, type JobSurroundings, NOTHING, newId, Stopped } from './entry.ts';
import type { JobKind, JobRequest, JobRun, NewJob } from './kind.ts';
import { goOn, Runs } from './runs.ts';
import { Telling } from './telling.ts';
import { Turns } from './turns.ts';

export {
  BrokenOff,
  type ImportOptions,
  type JobKind,
  type JobRequest,
  type JobRun,
  Needs,
  type NewJob,
} from './kind.ts';

/** Ended jobs that are remembered. */
const MAX_ENDED = 100;
const DEFAULT_LIMIT = 3;

export class Jobs {
  readonly #with: JobSurroundings;
  readonly #entries = new Map<string, Entry>();
  readonly #kinds = new Map<string, JobKind>();
  readonly #turns: Turns;
  readonly #telling: Telling;
  readonly #runs: Runs;

  constructor(surroundings: JobSurroundings) {
    this.#with = surroundings;
    this.#turns = new Turns(surroundings.limit ?? (() => DEFAULT_LIMIT));
    this.#telling = new Telling(surroundings, (id) => this.#entries.has(id));
    this.#runs = new Runs(surroundings, this.#turns, this.#telling);
  }

  register<P extends object>(kind: JobKind<P>): void {
    this.#kinds.set(kind.name, kind as unknown as JobKind);
  }

  /** Takes up the jobs of an earlier process; ended ones are listed. `has` tells the datasets that are there. */
  recover(has: (dataset: string) => boolean): void {
    for (const { job, plan } of this.#with.kept?.read() ?? []) {
      if (this.#with.goesOn !== true) return;
      const kind = this.#kinds.get(job.kind);
      const read = kind?.plan.safeParse(plan);
      const entry = this.#make(kind, { ...job, bytesPerSecond: 0 }, read?.data ?? {}, undefined, true);
      if (!has(job.dataset)) this.#forget(entry);
      else if (isOver(job)) entry.settled.resolve();
      else if (kind === undefined || read?.success !== true)
        this.#runs.end(entry, {
          state: 'failed',
          error: `${job.name}: another version of Capscope began it; begin it anew`,
        });
      else if (job.state === 'paused' && job.needs === undefined) this.#telling.tell(entry);
      else {
        entry.isTakenUp = true;
        this.#runs.begin(entry);
      }
    }
  }

  /** Files that belong to jobs which have not ended, those of a server that does not run now, too. */
  paths(dataset: string): readonly string[] {
    const kept = this.#with.goesOn === true ? [] : (this.#with.kept?.read() ?? []);
    const others = kept.map(({ job, plan }) => ({ job, kind: this.#kinds.get(job.kind), plan }));
    return [...this.#entries.values(), ...others].flatMap(({ job, kind, plan }) => {
      if (job.dataset !== dataset || job.state === 'done' || kind?.paths === undefined) return [];
      const read = kind.plan.safeParse(plan);
      return read.success ? kind.paths(read.data) : [];
    });
  }

  list(): readonly Job[] {
    return [...this.#entries.values()].map((entry) => entry.job);
  }

  get(id: string): Job {
    return this.#entry(id).job;
  }

  files(id: string): readonly JobFile[] {
    const { files, kind, plan } = this.#entry(id);
    return files.length > 0 ? files : (kind?.files?.(plan) ?? []);
  }

  /** What a job of this kind has kept. */
  planOf<P extends object>(id: string, kind: JobKind<P>): P | undefined {
    const entry = this.#entry(id);
    return entry.job.kind === kind.name ? (entry.plan as P) : undefined;
  }

  /** `but`: imports of this kind of job are none. */
  isImporting(dataset: string, but?: string): boolean {
    for (const entry of this.#entries.values())
      if (entry.job.kind !== but && entry.job.dataset === dataset && (entry.importing > 0 || isUnderWay(entry.job)))
        return true;
    return false;
  }

  /** True while an import of the dataset has its turn. */
  hasTurn(dataset: string): boolean {
    return this.#turns.isHeld(dataset);
  }

  get idle(): boolean {
    for (const entry of this.#entries.values()) if (entry.importing > 0 || isUnderWay(entry.job)) return false;
    return true;
  }

  /** The limit of imports side by side has changed. */
  limitChanged(): void {
    this.#turns.advance();
  }

  /** Makes a job of a registered kind, keeps it and runs it. */
  add<P extends object>(kind: JobKind<P>, { dataset, name, plan, secret, bytesTotal }: NewJob<P>): Job {
    const entry = this.#make(
      kind as unknown as JobKind,
      this.#job(dataset, kind.name, name, bytesTotal, kind.standing === true),
      plan,
      secret,
      this.#with.goesOn === true,
    );
    this.#forgetOldest();
    this.#runs.begin(entry);
    return entry.job;
  }

  /** An import that ends with the process. */
  start(request: JobRequest): Job {
    const { dataset, name, captures, bytesTotal, again = false, isLive = false } = request;
    const kind = {
      name: 'files',
      run: async (run: JobRun<object>) => void (await run.import(captures, { again, isLive, bytesTotal })),
      discard: () => request.discard?.(),
    } as unknown as JobKind;
    const entry = this.#make(kind, this.#job(dataset, 'files', name, bytesTotal, false), {}, undefined, false);
    this.#forgetOldest();
    this.#runs.begin(entry);
    return entry.job;
  }

  /** Resolves with the job once it has ended, well or not. */
  async ended(id: string): Promise<Job> {
    const entry = this.#entry(id);
    await entry.settled.promise;
    return entry.job;
  }

  /** The job rests where it is. One that has ended stays as it is. */
  pause(id: string): Job {
    const entry = this.#entry(id);
    const { state } = entry.job;
    if (state !== 'running' && state !== 'waiting') return entry.job;
    entry.going ??= Promise.withResolvers<void>();
    const { secondsLeft: _, ...job } = entry.job;
    entry.job = { ...job, bytesPerSecond: 0 };
    this.#telling.update(entry, { state: 'paused' });
    if (entry.control !== undefined) Atomics.compareExchange(entry.control, 0, Control.Go, Control.Rest);
    // One that waits for its turn gives it up; one that has it rests until somebody else wants it.
    entry.inQueue?.abort(new Stopped('way'));
    entry.turn?.rest(true);
    return entry.job;
  }

  /** A paused job goes on, a failed one is tried again; `given`: what it needs. */
  resume(id: string, given?: unknown): Job {
    const entry = this.#entry(id);
    if (entry.job.state !== 'paused' && entry.job.state !== 'failed') return entry.job;
    if (entry.job.state === 'failed' && entry.kind?.plan === undefined)
      throw new AppError('USAGE', {
        message: `${entry.job.name}: it cannot be tried again from here; import it anew`,
      });
    if (given !== undefined) {
      // The secrets of other kinds are objects of ours: nothing from outside takes their place.
      if (entry.kind?.accept === undefined)
        throw new AppError('USAGE', { message: `${entry.job.name}: it needs no link; resume it without one` });
      entry.secret = entry.kind.accept(entry.plan, given);
    }
    entry.isTakenUp = false;
    if (isOver(entry.job)) entry.settled = Promise.withResolvers<void>();
    const { error: _error, needs: _needs, ended: _ended, ...job } = entry.job;
    entry.job = job;
    const { going } = entry;
    entry.going = undefined;
    if (entry.running !== undefined && !entry.controller.signal.aborted) {
      const waits = entry.turn === undefined && entry.kind?.standing !== true;
      this.#telling.update(entry, { state: waits ? 'waiting' : 'running' });
      entry.turn?.rest(false);
      goOn(entry);
      going?.resolve();
      return entry.job;
    }
    this.#telling.update(entry, { state: 'waiting' });
    const before = entry.running ?? Promise.resolve();
    before.then(() => this.#runs.begin(entry));
    return entry.job;
  }

  /** Stops the job and resolves when all of it has been taken back. A job that has ended stays as it is. */
  async cancel(id: string, reason?: Error): Promise<Job> {
    const entry = this.#entry(id);
    if (isOver(entry.job)) {
      await entry.settled.promise;
      return entry.job;
    }
    entry.controller.abort(reason ?? new Stopped('cancel'));
    if (entry.running === undefined) this.#runs.over(entry, reason ?? new Stopped('cancel'));
    await entry.settled.promise;
    return entry.job;
  }

  /** Takes an ended job from the list. */
  forget(id: string): void {
    const entry = this.#entry(id);
    if (!isOver(entry.job)) throw new AppError('USAGE', { message: `${entry.job.name}: it has not ended yet` });
    this.#forget(entry);
    this.#with.changes.tell({ kind: 'datasets-changed' });
  }

  /** Stops the jobs of a dataset that goes, and forgets them. */
  async drop(dataset: string): Promise<void> {
    const own = [...this.#entries.values()].filter(({ job }) => job.dataset === dataset);
    await Promise.all(own.map(({ job }) => this.cancel(job.id)));
    for (const entry of own) this.#forget(entry);
  }

  /** Forgets ended jobs that failed before, and paused ones nobody came back to, with what they had stored. */
  async expire(before: number): Promise<void> {
    for (const entry of [...this.#entries.values()]) {
      const { state, needs, ended, id } = entry.job;
      if (state === 'failed' && (ended ?? 0) < before) this.#forget(entry);
      else if (state === 'paused' && needs !== undefined && entry.toldAt < before) await this.cancel(id);
    }
  }

  /** Stops all; kept ones go on in the next process. Resolves when what follows their end is done, too. */
  async close(): Promise<void> {
    this.#runs.close();
    for (const entry of this.#entries.values()) {
      if (isOver(entry.job)) continue;
      entry.controller.abort(new Stopped(entry.kept ? 'close' : 'cancel'));
    }
    const entries = [...this.#entries.values()];
    await Promise.all(entries.map(({ running }) => running));
    await Promise.all(entries.map(({ after }) => after));
    await this.#runs.discarded();
  }

  #job(dataset: string, kind: string, name: string, bytesTotal: number | undefined, isStanding: boolean): Job {
    return {
      id: newId(),
      dataset,
      kind,
      name,
      state: isStanding ? 'running' : 'waiting',
      ...(isStanding ? { standing: true } : {}),
      bytesRead: 0,
      ...(bytesTotal === undefined ? {} : { bytesTotal }),
      packets: 0,
      flows: 0,
      bytesPerSecond: 0,
      created: this.#with.now(),
      started: this.#with.now(),
      warnings: [],
    };
  }

  #make(kind: JobKind | undefined, job: Job, plan: object, secret: unknown, kept: boolean): Entry {
    const entry: Entry = {
      job,
      plan,
      secret,
      kind,
      kept,
      files: [],
      controller: new AbortController(),
      control: undefined,
      turn: undefined,
      importing: 0,
      inQueue: undefined,
      going: undefined,
      isTakenUp: false,
      base: NOTHING,
      captures: [],
      after: Promise.resolve(),
      running: undefined,
      settled: Promise.withResolvers<void>(),
      toldAt: this.#with.now(),
    };
    this.#entries.set(job.id, entry);
    return entry;
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new AppError('NOT_FOUND', { what: `the import ${JSON.stringify(id)}` });
    return entry;
  }

  #forget(entry: Entry): void {
    if (entry.job.state === 'failed') this.#runs.discard(entry);
    this.#entries.delete(entry.job.id);
    this.#with.kept?.remove(entry.job.id);
  }

  #forgetOldest(): void {
    const ended = [...this.#entries.values()].filter(({ job }) => isOver(job));
    for (const entry of ended.slice(0, Math.max(0, ended.length - MAX_ENDED))) this.#forget(entry);
  }
}
