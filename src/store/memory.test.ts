import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FlowColumn } from './duck/schema.ts';
import { ColumnAppender } from './duck/write/appender.ts';
import { EngineMemory, isOutOfMemory, withRoom } from './memory.ts';

const GROUP = 122_880;
const COLUMNS: readonly FlowColumn[] = Array.from({ length: 60 }, (_, i) => ({ name: `c${i}`, type: 'UBIGINT' }));
const VALUES = BigInt64Array.from({ length: GROUP }, (_, row) => BigInt(row) * 2_654_435_761n);

let dir: string;
let database: duckdb.Database;
let control: duckdb.Connection;
let connection: DuckDBConnection;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-memory-'));
  const config = duckdb.create_config();
  for (const [name, value] of Object.entries({ threads: '1', memory_limit: '15MB', temp_directory: dir }))
    duckdb.set_config(config, name, value);
  database = await duckdb.open(':memory:', config);
  control = await duckdb.connect(database);
  connection = new DuckDBConnection(await duckdb.connect(database));
  await connection.run(`ATTACH '${dir}/rows.duckdb' AS d (STORAGE_VERSION 'v1.5.0', RECOVERY_MODE no_wal_writes)`);
  await connection.run(`CREATE TABLE d.t (${COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ')})`);
});

afterEach(() => {
  connection.closeSync();
  duckdb.close_sync(database);
  rmSync(dir, { recursive: true });
});

const one = async (sql: string): Promise<unknown> => (await (await connection.run(sql)).getRowsJS())[0]![0];
const limit = (): Promise<unknown> => one("SELECT current_setting('memory_limit')");

test('rows that found no memory are written with the next, once there is more: none is lost, none there twice', async () => {
  const memory = new EngineMemory(control, 64);
  const appender = new ColumnAppender(await duckdb.connect(database), memory, 'd', 't', COLUMNS);
  const sources = COLUMNS.map(() => VALUES);
  const wrote = [appender.append(sources, GROUP)];
  for (let n = 1; n < 4; n++) {
    await memory.more();
    wrote.push(appender.append(sources, GROUP));
  }
  while (!appender.flush()) await memory.more();
  expect(wrote[0]).toBe(false);
  expect(wrote).toContain(true);
  expect(Number(await one('SELECT count(*) FROM d.t'))).toBe(4 * GROUP);
  expect(Number(await one('SELECT count(*) FROM (SELECT c0 FROM d.t GROUP BY c0 HAVING count(*) = 4)'))).toBe(GROUP);
  appender.close();
}, 30_000);

test('a want that can never be met ends with the engine’s own words', async () => {
  const memory = new EngineMemory(control, 15);
  let tries = 0;
  const work = withRoom(memory, () => {
    tries++;
    return Promise.reject(
      new Error('Failed to append: could not allocate block of size 256.0 KiB (23.7 MiB/23.8 MiB used)'),
    );
  });
  await expect(work).rejects.toThrow('could not allocate block');
  expect(tries).toBe(2);
  await expect(withRoom(memory, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
  // Some columns may have the rows already.
  expect(isOutOfMemory(new Error('Failed to append: Failed to commit: failed to pin block of size 256.0 KiB'))).toBe(
    false,
  );
  expect(isOutOfMemory(new Error('IO Error: No space left on device'))).toBe(false);
});

test('an import leaves the decoders the most of it; a question beside it, or a checkpoint, has what questions have', async () => {
  const memory = new EngineMemory(control, 1024);
  await memory.importing(1);
  expect(await limit()).toBe('152.5 MiB');
  expect(await memory.plenty(limit)).toBe('1.1 GiB');
  await expect.poll(limit).toBe('152.5 MiB');
  expect(await memory.asking(limit)).toBe('1.1 GiB');
  await memory.more();
  expect(await limit()).toBe('1.2 GiB');
  await memory.importing(-1);
  expect(await limit()).toBe('976.5 MiB');
});
