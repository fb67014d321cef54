import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { inOneView } from './reader.ts';

test('rows that come between preparing and running a statement are not seen', async () => {
  const database = await DuckDBInstance.create(':memory:');
  const [reader, writer] = [await database.connect(), await database.connect()];
  await writer.run('CREATE TABLE flows (id UINTEGER, import UINTEGER)');
  await writer.run('INSERT INTO flows VALUES (7, 1)');
  const seen = await inOneView(reader, async () => {
    // All rows pass now, so the filter is no part of the plan.
    const statement = await reader.prepare('SELECT id, import FROM flows WHERE import IN (1)');
    await writer.run('INSERT INTO flows VALUES (7, 2)');
    const rows = await (await statement.run()).getRowsJson();
    statement.destroySync();
    return rows;
  });
  expect(seen).toEqual([[7, 1]]);
  await expect(inOneView(reader, () => reader.run('SELECT nothing FROM flows'))).rejects.toThrow('nothing');
  expect(await (await reader.run('SELECT count(*)::INTEGER FROM flows')).getRowsJson()).toEqual([[2]]);
  reader.closeSync();
  writer.closeSync();
});
