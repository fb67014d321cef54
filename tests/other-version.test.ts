/** A dataset that another version of Capscope made: it says so, and the sample is made anew. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-version-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function withApp<T>(work: (app: Capscope) => Promise<T>): Promise<T> {
  const app = new Capscope({ dir, ...ENGINE });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/** As a version with another schema would have left it. */
async function makeOld(): Promise<void> {
  const file = readdirSync(dir, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.duckdb'))!;
  const instance = await DuckDBInstance.create(join(dir, file));
  const connection = await instance.connect();
  await connection.run("UPDATE meta SET value = '1' WHERE key = 'schema'");
  connection.closeSync();
  instance.closeSync();
}

test('it says what made it and what to do; the sample is made anew', async () => {
  const first = await withApp(async (app) => {
    const { dataset, job } = await app.openSample();
    await app.jobs.ended(job!.id);
    return dataset.id;
  });
  await makeOld();
  await withApp(async (app) => {
    await expect(app.ask(first, { kind: 'totals', scope: { filter: '' } })).rejects.toMatchObject({
      code: 'DATASET_SCHEMA',
      message: expect.stringMatching(/another version of Capscope \(schema 1.*import its captures into a new dataset/),
    });
    const { dataset, job } = await app.openSample();
    await app.jobs.ended(job!.id);
    expect(dataset.id).not.toBe(first);
    expect(app.listDatasets().map(({ id }) => id)).toEqual([dataset.id]);
    const reply = await app.ask(dataset.id, { kind: 'totals', scope: { filter: '' } });
    expect(reply).toMatchObject({ ok: true, answer: { all: { flows: expect.any(Number) } } });
    expect((await app.openSample()).dataset.id).toBe(dataset.id);
  });
});
