/**
 * A job that watches a storage and imports what appears. A blob is taken when it has not changed for a while: then whoever wrote it
 * has ended. What came together is imported as one stream, so that rotated files join. It goes on after a restart; a link's secret is then
 * asked for again, unless the operator gave a key to keep it by (CAPSCOPE_SECRET_KEY).
 */
import { closeSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '#base/errors.ts';
import type { Storage, StoredBlob } from '#sources/azure/storage.ts';
import { type JobKind, type JobRun, type Jobs, Needs } from '../jobs/jobs.ts';
import type { Job } from '../model.ts';
import { GrowingLogs, type GrownLog, isHourLog } from './growing-logs.ts';
import { SeenBlob, SeenBlobs } from './seen-blobs.ts';
import { openStorage, pagesOf, type StorageAsk } from './storage.ts';
import { acceptAddress, StoragePlan, storageOf, storagePlan } from './storage-job.ts';
import type { AzureSurroundings } from './surroundings.ts';
import { blobName, faultOfOne, fetchEach, newFileName, type WantedBlob } from './take-blobs.ts';

const Plan = z.object({
  dataset: z.string(),
  storage: StoragePlan,
  prefix: z.string(),
  /** between two looks */
  everyMs: z.number(),
  seen: z.record(z.string(), SeenBlob),
  since: z.number().optional(),
  held: z.array(z.string()).readonly().optional(),
});
export type WatchPlan = z.infer<typeof Plan>;

const WATCH_MS = 30_000;
/** Blobs that are remembered while they wait to be taken; a listing may be longer, the rest has its turn later. */
const MOST_WAITING = 50_000;
/** Imported together at the most; the rest at the next look. */
const MOST_TOGETHER = 200;
/** A blob that did not change for so many looks is complete. */
const QUIET_LOOKS = 3;
const MOST_FAULTS = 3;
const HEAD_BYTES = 64 * 1024;
/** The longest pause before a blob that could not be fetched is tried again. */
const LONGEST_PAUSE_MS = 60 * 60_000;
/** Faults of blobs that are told by name in one look. */
const MOST_TOLD = 3;
/** Clocks of this machine and of storage differ. */
const SKEW_MS = 15 * 60_000;

type Run = JobRun<WatchPlan>;
type WantedNow = WantedBlob & { readonly etag: string };

export function watchKind(surroundings: AzureSurroundings): JobKind<WatchPlan> {
  return {
    name: 'azure-watch',
    standing: true,
    plan: Plan,
    accept: ({ storage }, given) => acceptAddress(storage, given, surroundings.now()),
    async run(run) {
      let storage = await storageOf(run, run.plan.storage, surroundings);
      const watch = new Watch(run, surroundings);
      for (let faults = 0; ; ) {
        await run.going();
        try {
          await watch.look(storage);
          if (faults > 0) run.say(`${run.plan.storage.shown} answers again`);
          faults = 0;
        } catch (error) {
          run.signal.throwIfAborted();
          if (!(error instanceof AppError)) throw error;
          if (error.code === 'SIGN_IN') throw new Needs('sign-in', error.message);
          if (error.code !== 'URL_FAILED' && error.code !== 'URL_REFUSED') throw error;
          if (++faults === 1) run.say(error.message);
          if (faults >= MOST_FAULTS && /signature|connection string/.test(error.message))
            throw new Needs(run.plan.storage.way === undefined ? 'link' : 'sign-in', error.message);
          // A signature may have ended meanwhile: it is looked at anew.
          storage = await storageOf(run, run.plan.storage, surroundings).catch((cause: unknown) => {
            if (cause instanceof AppError) throw new Needs('link', cause.message);
            throw cause;
          });
        }
        await sleep(run.plan.everyMs, undefined, { signal: run.signal });
      }
    },
  };
}

class Watch {
  readonly #run: Run;
  readonly #with: AzureSurroundings;
  readonly #seen: SeenBlobs;
  /** looks that a blob has been the same for */
  readonly #quiet = new Map<string, { readonly etag: string; looks: number }>();
  /** blobs that could not be fetched; until: as performance.now() */
  readonly #later = new Map<string, { readonly faults: number; readonly until: number }>();

  constructor(run: Run, surroundings: AzureSurroundings) {
    this.#run = run;
    this.#with = surroundings;
    this.#seen = new SeenBlobs(run.plan);
  }

  /** One look: takes what is complete. AppError of the storage. */
  async look(storage: Storage): Promise<void> {
    const { logs, complete } = await this.#wanted(storage);
    if (logs.length > 0) await alone(this.#folder, this.#run.signal, () => this.#takeLogs(storage, logs));
    if (complete.length > 0) await this.#take(storage, complete);
  }

  get #folder(): string {
    return this.#with.folderOf(this.#run.dataset);
  }

  /** Lists to the end; what changed longest ago comes first. What is not there any more is forgotten. */
  async #wanted(storage: Storage): Promise<{ readonly logs: StoredBlob[]; readonly complete: StoredBlob[] }> {
    const [logs, complete]: [StoredBlob[], StoredBlob[]] = [[], []];
    const there = new Set<string>();
    const { prefix } = this.#run.plan;
    let waiting = 0;
    for await (const blobs of pagesOf(storage, prefix)) {
      for (const blob of blobs) {
        const { path } = blob;
        if (!this.#seen.isNew(blob)) continue;
        if (this.#quiet.has(path) || this.#later.has(path)) there.add(path);
        if (performance.now() < (this.#later.get(path)?.until ?? 0) || waiting >= MOST_WAITING) continue;
        waiting++;
        if (isHourLog(path)) logs.push(blob);
        else {
          there.add(path);
          if (this.#isQuiet(blob)) complete.push(blob);
        }
      }
    }
    if (this.#seen.listed()) this.#keep();
    for (const map of [this.#quiet, this.#later])
      for (const path of [...map.keys()]) if (!there.has(path)) map.delete(path);
    const first = (blobs: StoredBlob[]): StoredBlob[] =>
      blobs.sort((a, b) => a.modified - b.modified || (a.path < b.path ? -1 : 1)).slice(0, MOST_TOGETHER);
    return { logs: first(logs), complete: first(complete) };
  }

  /** Flow logs are read while they are written: what is new in each, all of a look as one import. */
  async #takeLogs(storage: Storage, logs: readonly StoredBlob[]): Promise<void> {
    const { filesOf, allowed, ca, now, room } = this.#with;
    const { dataset, signal } = this.#run;
    const folder = this.#folder;
    mkdirSync(folder, { recursive: true });
    const files = await filesOf(dataset);
    const growing = new GrowingLogs({ folder, files, allowed, ca, signal, dataset, room });
    const grown: GrownLog[] = [];
    const faults = new Map<string, AppError>();
    let stopped: AppError | undefined;
    const settled = new Set<GrownLog>();
    try {
      for (const blob of logs) {
        const { path } = blob;
        try {
          const found = await growing.take(storage, blob, this.#seen.get(path), () => storage.link(path, now()));
          if (found.says !== undefined) this.#run.say(found.says);
          this.#later.delete(path);
          if (found.capture !== undefined) grown.push(found);
          else this.#seen.set(path, found.seen ?? { ...this.#seen.get(path), etag: blob.etag });
        } catch (error) {
          signal.throwIfAborted();
          const { fault, stops } = faultOfOne(error, path);
          if (stops) {
            stopped = fault;
            break;
          }
          faults.set(path, fault);
        }
      }
      this.#putOff(faults);
      this.#keep();
      if (grown.length > 0) await this.#importLogs(grown, settled);
    } catch (error) {
      // Of what is not imported nothing stays; it is fetched anew.
      for (const one of grown) if (one.isFirst && !settled.has(one)) rmSync(join(folder, one.file), { force: true });
      throw error;
    }
    if (stopped !== undefined) throw stopped;
  }

  async #importLogs(grown: readonly GrownLog[], settled: Set<GrownLog>): Promise<void> {
    const folder = this.#folder;
    const captures = grown.flatMap(({ capture }) => (capture === undefined ? [] : [capture]));
    const kept = new Set<string | undefined>();
    let refused = false;
    try {
      const { files } = await this.#run.import(captures);
      for (const { path } of files) kept.add(path);
    } catch (error) {
      if (!(error instanceof AppError) || this.#run.signal.aborted || !/^CAPTURE_/.test(error.code)) throw error;
      if (grown.length > 1) {
        // One of them is no log of flows, or known: each by itself tells which.
        for (const one of grown) await this.#importLogs([one], settled);
        return;
      }
      refused = true;
      this.#run.say(new AppError(error.code, { ...error.data, path: blobName(grown[0]!.path) }).message);
    }
    for (const one of grown) {
      const { path, file, isFirst, seen } = one;
      const isKept = isFirst ? kept.has(join(folder, file)) : !refused;
      if (isFirst && !isKept) rmSync(join(folder, file), { force: true });
      if (seen !== undefined) this.#seen.set(path, isKept ? seen : { etag: seen.etag });
      settled.add(one);
    }
    this.#keep();
    const fresh = grown.filter(({ isFirst, file }) => isFirst && kept.has(join(folder, file)));
    if (fresh.length > 0) this.#run.say(takenWords(fresh));
  }

  #keep(): void {
    const { since: _since, held: _held, ...plan } = this.#run.plan;
    const { seen, since, held } = this.#seen.kept;
    this.#run.keep({
      ...plan,
      seen: { ...seen },
      ...(since === undefined ? {} : { since }),
      ...(held === undefined ? {} : { held }),
    });
  }

  /** Blobs that could not be fetched are tried again after a pause, which doubles. */
  #putOff(faults: ReadonlyMap<string, AppError>): void {
    const fresh: string[] = [];
    for (const [path, fault] of faults) {
      const count = (this.#later.get(path)?.faults ?? 0) + 1;
      const pause = Math.min(LONGEST_PAUSE_MS, this.#run.plan.everyMs * 2 ** Math.min(count, 30));
      this.#later.set(path, { faults: count, until: performance.now() + pause });
      if (count === 1) fresh.push(`${blobName(path)}: ${fault.data.reason ?? fault.message}; it is tried again later`);
    }
    for (const text of fresh.slice(0, MOST_TOLD)) this.#run.say(text);
    if (fresh.length > MOST_TOLD)
      this.#run.say(`${fresh.length - MOST_TOLD} more blobs could not be fetched; they are tried again later`);
  }

  #isQuiet({ path, etag }: StoredBlob): boolean {
    const before = this.#quiet.get(path);
    const looks = before?.etag === etag ? before.looks + 1 : 1;
    this.#quiet.set(path, { etag, looks });
    return looks >= QUIET_LOOKS;
  }

  async #take(storage: Storage, blobs: readonly StoredBlob[]): Promise<void> {
    const { dataset, signal } = this.#run;
    const { allowed, ca, now, room } = this.#with;
    const folder = this.#folder;
    const wanted = blobs.map(({ path, bytes, etag }) => ({ path, bytes, etag, file: newFileName() }));
    const settled = new Set<WantedNow>();
    try {
      const { whole, faults, stopped } = await fetchEach(wanted, {
        ...{ folder, dataset, room, allowed, ca, signal },
        link: (path) => storage.link(path, now()),
        going: () => this.#run.going(),
      });
      for (const { path } of whole) this.#later.delete(path);
      this.#putOff(faults);
      const grown = whole.filter((one) => this.#hasGrown(folder, one));
      this.#settle(grown, new Set(), settled);
      const fresh = whole.filter((one) => !grown.includes(one));
      if (fresh.length > 0) await this.#import(fresh, settled);
      if (stopped !== undefined) throw stopped;
    } catch (error) {
      // Of what is not imported nothing stays; it is fetched anew.
      for (const one of wanted) if (!settled.has(one)) rmSync(join(folder, one.file), { force: true });
      throw error;
    }
  }

  async #import(fresh: readonly WantedNow[], settled: Set<WantedNow>): Promise<void> {
    const folder = this.#folder;
    const captures = fresh.map(({ path, file }) => ({
      name: blobName(path),
      source: { kind: 'file' as const, path: join(folder, file) },
    }));
    const kept = new Set<string | undefined>();
    try {
      const { files } = await this.#run.import(captures);
      for (const one of files) kept.add(one.path).add(one.packed?.path);
    } catch (error) {
      if (!(error instanceof AppError) || this.#run.signal.aborted || !/^CAPTURE_/.test(error.code)) throw error;
      if (fresh.length > 1) {
        // One of them is no capture: each by itself tells which.
        for (const one of fresh) await this.#import([one], settled);
        return;
      }
      this.#run.say(new AppError(error.code, { ...error.data, path: blobName(fresh[0]!.path) }).message);
    }
    this.#settle(fresh, kept, settled);
    const taken = fresh.filter(({ file }) => kept.has(join(folder, file)));
    if (taken.length > 0) this.#run.say(takenWords(taken));
  }

  /** They are done with; what the dataset has already needs no second copy. */
  #settle(blobs: readonly WantedNow[], kept: ReadonlySet<string | undefined>, settled: Set<WantedNow>): void {
    if (blobs.length === 0) return;
    const folder = this.#folder;
    for (const one of blobs) {
      const { path, etag } = one;
      const isKept = kept.has(join(folder, one.file));
      if (!isKept) rmSync(join(folder, one.file), { force: true });
      const file = isKept ? one.file : this.#seen.get(path)?.file;
      this.#seen.set(path, { etag, ...(file === undefined ? {} : { file }) });
      settled.add(one);
    }
    this.#keep();
  }

  /** It was taken before it had ended: its packets are in the dataset already. A ring that writes a name anew begins otherwise. */
  #hasGrown(folder: string, { path, file }: { readonly path: string; readonly file: string }): boolean {
    const before = this.#seen.get(path)?.file;
    if (before === undefined || !beginsLike(join(folder, file), join(folder, before))) return false;
    this.#run.say(
      `${blobName(path)} has grown since it was imported, and what is new in it is left out: import it by itself, or watch with longer pauses`,
    );
    return true;
  }
}

/** True when the first bytes are the same; false where one can't be read. */
function beginsLike(path: string, other: string): boolean {
  const heads = [path, other].map((one) => {
    const head = Buffer.alloc(HEAD_BYTES);
    try {
      const descriptor = openSync(one, 'r');
      try {
        return head.subarray(0, readSync(descriptor, head, 0, HEAD_BYTES, 0));
      } finally {
        closeSync(descriptor);
      }
    } catch {
      return undefined;
    }
  });
  const [a, b] = heads;
  if (a === undefined || b === undefined) return false;
  const length = Math.min(a.length, b.length);
  return a.subarray(0, length).equals(b.subarray(0, length));
}

function takenWords(blobs: readonly { readonly path: string }[]): string {
  const first = blobName(blobs[0]!.path);
  return blobs.length === 1 ? `${first} was imported` : `${first} and ${blobs.length - 1} more were imported`;
}

/** By folder: the last of those that wait for it. */
const turns = new Map<string, Promise<void>>();

/** Two watches of one dataset may share a log's file: one after the other. Rejects with the signal's reason. */
async function alone(folder: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const before = turns.get(folder) ?? Promise.resolve();
  const own = Promise.withResolvers<void>();
  const mine = before.then(() => own.promise);
  turns.set(folder, mine);
  const aborted = Promise.withResolvers<void>();
  signal.addEventListener('abort', aborted.resolve as () => void, { once: true });
  try {
    await Promise.race([before, aborted.promise]);
    signal.throwIfAborted();
    await work();
  } finally {
    signal.removeEventListener('abort', aborted.resolve as () => void);
    own.resolve();
    if (turns.get(folder) === mine) turns.delete(folder);
  }
}

/** What is there now: all of it up to a time, and what may be later by a clock that is not ours. AppError of the storage. */
async function thereNow(storage: Storage, prefix: string, now: number): Promise<Pick<WatchPlan, 'seen' | 'since'>> {
  const seen: WatchPlan['seen'] = {};
  let latest = Number.NEGATIVE_INFINITY;
  for await (const blobs of pagesOf(storage, prefix))
    for (const { path, etag, modified } of blobs) {
      latest = Math.max(latest, modified);
      if (modified > now - SKEW_MS) seen[path] = { etag };
    }
  // Where our clock is far ahead, what comes now is not taken for old.
  return Number.isFinite(latest) ? { seen, since: Math.min(latest, now - SKEW_MS) } : { seen };
}

export interface WatchRequest {
  readonly ask: StorageAsk;
  readonly prefix?: string | undefined;
  /** what is there already is left out */
  readonly onlyNew?: boolean | undefined;
  readonly everySeconds?: number | undefined;
}

/** AppError: URL_REFUSED, URL_FAILED, SIGN_IN; the storage has been asked once. */
export async function startWatch(
  jobs: Jobs,
  kind: JobKind<WatchPlan>,
  surroundings: AzureSurroundings,
  dataset: string,
  { ask, prefix, onlyNew = false, everySeconds }: WatchRequest,
  lookMs = WATCH_MS,
): Promise<Job> {
  const { allowed, ca, now, signIn } = surroundings;
  const storage = await openStorage(ask, { allowed, ca, now: now(), identity: signIn.current });
  const below = prefix ?? storage.prefix;
  const plan = storagePlan(storage, ask, surroundings, true);
  const left = onlyNew ? await thereNow(storage, below, now()) : { seen: {} };
  if (!onlyNew) await storage.list({ prefix: below, limit: 1 });
  return jobs.add(kind, {
    dataset,
    name: `${plan.container}/${below}`,
    plan: {
      dataset,
      storage: plan,
      prefix: below,
      everyMs: everySeconds === undefined ? lookMs : everySeconds * 1000,
      ...left,
    },
    secret: ask.signedIn === true ? undefined : ask.address,
  });
}
