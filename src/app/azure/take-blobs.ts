/**
 * Blobs fetched into a dataset's folder, and imported as one stream while they come. What is whole on disk is not fetched again; a
 * broken connection is taken up where it broke.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { placeOf } from '#sources/azure/blob-path.ts';
import type { BlobLink } from '#sources/azure/storage.ts';
import { GrowingState } from '#sources/growing-state.ts';
import { spool } from '#sources/spool.ts';
import { download } from '#sources/url/download.ts';
import { targetOf } from '#sources/url/target.ts';
import type { Capture } from '../import/contract.ts';

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
  const { folder, signal, onReceived } = surroundings;
  mkdirSync(folder, { recursive: true });
  let received = 0;
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const todo: (() => Promise<void>)[] = [];
  const states: GrowingState[] = [];
  const captures = blobs.map(({ path, bytes, file }): Capture => {
    const [name, onDisk] = [blobName(path), join(folder, file)];
    if (statSync(onDisk, { throwIfNoEntry: false })?.size === bytes) {
      received += bytes;
      return { name, source: { kind: 'file', path: onDisk } };
    }
    const state = new GrowingState();
    states.push(state);
    todo.push(async () => {
      const { url, authorize } = await surroundings.link(path);
      let own = 0;
      const pieces = download(targetOf(url), {
        signal: both,
        allowed: surroundings.allowed,
        ...(surroundings.ca === undefined ? {} : { ca: surroundings.ca }),
        ...(authorize === undefined ? {} : { authorize }),
        ...(surroundings.onRetry === undefined ? {} : { onRetry: surroundings.onRetry }),
      });
      // A part of it would be taken for the whole after a restart: the whole gets its name at the end.
      await spool(paced(pieces, surroundings.going), onDisk, {
        state,
        name,
        signal: both,
        onProgress: (now) => {
          received += now - own;
          own = now;
          onReceived?.(received);
        },
      });
    });
    return { name, source: { kind: 'growing', path: onDisk, state: state.shared } };
  });
  onReceived?.(received);
  const lane = async (): Promise<void> => {
    for (let next = todo.shift(); next !== undefined; next = todo.shift()) await next();
  };
  const all = Promise.all(Array.from({ length: AT_ONCE }, lane)).then(
    () => undefined,
    (error: unknown) => {
      // What waits for the others waits no longer.
      stop.abort(new Error('another file could not be fetched'));
      for (const state of states) state.failed('another file could not be fetched');
      throw error;
    },
  );
  all.catch(() => undefined);
  return { captures, received: all };
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

export function dropBlobs(folder: string, blobs: readonly WantedBlob[]): void {
  for (const { file } of blobs) rmSync(join(folder, file), { force: true });
}
