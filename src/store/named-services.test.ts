/** Services that the end of an import tells: by the names that DNS gave for addresses, by the port that calls share. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseIp } from '#base/address.ts';
import { ServiceBy } from '#flow/batch/batch.ts';
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

test('calls on one port of a host are of the service that some of them prove', async () => {
  const fresh = await store.open(':memory:');
  const at = 1_700_000_000_000;
  const call = {
    startMs: at,
    proto: 17,
    src: '10.0.0.4',
    srcPort: 50_000,
    dst: '203.0.113.1',
    dstPort: 3478,
    app: 'stun',
  };
  const proof = {
    ...call,
    service: 1,
    serviceBy: ServiceBy.Application,
    category: 1,
    facts: { 'stun.service': 'netflix' },
  };
  const importCalls = async (flows: readonly Parameters<typeof batchOf>[0][number][]) => {
    const importing = await fresh.begin();
    const port = new TestPort(await fresh.connect(importing), { services: SERVICES, categories: CATEGORIES });
    port.send({ kind: 'flows', batch: batchOf(flows), stacks: ['eth:ipv4:udp'], widthMs: 1000 });
    await port.done();
    await fresh.finish(importing);
  };
  await importCalls([{ ...call, dst: '203.0.113.9' }]);
  await importCalls([
    proof,
    { ...call, dst: '198.51.100.7', app: 'rtp', service: 2, serviceBy: ServiceBy.Operator, category: 2 },
    { ...call, src: '198.51.100.8', srcPort: 40_000, dst: '10.0.0.4', dstPort: 50_000 },
    { ...call, srcPort: 50_001 },
    { ...call, app: 'dns' },
    { ...call, service: 2, serviceBy: ServiceBy.Host, category: 2 },
    { ...call, startMs: at + 3_600_000 },
  ]);
  const { rows } = (await fresh.ask({
    kind: 'flows',
    scope: { filter: '' },
    fields: ['service', 'service.by'],
    sort: [{ field: 'id', descending: false }],
    offset: 0,
    limit: 10,
  })) as { rows: readonly Readonly<Record<string, unknown>>[] };
  const told = 'netflix application';
  const not = 'undefined undefined';
  expect(rows.map((row) => `${row.service} ${row['service.by']}`)).toEqual([
    told, // of an earlier import
    told,
    told,
    told, // a peer that called
    not, // another port
    not, // no call
    'aws host',
    not, // an hour later
  ]);
  await fresh.close();
});
