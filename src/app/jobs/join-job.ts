/**
 * Flows of captures that were imported before, or between, those that the dataset had: joined once for many such imports. It gives way
 * to any other import of the dataset.
 */
import { z } from 'zod';
import type { JobKind } from './jobs.ts';
import type { KindSurroundings } from './kinds.ts';

const Plan = z.object({});
export type JoinPlan = z.output<typeof Plan>;

const LOOK_MS = 100;

export function joinKind({ files }: Pick<KindSurroundings, 'files'>): JobKind<JoinPlan> {
  return {
    name: 'join',
    plan: Plan,
    async run(run) {
      const apart = (await files(run.dataset)).filter(({ isApart }) => isApart);
      if (apart.length === 0) return;
      const bytesTotal = apart.reduce((sum, { size }) => sum + size, 0);
      const way = new AbortController();
      const looking = setInterval(() => run.isWanted() && way.abort(), LOOK_MS);
      try {
        await run.import([], { rejoins: true, bytesTotal, signal: way.signal });
      } catch (error) {
        if (!way.signal.aborted || run.signal.aborted) throw error;
      } finally {
        clearInterval(looking);
      }
    },
  };
}
