/**
 * Files imported before or between others of their dataset: joining each at once would read the others again each time, the square
 * of their number. So beyond some bytes it is put off until nobody imports, or somebody asks.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { StoredFile } from '#store/protocol.ts';
import { firstAndMore } from '../first-and-more.ts';
import type { JobKind, Jobs } from './jobs.ts';
import type { JoinPlan } from './join-job.ts';

/** So long after an import another one may follow at once, and questions wait for neither. */
const QUIET_MS = 400;
/** Without a question. */
const IDLE_MS = 3000;

export class Joins {
  readonly kind: JobKind<JoinPlan>;
  readonly #jobs: Jobs;
  readonly #files: (dataset: string) => Promise<readonly StoredFile[]>;
  /** datasets whose flows are joined, or can't be */
  readonly #settled = new Set<string>();
  readonly #joining = new Map<string, Promise<void>>();
  readonly #idle = new Map<string, NodeJS.Timeout>();

  constructor(jobs: Jobs, kind: JobKind<JoinPlan>, files: (dataset: string) => Promise<readonly StoredFile[]>) {
    this.#jobs = jobs;
    this.kind = kind;
    this.#files = files;
  }

  /** An import of the dataset has ended; `isWatched`: nobody may ask, but many see its card. */
  imported(dataset: string, isWatched: boolean): void {
    clearTimeout(this.#idle.get(dataset));
    this.#idle.delete(dataset);
    if (this.#joining.has(dataset)) return;
    this.#settled.delete(dataset);
    if (!isWatched) return;
    const join = (): void => {
      this.#idle.delete(dataset);
      this.done(dataset).catch(() => undefined);
    };
    this.#idle.set(dataset, setTimeout(join, IDLE_MS).unref());
  }

  /** Resolves when the flows are joined, when they can't be, when another import goes first, and after `mostMs`. */
  async done(dataset: string, mostMs?: number): Promise<void> {
    if (this.#settled.has(dataset)) return;
    let joining = this.#joining.get(dataset);
    if (joining === undefined) {
      if (this.#isImporting(dataset)) return;
      joining = this.#join(dataset).finally(() => this.#joining.delete(dataset));
      this.#joining.set(dataset, joining);
    }
    if (mostMs === undefined) return joining;
    const timer = new AbortController();
    const late = pause(mostMs, undefined, { signal: timer.signal, ref: false }).catch(() => undefined);
    await Promise.race([joining, late]).finally(() => timer.abort());
  }

  close(): void {
    for (const timer of this.#idle.values()) clearTimeout(timer);
    this.#idle.clear();
  }

  async #join(dataset: string): Promise<void> {
    const apart = (await this.#files(dataset)).filter(({ isApart }) => isApart);
    if (apart.length > 0) {
      await pause(QUIET_MS);
      if (this.#isImporting(dataset)) return;
      const { id } = this.#jobs.add(this.kind, { dataset, name: firstAndMore(apart), plan: {} });
      const { state } = await this.#jobs.ended(id);
      const isLeft = state === 'done' && (await this.#files(dataset)).some(({ isApart }) => isApart);
      if (state === 'done' || state === 'cancelled') this.#jobs.forget(id);
      // It gave way, and is done when that import has ended; or the process ends.
      if (isLeft || state === 'waiting' || state === 'running') return;
    }
    this.#settled.add(dataset);
  }

  #isImporting(dataset: string): boolean {
    return this.#jobs.isImporting(dataset, this.kind.name);
  }
}
