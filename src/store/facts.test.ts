/** Facts that are no plain texts and numbers: times, flags and milliseconds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStore } from './client.ts';
import type { DatasetStore, Store } from './store.ts';
import { batchOf, type TestFlow, TestPort } from './testing.ts';

const flow = (facts: Record<string, string | number>): TestFlow => ({
  startMs: 1_700_000_000_000,
  src: '10.0.0.4',
  dst: '10.0.0.5',
  facts,
});
const FLOWS = [
  flow({ 'tls.cert.not_after': '2026-01-31T23:59:59Z', 'tls.cert.self_signed': 1, 'dns.latency': 1500 }),
  flow({ 'tls.cert.not_after': '9999-12-31T23:59:59Z', 'tls.cert.self_signed': 2 }),
  flow({ 'tls.cert.not_after': '1969-07-20T20:17:40Z' }),
  flow({}),
];
const dir = mkdtempSync(join(tmpdir(), 'capscope-facts-'));
let store: Store;
let dataset: DatasetStore;

beforeAll(async () => {
  store = await startStore({ tempDir: dir });
  dataset = await store.open(join(dir, 'a.duckdb'));
  const importing = await dataset.begin();
  const port = new TestPort(await dataset.connect(importing));
  port.send({ kind: 'flows', batch: batchOf(FLOWS), stacks: ['eth:ipv4:tcp'], widthMs: 1000 });
  await port.done();
  await dataset.finish(importing);
});
afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

describe('filters', () => {
  test.each([
    ['tls.cert.not_after < 2026-02-01', 2],
    ['tls.cert.not_after >= 2026-02-01', 1],
    ['tls.cert.not_after == 2026-01-31T23:59:59Z', 1],
    ['tls.cert.not_after < 2026-01-31T23:59:59.5Z', 2],
    ['tls.cert.not_after >= 2026-01-31T23:59:59.5Z', 1],
    ['tls.cert.not_after in {2026-01-01..2026-12-31}', 1],
    ['tls.cert.not_after', 3],
    ['tls.cert.self_signed', 1],
    ['tls.cert.self_signed == false', 1],
    ['tls.cert.self_signed != true', 1],
    ['not tls.cert.self_signed', 3],
    ['dns.latency > 1ms', 1],
    ['dns.latency == 1.5ms', 1],
  ])('%s → %i', async (filter, expected) => {
    const answer = await dataset.ask({ kind: 'totals', scope: { filter } });
    expect(answer).toMatchObject({ scope: { flows: expected } });
  });
});

test('as JSON a time is ISO 8601, a flag true or false, a span milliseconds', async () => {
  expect(await dataset.ask({ kind: 'flow', id: 0 })).toMatchObject({
    row: { 'tls.cert.not_after': '2026-01-31T23:59:59Z', 'tls.cert.self_signed': false, 'dns.latency': 1.5 },
  });
});

test('flows are grouped by times and flags', async () => {
  const top = async (field: string) => {
    const answer = await dataset.ask({ kind: 'top', field, measure: 'flows', limit: 10, scope: { filter: '' } });
    if (answer === undefined || !('rows' in answer)) throw new Error(JSON.stringify(answer));
    return answer.rows.map(({ value, flows }) => [value, flows]);
  };
  expect(await top('tls.cert.self_signed')).toEqual(
    expect.arrayContaining([
      [undefined, 2],
      [true, 1],
      [false, 1],
    ]),
  );
  expect(await top('tls.cert.not_after')).toContainEqual(['9999-12-31T23:59:59Z', 1]);
});
