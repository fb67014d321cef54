/** A dataset that another version of Capscope made: it says so, and the sample is made anew. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    await expect(app.questions.ask(first, { kind: 'totals', scope: { filter: '' } })).rejects.toMatchObject({
      code: 'DATASET_SCHEMA',
      message: expect.stringMatching(/another version of Capscope \(schema 1.*import its captures into a new dataset/),
    });
    const { dataset, job } = await app.openSample();
    await app.jobs.ended(job!.id);
    expect(dataset.id).not.toBe(first);
    expect(app.listDatasets().map(({ id }) => id)).toEqual([dataset.id]);
    const reply = await app.questions.ask(dataset.id, { kind: 'totals', scope: { filter: '' } });
    expect(reply).toMatchObject({ ok: true, answer: { all: { flows: expect.any(Number) } } });
    expect((await app.openSample()).dataset.id).toBe(dataset.id);
  });
});

test('its captures are read again where they are still there, and it stays the dataset it was', async () => {
  const capture = join(dir, 'kept.pcapng');
  const gone = join(dir, 'gone.pcapng');
  const sample = join(import.meta.dirname, '../sample/sample.pcapng');
  copyFileSync(sample, capture);
  // another capture: the same bytes are not counted twice
  writeFileSync(gone, Buffer.concat([readFileSync(sample).subarray(0, 4_000)]));
  const id = await withApp(async (app) => {
    for (const one of app.listDatasets()) await app.deleteDataset(one.id);
    const dataset = app.createDataset('office');
    app.own.edit(dataset.id, { note: 'of the office' });
    for (const path of [capture, gone]) await app.jobs.ended(app.imports.files(dataset.id, [path]).id);
    await expect(app.imports.renewal(dataset.id)).rejects.toMatchObject({ code: 'USAGE' });
    return dataset.id;
  });
  await makeOld();
  rmSync(gone);
  await withApp(async (app) => {
    expect(await app.imports.renewal(id)).toEqual({ captures: ['kept.pcapng'], missing: ['gone.pcapng'] });
    const job = await app.imports.renew(id);
    expect(app.dataset(id)).toMatchObject({ name: 'office', note: 'of the office', flows: 0 });
    await app.jobs.ended(job.id);
    expect(app.jobs.list().find((one) => one.id === job.id)).toMatchObject({
      ...{ kind: 'renew', state: 'done' },
      warnings: [expect.stringContaining('gone.pcapng: it is not where it was')],
    });
    const reply = await app.questions.ask(id, { kind: 'totals', scope: { filter: '' } });
    expect(reply).toMatchObject({ ok: true, answer: { all: { flows: expect.any(Number) } } });
    expect((await app.files(id)).map(({ name }) => name)).toEqual(['kept.pcapng']);
    expect(readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.before'))).toEqual(
      [],
    );
  });
  await makeOld();
  rmSync(capture);
  await withApp(async (app) => {
    expect(await app.imports.renewal(id)).toEqual({ captures: [], missing: ['kept.pcapng'] });
    await expect(app.imports.renew(id)).rejects.toMatchObject({ code: 'USAGE' });
    await expect(app.questions.ask(id, { kind: 'totals', scope: { filter: '' } })).rejects.toMatchObject({
      code: 'DATASET_SCHEMA',
    });
  });
});
