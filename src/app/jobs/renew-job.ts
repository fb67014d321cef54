/** Captures of a dataset that another version made, read again as one stream into the database that takes the place of its own. */
import { z } from 'zod';
import { readable } from '../local-file.ts';
import type { JobKind } from './jobs.ts';
import { importedFrom, type KindSurroundings } from './kinds.ts';

const Plan = z.object({
  captures: z.array(z.object({ name: z.string(), path: z.string() })).min(1),
  missing: z.array(z.string()),
});
export type RenewPlan = z.output<typeof Plan>;

interface Surroundings extends Pick<KindSurroundings, 'files'> {
  /** the flows are there again */
  readonly done: (dataset: string) => void;
}

export function renewKind({ files, done }: Surroundings): JobKind<RenewPlan> {
  return {
    name: 'renew',
    plan: Plan,
    paths: ({ captures }) => captures.map(({ path }) => path),
    async run(run) {
      const { captures, missing } = run.plan;
      const before = await files(run.dataset);
      // It ended well, and nobody heard of it: the process died in between.
      const known = captures.flatMap(({ path }) => importedFrom(path, before) ?? []);
      if (known.length > 0)
        run.begin({
          bytesRead: known.reduce((sum, file) => sum + (file.packed?.size ?? file.size), 0),
          packets: known.reduce((sum, file) => sum + file.packets, 0),
          flows: 0,
        });
      else
        await run.import(
          captures.map(({ name, path }) => ({ name, source: { kind: 'file' as const, path: readable(path) } })),
        );
      for (const name of missing) run.warn(`${name}: it is not where it was, and was left out`);
      done(run.dataset);
    },
  };
}
