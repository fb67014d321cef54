import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { expect, test } from 'vitest';
import { APPS } from '#dissect/apps.ts';
import { FIVE_FLOWS } from '../five-flows-testing.ts';
import { EngineMemory } from '../memory.ts';
import { batchOf } from '../testing.ts';
import { Dataset } from './dataset.ts';
import { Budget } from './held/budget.ts';

test('an import that could not begin leaves nothing behind, and the next one begins', async () => {
  const database = await duckdb.open(':memory:');
  const memory = new EngineMemory(await duckdb.connect(database), 256);
  const dataset = await Dataset.open({ database, memory, now: () => 0, held: new Budget(0) }, 'd1', ':memory:');
  const other = new DuckDBConnection(await duckdb.connect(database));
  // Without this table it is not known which texts are held.
  await other.run('ALTER TABLE d1.main.stacks RENAME TO gone');
  await expect(dataset.imports.begin()).rejects.toThrow('stacks');
  await other.run('ALTER TABLE d1.main.gone RENAME TO stacks');
  const importing = await dataset.imports.begin();
  const rows = await (await other.run('SELECT import FROM d1.main.imports')).getRowsJS();
  expect(rows.map(([number]) => Number(number))).toEqual([importing]);
  await dataset.imports.finish(importing);
  await dataset.close();
  other.closeSync();
  duckdb.close_sync(database);
});

test('a Parquet file that is written leaves nothing in the memory of the engine', async () => {
  const database = await duckdb.open(':memory:');
  const memory = new EngineMemory(await duckdb.connect(database), 256);
  const dataset = await Dataset.open({ database, memory, now: () => 0, held: new Budget(0) }, 'd1', ':memory:');
  const importing = await dataset.imports.begin();
  const port = dataset.imports.connect(importing, 1);
  const names = { apps: APPS, services: [], categories: [], stacks: ['eth:ipv4:tcp'] };
  dataset.imports.append(port, batchOf(FIVE_FLOWS), names, 1000);
  await dataset.imports.finish(importing);
  const other = new DuckDBConnection(await duckdb.connect(database));
  const held = async (): Promise<unknown> => {
    const rows = await other.run("SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'");
    return (await rows.getRowsJS())[0]![0];
  };
  const before = await held();
  const path = join(tmpdir(), `capscope-${process.pid}.parquet`);
  expect(await dataset.exportParquet({ scope: { filter: '' }, fields: [] }, path)).toBe(FIVE_FLOWS.length);
  rmSync(path);
  expect(await held()).toBe(before);
  await dataset.close();
  other.closeSync();
  duckdb.close_sync(database);
});
