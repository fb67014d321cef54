/** A job that imports picked blobs of one storage, as one stream. */
import { z } from 'zod';
import { AppError } from '#base/errors.ts';
import { firstAndMore } from '../first-and-more.ts';
import type { JobKind, Jobs } from '../jobs/jobs.ts';
import { dropUnused } from '../jobs/kinds.ts';
import type { Job } from '../model.ts';
import { openStorage, type StorageAsk } from './storage.ts';
import { acceptAddress, StoragePlan, storageOf, storagePlan } from './storage-job.ts';
import type { AzureSurroundings } from './surroundings.ts';
import { alreadyImported, blobName, newFileName, pathsOf, takeBlobs } from './take-blobs.ts';

export const WantedBlob = z.object({
  path: z.string(),
  bytes: z.number(),
  file: z.string().regex(/^[0-9a-f]{16}\.capture$/),
});

const Plan = z.object({
  dataset: z.string(),
  storage: StoragePlan,
  blobs: z.array(WantedBlob),
  again: z.boolean(),
});
type Plan = z.infer<typeof Plan>;

const MOST_BLOBS = 5000;

export function blobsKind(surroundings: AzureSurroundings): JobKind<Plan> {
  const { folderOf, filesOf, room, allowed, ca, now } = surroundings;
  return {
    name: 'azure',
    plan: Plan,
    async run(run) {
      const { plan, signal } = run;
      const paths = pathsOf(folderOf(plan.dataset), plan.blobs);
      if (await alreadyImported(run, paths, filesOf)) return;
      const storage = await storageOf(run, plan.storage, surroundings);
      const total = plan.blobs.reduce((sum, { bytes }) => sum + bytes, 0);
      run.expect({ total, received: 0 });
      const { captures, received } = takeBlobs(plan.blobs, {
        folder: folderOf(plan.dataset),
        dataset: plan.dataset,
        room,
        allowed,
        ca,
        signal,
        link: (path) => storage.link(path, now()),
        going: () => run.going(),
        onReceived: (bytes) => run.expect({ received: bytes }),
        onRetry: (reason) => run.say(`${reason}: tried again`),
      });
      const imported = run.import(captures, { again: plan.again, bytesTotal: total });
      // The download's own failure says more than that of the import which waited for it.
      const [first] = await Promise.allSettled([received, imported]);
      if (first.status === 'rejected') throw first.reason;
      const { files } = await imported;
      // What the dataset has already needs no second copy.
      await dropUnused(paths, async () => files);
    },
    accept: ({ storage }, given) => acceptAddress(storage, given, now()),
    paths: ({ dataset, blobs }) => pathsOf(folderOf(dataset), blobs),
    discard: ({ dataset, blobs }) => dropUnused(pathsOf(folderOf(dataset), blobs), () => filesOf(dataset)),
  };
}

/** AppError: URL_REFUSED, URL_FAILED for what is not there or may not be read; SIGN_IN. */
export async function importBlobs(
  jobs: Jobs,
  kind: JobKind<Plan>,
  surroundings: AzureSurroundings,
  {
    dataset,
    ask,
    paths,
    again,
  }: { readonly dataset: string; readonly ask: StorageAsk; readonly paths: readonly string[]; readonly again: boolean },
): Promise<Job> {
  const { allowed, ca, now, signIn } = surroundings;
  if (paths.length === 0) throw new AppError('USAGE', { message: 'no blob was named' });
  if (paths.length > MOST_BLOBS)
    throw new AppError('USAGE', { message: `more than ${MOST_BLOBS} blobs at once are too many` });
  const storage = await openStorage(ask, { allowed, ca, now: now(), identity: signIn.current });
  const blobs: Plan['blobs'] = [];
  for (const path of new Set(paths)) {
    const found = await storage.look(path);
    const refuse = (reason: string): never => {
      throw new AppError('URL_FAILED', { url: blobName(path), reason });
    };
    if (found === undefined)
      return refuse(
        "there is no such blob. A capture of Network Watcher appears only after its session has ended; the path is in the session's details",
      );
    if (found.archived)
      return refuse('the blob is in the archive tier: change its tier to hot or cool first, which takes hours');
    if (found.bytes === 0) return refuse('the blob is empty');
    blobs.push({ path, bytes: found.bytes, file: newFileName() });
  }
  const name = firstAndMore(blobs.map(({ path }) => ({ name: blobName(path) })));
  return jobs.add(kind, {
    dataset,
    name,
    plan: { dataset, storage: storagePlan(storage, ask, surroundings, false), blobs, again },
    secret: ask.signedIn === true ? undefined : ask.address,
    bytesTotal: blobs.reduce((sum, { bytes }) => sum + bytes, 0),
  });
}
