/** How a job gets at a storage: its plan says where, its secret with what; after a restart the secret may be sealed in the plan. */
import { z } from 'zod';
import { AppError } from '#base/errors.ts';
import { accountOf } from '#sources/azure/address.ts';
import type { Storage } from '#sources/azure/storage.ts';
import { type JobRun, Needs } from '../jobs/jobs.ts';
import { openStorage, type StorageAsk } from './storage.ts';
import type { AzureSurroundings } from './surroundings.ts';

/** In a job's plan: nothing secret. */
export const StoragePlan = z.object({
  /** the address without its secrets */
  shown: z.string(),
  container: z.string(),
  /** how the one signed in did so; undefined: by the address's own signature */
  way: z.enum(['machine', 'code', 'application']).optional(),
  /** the address, with the operator's key */
  sealed: z.string().optional(),
});
export type StoragePlan = z.infer<typeof StoragePlan>;

/** For a new job. `container`: where the address names none. */
export function storagePlan(
  storage: Storage,
  ask: StorageAsk,
  { signIn, seal }: AzureSurroundings,
  keeps: boolean,
): StoragePlan {
  const { shown, container } = storage;
  if (container === undefined) throw new AppError('USAGE', { message: 'say which container' });
  if (ask.signedIn === true) return { shown, container, way: signIn.identity.way };
  return { shown, container, ...(keeps && seal !== undefined ? { sealed: seal.close(ask.address) } : {}) };
}

/** What resume() was given for such a job. AppError: USAGE for the address of another storage, URL_REFUSED. */
export function acceptAddress({ shown, container, way }: StoragePlan, given: unknown, now: number): string {
  const needed = `${shown.replace(/\/$/, '')}/${container}`;
  if (way !== undefined || typeof given !== 'string')
    throw new AppError('USAGE', { message: `${needed}: it is read as the one signed in: sign in again` });
  const account = accountOf(given, now);
  if (account.shown.replace(/\/$/, '') !== shown.replace(/\/$/, '') || (account.container ?? container) !== container)
    throw new AppError('USAGE', { message: `this is the address of something else; that of ${needed} is needed` });
  return given;
}

/** Throws Needs where the user must bring the address or sign in again. AppError as the storage tells. */
export async function storageOf(
  run: Pick<JobRun<object>, 'secret'>,
  plan: StoragePlan,
  surroundings: AzureSurroundings,
): Promise<Storage> {
  const { signIn, seal, allowed, ca, now } = surroundings;
  const { shown, container, way, sealed } = plan;
  const reach = { allowed, ca, now: now() };
  if (way !== undefined) {
    const identity = await signIn.again(way).catch((error: unknown) => {
      throw new Needs('sign-in', error instanceof Error ? error.message : String(error));
    });
    return openStorage({ address: shown, container, signedIn: true }, { ...reach, identity });
  }
  const given = typeof run.secret === 'string' ? run.secret : undefined;
  const address = given ?? (sealed === undefined ? undefined : seal?.open(sealed));
  if (address === undefined)
    throw new Needs(
      'link',
      `${shown}: give its link with the SAS, or its connection string, once more: it is kept in no file`,
    );
  return openStorage({ address, container }, reach);
}
