/**
 * A job that follows a capture session of Network Watcher to its end and imports what it wrote: one blob, or the files of a ring
 * or a scale set as one stream. It goes on after a restart; only the sign-in must be there.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '#base/errors.ts';
import {
  type OutputPlace,
  outputPlace,
  outputPrefixes,
  outputsAmong,
  type SessionFacts,
} from '#sources/azure/network-watcher/outputs.ts';
import type { Storage, StoredBlob } from '#sources/azure/storage.ts';
import { type JobKind, type JobRun, Needs } from '../jobs/jobs.ts';
import { dropUnused } from '../jobs/kinds.ts';
import { WantedBlob } from './blobs-job.ts';
import type { AzureCaptures } from './captures.ts';
import { openStorage, pagesOf } from './storage.ts';
import type { AzureSurroundings } from './surroundings.ts';
import { alreadyImported, newFileName, pathsOf, takeBlobs } from './take-blobs.ts';

export const CapturePlan = z.object({
  dataset: z.string(),
  place: z.object({ subscription: z.string(), group: z.string(), watcher: z.string(), name: z.string() }),
  way: z.enum(['machine', 'code', 'application']),
  /** where Azure says the blob will be */
  storagePath: z.string(),
  /** when the session began, ms since 1970 UTC */
  started: z.number().optional(),
  /** the session is over: what it wrote */
  blobs: z.array(WantedBlob).optional(),
});
export type CapturePlan = z.infer<typeof CapturePlan>;

/** Between two looks at a session; Azure counts requests. */
export const LOOK_MS = 10_000;
/** The blob comes after the session's end: Azure copies it from elsewhere. */
const BLOB_WAIT_MS = 15 * 60_000;
/** A blob that is still copied grows. */
const SETTLE_LOOKS = 2;
const MOST_FAULTS = 30;

export function captureKind(
  captures: AzureCaptures,
  surroundings: AzureSurroundings,
  lookMs = LOOK_MS,
): JobKind<CapturePlan> {
  const { folderOf, filesOf, room, allowed, ca, now } = surroundings;
  return {
    name: 'network-watcher',
    plan: CapturePlan,
    async run(run) {
      const { signal } = run;
      let { plan } = run;
      if (await alreadyImported(run, pathsOf(folderOf(plan.dataset), plan.blobs ?? []), filesOf)) return;
      const identity = await surroundings.signIn.again(plan.way).catch((error: unknown) => {
        throw new Needs('sign-in', error instanceof Error ? error.message : String(error));
      });
      const place = outputPlace(plan.storagePath);
      if (place === undefined)
        throw new AppError('AZURE', { what: plan.place.name, reason: 'Azure does not tell where its blob is' });
      const storage = await openStorage(
        { address: place.service, container: place.container, signedIn: true },
        { allowed, ca, now: now(), identity },
      );
      if (plan.blobs === undefined) {
        const started = await untilOver(run, captures, lookMs);
        const facts = await factsOf(captures, run, place);
        const blobs = await untilThere(run, storage, { started: started ?? plan.started, facts, lookMs });
        plan = { ...plan, blobs: blobs.map(({ path, bytes }) => ({ path, bytes, file: newFileName() })) };
        run.keep(plan);
      }
      const blobs = plan.blobs ?? [];
      const total = blobs.reduce((sum, { bytes }) => sum + bytes, 0);
      run.expect({ total, received: 0 });
      const taking = takeBlobs(blobs, {
        ...{ folder: folderOf(plan.dataset), dataset: plan.dataset, room, allowed, ca, signal },
        link: (path) => storage.link(path, now()),
        going: () => run.going(),
        onReceived: (received) => run.expect({ received }),
        onRetry: (reason) => run.say(`${reason}: tried again`),
      });
      const imported = run.import(taking.captures, { bytesTotal: total });
      const [first] = await Promise.allSettled([taking.received, imported]);
      if (first.status === 'rejected') throw first.reason;
      const { files } = await imported;
      // What the dataset has already needs no second copy.
      await dropUnused(pathsOf(folderOf(plan.dataset), blobs), async () => files);
    },
    paths: ({ dataset, blobs = [] }) => pathsOf(folderOf(dataset), blobs),
    discard: ({ dataset, blobs = [] }) => dropUnused(pathsOf(folderOf(dataset), blobs), () => filesOf(dataset)),
  };
}

/** Resolves when the session has ended, with the time it began at. */
async function untilOver(
  run: JobRun<CapturePlan>,
  captures: AzureCaptures,
  lookMs: number,
): Promise<number | undefined> {
  const { place } = run.plan;
  let told = '';
  let faults = 0;
  for (;;) {
    await run.going();
    try {
      const status = await captures.status(place, run.signal);
      faults = 0;
      if (status.state !== told) run.say(STATES[status.state] ?? status.state);
      told = status.state;
      if (status.state === 'stopped') {
        if (status.reason !== undefined) run.say(`It has ended: ${status.reason}`);
        return status.started;
      }
      if (status.state === 'error')
        throw new AppError('AZURE', { what: place.name, reason: status.errors.join('; ') || 'the capture failed' });
    } catch (error) {
      run.signal.throwIfAborted();
      if (!(error instanceof AppError) || error.code === 'SIGN_IN') throw needsSignIn(error);
      if (told === 'error' || ++faults >= MOST_FAULTS || /there is no such|may not/.test(error.message)) throw error;
    }
    await sleep(lookMs, undefined, { signal: run.signal });
  }
}

const STATES: Readonly<Record<string, string>> = {
  'not started': 'The session has not started yet',
  running: 'The session runs; its capture is imported when it has ended',
  stopped: 'The session has ended; its capture is fetched when Azure has put it into storage',
};

/** The session beside the others of its watcher; nothing where they can't be listed. */
async function factsOf(
  captures: AzureCaptures,
  run: JobRun<CapturePlan>,
  { container }: OutputPlace,
): Promise<SessionFacts> {
  const { place } = run.plan;
  const sessions = await captures.list(place).catch((error: unknown) => {
    run.signal.throwIfAborted();
    if (!(error instanceof AppError)) throw error;
    return [];
  });
  const own = sessions.find(({ name }) => name === place.name);
  const others = sessions.flatMap(({ name, storagePath = '' }) => {
    const other = name === place.name ? undefined : outputPlace(storagePath);
    return other?.container === container ? [other.path] : [];
  });
  const writesOne = own !== undefined && !own.continuous && !/virtualMachineScaleSets/i.test(own.target);
  return { writesOne, others };
}

/** The session's blobs, when there is one or more and none grows any more. */
async function untilThere(
  run: JobRun<CapturePlan>,
  storage: Storage,
  {
    started,
    facts,
    lookMs,
  }: { readonly started: number | undefined; readonly facts: SessionFacts; readonly lookMs: number },
): Promise<readonly StoredBlob[]> {
  const place = outputPlace(run.plan.storagePath)!;
  const deadline = performance.now() + BLOB_WAIT_MS;
  let before = '';
  for (let same = 0; ; ) {
    await run.going();
    const found = await outputs(storage, place, started, facts);
    const shape = found.map(({ path, etag, bytes }) => `${path} ${etag} ${bytes}`).join('\n');
    same = shape === before && shape !== '' ? same + 1 : 0;
    before = shape;
    if (same >= SETTLE_LOOKS - 1 && found.length > 0) return found;
    if (found.length === 0 && performance.now() > deadline)
      throw new AppError('AZURE', {
        what: run.plan.place.name,
        reason: `the session has ended, but no capture appeared in ${place.container} within 15 minutes: no packet may have matched its filters, or the machine could not write to storage`,
      });
    await sleep(lookMs, undefined, { signal: run.signal });
  }
}

async function outputs(
  storage: Storage,
  place: OutputPlace,
  started: number | undefined,
  facts: SessionFacts,
): Promise<readonly StoredBlob[]> {
  for (const prefix of outputPrefixes(place)) {
    const found: StoredBlob[] = [];
    for await (const blobs of pagesOf(storage, prefix)) found.push(...outputsAmong(place, blobs, started, facts));
    if (found.length > 0) return outputsAmong(place, found, started, facts);
  }
  return [];
}

function needsSignIn(error: unknown): unknown {
  return error instanceof AppError && error.code === 'SIGN_IN' ? new Needs('sign-in', error.message) : error;
}
