/** The captures of a dataset, read again from where they lie with other settings: one import in place of all before it. */
import { z } from 'zod';
import type { DecodeSettings } from '#flow/settings.ts';
import type { JobKind } from './jobs.ts';
import type { KindSurroundings } from './kinds.ts';

const Plan = z.object({
  settings: z.object({
    tunnels: z.enum(['inner', 'outer']),
    keyBy: z.array(z.enum(['vlan', 'vni'])),
    duplicates: z.enum(['keep', 'drop']),
  }),
});
export type RereadPlan = z.output<typeof Plan>;

interface Surroundings extends Pick<KindSurroundings, 'files'> {
  /** the dataset's settings from here on */
  readonly keep: (dataset: string, settings: DecodeSettings) => void;
}

export function rereadKind({ files, keep }: Surroundings): JobKind<RereadPlan> {
  return {
    name: 'reread',
    plan: Plan,
    async run(run) {
      const { settings } = run.plan;
      const known = await files(run.dataset);
      const bytesTotal = known.reduce((sum, { size, firstChunk }) => sum + (firstChunk === undefined ? 0 : size), 0);
      await run.import([], { rereads: settings, bytesTotal });
      keep(run.dataset, settings);
    },
  };
}
