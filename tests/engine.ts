/** The whole way of a capture in this process: decode workers, store, questions; nothing on disk but what is asked for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ENGINE } from '#app/engine.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { DatasetStore, Store } from '#store/store.ts';

export interface Decoded {
  readonly store: DatasetStore;
  readonly files: readonly StoredFile[];
}

export interface Engine {
  /** Captures as one stream in a dataset in memory. AppError when one can't be read. */
  decode(paths: readonly string[]): Promise<Decoded>;
  close(): Promise<void>;
}

export async function openEngine(): Promise<Engine> {
  const unpacked = mkdtempSync(join(tmpdir(), 'capscope-engine-'));
  const { startStore, importCaptures } = ENGINE;
  const store: Store = await startStore();
  return {
    async decode(paths) {
      const dataset = await store.open(':memory:');
      const importing = await dataset.begin();
      const captures = paths.map((path) => ({ name: basename(path), source: { kind: 'file' as const, path } }));
      try {
        const files = await importCaptures({ store: dataset, importing, captures, unpackFolder: () => unpacked });
        await dataset.finish(importing);
        return { store: dataset, files };
      } catch (error) {
        await dataset.close();
        throw error;
      }
    },
    async close() {
      await store.close();
      rmSync(unpacked, { recursive: true, force: true });
    },
  };
}
