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
import { type Capture, Control, type ImportProgress } from './import/contract.ts';
import { type Entry, isOver, isUnderWay, type JobSurroundings, NOTHING, newId, Stopped, sum } from './jobs/entry.ts';
import { type Imported, importInTurn, inTheUsersWords } from './jobs/import-turn.ts';
import {
  BrokenOff,
  type ImportOptions,
  type JobKind,
  type JobRequest,
  type JobRun,
  Needs,
  type NewJob,
} from './jobs/kind.ts';
import { type Turn, Turns } from './jobs/turns.ts';
import type { Job, JobFile } from './model.ts';
import { Rate } from './rate.ts';

export {
  BrokenOff,
  type ImportOptions,
  type JobKind,
  type JobRequest,
  type JobRun,
  Needs,
  type NewJob,
} from './jobs/kind.ts';

/** Ended jobs that are remembered. */
const MAX_ENDED = 100;
const MAX_MESSAGES = 50;
const MAX_WARNINGS = 200;
const TELL_INTERVAL_MS = 100;
const DEFAULT_LIMIT = 3;

export class Jobs {
  readonly #with: JobSurroundings;
  readonly #entries = new Map<string, Entry>();
  readonly #kinds = new Map<string, JobKind>();
  readonly #turns: Turns;
  #isClosing = false;

  constructor(surroundings: JobSurroundings) {
    this.#with = surroundings;
    this.#turns = new Turns(surroundings.limit ?? (() => DEFAULT_LIMIT));
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
        this.#end(entry, {
          state: 'failed',
          error: `${job.name}: another version of Capscope began it; begin it anew`,
        });
      else if (job.state === 'paused' && job.needs === undefined) this.#tell(entry);
      else {
        entry.isTakenUp = true;
        this.#begin(entry);
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
    this.#begin(entry);
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
    this.#begin(entry);
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
    this.#update(entry, { state: 'paused' });
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
        message: `${entry.job.name}: it can not be tried again from here; import it anew`,
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
      this.#update(entry, { state: waits ? 'waiting' : 'running' });
      entry.turn?.rest(false);
      goOn(entry);
      going?.resolve();
      return entry.job;
    }
    this.#update(entry, { state: 'waiting' });
    const before = entry.running ?? Promise.resolve();
    before.then(() => this.#begin(entry));
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
    if (entry.running === undefined) this.#over(entry, reason ?? new Stopped('cancel'));
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
    this.#isClosing = true;
    for (const entry of this.#entries.values()) {
      if (isOver(entry.job)) continue;
      entry.controller.abort(new Stopped(entry.kept ? 'close' : 'cancel'));
    }
    const entries = [...this.#entries.values()];
    await Promise.all(entries.map(({ running }) => running));
    await Promise.all(entries.map(({ after }) => after));
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

  #begin(entry: Entry): void {
    if (this.#isClosing || entry.running !== undefined || entry.kind === undefined) return;
    if (isOver(entry.job) && entry.job.state !== 'failed') return;
    entry.controller = new AbortController();
    entry.base = NOTHING;
    const { error: _error, needs: _needs, ended: _ended, secondsLeft: _left, ...job } = entry.job;
    entry.job = { ...job, bytesRead: 0, packets: 0, flows: 0, bytesPerSecond: 0, warnings: [] };
    this.#update(entry, { state: entry.kind.standing === true ? 'running' : 'waiting' });
    const done = (): void => this.#over(entry, undefined);
    entry.running = Promise.resolve()
      .then(() => entry.controller.signal.throwIfAborted())
      .then(() => entry.kind!.run(this.#run(entry)))
      .then(done, (error: unknown) => this.#over(entry, error ?? new Error('the job was stopped')))
      .finally(() => {
        entry.running = undefined;
      });
  }

  /** The end of a run, of whatever kind. */
  #over(entry: Entry, error: unknown): void {
    const { reason } = entry.controller.signal;
    const cause = reason instanceof Stopped || reason instanceof BrokenOff ? reason : error;
    const { secondsLeft: _, ...job } = entry.job;
    entry.job = { ...job, bytesPerSecond: cause === undefined ? job.bytesPerSecond : 0 };
    if (cause instanceof Stopped && cause.why === 'close') {
      this.#settle(entry);
      return;
    }
    if (cause instanceof Stopped && cause.why === 'way') {
      // Behind the one that wanted the dataset; a paused one when it is resumed.
      if (entry.job.state !== 'paused') entry.running?.then(() => this.#begin(entry));
      return;
    }
    if (cause instanceof Needs) {
      this.#update(entry, { state: 'paused', needs: cause.needs, error: cause.message });
      return;
    }
    entry.going = undefined;
    if (cause === undefined) {
      entry.secret = undefined;
      this.#end(entry, { state: 'done' });
    } else if (cause instanceof Stopped || (cause === reason && !(cause instanceof BrokenOff))) {
      entry.secret = undefined;
      this.#discard(entry);
      this.#end(entry, { state: 'cancelled' });
    } else {
      if (!entry.kept || entry.kind?.plan === undefined) this.#discard(entry);
      const isKnown = cause instanceof AppError || cause instanceof BrokenOff;
      if (!isKnown) this.#with.onBug(cause);
      const line = isKnown
        ? inTheUsersWords(cause, entry.captures)
        : `${entry.job.name}: Capscope failed to read it; this is a bug of ours`;
      this.#end(entry, { state: 'failed', error: line });
    }
  }

  #run(entry: Entry): JobRun<object> {
    const { signal } = entry.controller;
    return {
      id: entry.job.id,
      dataset: entry.job.dataset,
      plan: entry.plan,
      secret: entry.secret,
      isTakenUp: entry.isTakenUp,
      signal,
      keep: (plan) => {
        entry.plan = plan;
        this.#keep(entry);
      },
      rename: (name) => this.#update(entry, { name }),
      say: (text) => {
        const messages = [...(entry.job.messages ?? []), { at: this.#with.now(), text }].slice(-MAX_MESSAGES);
        this.#update(entry, { messages });
      },
      warn: (text) => {
        const { warnings } = entry.job;
        if (warnings.length < MAX_WARNINGS && !warnings.includes(text))
          this.#update(entry, { warnings: [...warnings, text] });
      },
      tellLive: (facts) => {
        const { live: _, ...job } = entry.job;
        entry.job = facts === undefined ? job : { ...job, live: facts };
        this.#tellNowAndThen(entry);
      },
      isWanted: () => this.#turns.isWanted(entry.job.dataset),
      expect: ({ total, received }) => {
        entry.job = {
          ...entry.job,
          ...(total === undefined ? {} : { bytesTotal: total }),
          ...(received === undefined ? {} : { bytesReceived: received }),
        };
        this.#tellNowAndThen(entry);
      },
      begin: (progress) => {
        entry.base = progress;
        const { bytesRead, packets, flows } = progress;
        entry.job = { ...entry.job, bytesRead, packets, flows };
      },
      stall: (needs, error) => {
        if (isOver(entry.job) || entry.going !== undefined) return;
        const { secondsLeft: _, ...job } = entry.job;
        entry.job = { ...job, bytesPerSecond: 0 };
        this.#update(entry, { state: 'paused', needs, error });
        entry.turn?.rest(true);
      },
      going: () => untilGoing(entry, signal),
      tellFiles: (files) => {
        entry.files = files;
        const counts: Partial<Record<JobFile['state'], number>> = {};
        for (const { state } of files) counts[state] = (counts[state] ?? 0) + 1;
        entry.job = { ...entry.job, files: counts };
        this.#tellNowAndThen(entry);
      },
      import: (captures, options = {}) => this.#import(entry, captures, options),
    };
  }

  async #import(entry: Entry, captures: readonly Capture[], options: ImportOptions): Promise<Imported> {
    const { dataset } = entry.job;
    const { again = false, isLive = false, bytesTotal, rereads, rejoins = false } = options;
    const run = entry.controller.signal;
    const signal = options.signal === undefined ? run : AbortSignal.any([run, options.signal]);
    await entry.after;
    const turn = await this.#takeTurn(entry, signal, isLive);
    entry.captures = captures;
    entry.control = new Int32Array(new SharedArrayBuffer(4));
    // What comes of a live source can't be taken back and asked for again: it lets go when its segment has ended.
    turn.onWanted(() => (isLive ? goOn(entry) : entry.controller.abort(new Stopped('way'))));
    const began = this.#with.now();
    const rate = new Rate(began);
    const { base } = entry;
    let last = base;
    try {
      if (entry.job.state === 'waiting')
        this.#update(entry, { state: 'running', ...(base === NOTHING ? { started: began } : {}) });
      const imported = await importInTurn(
        {
          dataset,
          captures,
          again,
          isLive,
          rereads,
          rejoins,
          bytesTotal,
          signal,
          control: entry.control,
          onProgress: (progress) => {
            last = this.#progress(entry, rate, sum(base, progress), bytesTotal);
          },
        },
        this.#with,
      );
      const flows = imported.newFlows === undefined ? last.flows : base.flows + imported.newFlows;
      entry.base = { bytesRead: last.bytesRead, packets: last.packets, flows };
      // Of a live source each segment would repeat them for days; they stand with the files.
      const warnings = [...entry.job.warnings, ...(isLive ? [] : imported.warnings)].slice(0, MAX_WARNINGS);
      const elapsedMs = Math.max(1, this.#with.now() - entry.job.started);
      const { secondsLeft: _, ...job } = entry.job;
      entry.job = { ...job, ...entry.base, bytesPerSecond: (last.bytesRead * 1000) / elapsedMs, warnings };
      this.#followUp(entry, turn, () => this.#with.onFiles(dataset, imported.files));
      return imported;
    } catch (error) {
      this.#followUp(entry, turn, () => {});
      throw error;
    } finally {
      entry.control = undefined;
      entry.turn = undefined;
      entry.importing--;
    }
  }

  /** Resolves with the dataset's turn, which is the entry's then. One that is paused meanwhile asks anew when it goes on. */
  async #takeTurn(entry: Entry, signal: AbortSignal, isLive: boolean): Promise<Turn> {
    for (;;) {
      await untilGoing(entry, signal);
      const inQueue = new AbortController();
      entry.inQueue = inQueue;
      entry.importing++;
      try {
        const turn = await this.#turns.take(entry.job.dataset, AbortSignal.any([signal, inQueue.signal]), isLive);
        if (!inQueue.signal.aborted) {
          entry.turn = turn;
          return turn;
        }
        turn.end();
      } catch (error) {
        if (signal.aborted || !inQueue.signal.aborted) {
          entry.importing--;
          throw error;
        }
      } finally {
        entry.inQueue = undefined;
      }
      entry.importing--;
    }
  }

  /** The next import of the dataset begins when the card is kept. */
  #followUp(entry: Entry, turn: Turn, first: () => void): void {
    entry.after = Promise.resolve()
      .then(first)
      .catch(this.#with.onBug)
      .then(() => this.#with.onEnded(entry.job.dataset))
      .catch(this.#with.onBug)
      .finally(() => turn.end());
  }

  #progress(entry: Entry, rate: Rate, progress: ImportProgress, total: number | undefined): ImportProgress {
    // A worker that tells for the first time may be behind the others: what was told is not taken back.
    const bytesRead = Math.max(entry.job.bytesRead, progress.bytesRead);
    const packets = Math.max(entry.job.packets, progress.packets);
    const flows = Math.max(entry.job.flows, progress.flows);
    const bytesPerSecond = rate.update(bytesRead, this.#with.now());
    const bytesTotal = total ?? entry.job.bytesTotal ?? progress.bytesTotal;
    const secondsLeft = rate.secondsLeft(bytesTotal);
    const isPaused = entry.job.state === 'paused';
    entry.job = {
      ...entry.job,
      bytesRead,
      packets,
      flows,
      bytesPerSecond: isPaused ? 0 : bytesPerSecond,
      ...(bytesTotal === undefined ? {} : { bytesTotal }),
      ...(secondsLeft === undefined || isPaused ? {} : { secondsLeft }),
    };
    if (this.#tellNowAndThen(entry)) this.#with.onGrowing(entry.job.dataset);
    return { bytesRead, packets, flows };
  }

  #tellNowAndThen(entry: Entry): boolean {
    const isTime = this.#with.now() - entry.toldAt >= TELL_INTERVAL_MS;
    if (isTime) this.#tell(entry);
    return isTime;
  }

  #update(entry: Entry, part: Partial<Job>): void {
    entry.job = { ...entry.job, ...part };
    this.#keep(entry);
    this.#tell(entry);
  }

  #end(entry: Entry, part: Partial<Job>): void {
    this.#update(entry, { ...part, ended: this.#with.now() });
    this.#settle(entry);
  }

  #settle(entry: Entry): void {
    entry.after.then(() => entry.settled.resolve());
  }

  #keep(entry: Entry): void {
    if (!entry.kept || !this.#entries.has(entry.job.id)) return;
    try {
      this.#with.kept?.write({ job: entry.job, plan: entry.plan });
    } catch (error) {
      // On a full disk what was kept before is still true enough: the job is looked at anew when it is taken up.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') this.#with.onBug(error);
    }
  }

  #discard(entry: Entry): void {
    const { kind, plan, job } = entry;
    const discarded = async (): Promise<void> => kind?.discard?.(plan, job);
    entry.after = Promise.all([entry.after, discarded()]).catch(this.#with.onBug);
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

  #forget(entry: Entry): void {
    if (entry.job.state === 'failed') this.#discard(entry);
    this.#entries.delete(entry.job.id);
    this.#with.kept?.remove(entry.job.id);
  }

  #forgetOldest(): void {
    const ended = [...this.#entries.values()].filter(({ job }) => isOver(job));
    for (const entry of ended.slice(0, Math.max(0, ended.length - MAX_ENDED))) this.#forget(entry);
  }
}

/** Resolves when the job is not paused, or not any more. Rejects with the signal's reason. */
async function untilGoing(entry: Entry, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  while (entry.going !== undefined) {
    const { promise } = entry.going;
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      promise.then(resolve).finally(() => signal.removeEventListener('abort', onAbort));
    });
    signal.throwIfAborted();
  }
}

/** An import that rests goes on. */
function goOn({ control }: Entry): void {
  if (control === undefined) return;
  Atomics.compareExchange(control, 0, Control.Rest, Control.Go);
  Atomics.notify(control, 0);
}
