/** Services told by the names that DNS gave for addresses. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseIp } from '#base/address.ts';
import { ServiceBy } from '#flow/batch.ts';
import { startStore } from './client.ts';
import type { DatasetStore, Store } from './store.ts';
import { batchOf, TestPort } from './testing.ts';

const SERVICES = ['', 'netflix', 'aws'];
const CATEGORIES = ['', 'video', 'cloud'];
let store: Store;
let dataset: DatasetStore;

const flow = (dst: string) => ({ startMs: 1_700_000_000_000, src: '10.0.0.4', dst });

function namesOf(named: readonly string[]) {
  const heap = Buffer.from('www.netflix.com');
  return {
    names: {
      length: named.length,
      ip: Uint32Array.from(named.flatMap((ip) => [...parseIp(ip)!.words].reverse())),
      offset: new Uint32Array(named.length),
      bytes: new Uint32Array(named.length).fill(heap.length),
      heap,
    },
    services: new Uint16Array(named.length).fill(1),
    categories: new Uint8Array(named.length).fill(1),
  };
}

async function importFlows(destinations: readonly string[], named: readonly string[]): Promise<void> {
  const importing = await dataset.begin();
  const port = new TestPort(await dataset.connect(importing), { services: SERVICES, categories: CATEGORIES });
  const batch = batchOf(destinations.map(flow));
  // the first is known by the name it asked for, the second by its operator
  batch.service.set([2, 2]);
  batch.serviceBy.set([ServiceBy.Host, ServiceBy.Operator]);
  batch.category.set([2, 2]);
  port.send({ kind: 'flows', batch, stacks: ['eth:ipv4:tcp'], widthMs: 1000 });
  port.send({ kind: 'names', ...namesOf(named) });
  await port.done();
  await dataset.finish(importing);
}

beforeAll(async () => {
  store = await startStore();
  dataset = await store.open(':memory:');
});
afterAll(() => store.close());

test('a name tells the service where nothing better does, in later imports, too', async () => {
  await importFlows(['198.51.100.1', '198.51.100.1', '198.51.100.1', '198.51.100.2'], ['198.51.100.1']);
  await importFlows(['198.51.100.2', '198.51.100.2', '198.51.100.1'], []);
  const { rows } = (await dataset.ask({
    kind: 'flows',
    scope: { filter: '' },
    fields: ['service', 'service.by', 'category'],
    sort: [{ field: 'id', descending: false }],
    offset: 0,
    limit: 10,
  })) as { rows: readonly Readonly<Record<string, unknown>>[] };
  expect(rows.map((row) => `${row.service} ${row['service.by']} ${row.category}`)).toEqual([
    'aws host cloud',
    'netflix name video',
    'netflix name video',
    'undefined undefined undefined',
    'aws host cloud',
    'aws operator cloud',
    'netflix name video',
  ]);
});

test('what the end of an import tells of flows makes another version: answers of the one before it are not kept', async () => {
  const fresh = await store.open(':memory:');
  const importing = await fresh.begin();
  const port = new TestPort(await fresh.connect(importing), { services: SERVICES, categories: CATEGORIES });
  const many = Array.from({ length: 16_000 }, () => flow('198.51.100.1'));
  port.send({ kind: 'flows', batch: batchOf(many), stacks: ['eth:ipv4:tcp'], widthMs: 1000 });
  port.send({ kind: 'names', ...namesOf(['198.51.100.1']) });
  await port.done();
  let isOver = false;
  let version = 0;
  const finished = fresh.finish(importing).then(() => {
    isOver = true;
  });
  const told = async () => {
    const answer = await fresh.ask({ kind: 'totals', scope: { filter: 'service == netflix' } });
    return 'scope' in answer ? answer.scope.flows : undefined;
  };
  while (!isOver) {
    const seen = await fresh.version();
    if ((await told()) === 0) version = seen;
  }
  await finished;
  expect(await fresh.version()).toBeGreaterThan(version);
  expect(await told()).toBe(16_000);
  await fresh.close();
});
