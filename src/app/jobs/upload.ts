/** A capture that comes as a stream: written to a folder, and imported while it still comes. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { GrowingState } from '#sources/growing-state.ts';
import { type Spooled, spool } from '#sources/spool.ts';
import type { StoredFile } from '#store/protocol.ts';
import { knownAs } from '../datasets/known-captures.ts';
import type { Job } from '../model.ts';
import { BrokenOff, type JobKind, type Jobs } from './jobs.ts';
import type { KindSurroundings } from './kinds.ts';
import type { Coming, SentPlan } from './sent-job.ts';

export interface Upload {
  /** the file's name as the user knows it; used for show only */
  readonly name: string;
  /** bytes, where they are known */
  readonly size?: number;
  readonly bytes: Readable;
  /** also when the dataset has it already */
  readonly again?: boolean;
  /** false: its packets are not read again, so that it needs no room on disk */
  readonly keep?: boolean;
  /** stops what brings the bytes; without it, bytes that nobody wants are taken and dropped */
  readonly giveUp?: () => void;
  /** ends a stream that would go on, with what has come */
  readonly finish?: () => void;
}

export interface Receiving {
  readonly job: Job;
  /** the job when all bytes have come or it has ended before; the import goes on by itself */
  readonly received: Promise<Job>;
}

const MAX_NAME_LENGTH = 200;
/** On disk at once of a capture that is not kept. */
const WINDOW_BYTES = 64 * 1024 * 1024;

/** The name without folders and control characters. */
export function captureName(name: string): string {
  const last = basename(name.replaceAll('\\', '/'))
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
  return last.slice(0, MAX_NAME_LENGTH) || 'capture';
}

export interface UploadSurroundings extends Pick<KindSurroundings, 'files' | 'capturesFolder' | 'room'> {
  readonly jobs: Jobs;
  readonly kind: JobKind<SentPlan>;
}

/** Starts the import of what comes. AppError: DISK_FULL, QUOTA. */
export function receiveUpload(dataset: string, upload: Upload, surroundings: UploadSurroundings): Receiving {
  const { jobs, room } = surroundings;
  const files = (): Promise<readonly StoredFile[]> => surroundings.files(dataset);
  const folder = surroundings.capturesFolder(dataset);
  const name = captureName(upload.name);
  room.check(dataset, name, upload.keep === false ? 0 : (upload.size ?? 0));
  const look = room.watch(dataset, name);
  mkdirSync(folder, { recursive: true });
  // The name on disk is ours: what came with the upload is not trusted with a path.
  const path = join(folder, `${randomBytes(8).toString('hex')}.capture`);
  const state = new GrowingState();
  const noMore = new AbortController();
  const accept = async (bytes: Spooled): Promise<void> => {
    const same = upload.again ? undefined : await knownAs({ size: bytes.bytes, sha256: bytes.sha256 }, await files());
    if (same !== undefined)
      throw new Error(`the dataset has this capture already, as ${same.name}; it is not counted twice`);
  };
  const onProgress = (bytes: number): void => {
    try {
      look(bytes);
    } catch (error) {
      // What breaks the bytes off is told behind the name.
      throw new Error((error as Error).message.replace(`${name}: `, ''));
    }
  };
  const receiveBytes = async (): Promise<Spooled> => {
    // Of a dataset that goes on, several workers may read the capture each by itself.
    const window = upload.keep === false && (await files()).length === 0 ? WINDOW_BYTES : undefined;
    return spool(piecesOf(upload), path, { state, name, signal: noMore.signal, accept, window, onProgress });
  };
  const spooled = receiveBytes();
  const { size, again = false } = upload;
  const total = size === undefined ? {} : { bytesTotal: size };
  const job =
    upload.keep === false
      ? jobs.start({
          dataset,
          name,
          captures: [{ name, source: { kind: 'growing', path, state: state.shared } }],
          ...total,
          discard: () => rmSync(path, { force: true }),
        })
      : jobs.add(surroundings.kind, {
          dataset,
          name,
          plan: { name, path, again, isComplete: false, ...(size === undefined ? {} : { size }) },
          secret: { state: state.shared, spooled } satisfies Coming,
          ...total,
        });
  const ended = jobs.ended(job.id).then(() => {
    if (upload.keep === false) rmSync(path, { force: true });
    noMore.abort(new Error('the import has ended'));
    upload.giveUp?.();
  });
  const receive = async (): Promise<Job> => {
    try {
      await spooled;
    } catch (error) {
      if (!noMore.signal.aborted) {
        return jobs.cancel(job.id, new BrokenOff(error instanceof Error ? error.message : String(error)));
      }
      // The import is over before the bytes are: the rest is taken and dropped, so that the sender hears the answer.
      await ended;
      rmSync(path, { force: true });
      if (upload.giveUp === undefined) await drained(upload.bytes);
    }
    return jobs.get(job.id);
  };
  return { job, received: receive() };
}

/** The pieces as they come; fails when they end before or behind the size that was told. */
async function* piecesOf({ bytes, size }: Upload): AsyncGenerator<Uint8Array> {
  let taken = 0;
  for await (const piece of bytes.iterator({ destroyOnReturn: false })) {
    taken += (piece as Uint8Array).length;
    yield piece as Uint8Array;
  }
  if (size !== undefined && taken !== size) throw new Error(`it broke off at byte ${taken} of ${size}`);
}

function drained(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.readableEnded || stream.destroyed) return resolve();
    stream
      .once('end', resolve)
      .once('close', resolve)
      .once('error', () => resolve());
    stream.resume();
  });
}
