/**
 * A capture that comes in one piece (one POST, a pipe), imported while it comes. Once its last byte is there it stays, whatever happens:
 * a crash lets the next process import it. One that was still coming then can't be taken up: its sender has to send it again, or use tus.
 */
import { z } from 'zod';
import { AppError } from '#base/errors.ts';
import { GrowingState } from '#sources/growing-state.ts';
import { bytesAt } from '#sources/partial.ts';
import type { JobKind } from './jobs.ts';
import { dropUnused, importedFrom, isOfCapture, type KindSurroundings, remove } from './kinds.ts';

const Plan = z.object({
  name: z.string(),
  path: z.string(),
  again: z.boolean(),
  size: z.number().optional(),
  /** all bytes are on disk */
  isComplete: z.boolean(),
});
export type SentPlan = z.output<typeof Plan>;

/** What comes, while it does. */
export interface Coming {
  /** a GrowingState's memory */
  readonly state: SharedArrayBuffer;
  /** resolves when all bytes are on disk */
  readonly spooled: Promise<unknown>;
}

export function sentKind({ files }: Pick<KindSurroundings, 'files'>): JobKind<SentPlan> {
  return {
    name: 'sent',
    plan: Plan,
    paths: ({ path }) => [path],
    discard: ({ path }, { dataset }) => dropUnused([path], () => files(dataset)),
    async run(run) {
      const { plan, signal } = run;
      const { name, path, again, size } = plan;
      const done = importedFrom(path, await files(run.dataset));
      if (done !== undefined) {
        run.begin({ bytesRead: done.packed?.size ?? done.size, packets: done.packets, flows: 0 });
        return;
      }
      const coming = run.secret as Coming | undefined;
      try {
        if (plan.isComplete && bytesAt(path) > 0) {
          run.expect({ total: bytesAt(path) });
          await run.import([{ name, source: { kind: 'file', path } }], { again });
          return;
        }
        if (coming === undefined || new GrowingState(coming.state).failure !== undefined) throw sendAgain(plan);
        coming.spooled.then(
          () => run.keep({ ...plan, isComplete: true }),
          () => undefined,
        );
        await run.import([{ name, source: { kind: 'growing', path, state: coming.state } }], {
          again,
          bytesTotal: size,
        });
      } catch (error) {
        // The same bytes would be refused again.
        if (!signal.aborted && isOfCapture(error)) {
          remove(path);
          run.keep({ ...plan, isComplete: false });
        }
        throw error;
      }
    },
  };
}

function sendAgain({ name, path, size }: SentPlan): AppError {
  const [came, of] = [bytesAt(path), size === undefined ? '' : ` of ${size}`];
  const reason = `Capscope was ended when ${came}${of} bytes of it had come, and what comes in one piece cannot be taken up: send it again. An upload by tus (/api/uploads) goes on where it was`;
  return new AppError('CAPTURE_UNREADABLE', { path: name, reason });
}
