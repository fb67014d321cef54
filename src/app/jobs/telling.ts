/** What listeners are told of jobs, and what is kept of them on disk: each change of state at once, progress from time to time. */
import type { ImportProgress } from '../import/contract.ts';
import type { Job } from '../model.ts';
import type { Entry, JobSurroundings } from './entry.ts';
import type { Rate } from './rate.ts';

const TELL_INTERVAL_MS = 100;

export class Telling {
  readonly #with: JobSurroundings;
  readonly #isListed: (id: string) => boolean;

  /** `isListed`: a job that was forgotten is not kept any more. */
  constructor(surroundings: JobSurroundings, isListed: (id: string) => boolean) {
    this.#with = surroundings;
    this.#isListed = isListed;
  }

  /** A change of state: kept and told at once. */
  update(entry: Entry, part: Partial<Job>): void {
    entry.job = { ...entry.job, ...part };
    this.keep(entry);
    this.tell(entry);
  }

  /** To all who listen. */
  tell(entry: Entry): void {
    entry.toldAt = this.#with.now();
    this.#with.changes.tell({ kind: 'job', job: entry.job });
  }

  /** Ten times a second at most; true when it was told. */
  tellNowAndThen(entry: Entry): boolean {
    const isTime = this.#with.now() - entry.toldAt >= TELL_INTERVAL_MS;
    if (isTime) this.tell(entry);
    return isTime;
  }

  /** What an import has read; numbers only grow. */
  progress(entry: Entry, rate: Rate, progress: ImportProgress, total: number | undefined): ImportProgress {
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
    if (this.tellNowAndThen(entry)) this.#with.onGrowing(entry.job.dataset);
    return { bytesRead, packets, flows };
  }

  /** On disk, where the job is one that goes on in another process. */
  keep(entry: Entry): void {
    if (!entry.kept || !this.#isListed(entry.job.id)) return;
    try {
      this.#with.kept?.write({ job: entry.job, plan: entry.plan });
    } catch (error) {
      // On a full disk what was kept before is still true enough: the job is looked at anew when it is taken up.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') this.#with.onBug(error);
    }
  }
}
