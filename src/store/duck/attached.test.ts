/** Checkpoints beside those who read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import duckdb from '@duckdb/node-bindings';
import { afterAll, expect, test } from 'vitest';
import { Attached } from './attached.ts';

const dir = mkdtempSync(join(tmpdir(), 'capscope-attached-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const room = { isExhausted: true, more: async () => {}, plenty: <T>(work: () => Promise<T>) => work() };
/** as many as libuv has */
const THREADS = 4;

test('checkpoints that wait for readers leave these a thread for their next statement', async () => {
  const database = await duckdb.open(':memory:');
  const all = await Promise.all(
    Array.from({ length: THREADS }, (_, n) => Attached.open(database, room, `d${n}`, join(dir, `${n}.duckdb`))),
  );
  const readers = await Promise.all(all.map((attached) => attached.connect()));
  for (const [n, attached] of all.entries()) {
    await attached.run(`CREATE TABLE d${n}.left_over AS SELECT 1 AS one`);
    await attached.checkpoint();
    await readers[n]!.run('BEGIN');
    await readers[n]!.run(`SELECT * FROM d${n}.left_over`);
    // what the reader still sees
    await attached.run(`DROP TABLE d${n}.left_over`);
  }
  let ended = 0;
  const checkpoints = all.map((attached) => attached.checkpoint().then(() => ended++));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(ended).toBe(0);
  for (const [n, reader] of readers.entries()) {
    const rows = await reader.runAndReadAll(`SELECT one FROM d${n}.left_over`);
    expect(rows.getRows()).toEqual([[1]]);
    await reader.run('COMMIT');
  }
  await Promise.all(checkpoints);
  for (const reader of readers) reader.closeSync();
  for (const attached of all) await attached.close();
  duckdb.close_sync(database);
}, 20_000);
