/** The files of an upload's job, as they are on disk, and as they are told. */
import { z } from 'zod';
import { bytesAt } from '#sources/partial.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { JobFile } from '../model.ts';
import { importedFrom } from './kinds.ts';

export const UploadPlan = z.object({
  again: z.boolean(),
  /** in the order they are imported */
  files: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      size: z.number(),
      modified: z.number().optional(),
      path: z.string(),
      /** waiting: not imported yet; how much of it has come is seen on disk */
      state: z.enum(['waiting', 'done', 'known', 'refused', 'cancelled']),
      reason: z.string().optional(),
    }),
  ),
  packets: z.number(),
  flows: z.number(),
});
export type UploadPlan = z.output<typeof UploadPlan>;
type PlannedFile = UploadPlan['files'][number];

/** One file while the process runs. */
export interface Arriving extends Omit<PlannedFile, 'state' | 'reason'> {
  state: PlannedFile['state'];
  reason: string | undefined;
  /** bytes on disk */
  received: number;
  isImporting: boolean;
  /** somebody sends it now */
  isComing: boolean;
}

export function arriving(plan: UploadPlan): Arriving[] {
  return plan.files.map((file) => ({
    ...file,
    reason: file.reason,
    received: file.state === 'waiting' ? Math.min(file.size, bytesAt(file.path)) : file.size,
    isImporting: false,
    isComing: false,
  }));
}

/** What the dataset has of them already: the process may have died before it was noted. */
export function markImported(files: readonly Arriving[], stored: readonly StoredFile[]): void {
  for (const file of files)
    if (file.state === 'waiting' && importedFrom(file.path, stored) !== undefined) file.state = 'done';
}

export function planOf(before: UploadPlan, files: readonly Arriving[]): UploadPlan {
  return {
    ...before,
    files: files.map(({ id, name, size, modified, path, state, reason }) => ({
      id,
      name,
      size,
      ...(modified === undefined ? {} : { modified }),
      path,
      state,
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}

export function toldFile(file: Arriving): JobFile {
  const { id, name, size, modified, received, reason } = file;
  const underWay = file.isComing ? 'coming' : file.isImporting && isComplete(file) ? 'importing' : 'waiting';
  const state = isOpen(file) ? underWay : file.state;
  return {
    id,
    name,
    size,
    received,
    state,
    ...(modified === undefined ? {} : { modified }),
    ...(reason === undefined ? {} : { reason }),
  };
}

export const isComplete = ({ received, size }: Arriving): boolean => received >= size;
export const isOpen = ({ state }: Arriving): boolean => state === 'waiting';
