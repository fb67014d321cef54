import { DuckDBConnection } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { expect, test } from 'vitest';
import { EngineMemory } from '../memory.ts';
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
