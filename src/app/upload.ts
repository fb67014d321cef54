/** A capture that comes as a stream: written to a folder, and imported while it still comes. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { GrowingState } from '#sources/growing-state.ts';
import { spool } from '#sources/spool.ts';
import { BrokenOff, type Jobs } from './jobs.ts';
import type { Job } from './model.ts';

export interface Upload {
  /** the file's name as the user knows it; used for show only */
  readonly name: string;
  /** bytes, where they are known */
  readonly size?: number;
  readonly bytes: Readable;
}

const MAX_NAME_LENGTH = 200;

/** The name without folders and control characters. */
export function captureName(name: string): string {
  const last = basename(name.replaceAll('\\', '/'))
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim();
  return last.slice(0, MAX_NAME_LENGTH) || 'capture';
}

/** Resolves with the job when all bytes have come or the job has ended before; the import goes on by itself. */
export async function receiveUpload(jobs: Jobs, dataset: string, folder: string, upload: Upload): Promise<Job> {
  mkdirSync(folder, { recursive: true });
  // The name on disk is ours: what came with the upload is not trusted with a path.
  const path = join(folder, `${randomBytes(8).toString('hex')}.capture`);
  const name = captureName(upload.name);
  const state = new GrowingState();
  const stopped = new AbortController();
  const spooled = spool(upload.bytes, path, { state, name, signal: stopped.signal }).then(({ bytes }) => {
    if (upload.size !== undefined && bytes !== upload.size) {
      throw new BrokenOff(`${name}: the upload broke off at byte ${bytes} of ${upload.size}`);
    }
  });
  const job = jobs.start({
    dataset,
    name,
    captures: [{ name, source: { kind: 'growing', path, state: state.shared } }],
    ...(upload.size === undefined ? {} : { bytesTotal: upload.size }),
    discard: () => rmSync(path, { force: true }),
  });
  const ended = jobs.ended(job.id).then((last) => last.state);
  const first = await Promise.race([
    spooled.then(
      () => 'spooled' as const,
      (error: unknown) => ({ error }),
    ),
    ended,
  ]);
  if (typeof first === 'object') {
    const { error } = first;
    const reason = error instanceof Error ? error.message : String(error);
    return jobs.cancel(job.id, error instanceof BrokenOff ? error : new BrokenOff(reason));
  }
  if (first !== 'spooled') {
    // The import is over before the bytes are: the rest is taken and dropped, so that the sender hears the answer.
    spooled.catch(() => undefined);
    if (first !== 'done') stopped.abort(new Error('the import has ended'));
    if (!upload.bytes.destroyed) {
      upload.bytes.resume();
      await new Promise<void>((resolve) => {
        upload.bytes
          .once('end', resolve)
          .once('close', resolve)
          .once('error', () => resolve());
        if (upload.bytes.readableEnded || upload.bytes.destroyed) resolve();
      });
    }
  }
  return jobs.get(job.id);
}
