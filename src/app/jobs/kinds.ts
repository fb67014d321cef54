/** What kinds of jobs need of the program, and what several of them do alike. */
import { rmSync } from 'node:fs';
import { AppError } from '#base/errors.ts';
import { reasonOf } from '#sources/spool.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { Room } from '../room.ts';

export interface KindSurroundings {
  /** files of a dataset */
  readonly files: (dataset: string) => Promise<readonly StoredFile[]>;
  /** where a dataset keeps what came from elsewhere */
  readonly capturesFolder: (dataset: string) => string;
  readonly room: Room;
  readonly now: () => number;
}

/** The file of a dataset that lies there, or was unpacked from what lies there. */
export function importedFrom(path: string, files: readonly StoredFile[]): StoredFile | undefined {
  return files.find((file) => file.path === path || file.packed?.path === path);
}

export function remove(path: string): void {
  rmSync(path, { force: true });
}

/** Deletes what no import has taken in: one may have ended well just before the process died. */
export async function dropUnused(paths: readonly string[], files: () => Promise<readonly StoredFile[]>): Promise<void> {
  const stored = await files().catch((error: unknown) => {
    // A dataset that has gone keeps nothing; of one that can't be asked now, what is not known to be unused stays.
    if (error instanceof AppError && error.code === 'DATASET_NOT_FOUND') return [];
    throw error;
  });
  for (const path of paths) if (importedFrom(path, stored) === undefined) remove(path);
}

/** A fault of what brought the bytes, as an error that the user can act on. */
export function asAppError(error: unknown, name: string): unknown {
  if (error instanceof AppError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('DISK_FULL', { path: name });
  if (error instanceof TypeError || error instanceof RangeError) return error;
  return new AppError('CAPTURE_UNREADABLE', { path: name, reason: reasonOf(error) });
}

/** Faults of the capture itself: the same bytes would be refused again. */
export function isOfCapture(error: unknown): boolean {
  return error instanceof AppError && /^CAPTURE_/.test(error.code);
}
