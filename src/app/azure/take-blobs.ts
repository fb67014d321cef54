/**
 * Blobs fetched into a dataset's folder, and imported as one stream while they come. What is whole on disk is not fetched again; a
 * broken connection is taken up where it broke.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { placeOf } from '#sources/azure/blob-path.ts';
import type { BlobLink } from '#sources/azure/storage.ts';
import { GrowingState } from '#sources/growing-state.ts';
import { spool } from '#sources/spool.ts';
import { download } from '#sources/url/download.ts';
import { targetOf } from '#sources/url/target.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { Capture } from '../import/contract.ts';
import type { JobRun } from '../jobs/jobs.ts';
import { asAppError, dropUnused, importedFrom } from '../jobs/kinds.ts';
import type { Room } from '../room.ts';

/** A blob to be taken; plain data, for plans. */
export interface WantedBlob {
  readonly path: string;
  readonly bytes: number;
  /** name of its file in the dataset's folder */
  readonly file: string;
}

export interface TakeSurroundings {
  /** the dataset's folder for captures */
  readonly folder: string;
  readonly dataset: string;
  readonly room: Room;
  readonly allowed: readonly IpRange[];
  readonly ca?: string | undefined;
  readonly signal: AbortSignal;
  readonly link: (path: string) => Promise<BlobLink>;
  /** between pieces: waits while the job is paused */
  readonly going?: () => Promise<void>;
  readonly onReceived?: (bytes: number) => void;
  readonly onRetry?: (reason: string) => void;
}

const AT_ONCE = 3;

/** The name on disk is ours: a blob's is not trusted with a path. */
export const newFileName = (): string => `${randomBytes(8).toString('hex')}.capture`;

/** As the user knows it. An hour's flow log is called PT1H.json everywhere: its place tells more. */
export function blobName(path: string): string {
  const place = placeOf(path);
  const last = path.slice(path.lastIndexOf('/') + 1) || path;
  if (place?.kind !== 'flow log') return last;
  return [place.target, place.nic?.replaceAll(':', ''), place.day, place.time.replace(':', ''), last]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

export interface Taking {
  readonly captures: readonly Capture[];
  /** rejects with the first failure: the import's own is then of no use */
  readonly received: Promise<void>;
}

/** Begins to fetch, in order; captures grow meanwhile. */
export function takeBlobs(blobs: readonly WantedBlob[], surroundings: TakeSurroundings): Taking {
  const { folder, dataset, room, signal, onReceived } = surroundings;
  mkdirSync(folder, { recursive: true });
  let received = 0;
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const todo: (() => Promise<void>)[] = [];
  const states: GrowingState[] = [];
  const missing = blobs.filter((blob) => !isWhole(folder, blob));
  const all = blobs.length === 1 ? blobName(blobs[0]!.path) : `${blobs.length} blobs`;
  const needed = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  room.check(dataset, all, needed);
  const look = room.watch(dataset, all);
  let fetched = 0;
  const captures = blobs.map((blob): Capture => {
    const [name, onDisk] = [blobName(blob.path), join(folder, blob.file)];
    if (!missing.includes(blob)) {
      received += blob.bytes;
      return { name, source: { kind: 'file', path: onDisk } };
    }
    const state = new GrowingState();
    states.push(state);
    todo.push(async () => {
      let own = 0;
      await fetchBlob(blob, { ...surroundings, signal: both }, state, (now) => {
        received += now - own;
        fetched += now - own;
        own = now;
        onReceived?.(received);
        look(fetched);
      });
    });
    return { name, source: { kind: 'growing', path: onDisk, state: state.shared } };
  });
  onReceived?.(received);
  const lane = async (): Promise<void> => {
    for (let next = todo.shift(); next !== undefined; next = todo.shift()) await next();
  };
  const done = Promise.all(Array.from({ length: AT_ONCE }, lane)).then(
    () => undefined,
    (error: unknown) => {
      // What waits for the others waits no longer.
      stop.abort(new Error('another file could not be fetched'));
      for (const state of states) state.failed('another file could not be fetched');
      throw error;
    },
  );
  done.catch(() => undefined);
  return { captures, received: done };
}

export interface Fetched<B extends WantedBlob> {
  readonly whole: readonly B[];
  /** by path: why one could not be fetched; the others are not held up by it */
  readonly faults: ReadonlyMap<string, AppError>;
  /** no blob could be fetched any more: AppError DISK_FULL, QUOTA, SIGN_IN */
  readonly stopped?: AppError;
}

/** What holds for one blob holds for the next. */
const STOPS: ReadonlySet<string> = new Set(['DISK_FULL', 'QUOTA', 'SIGN_IN']);

/** An AppError of one blob alone; undefined for one that stops all. Throws what is our bug. */
export function faultOfOne(error: unknown, path: string): { readonly fault: AppError; readonly stops: boolean } {
  const fault = asAppError(error, blobName(path));
  if (!(fault instanceof AppError)) throw fault;
  return { fault, stops: STOPS.has(fault.code) };
}

/** Fetches each whole, and leaves no part of another. Rejects with the signal's reason. */
export async function fetchEach<B extends WantedBlob>(
  blobs: readonly B[],
  surroundings: TakeSurroundings,
): Promise<Fetched<B>> {
  const { folder, dataset, room, signal } = surroundings;
  mkdirSync(folder, { recursive: true });
  const [todo, whole, faults] = [[...blobs], new Set<B>(), new Map<string, AppError>()];
  let stopped: AppError | undefined;
  const lane = async (): Promise<void> => {
    for (let blob = todo.shift(); blob !== undefined && stopped === undefined; blob = todo.shift()) {
      const name = blobName(blob.path);
      try {
        room.check(dataset, name, blob.bytes);
        await fetchBlob(blob, surroundings, new GrowingState(), room.watch(dataset, name));
        whole.add(blob);
      } catch (error) {
        signal.throwIfAborted();
        const { fault, stops } = faultOfOne(error, blob.path);
        if (stops) stopped ??= fault;
        else faults.set(blob.path, fault);
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, lane));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return { whole: blobs.filter((blob) => whole.has(blob)), faults, ...(stopped === undefined ? {} : { stopped }) };
}

const isWhole = (folder: string, { file, bytes }: WantedBlob): boolean =>
  statSync(join(folder, file), { throwIfNoEntry: false })?.size === bytes;

/** A part of it would be taken for the whole after a restart: it is removed. */
async function fetchBlob(
  { path, file }: WantedBlob,
  { folder, signal, allowed, ca, link, going, onRetry }: TakeSurroundings,
  state: GrowingState,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const { url, authorize } = await link(path);
  const pieces = download(targetOf(url), {
    signal,
    allowed,
    ...(ca === undefined ? {} : { ca }),
    ...(authorize === undefined ? {} : { authorize }),
    ...(onRetry === undefined ? {} : { onRetry }),
  });
  let refused: unknown;
  const onProgress = (bytes: number): void => {
    try {
      onBytes(bytes);
    } catch (error) {
      refused = error;
      throw error;
    }
  };
  try {
    await spool(paced(pieces, going), join(folder, file), { state, name: blobName(path), signal, onProgress });
  } catch (error) {
    throw refused ?? error;
  }
}

async function* paced(
  pieces: AsyncGenerator<Uint8Array>,
  going: (() => Promise<void>) | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of pieces) {
      await going?.();
      yield piece;
    }
  } catch (error) {
    // Its name is told with it: the address need not be.
    throw error instanceof AppError ? new Error(String(error.data.reason ?? error.message)) : error;
  }
}

export const pathsOf = (folder: string, blobs: readonly WantedBlob[]): readonly string[] =>
  blobs.map(({ file }) => join(folder, file));

/** True when an import, which takes all or nothing, had ended well just before the process did: the job tells its numbers. */
export async function alreadyImported(
  run: Pick<JobRun<object>, 'dataset' | 'begin'>,
  paths: readonly string[],
  filesOf: (dataset: string) => Promise<readonly StoredFile[]>,
): Promise<boolean> {
  if (paths.length === 0) return false;
  const stored = await filesOf(run.dataset);
  const done = paths.flatMap((path) => importedFrom(path, stored) ?? []);
  if (done.length === 0) return false;
  await dropUnused(paths, async () => stored);
  run.begin({
    bytesRead: done.reduce((sum, { packed, size }) => sum + (packed?.size ?? size), 0),
    packets: done.reduce((sum, { packets }) => sum + packets, 0),
    flows: 0,
  });
  return true;
}
