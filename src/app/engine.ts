/** The store and the decoder, loaded when they are first needed: a server starts without either. */
import type { Store } from '#store/store.ts';
import type { ImportCaptures } from './import/contract.ts';

export interface Engine {
  readonly startStore: () => Promise<Store>;
  readonly importCaptures: ImportCaptures;
  /** An import of so many bytes (undefined = not known) is about to follow: loads the decoder beside whatever else is being opened. */
  readonly expectImport?: (bytes: number | undefined) => void;
}

/** Of one command: the card of 1.1 M flows takes it 0.12 s, and 0.57 s by columns that it would load for this once. */
export const ENGINE: Engine = {
  startStore: async () => (await import('#store/client.ts')).startStore({ holds: false }),
  importCaptures: async (request) => (await import('./import/import.ts')).importCaptures(request),
  expectImport: (bytes) => void import('./import/workers.ts').then(({ warmWorkers }) => warmWorkers(bytes)),
};

/** Of a server, who answers question after question. */
export const SERVING_ENGINE: Engine = {
  ...ENGINE,
  startStore: async () => {
    const { servingMemoryMb, startStore } = await import('#store/client.ts');
    return startStore({ memoryMb: servingMemoryMb() });
  },
};
