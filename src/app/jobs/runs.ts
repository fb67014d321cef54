/** Runs of jobs: how one begins, what its run() is given, its imports in the dataset's turn, and how it is over. */
import { AppError } from '#base/errors.ts';
import { type Capture, Control } from '../import/contract.ts';
import type { Job, JobFile } from '../model.ts';
import { type Entry, isOver, type JobSurroundings, NOTHING, Stopped, sum } from './entry.ts';
import { type Imported, importInTurn, inTheUsersWords } from './import-turn.ts';
import { BrokenOff, type ImportOptions, type JobRun, Needs } from './kind.ts';
import { Rate } from './rate.ts';
import type { Telling } from './telling.ts';
import type { Turn, Turns } from './turns.ts';

const MAX_MESSAGES = 50;
const MAX_WARNINGS = 200;

export class Runs {
  readonly #with: JobSurroundings;
  readonly #turns: Turns;
  readonly #telling: Telling;
  /** under way, also of jobs that are forgotten */
  readonly #discards = new Set<Promise<unknown>>();
  #isClosing = false;

  constructor(surroundings: JobSurroundings, turns: Turns, telling: Telling) {
    this.#with = surroundings;
    this.#turns = turns;
    this.#telling = telling;
  }

  /** No run begins any more. */
  close(): void {
    this.#isClosing = true;
  }

  /** Resolves when nothing is being deleted any more. */
  async discarded(): Promise<void> {
    await Promise.all(this.#discards);
  }

  /** Its run begins, unless it runs already or has ended for good. */
  begin(entry: Entry): void {
    if (this.#isClosing || entry.running !== undefined || entry.kind === undefined) return;
    if (isOver(entry.job) && entry.job.state !== 'failed') return;
    entry.controller = new AbortController();
    entry.base = NOTHING;
    const { error: _error, needs: _needs, ended: _ended, secondsLeft: _left, ...job } = entry.job;
    entry.job = { ...job, bytesRead: 0, packets: 0, flows: 0, bytesPerSecond: 0, warnings: [] };
    this.#telling.update(entry, { state: entry.kind.standing === true ? 'running' : 'waiting' });
    const done = (): void => this.over(entry, undefined);
    entry.running = Promise.resolve()
      .then(() => entry.controller.signal.throwIfAborted())
      .then(() => entry.kind!.run(this.#run(entry)))
      .then(done, (error: unknown) => this.over(entry, error ?? new Error('the job was stopped')))
      .finally(() => {
        entry.running = undefined;
      });
  }

  /** The end of a run, of whatever kind. */
  over(entry: Entry, error: unknown): void {
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
      if (entry.job.state !== 'paused') entry.running?.then(() => this.begin(entry));
      return;
    }
    if (cause instanceof Needs) {
      this.#telling.update(entry, { state: 'paused', needs: cause.needs, error: cause.message });
      return;
    }
    entry.going = undefined;
    if (cause === undefined) {
      entry.secret = undefined;
      this.end(entry, { state: 'done' });
    } else if (cause instanceof Stopped || (cause === reason && !(cause instanceof BrokenOff))) {
      entry.secret = undefined;
      this.discard(entry);
      this.end(entry, { state: 'cancelled' });
    } else {
      if (!entry.kept || entry.kind?.plan === undefined) this.discard(entry);
      const isKnown = cause instanceof AppError || cause instanceof BrokenOff;
      if (!isKnown) this.#with.onBug(cause);
      const line = isKnown
        ? inTheUsersWords(cause, entry.captures)
        : `${entry.job.name}: Capscope failed to read it; this is a bug of ours`;
      this.end(entry, { state: 'failed', error: line });
    }
  }

  /** It has ended; who waits for it hears of it when what follows imports is done. */
  end(entry: Entry, part: Partial<Job>): void {
    this.#telling.update(entry, { ...part, ended: this.#with.now() });
    this.#settle(entry);
  }

  #settle(entry: Entry): void {
    entry.after.then(() => entry.settled.resolve());
  }

  /** Deletes what was stored for it. */
  discard(entry: Entry): void {
    const { kind, plan, job } = entry;
    const discarded = async (): Promise<void> => kind?.discard?.(plan, job);
    const after = Promise.all([entry.after, discarded()])
      .catch(this.#with.onBug)
      .finally(() => this.#discards.delete(after));
    this.#discards.add(after);
    entry.after = after;
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
        this.#telling.keep(entry);
      },
      rename: (name) => this.#telling.update(entry, { name }),
      say: (text) => {
        const messages = [...(entry.job.messages ?? []), { at: this.#with.now(), text }].slice(-MAX_MESSAGES);
        this.#telling.update(entry, { messages });
      },
      warn: (text) => {
        const { warnings } = entry.job;
        if (warnings.length < MAX_WARNINGS && !warnings.includes(text))
          this.#telling.update(entry, { warnings: [...warnings, text] });
      },
      tellLive: (facts) => {
        const { live: _, ...job } = entry.job;
        entry.job = facts === undefined ? job : { ...job, live: facts };
        this.#telling.tellNowAndThen(entry);
      },
      isWanted: () => this.#turns.isWanted(entry.job.dataset),
      expect: ({ total, received }) => {
        entry.job = {
          ...entry.job,
          ...(total === undefined ? {} : { bytesTotal: total }),
          ...(received === undefined ? {} : { bytesReceived: received }),
        };
        this.#telling.tellNowAndThen(entry);
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
        this.#telling.update(entry, { state: 'paused', needs, error });
        entry.turn?.rest(true);
      },
      going: () => untilGoing(entry, signal),
      tellFiles: (files) => {
        entry.files = files;
        const counts: Partial<Record<JobFile['state'], number>> = {};
        for (const { state } of files) counts[state] = (counts[state] ?? 0) + 1;
        entry.job = { ...entry.job, files: counts };
        this.#telling.tellNowAndThen(entry);
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
        this.#telling.update(entry, { state: 'running', ...(base === NOTHING ? { started: began } : {}) });
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
            last = this.#telling.progress(entry, rate, sum(base, progress), bytesTotal);
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
export function goOn({ control }: Entry): void {
  if (control === undefined) return;
  Atomics.compareExchange(control, 0, Control.Rest, Control.Go);
  Atomics.notify(control, 0);
}
