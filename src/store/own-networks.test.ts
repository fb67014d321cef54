/** The user's own networks: every question tells the flows by them, those imported before, those open, and those to come. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bigintOfIp } from '#base/address.ts';
import type { OwnNetwork } from '#query/networks.ts';
import type { Answer, Question } from '#query/question.ts';
import { startStore } from './client.ts';
import { OwnNetworks } from './duck/own-networks.ts';
import type { DatasetStore } from './store.ts';
import { batchOf, type TestFlow, TestPort } from './testing.ts';

const T0 = Date.UTC(2024, 9, 21);
const flow = (src: string, dst: string, srcBytes: number): TestFlow => ({
  startMs: T0,
  src,
  dst,
  proto: 6,
  srcPort: 1000,
  dstPort: 443,
  srcBytes,
  srcCountry: 'private',
  dstCountry: 'US',
});
const FLOWS = [
  flow('10.1.2.3', '192.0.2.10', 100),
  flow('10.9.0.1', '192.0.2.10', 20),
  flow('172.16.0.1', '192.0.2.99', 3),
  flow('2001:db8::5', '2001:db9::1', 1000),
];
const NETWORKS: readonly OwnNetwork[] = [
  { cidr: '10.0.0.0/8', name: "O'Neill & Sons", country: 'NL', lat: 52.37, lon: 4.9 },
  { cidr: '10.1.0.0/16', name: 'Lab' },
  { cidr: '2001:db8::/32', name: 'Six', country: 'DE' },
  { cidr: '192.0.2.99/32', name: 'printer' },
];

const folder = mkdtempSync(join(tmpdir(), 'capscope-networks-'));
const store = await startStore();
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function importOf(dataset: DatasetStore, flows: readonly TestFlow[]): Promise<void> {
  const importing = await dataset.begin();
  const port = new TestPort(await dataset.connect(importing));
  port.send({ kind: 'flows', batch: batchOf(flows), stacks: ['eth:ipv4:tcp'], widthMs: 1000 });
  await port.done();
  await dataset.finish(importing);
}

async function ask<Q extends Question>(dataset: DatasetStore, question: Q): Promise<Answer<Q['kind']>> {
  const answer = await dataset.ask(question);
  expect(answer).not.toHaveProperty('ok', false);
  return answer as Answer<Q['kind']>;
}
const scope = { filter: '' };
const topOf = async (dataset: DatasetStore, field: string, filter = '') =>
  (await ask(dataset, { kind: 'top', scope: { filter }, field, measure: 'bytes', limit: 10 })).rows.map(
    ({ value, bytes }) => [value, bytes],
  );

test('names, countries and operators follow the networks in all questions, at once and only while they are set', async () => {
  const dataset = await store.open(join(folder, 'a.duckdb'));
  await importOf(dataset, FLOWS);
  expect(await topOf(dataset, 'src.country')).toEqual([['private', 1123]]);
  const before = await dataset.version();
  await dataset.setNetworks(NETWORKS);
  expect(await dataset.version()).toBeGreaterThan(before);
  // The innermost network names; its country is that of the one around it where it has none.
  expect(await topOf(dataset, 'src.country')).toEqual([
    ['DE', 1000],
    ['NL', 120],
    ['private', 3],
  ]);
  expect(await topOf(dataset, 'network')).toEqual([
    [undefined, 1123], // the other end of them all but one
    ['Six', 1000],
    ['Lab', 100],
    ["O'Neill & Sons", 20],
    ['printer', 3],
  ]);
  expect(await topOf(dataset, 'src.org', 'src.network == Lab')).toEqual([['Lab', 100]]);
  expect(await topOf(dataset, 'dst.name', 'name == printer')).toEqual([['printer', 3]]);
  expect(await topOf(dataset, 'src.ip', 'src.country == NL and not src.org == lab')).toEqual([['10.9.0.1', 20]]);
  const places = await ask(dataset, { kind: 'places', scope });
  expect(places.rows.map(({ place, hosts }) => [place, hosts])).toContainEqual(['NL', 2]);
  const hosts = await ask(dataset, { kind: 'hosts', scope, sort: 'bytes', descending: true, offset: 0, limit: 10 });
  expect(hosts.rows.find(({ ip }) => ip === '10.1.2.3')).toMatchObject({ country: 'NL', org: 'Lab', network: 'Lab' });
  expect(hosts.rows.find(({ ip }) => ip === '192.0.2.99')).toMatchObject({ country: 'US', names: ['printer'] });
  const page = await ask(dataset, {
    kind: 'flows',
    scope: { filter: 'dst.ip == 192.0.2.99' },
    fields: ['src.country', 'dst.name', 'dst.org', 'dst.network', 'src.network'],
    sort: [{ field: 'dst.network', descending: false }],
    offset: 0,
    limit: 10,
  });
  expect(page.rows).toEqual([
    { id: 2, 'src.country': 'private', 'dst.name': 'printer', 'dst.org': 'printer', 'dst.network': 'printer' },
  ]);
  await dataset.close();

  // What comes later is told by them, too; and without them everything is as it was.
  const again = await store.open(join(folder, 'a.duckdb'));
  expect(await again.networks()).toEqual(NETWORKS);
  await importOf(again, [flow('10.1.0.9', '192.0.2.1', 7)]);
  expect(await topOf(again, 'src.network', 'src.network')).toEqual([
    ['Six', 1000],
    ['Lab', 107],
    ["O'Neill & Sons", 20],
  ]);
  const parquet = join(folder, 'a.parquet');
  expect(await again.exportParquet({ scope, fields: ['src.network', 'src.country', 'src.org'] }, parquet)).toBe(5);
  await again.setNetworks([]);
  expect(await topOf(again, 'src.country')).toEqual([['private', 1130]]);
  expect(await topOf(again, 'network')).toEqual([[undefined, 1130]]);
  await again.close();
});

test('of a thousand networks the innermost one is found, within and between blocks', () => {
  const many = Array.from(
    { length: 999 },
    (_, i): OwnNetwork => ({ cidr: `10.${i >> 2}.${(i & 3) * 64}.0/18`, name: `n${i}` }),
  );
  const own = new OwnNetworks([...many, { cidr: '10.0.64.0/24', name: 'inner' }]);
  const nameAt = (ip: string) => own.at(bigintOfIp(ip)!)?.name;
  expect([nameAt('10.0.63.255'), nameAt('10.0.64.0'), nameAt('10.0.64.255'), nameAt('10.0.65.0')]).toEqual([
    'n0',
    'inner',
    'inner',
    'n1',
  ]);
  expect([nameAt('9.255.255.255'), nameAt('10.249.191.255'), nameAt('10.249.192.0'), nameAt('::1')]).toEqual([
    undefined,
    'n998',
    undefined,
    undefined,
  ]);
});

test('an IPv6 block around the place of IPv4 says nothing of IPv4, and every question is answered', async () => {
  const dataset = await store.open(':memory:');
  await importOf(dataset, [...FLOWS, flow('::5', '2001:db9::1', 7), flow('::1:0:0:5', '2001:db9::1', 9)]);
  const around: readonly OwnNetwork[] = [
    { cidr: '::/1', name: 'Half' },
    { cidr: '::/64', name: 'Low' },
    { cidr: '10.1.0.0/16', name: 'Lab' },
  ];
  await dataset.setNetworks(around);
  const told = [
    ['Half', 1000],
    ['Lab', 100],
    [undefined, 23],
    ['Low', 16], // below and above the place of IPv4
  ];
  expect(await topOf(dataset, 'src.network')).toEqual(told.sort(([, a], [, b]) => Number(b) - Number(a)));
  const own = new OwnNetworks(around);
  const nameAt = (ip: string) => own.at(bigintOfIp(ip)!)?.name;
  expect(['9.0.0.1', '10.1.0.1', '::fffe:ffff:ffff', '::1:0:0:0', '8000::'].map(nameAt)).toEqual([
    undefined,
    'Lab',
    'Low',
    'Low',
    undefined,
  ]);
  await dataset.close();
});
