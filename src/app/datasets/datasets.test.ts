import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { DatasetStore, Store } from '#store/store.ts';
import { Changes } from '../changes.ts';
import { Catalog } from './catalog.ts';
import { Datasets } from './datasets.ts';

const dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function datasetsOf(catalog: Catalog, close: () => Promise<void>, onOpen = () => {}): Datasets {
  const opened = { files: async () => [], close } as unknown as DatasetStore;
  return new Datasets({
    catalog,
    store: async () => {
      onOpen();
      return { open: async () => opened } as unknown as Store;
    },
    changes: new Changes(),
    isImporting: () => true,
    hasTurn: () => false,
    keptPaths: () => [],
    startedMs: 0,
  });
}

test('what two delete at once is deleted once, when its database is closed', async () => {
  const catalog = new Catalog(join(dir, 'deleted'));
  const closing = Promise.withResolvers<void>();
  const datasets = datasetsOf(catalog, () => closing.promise);
  const { id } = datasets.create('one', 0);
  await datasets.store(id);
  const removed = [1, 2].map(() => datasets.remove(id, async () => {}));
  for (let turn = 0; turn < 5; turn++) await othersTurn();
  expect(existsSync(catalog.folder(id))).toBe(true);
  closing.resolve();
  await Promise.all(removed);
  expect(existsSync(catalog.folder(id))).toBe(false);
  await expect(datasets.remove(id, async () => {})).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
});

test('none is opened any more when they are closed', async () => {
  const datasets = datasetsOf(new Catalog(join(dir, 'closed')), async () => {});
  const { id } = datasets.create('one', 0);
  await datasets.close();
  await expect(datasets.store(id)).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
});

test('a dataset whose import waits for its turn is shown as it was, and not opened', async () => {
  let opened = 0;
  const datasets = datasetsOf(
    new Catalog(join(dir, 'waiting')),
    async () => {},
    () => opened++,
  );
  const { id } = datasets.create('one', 0);
  await datasets.readGrowing(id, () => 0);
  expect(datasets.get(id)).toMatchObject({ importing: true, flows: 0 });
  expect(opened).toBe(0);
});
