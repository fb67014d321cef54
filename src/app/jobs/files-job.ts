/** Local files, imported where they are, as one stream. After a crash they are read again from the beginning. */
import { basename } from 'node:path';
import { z } from 'zod';
import { readable } from '../local-file.ts';
import type { JobKind } from './jobs.ts';
import { importedFrom, type KindSurroundings } from './kinds.ts';

const Plan = z.object({
  paths: z.array(z.string()).min(1),
  again: z.boolean(),
  /** highest number of a file that the dataset had before */
  after: z.number().optional(),
});
export type FilesPlan = z.output<typeof Plan>;

export function filesKind({ files }: Pick<KindSurroundings, 'files'>): JobKind<FilesPlan> {
  return {
    name: 'files',
    plan: Plan,
    async run(run) {
      const { paths, again } = run.plan;
      const before = await files(run.dataset);
      const after = run.plan.after ?? before.reduce((most, { id }) => Math.max(most, id), 0);
      run.keep({ ...run.plan, after });
      // It ended well, and nobody heard of it: the process died in between.
      const own = before.filter(({ id }) => id > after);
      const done = paths.flatMap((path) => importedFrom(path, own) ?? []);
      if (done.length > 0) {
        run.begin({
          bytesRead: done.reduce((sum, file) => sum + (file.packed?.size ?? file.size), 0),
          packets: done.reduce((sum, file) => sum + file.packets, 0),
          flows: 0,
        });
        return;
      }
      const captures = paths.map((path) => ({
        name: basename(path),
        source: { kind: 'file' as const, path: readable(path) },
      }));
      await run.import(captures, { again });
    },
  };
}
