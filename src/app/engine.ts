/** The store and the decoder, loaded when they are needed: a command that prints help loads neither. */
import type { Store } from '#store/store.ts';
import type { ImportCaptures } from './import/contract.ts';

export interface RunningEngine {
  readonly startStore: () => Promise<Store>;
  readonly importCaptures: ImportCaptures;
}

export async function startEngine(): Promise<RunningEngine> {
  const [{ startStore }, { importCaptures }] = await Promise.all([
    import('#store/client.ts'),
    import('./import/import.ts'),
  ]);
  return { startStore: async () => startStore(), importCaptures };
}
