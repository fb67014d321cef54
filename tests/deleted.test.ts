/** Datasets deleted while they are looked at and imported into: who asks hears that they are gone, and nothing is taken for a bug. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import type { Dataset, Job } from '#app/model.ts';
import { failureOf } from '#server/errors.ts';
import { manyFlows } from './captures.ts';

const START = Date.UTC(2024, 0, 1);

let dir: string;
let app: Capscope;
const bugs: unknown[] = [];

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  for (const n of [0, 1, 2]) writeFileSync(join(dir, `${n}.pcap`), manyFlows(3000, START + 3_600_000 * n));
  app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, watched: true, onBug: (error) => bugs.push(error) });
});
afterAll(async () => {
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});

/** What the server would answer. */
async function told(answer: () => Promise<unknown>): Promise<string> {
  try {
    await answer();
    return 'answered';
  } catch (error) {
    const { isBug, failure } = failureOf(error);
    return isBug ? String((error as Error).stack) : failure.code;
  }
}

/** All that a page asks, over and over, until the dataset is gone. */
async function lookedAt(id: string, replies: Set<string>): Promise<void> {
  const scope = { filter: '', from: START, to: START + 500 };
  const asks: readonly (() => Promise<unknown>)[] = [
    () => app.questions.ask(id, { kind: 'timeline', scope, by: 'app', limit: 5, bins: 5000 }),
    () =>
      app.questions.ask(id, {
        kind: 'flows',
        scope,
        fields: ['app'],
        sort: [{ field: 'bytes', descending: true }],
        offset: 0,
        limit: 50,
      }),
    () => app.questions.ask(id, { kind: 'top', scope: { filter: 'tcp' }, field: 'ip', measure: 'bytes', limit: 10 }),
    () => app.files(id),
    () => app.questions.quality(id),
    () => app.questions.hints(id, 'app == tls'),
    () => app.questions.flowPackets(id, 3, { offset: 0, limit: 10 }),
    () => app.own.networks(id),
    () => app.own.marks(id),
    () => app.own.mark(id, { on: { kind: 'hosts', ips: ['10.0.0.1'] }, add: ['seen'], remove: [] }),
    async () => {
      for await (const _ of await app.questions.export(id, { scope: { filter: '' }, fields: [] }));
    },
    () => app.freshen([id]),
  ];
  await Promise.all(
    asks.map(async (ask) => {
      for (;;) {
        const reply = await told(ask);
        replies.add(reply);
        await sleep(0);
        if (reply !== 'answered' || !app.listDatasets().some((one) => one.id === id)) return;
      }
    }),
  );
}

test('a dataset deleted while it is looked at is gone for those who ask, and no bug', async () => {
  const replies = new Set<string>();
  const stop = app.listen(() => {});
  for (let round = 0; round < 12; round++) {
    const { id } = app.createDataset(`looked at ${round}`);
    const { id: job } = app.imports.files(id, [join(dir, '0.pcap')]);
    await app.jobs.ended(job);
    const looking = lookedAt(id, replies);
    await sleep(20 * round);
    await app.deleteDataset(id);
    await looking;
  }
  stop();
  expect([...replies].sort()).toEqual(['DATASET_NOT_FOUND', 'NOT_FOUND', 'answered']);
  expect(bugs).toEqual([]);
}, 60_000);

test('what begins while its dataset is being deleted goes with it', async () => {
  const stop = app.listen(() => {});
  for (let round = 0; round < 8; round++) {
    const { id } = app.createDataset(`imported into ${round}`);
    app.imports.files(id, [join(dir, '0.pcap')]);
    await sleep(30 * round);
    const deleting = app.deleteDataset(id);
    const begun: Promise<string>[] = [];
    for (const n of [1, 2]) {
      begun.push(told(async () => app.imports.files(id, [join(dir, `${n}.pcap`)])));
      await sleep(5);
    }
    await deleting;
    for (const reply of await Promise.all(begun)) expect(['answered', 'DATASET_NOT_FOUND']).toContain(reply);
    await expect.poll((): readonly Job[] => app.jobs.list().filter(({ dataset }) => dataset === id)).toEqual([]);
    expect(app.listDatasets().map((one: Dataset) => one.id)).not.toContain(id);
    expect(readdirSync(join(dir, 'data/datasets'))).not.toContain(id);
  }
  stop();
  expect(bugs).toEqual([]);
}, 60_000);
