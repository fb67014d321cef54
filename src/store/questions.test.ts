/** Groups of several fields, hosts, distributions, different values, presence: on six flows that can be counted by hand. */
import { expect, test } from 'vitest';
import type { Question, Scope } from '#query/question.ts';
import { edgesOf } from './duck/answers/distribution.ts';
import { storedFlows } from './stored-testing.ts';
import type { TestFlow } from './testing.ts';

/** a Monday */
const T0 = Date.UTC(2024, 9, 21, 23, 59, 58);
const ALL: Scope = { filter: '' };
const web = { proto: 6, dstPort: 443, app: 'tls', srcCountry: 'private', dstCountry: 'US' };
const flows: readonly TestFlow[] = [
  {
    ...web,
    startMs: T0,
    endMs: T0 + 3500,
    src: '10.0.0.4',
    dst: '192.0.2.10',
    srcPort: 1001,
    srcBytes: 100,
    dstBytes: 900,
    dstPackets: 1,
    activity: [
      [T0, 60, 0],
      [T0 + 1000, 0, 900],
      [T0 + 3000, 40, 0],
    ],
  },
  {
    ...web,
    startMs: T0 + 100,
    endMs: T0 + 200,
    src: '10.0.0.4',
    dst: '192.0.2.20',
    srcPort: 1002,
    srcBytes: 200,
    dstBytes: 300,
    dstPackets: 1,
  },
  {
    ...web,
    startMs: T0 + 2500,
    src: '10.0.0.5',
    dst: '192.0.2.10',
    srcPort: 1003,
    dstPort: 80,
    app: 'http',
    srcBytes: 50,
    dstBytes: 50,
    dstPackets: 1,
  },
  {
    startMs: T0 + 2600,
    endMs: T0 + 2601,
    src: '192.0.2.10',
    dst: '10.0.0.4',
    proto: 17,
    srcPort: 9,
    dstPort: 53,
    app: 'dns',
    srcBytes: 70,
    srcCountry: 'US',
    dstCountry: 'private',
  },
  {
    startMs: T0 + 2700,
    src: '10.0.0.7',
    dst: '10.0.0.7',
    proto: 17,
    srcPort: 9,
    dstPort: 9,
    srcBytes: 10,
    srcCountry: 'private',
    dstCountry: 'private',
  },
  { startMs: T0 + 2800, srcBytes: 60 },
];

const stored = storedFlows(flows);
const { ask } = stored;

const groups = (by: readonly string[], part: Partial<Extract<Question, { kind: 'groups' }>> = {}) =>
  ask({ kind: 'groups', scope: ALL, by, more: [], sort: 'bytes', offset: 0, limit: 10, ...part });

test('groups of two fields, largest first, and a page of them', async () => {
  const { rows, groups: n, total } = await groups(['src.ip', 'app']);
  expect(rows.map((row) => [...row.values, row.flows, row.bytes])).toEqual([
    ['10.0.0.4', 'tls', 2, 1500],
    ['10.0.0.5', 'http', 1, 100],
    ['192.0.2.10', 'dns', 1, 70],
    [undefined, undefined, 1, 60],
    ['10.0.0.7', undefined, 1, 10],
  ]);
  expect([n, total.flows, total.bytes]).toEqual([5, 6, 1740]);
  const next = await groups(['src.ip', 'app'], { offset: 1, limit: 1 });
  expect(next.rows.map((row) => row.values)).toEqual([['10.0.0.5', 'http']]);
  expect(next.groups).toBe(5);
});

test('either end with its own other fields: what 192.0.2.10 sent is what it sent at either end', async () => {
  const { rows } = await groups(['ip', 'country']);
  const server = rows.find((row) => row.values[0] === '192.0.2.10');
  expect(server).toMatchObject({
    values: ['192.0.2.10', 'US'],
    flows: 3,
    sentBytes: 900 + 50 + 70,
    receivedBytes: 100 + 50,
  });
  expect(rows.find((row) => row.values[0] === '10.0.0.7')).toMatchObject({ flows: 1, bytes: 10 });
});

test('a group tells its distinct addresses, mean duration and first packet', async () => {
  const { rows } = await groups(['app'], {
    more: ['sources', 'destinations', 'duration', 'first'],
    sort: 'destinations',
  });
  expect(rows[0]).toMatchObject({ values: ['tls'], more: { sources: 1, destinations: 2, first: T0 } });
  expect(rows[0]!.more.duration).toBeCloseTo(1.8, 9);
});

test('time parts and networks are fields to group by and to filter', async () => {
  expect((await groups(['day'])).rows.map((row) => [row.values[0], row.flows])).toEqual([
    ['2024-10-21', 2],
    ['2024-10-22', 4],
  ]);
  expect((await groups(['weekday', 'hour'])).rows.map((row) => row.values)).toEqual([
    ['mon', 23],
    ['tue', 0],
  ]);
  const count = async (filter: string) => (await ask({ kind: 'totals', scope: { filter } })).scope.flows;
  expect(await count('hour == 23')).toBe(2);
  expect(await count('weekday == tue and day == 2024-10-22')).toBe(4);
  expect((await groups(['net'])).rows.map((row) => [row.values[0], row.flows])).toEqual([
    ['10.0.0.0/24', 5],
    ['192.0.2.0/24', 4],
    [undefined, 1],
  ]);
  expect(await count('net == 192.0.2.0/24')).toBe(4);
  expect(await count('packet.size > 400')).toBe(1);
});

test('hosts with their roles, peers, applications and ports', async () => {
  const { rows, total } = await ask({
    kind: 'hosts',
    scope: ALL,
    sort: 'bytes',
    descending: true,
    offset: 0,
    limit: 10,
  });
  expect(total).toBe(5);
  expect(rows[0]).toMatchObject({
    ip: '10.0.0.4',
    country: 'private',
    flows: 3,
    asSource: 2,
    asDestination: 1,
    peers: 2,
    sentBytes: 300,
    receivedBytes: 1270,
    first: T0,
    last: T0 + 3500,
    appsUsed: ['tls'],
    appsOffered: ['dns'],
  });
  expect(rows.find((row) => row.ip === '192.0.2.10')).toMatchObject({ ports: [80, 443], appsOffered: ['http', 'tls'] });
  // An address that talks to itself is one flow, not two.
  expect(rows.find((row) => row.ip === '10.0.0.7')).toMatchObject({
    flows: 1,
    asSource: 1,
    asDestination: 1,
    peers: 1,
  });
});

test('hosts under a filter and a time', async () => {
  const { rows, total } = await ask({
    kind: 'hosts',
    scope: { filter: 'bytes > 60 and host != nothing or app == tls', from: T0, to: T0 + 2650 },
    sort: 'ip',
    descending: false,
    offset: 1,
    limit: 2,
  });
  expect(total).toBeGreaterThan(2);
  expect(rows).toHaveLength(2);
});

test('a distribution adds up to all flows', async () => {
  const duration = await ask({ kind: 'distribution', scope: ALL, field: 'duration' });
  expect(duration.bins.reduce((sum, bin) => sum + bin.flows, duration.unknown)).toBe(6);
  expect(duration.bins[0]).toMatchObject({ from: 0, to: 0.001, flows: 3 });
  expect(duration.bins.at(-1)).toMatchObject({ from: 2, to: 5, flows: 1, bytes: 1000 });
  expect(duration.spread).toMatchObject({ least: 0, most: 3.5 });
  const rtt = await ask({ kind: 'distribution', scope: ALL, field: 'tcp.rtt' });
  expect(rtt).toEqual({ bins: [], unknown: 6 });
});

test('a page behind the last row tells how many rows there are', async () => {
  const page = { offset: 1000, limit: 10 };
  const groups = await ask({ kind: 'groups', scope: ALL, by: ['app'], more: [], sort: 'bytes', ...page });
  const hosts = await ask({ kind: 'hosts', scope: ALL, sort: 'bytes', descending: true, ...page });
  expect([groups.groups, groups.rows, hosts.total, hosts.rows]).toEqual([4, [], 5, []]);
});

test('a number that no flow can have is of none', async () => {
  expect(await stored.dataset.ask({ kind: 'flow', id: 2 ** 40 })).toBeUndefined();
});

test('edges of bins are round and enclose all', () => {
  expect(edgesOf(3, 40)).toEqual([2, 5, 10, 20, 50]);
  expect(edgesOf(10, 10)).toEqual([10, 20]);
  expect(edgesOf(1, 1)).toEqual([1, 2]);
});

test('different values, both ends together where a field has no side', async () => {
  const { counts } = await ask({
    kind: 'distinct',
    scope: ALL,
    fields: ['ip', 'src.ip', 'app', 'country', 'dst.port'],
  });
  expect(counts).toEqual({ ip: 5, 'src.ip': 4, app: 3, country: 2, 'dst.port': 4 });
});

test('flows are there from their first to their last packet, hosts where they have packets', async () => {
  const flowsThere = await ask({ kind: 'presence', scope: ALL, of: 'flows', by: 'app', limit: 1, bins: 4 });
  expect(flowsThere).toMatchObject({ from: T0, widthMs: 1000 });
  expect(flowsThere.series).toEqual([
    { value: 'tls', counts: [2, 1, 1, 1] },
    { value: '', counts: [0, 0, 2, 0] },
    { value: undefined, counts: [0, 0, 2, 0] },
  ]);
  const hostsThere = await ask({ kind: 'presence', scope: ALL, of: 'hosts', by: 'app', limit: 1, bins: 4 });
  // who sent: .4 and .20; .10; .5, .10, .7; .4
  expect(hostsThere.all).toEqual([2, 1, 3, 1]);
  // .4 and .20, .10, –, .4 spoke TLS; .5 and .10 HTTP, .10 DNS; .7 what is not known
  expect(hostsThere.series).toEqual([
    { value: 'tls', counts: [2, 1, 0, 1] },
    { value: '', counts: [0, 0, 1, 0] },
    { value: undefined, counts: [0, 0, 2, 0] },
  ]);
});

test('what passed in a time is what its bins hold: a flow that reaches out of it counts with its part', async () => {
  const scope = { filter: '', from: T0, to: T0 + 2000 };
  const { rows, total, counted } = await groups(['app'], { scope, passed: true });
  // of the first flow 60 and 900 of 1000 bytes, and the second whole
  expect(rows.map((row) => [...row.values, row.flows, row.bytes])).toEqual([['tls', 2, 1460]]);
  expect([total.flows, total.sentBytes, total.receivedBytes]).toEqual([2, 260, 1200]);
  expect(counted).toEqual({ from: T0, to: T0 + 2000, widthMs: 1000 });
  const rest = await groups(['app'], { scope: { filter: '', from: T0 + 2000, to: T0 + 4000 }, passed: true });
  expect(rest.rows.find((row) => row.values[0] === 'tls')).toMatchObject({ flows: 1, bytes: 40 });
  // the filter still asks of whole flows
  const large = await groups(['ip'], { scope: { ...scope, filter: 'bytes > 800' }, passed: true });
  expect(large.rows.map((row) => [row.values[0], row.sentBytes, row.receivedBytes])).toEqual([
    ['10.0.0.4', 60, 900],
    ['192.0.2.10', 900, 60],
  ]);
});
