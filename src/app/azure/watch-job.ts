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
import { type JobKind, type JobRun, type Jobs, Needs } from '../jobs.ts';
import type { Job } from '../model.ts';
import { GrowingLogs, type GrownLog, isHourLog } from './growing-logs.ts';
import { openStorage, type StorageAsk } from './storage.ts';
import { StoragePlan, storageOf, storagePlan } from './storage-job.ts';
import type { AzureSurroundings } from './surroundings.ts';
import { blobName, newFileName, takeBlobs } from './take-blobs.ts';

const Plan = z.object({
  dataset: z.string(),
  storage: StoragePlan,
  prefix: z.string(),
  /** between two looks */
  everyMs: z.number(),
  /** what was taken or left out, by path: how it was, and its file in the dataset's folder */
  seen: z.record(
    z.string(),
    z.object({
      etag: z.string(),
      file: z.string().optional(),
      /** of a flow log: the blocks that are read, and the hash of their names */
      blocks: z.object({ count: z.number(), hash: z.string() }).optional(),
    }),
  ),
});
export type WatchPlan = z.infer<typeof Plan>;

export const WATCH_MS = 30_000;
const MOST_LISTED = 50_000;
/** Imported together at the most; the rest at the next look. */
const MOST_TOGETHER = 200;
/** A blob that did not change for so many looks is complete. */
const QUIET_LOOKS = 3;
const MOST_FAULTS = 3;
const HEAD_BYTES = 64 * 1024;

type Run = JobRun<WatchPlan>;

export function watchKind(surroundings: AzureSurroundings): JobKind<WatchPlan> {
  return {
    name: 'azure-watch',
    standing: true,
    plan: Plan,
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
  readonly #seen: Map<string, WatchPlan['seen'][string]>;
  /** looks that a blob has been the same for */
  readonly #quiet = new Map<string, { readonly etag: string; looks: number }>();

  constructor(run: Run, surroundings: AzureSurroundings) {
    this.#run = run;
    this.#with = surroundings;
    this.#seen = new Map(Object.entries(run.plan.seen));
  }

  /** One look: takes what is complete. AppError of the storage. */
  async look(storage: Storage): Promise<void> {
    const blobs = await listAll(storage, this.#run.plan.prefix);
    const there = new Set(blobs.map(({ path }) => path));
    for (const path of [...this.#seen.keys()]) if (!there.has(path)) this.#seen.delete(path);
    for (const path of [...this.#quiet.keys()]) if (!there.has(path)) this.#quiet.delete(path);
    const isNew = (blob: StoredBlob): boolean =>
      blob.bytes > 0 && !blob.archived && this.#seen.get(blob.path)?.etag !== blob.etag;
    const logs = blobs.filter((blob) => isHourLog(blob.path) && isNew(blob));
    if (logs.length > 0) await this.#takeLogs(storage, logs.slice(0, MOST_TOGETHER));
    const complete = blobs
      .filter(
        (blob) =>
          !isHourLog(blob.path) && blob.bytes > 0 && !blob.archived && this.#seen.get(blob.path)?.etag !== blob.etag,
      )
      .filter((blob) => this.#isQuiet(blob))
      .sort((a, b) => a.modified - b.modified || (a.path < b.path ? -1 : 1))
      .slice(0, MOST_TOGETHER);
    if (complete.length > 0) await this.#take(storage, complete);
  }

  /** Flow logs are read while they are written: what is new in each, all of a look as one import. */
  async #takeLogs(storage: Storage, logs: readonly StoredBlob[]): Promise<void> {
    const { folderOf, filesOf, allowed, ca, now } = this.#with;
    const { dataset, signal } = this.#run;
    const folder = folderOf(dataset);
    mkdirSync(folder, { recursive: true });
    const growing = new GrowingLogs({ folder, files: await filesOf(dataset), allowed, ca, signal });
    const grown: GrownLog[] = [];
    for (const blob of logs) {
      const found = await growing.take(storage, blob, this.#seen.get(blob.path), () => storage.link(blob.path, now()));
      if (found.says !== undefined) this.#run.say(found.says);
      if (found.capture === undefined) this.#seen.set(blob.path, { ...this.#seen.get(blob.path), etag: blob.etag });
      else grown.push(found);
    }
    const captures = grown.flatMap(({ capture }) => (capture === undefined ? [] : [capture]));
    try {
      if (captures.length > 0) await this.#run.import(captures, { again: true });
      for (const { path, seen } of grown) if (seen !== undefined) this.#seen.set(path, seen);
    } catch (error) {
      for (const { file, isFirst } of grown) if (isFirst) rmSync(join(folder, file), { force: true });
      if (!(error instanceof AppError) || signal.aborted || !/^CAPTURE_/.test(error.code)) throw error;
      if (logs.length > 1) {
        // One of them is no log of flows: each by itself tells which.
        for (const one of logs) await this.#takeLogs(storage, [one]);
        return;
      }
      const [{ path, etag }] = logs as readonly [StoredBlob];
      this.#run.say(new AppError(error.code, { ...error.data, path: blobName(path) }).message);
      this.#seen.set(path, { etag });
    }
    this.#run.keep({ ...this.#run.plan, seen: Object.fromEntries(this.#seen) });
    const fresh = grown.filter(({ path, isFirst }) => isFirst && this.#seen.get(path)?.file !== undefined);
    if (fresh.length > 0) this.#run.say(takenWords(fresh));
  }

  #isQuiet({ path, etag }: StoredBlob): boolean {
    const before = this.#quiet.get(path);
    const looks = before?.etag === etag ? before.looks + 1 : 1;
    this.#quiet.set(path, { etag, looks });
    return looks >= QUIET_LOOKS;
  }

  async #take(storage: Storage, blobs: readonly StoredBlob[]): Promise<void> {
    const { signal } = this.#run;
    const { folderOf, allowed, ca, now } = this.#with;
    const folder = folderOf(this.#run.dataset);
    const wanted = blobs.map(({ path, bytes }) => ({ path, bytes, file: newFileName() }));
    const drop = (files: readonly { readonly file: string }[]): void => {
      for (const { file } of files) rmSync(join(folder, file), { force: true });
    };
    try {
      const { received } = takeBlobs(wanted, {
        ...{ folder, allowed, ca, signal },
        link: (path) => storage.link(path, now()),
        going: () => this.#run.going(),
      });
      await received;
    } catch (error) {
      drop(wanted);
      signal.throwIfAborted();
      // One that went or changed meanwhile is looked at anew, with the others.
      this.#run.say(error instanceof AppError ? error.message : 'a file could not be fetched');
      if (error instanceof AppError && error.code !== 'CAPTURE_UNREADABLE') throw error;
      return;
    }
    const fresh = wanted.filter((one) => !this.#hasGrown(folder, one));
    const captures = fresh.map(({ path, file }) => ({
      name: blobName(path),
      source: { kind: 'file' as const, path: join(folder, file) },
    }));
    const kept = new Set<string | undefined>();
    try {
      if (captures.length > 0) {
        const { files } = await this.#run.import(captures);
        for (const one of files) kept.add(one.path).add(one.packed?.path);
        this.#run.say(takenWords(fresh));
      }
    } catch (error) {
      drop(wanted);
      if (!(error instanceof AppError) || signal.aborted || !/^CAPTURE_/.test(error.code)) throw error;
      if (blobs.length > 1) {
        // One of them is no capture: each by itself tells which.
        for (const blob of blobs) await this.#take(storage, [blob]);
        return;
      }
      const path = blobName(blobs[0]!.path);
      this.#run.say(new AppError(error.code, { ...error.data, path }).message);
    }
    // What the dataset has already needs no second copy.
    const isKept = ({ file }: { readonly file: string }): boolean => kept.has(join(folder, file));
    drop(wanted.filter((one) => !isKept(one)));
    for (const [index, { path, etag }] of blobs.entries()) {
      const one = wanted[index]!;
      const file = isKept(one) ? one.file : this.#seen.get(path)?.file;
      this.#seen.set(path, { etag, ...(file === undefined ? {} : { file }) });
    }
    this.#run.keep({ ...this.#run.plan, seen: Object.fromEntries(this.#seen) });
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

async function listAll(storage: Storage, prefix: string): Promise<readonly StoredBlob[]> {
  const blobs: StoredBlob[] = [];
  let after: string | undefined;
  do {
    const page = await storage.list({ prefix, after });
    blobs.push(...page.blobs);
    after = page.next;
  } while (after !== undefined && blobs.length < MOST_LISTED);
  return blobs;
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
  const blobs = await listAll(storage, below);
  return jobs.add(kind, {
    dataset,
    name: `${plan.container}/${below}`,
    plan: {
      dataset,
      storage: plan,
      prefix: below,
      everyMs: everySeconds === undefined ? lookMs : everySeconds * 1000,
      seen: Object.fromEntries(onlyNew ? blobs.map(({ path, etag }) => [path, { etag }]) : []),
    },
    secret: ask.signedIn === true ? undefined : ask.address,
  });
}
