/** What Capscope does with Azure: signing in, storage, capture sessions, watches. A part of the one door (capscope.ts). */
import { AppError } from '#base/errors.ts';
import { cloudSettings } from '#sources/azure/cloud.ts';
import type { JobKind, Jobs } from '../jobs/jobs.ts';
import type { Job } from '../model.ts';
import { blobsKind, importBlobs } from './blobs-job.ts';
import { type CapturePlan, captureKind } from './capture-job.ts';
import { AzureCaptures, type Session } from './captures.ts';
import { Seal } from './sealed.ts';
import { AzureSignIn } from './sign-in.ts';
import { listStorage, type StorageAsk, type StorageListing, type StoragePage } from './storage.ts';
import type { AzureSurroundings } from './surroundings.ts';
import { startWatch, type WatchPlan, type WatchRequest, watchKind } from './watch-job.ts';

export interface AzureOptions extends Omit<AzureSurroundings, 'signIn' | 'seal'> {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly jobs: Jobs;
  /** ms between looks at what is followed or watched; presets are for Azure */
  readonly lookMs?: number | undefined;
}

export class Azure {
  readonly signIn: AzureSignIn;
  readonly captures: AzureCaptures;
  readonly #with: AzureSurroundings;
  readonly #jobs: Jobs;
  readonly #blobs: ReturnType<typeof blobsKind>;
  readonly #capture: JobKind<CapturePlan>;
  readonly #watch: JobKind<WatchPlan>;
  readonly #lookMs: number | undefined;

  /** Registers its kinds of jobs. AppError USAGE for settings of the environment that are none. */
  constructor({ env, jobs, lookMs, ...rest }: AzureOptions) {
    this.signIn = new AzureSignIn(cloudSettings(env), rest.ca);
    this.captures = new AzureCaptures(() => this.signIn.identity);
    this.#with = { ...rest, signIn: this.signIn, seal: Seal.of(env) };
    this.#jobs = jobs;
    this.#blobs = blobsKind(this.#with);
    this.#capture = captureKind(this.captures, this.#with, lookMs);
    jobs.register(this.#blobs);
    this.#watch = watchKind(this.#with);
    this.#lookMs = lookMs;
    jobs.register(this.#capture);
    jobs.register(this.#watch);
    this.signIn.onSignedIn = () => {
      for (const { id, state, needs } of jobs.list()) if (state === 'paused' && needs === 'sign-in') jobs.resume(id);
    };
  }

  /** A page of what lies in a storage. AppError: URL_REFUSED, URL_FAILED, SIGN_IN. */
  list(ask: StorageAsk, page: StoragePage): Promise<StorageListing> {
    const { allowed, ca, now } = this.#with;
    return listStorage(ask, page, { allowed, ca, now: now(), identity: this.signIn.current });
  }

  /** Imports blobs of a storage as one stream. AppError as list(), also for what is not there. */
  importBlobs(dataset: string, ask: StorageAsk, paths: readonly string[], { again = false } = {}): Promise<Job> {
    return importBlobs(this.#jobs, this.#blobs, this.#with, { dataset, ask, paths, again });
  }

  /** Waits for the end of a session that runs, or has ended, and imports what it wrote. */
  follow(dataset: string, session: Session): Job {
    const { subscription, group, watcher, name, storagePath } = session;
    if (storagePath === undefined)
      throw new AppError('AZURE', {
        what: `capture ${name}`,
        reason: 'it is written to the machine alone: fetch the file from there, or start it with a storage account',
      });
    return this.#jobs.add(this.#capture, {
      dataset,
      name,
      plan: {
        dataset,
        place: { subscription, group, watcher, name },
        way: this.signIn.identity.way,
        storagePath,
      },
    });
  }

  /** Watches a storage and imports what appears below a prefix, until it is cancelled. AppError as list(). */
  watch(dataset: string, request: WatchRequest): Promise<Job> {
    return startWatch(this.#jobs, this.#watch, this.#with, dataset, request, this.#lookMs);
  }
}
