import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseIp } from '#base/address.ts';
import { FIELDS } from '#fields/table.ts';
import type { Answer, Question, Scope } from '#query/question.ts';
import { startStore } from './client.ts';
import type { StoredFile } from './protocol.ts';
import type { DatasetStore, Store } from './store.ts';
import { batchOf, type TestFlow, TestPort } from './testing.ts';

const T0 = Date.UTC(2024, 9, 21, 19, 25, 46);
const ALL: Scope = { filter: '' };
const flows: readonly TestFlow[] = [
  {
    startMs: T0,
    endMs: T0 + 2500,
    src: '10.0.0.4',
    dst: '93.184.216.34',
    srcPort: 51234,
    dstPort: 443,
    app: 'tls',
    srcBytes: 1000,
    dstBytes: 9000,
    srcPackets: 5,
    dstPackets: 8,
    srcCountry: 'private',
    dstCountry: 'US',
    dstAsn: 15133,
    state: 'SF',
    tcpFlags: 0x1b1b,
    facts: { host: 'www.example.com', 'tls.sni': 'www.example.com', 'tls.version': '1.3' },
    activity: [
      [T0, 600, 2000],
      [T0 + 1000, 0, 5000],
      [T0 + 2000, 400, 2000],
    ],
    chunks: [1, 3, 200, 201],
  },
  {
    startMs: T0 + 10,
    endMs: T0 + 30,
    src: '10.0.0.4',
    dst: '10.0.0.1',
    proto: 17,
    srcPort: 5353,
    dstPort: 53,
    app: 'dns',
    srcBytes: 80,
    dstBytes: 160,
    dstPackets: 1,
    srcCountry: 'private',
    dstCountry: 'private',
    facts: { host: 'www.example.com', 'dns.query': 'www.example.com', 'dns.rcode': 'NOERROR' },
    chunks: [1],
  },
  {
    startMs: T0 + 100,
    src: '2001:db8::1',
    dst: '2001:db8::2',
    proto: 58,
    srcPort: 128,
    dstPort: 0,
    app: 'icmp6',
    srcBytes: 118,
    srcCountry: 'NL',
    dstCountry: 'NL',
    chunks: [2],
  },
  {
    startMs: T0 + 3000,
    endMs: T0 + 3000.5,
    src: '10.0.0.5',
    dst: '93.184.216.34',
    srcPort: 50000,
    dstPort: 80,
    app: 'http',
    srcBytes: 500,
    dstBytes: 700,
    dstPackets: 1,
    srcCountry: 'private',
    dstCountry: 'US',
    dstAsn: 15133,
    state: 'S1',
    truncated: true,
    facts: { 'http.status': 404, host: 'old.example.com' },
    chunks: [2, 3],
  },
  { startMs: T0 + 4000, srcBytes: 60 },
];

let store: Store;
let dataset: DatasetStore;
const dir = mkdtempSync(join(tmpdir(), 'capscope-store-'));

async function importInto(to: DatasetStore, rows: readonly TestFlow[], widthMs = 1000): Promise<number> {
  const importing = await to.begin();
  const port = new TestPort(await to.connect(importing));
  port.send({ kind: 'flows', batch: batchOf(rows), stacks: ['eth:ipv4:tcp'], widthMs });
  const ip = parseIp('93.184.216.34')!.words;
  const heap = Buffer.from('example.org');
  port.send({
    kind: 'names',
    names: {
      length: 1,
      ip: Uint32Array.from([...ip].reverse()),
      offset: Uint32Array.of(0),
      bytes: Uint32Array.of(heap.length),
      heap,
    },
  });
  port.send({ kind: 'orgs', asn: Uint32Array.of(15133), org: ['Edgecast'] });
  port.send({
    kind: 'chunks',
    file: 1,
    chunks: {
      length: 5,
      number: Uint32Array.of(1, 2, 3, 200, 201),
      offset: Float64Array.of(24, 1000, 2000, 3000, 4000),
      bytes: new Uint32Array(5).fill(900),
      first: new Float64Array(5).fill(T0),
      last: new Float64Array(5).fill(T0),
      packets: new Uint32Array(5).fill(3),
    },
  });
  await port.done();
  return importing;
}

async function ask<Q extends Question>(question: Q, from = dataset): Promise<NonNullable<Answer<Q['kind']>>> {
  const answer = await from.ask(question);
  if (answer === undefined || (answer as { ok?: boolean }).ok === false) throw new Error(JSON.stringify(answer));
  return answer as NonNullable<Answer<Q['kind']>>;
}
const count = async (filter: string) => (await ask({ kind: 'totals', scope: { filter } })).scope.flows;

beforeAll(async () => {
  store = await startStore({ tempDir: dir });
  dataset = await store.open(join(dir, 'a.duckdb'));
  await dataset.finish(await importInto(dataset, flows));
});
afterAll(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

test('totals of the scope and of the whole dataset', async () => {
  const answer = await ask({ kind: 'totals', scope: { filter: 'tls' } });
  expect(answer.scope).toEqual({
    flows: 1,
    bytes: 10_000,
    packets: 13,
    sentBytes: 1000,
    receivedBytes: 9000,
    sentPackets: 5,
    receivedPackets: 8,
  });
  expect(answer.all).toMatchObject({ flows: 5, bytes: 11_618 });
  expect(answer).toMatchObject({ first: T0, last: T0 + 4000 });
});

test('a flow as JSON', async () => {
  const { row, activity } = await ask({ kind: 'flow', id: 0 });
  expect(row).toEqual({
    id: 0,
    start: '2024-10-21T19:25:46.000000Z',
    end: '2024-10-21T19:25:48.500000Z',
    duration: 2.5,
    'src.ip': '10.0.0.4',
    'dst.ip': '93.184.216.34',
    'src.port': 51234,
    'dst.port': 443,
    'dst.name': 'example.org',
    'src.country': 'private',
    'dst.country': 'US',
    'dst.asn': 15133,
    'dst.org': 'Edgecast',
    'src.mac': '00:0d:3a:01:02:03',
    'ip.proto': 'tcp',
    'ip.version': 4,
    app: 'tls',
    'app.by': 'inspected',
    host: 'www.example.com',
    domain: 'example.com',
    'tls.sni': 'www.example.com',
    'tls.version': '1.3',
    stack: 'eth:ipv4:tcp',
    bytes: 10_000,
    'src.bytes': 1000,
    'dst.bytes': 9000,
    packets: 13,
    'src.packets': 5,
    'dst.packets': 8,
    payload: 0,
    'src.payload': 0,
    'dst.payload': 0,
    'src.retrans': 0,
    'dst.retrans': 0,
    'src.lost': 0,
    'dst.lost': 0,
    truncated: false,
    'tcp.state': 'SF',
    'tcp.flags': 'SFPA/SFPA',
    community_id: expect.stringMatching(/^1:/),
  });
  expect(activity).toEqual({
    time: [T0, T0 + 1000, T0 + 2000],
    sentBytes: [600, 0, 400],
    receivedBytes: [2000, 5000, 2000],
    widthMs: 1000,
  });
  expect(await dataset.ask({ kind: 'flow', id: 99 })).toBeUndefined();
});

describe('filters', () => {
  test.each([
    ['', 5],
    ['tls', 1],
    ['ip == 10.0.0.0/24', 3],
    ['ip == 10.0.0.4', 2],
    ['ip != 10.0.0.4', 3],
    ['src.ip > 10.0.0.4 and src.ip < 11.0.0.0', 1],
    ['ipv6', 1],
    ['ip == ::/0', 1],
    ['port == 443', 1],
    ['port', 3],
    ['dst.port in {53 80..90}', 2],
    ['tcp.port == 80', 1],
    ['udp.port == 80', 0],
    ['not port == 443', 4],
    ['country == US', 2],
    ['country != US', 3],
    ['dst.country == unknown', 1],
    ['country == "Netherlands"', 1],
    ['dst.country in {US NL}', 3],
    ['name == example.org', 2],
    ['dst.name contains EXAMPLE', 2],
    ['not name', 3],
    ['org matches "^edge"', 2],
    ['dst.org', 2],
    ['asn == AS15133', 2],
    ['host == WWW.example.com', 2],
    ['host != www.example.com', 1],
    ['host contains "old"', 1],
    ['host ~ "^(www|old)\\."', 3],
    ['host', 3],
    ['not host', 2],
    ['http.status == 404', 1],
    ['http.status < 500', 1],
    ['http.status', 1],
    ['http.status != 404', 0],
    ['app in {tls dns}', 2],
    ['app != tls', 4],
    ['app == nothing', 0],
    ['app contains TL', 1],
    ['app', 4],
    ['app.by == inspected', 4],
    ['ip.proto == icmpv6', 1],
    ['icmp.type == 128', 1],
    ['arp', 1],
    ['ip.proto == arp', 1],
    ['tcp', 2],
    ['ip.version == 0', 1],
    ['bytes > 1KB', 2],
    ['duration >= 2s', 1],
    ['duration < 1ms', 3],
    ['truncated', 1],
    ['not truncated', 4],
    ['truncated == false', 4],
    ['start >= 2024-10-21T19:25:49Z', 2],
    ['start >= 0001-01-01', 5],
    ['start < 1500-01-01', 0],
    ['end < 9999-12-31', 5],
    ['tcp.state == sf', 1],
    ['tcp.flags contains "sfpa/"', 1],
    ['mac == 00:0d:3a:01:02:03', 5],
    ['dst.mac', 0],
    ['vlan', 0],
    ['stack contains ipv4', 5],
    ['id == 2', 1],
    ['tcp.rtt', 0],
    ['src.retrans == 0', 2],
    ['(tls or dns) and not dst.country == US', 1],
  ])('%s → %i', async (filter, expected) => expect(await count(filter)).toBe(expected));

  test('the span takes flows it touches', async () => {
    const at = async (from: number, to: number) =>
      (await ask({ kind: 'totals', scope: { filter: '', from, to } })).scope.flows;
    expect(await at(T0 + 1000, T0 + 2000)).toBe(1);
    expect(await at(T0, T0 + 0.001)).toBe(1);
    expect(await at(T0 + 4000, T0 + 4001)).toBe(1);
  });

  test('a community ID finds its flow', async () => {
    const { row } = await ask({ kind: 'flow', id: 1 });
    expect(await count(`community_id == "${row.community_id}"`)).toBe(1);
    expect(await count(`not community_id == "${row.community_id}"`)).toBe((await count('')) - 1);
    expect(await count('community_id == "1:nobody"')).toBe(0);
  });

  test('a set may be large', async () => {
    expect(await count(`host in {${'nothing '.repeat(1500)} WWW.example.com}`)).toBe(
      await count('host == www.example.com'),
    );
  });

  test('with more tests than the engine takes is a fault of the filter', async () => {
    const filter = Array(1400).fill('host==a').join(' or ');
    expect(await dataset.ask({ kind: 'totals', scope: { filter } })).toMatchObject({
      ok: false,
      message: 'the filter has too many parts',
    });
  });

  test('faults are answers', async () => {
    expect(await dataset.ask({ kind: 'totals', scope: { filter: 'ap == tls' } })).toMatchObject({
      ok: false,
      start: 0,
      end: 2,
    });
    expect(await dataset.ask({ kind: 'totals', scope: { filter: 'host matches "a{2000}"' } })).toMatchObject({
      ok: false,
    });
  });
});

test('every field can be shown, sorted by and, where the table says so, grouped by', async () => {
  for (const field of FIELDS) {
    if (!field.either) {
      const page = await ask({
        kind: 'flows',
        scope: ALL,
        fields: [field.key],
        sort: [{ field: field.key, descending: true }],
        offset: 0,
        limit: 10,
      });
      expect(page.rows.length, field.key).toBe(5);
    }
    if (!field.groups) continue;
    const groups = await ask({ kind: 'top', scope: ALL, field: field.key, measure: 'bytes', limit: 10 });
    if (!field.either)
      expect(
        groups.rows.reduce((sum, row) => sum + row.flows, 0),
        field.key,
      ).toBe(5);
    await ask({ kind: 'values', scope: ALL, field: field.key, text: 'e', limit: 10 });
    const series = await ask({ kind: 'timeline', scope: ALL, by: field.key, limit: 3, bins: 10 });
    expect(
      series.series.flatMap((one) => one.bytes).reduce((a, b) => a + b, 0),
      field.key,
    ).toBe(11_618);
    const pairs = await ask({ kind: 'links', scope: ALL, from: 'app', to: field.key, measure: 'flows', limit: 5 });
    if (!field.either)
      expect(
        pairs.links.reduce((sum, link) => sum + link.value, 0),
        field.key,
      ).toBe(5);
  }
});

test('pages follow one another in the order asked for, unknown values last', async () => {
  const page = (offset: number, descending: boolean) =>
    ask({
      kind: 'flows',
      scope: ALL,
      fields: ['dst.country'],
      sort: [{ field: 'dst.country', descending }],
      offset,
      limit: 3,
    });
  expect((await page(0, true)).rows.map((row) => row['dst.country'])).toEqual(['US', 'US', 'NL']);
  expect((await page(3, true)).rows.map((row) => row['dst.country'])).toEqual(['private', undefined]);
  expect((await page(0, true)).total).toBe(5);
});

describe('groups', () => {
  test('a side-less field counts both ends, each with its own sent and received', async () => {
    const { rows, total, other } = await ask({ kind: 'top', scope: ALL, field: 'ip', measure: 'bytes', limit: 2 });
    expect(rows[0]).toEqual({
      value: '93.184.216.34',
      flows: 2,
      bytes: 11_200,
      packets: 15,
      sentBytes: 9700,
      receivedBytes: 1500,
      sentPackets: 9,
      receivedPackets: 6,
    });
    expect(rows[1]).toMatchObject({ value: '10.0.0.4', flows: 2, sentBytes: 1080, receivedBytes: 9160 });
    expect(total.flows).toBe(5);
    // six hosts; the frame without addresses is none
    expect(other).toMatchObject({ groups: 4 });
  });
  test('a flow within one country counts once', async () => {
    const { rows } = await ask({ kind: 'places', scope: ALL });
    expect(rows.find((row) => row.place === 'NL')).toMatchObject({ flows: 1, bytes: 118, hosts: 2 });
    expect(rows.find((row) => row.place === 'private')).toMatchObject({ flows: 3, hosts: 3 });
    expect(rows.find((row) => row.place === undefined)).toMatchObject({ flows: 1, hosts: 0 });
  });
  test('links between app and country', async () => {
    const { links } = await ask({
      kind: 'links',
      scope: ALL,
      from: 'app',
      to: 'dst.country',
      measure: 'bytes',
      limit: 5,
    });
    expect(links[0]).toEqual({ from: 'tls', to: 'US', value: 10_000 });
    const few = await ask({ kind: 'links', scope: ALL, from: 'app', to: 'dst.country', measure: 'bytes', limit: 1 });
    expect(few.links).toContainEqual({ from: undefined, to: 'US', value: 1200 });
  });
  test('durations add up to all flows', async () => {
    const { bins } = await ask({ kind: 'durations', scope: ALL });
    expect(bins.map((bin) => bin.flows)).toEqual([2, 1, 0, 1, 0, 1, 0, 0, 0, 0]);
    expect(bins.at(-1)).toMatchObject({ from: 3600, to: undefined });
  });
  test('values that start with the text come first', async () => {
    expect(await ask({ kind: 'values', scope: ALL, field: 'host', text: 'ol', limit: 5 })).toEqual({
      values: [{ value: 'old.example.com', flows: 1 }],
    });
    expect((await ask({ kind: 'values', scope: ALL, field: 'ip', text: '10.', limit: 5 })).values[0]).toEqual({
      value: '10.0.0.4',
      flows: 2,
    });
    expect((await ask({ kind: 'values', scope: ALL, field: 'app', text: '', limit: 9 })).values).toHaveLength(4);
  });
});

test('throughput lies in the bins of the packets', async () => {
  const { from, widthMs, series, exact } = await ask({ kind: 'timeline', scope: ALL, by: 'app', limit: 1, bins: 5 });
  expect({ from, widthMs, exact }).toEqual({ from: T0, widthMs: 1000, exact: true });
  expect(series[0]).toEqual({
    value: 'tls',
    bytes: [2600, 5000, 2400, 0, 0],
    packets: [2, 1, 2, 0, 0],
    flows: [1, 0, 0, 0, 0],
  });
  expect(series.slice(1)).toMatchObject([
    { value: '', bytes: [0, 0, 0, 0, 60] },
    { value: undefined, bytes: [358, 0, 0, 1200, 0] },
  ]);
  const filtered = await ask({
    kind: 'timeline',
    scope: { filter: 'tls', from: T0 + 1000, to: T0 + 2000 },
    by: 'dst.country',
    limit: 2,
    bins: 1,
  });
  expect(filtered.series).toMatchObject([{ value: 'US', bytes: [5000] }]);
  expect(await ask({ kind: 'timeline', scope: ALL, by: 'app', limit: 1, bins: 1000 })).toMatchObject({
    exact: false,
    widthMs: 1000,
  });
});

describe('community IDs are those of the published vectors', () => {
  // github.com/corelight/community-id-spec, baseline/baseline_deflt.json
  test.each([
    [
      { src: '128.232.110.120', dst: '66.35.250.204', srcPort: 34855, dstPort: 80, proto: 6 },
      '1:LQU9qZlK+B5F3KDmev6m5PMibrg=',
    ],
    [
      { src: '66.35.250.204', dst: '128.232.110.120', srcPort: 80, dstPort: 34855, proto: 6 },
      '1:LQU9qZlK+B5F3KDmev6m5PMibrg=',
    ],
    [{ src: '192.168.1.52', dst: '8.8.8.8', srcPort: 54585, dstPort: 53, proto: 17 }, '1:d/FP5EW3wiY1vCndhwleRRKHowQ='],
    [{ src: '192.168.0.89', dst: '192.168.0.1', srcPort: 8, dstPort: 0, proto: 1 }, '1:X0snYXpgwiv9TZtqg64sgzUn6Dk='],
  ])('%o', async (flow, id) => {
    const one = await store.open(':memory:');
    await one.finish(await importInto(one, [{ startMs: T0, ...flow }]));
    expect((await ask({ kind: 'flow', id: 0 }, one)).row.community_id).toBe(id);
    await one.close();
  });
});

describe('what was not captured is not 0', () => {
  const ends = { src: '10.0.0.1', dst: '10.0.0.2' };
  test.each([
    [{ ...ends, proto: 6 }, []],
    [{ ...ends, proto: 17 }, []],
    [{ ...ends, proto: 1 }, []],
    [{ ...ends, proto: 1, srcPort: 0, dstPort: 0 }, ['icmp.type', 'icmp.code', 'community_id']],
    [{ ...ends, proto: 50 }, ['community_id']],
  ])('%o: %s', async (flow, told) => {
    const one = await store.open(':memory:');
    await one.finish(await importInto(one, [{ startMs: T0, ...flow }]));
    const { row } = await ask({ kind: 'flow', id: 0 }, one);
    const keys = ['src.port', 'dst.port', 'icmp.type', 'icmp.code', 'community_id'];
    expect(keys.filter((key) => row[key] !== undefined)).toEqual(told);
    await one.close();
  });
});

describe('imports', () => {
  const file: StoredFile = {
    id: 1,
    name: 'a.pcap',
    size: 5000,
    format: 'pcap',
    linkTypes: ['EN10MB'],
    snapLen: 65535,
    packets: 15,
    bytes: 11_618,
    accounts: { decoded: 15, truncated: 0, malformed: 0, unsupported: 0 },
    warnings: [],
  };

  test('a flow knows the chunks that hold its packets', async () => {
    expect((await dataset.chunksOf([0])).map((chunk) => chunk.number)).toEqual([1, 3, 200, 201]);
    expect((await dataset.chunksOf([1, 3])).map((chunk) => chunk.offset)).toEqual([24, 1000, 2000]);
  });

  test('one that is taken back leaves the dataset as it was', async () => {
    const before = await ask({ kind: 'top', scope: ALL, field: 'app', measure: 'bytes', limit: 10 });
    const importing = await importInto(dataset, flows);
    await dataset.putFiles(importing, [file]);
    await dataset.rollback(importing);
    expect(await ask({ kind: 'top', scope: ALL, field: 'app', measure: 'bytes', limit: 10 })).toEqual(before);
    expect(await dataset.files()).toEqual([]);
  });

  test('what still comes in for one that was taken back is passed over', async () => {
    const own = await store.open(':memory:');
    const importing = await own.begin();
    const port = new TestPort(await own.connect(importing));
    const many = Array.from({ length: 16_000 }, (_, n) => ({ ...flows[0]!, startMs: 1e12 + n }));
    const batches = Array.from({ length: 4 }, () => batchOf(many));
    const takenBack = own.rollback(importing);
    for (const batch of batches) port.send({ kind: 'flows', batch, stacks: ['eth'], widthMs: 1 });
    await takenBack;
    expect((await ask({ kind: 'totals', scope: ALL }, own)).all.flows).toBe(0);
    await own.close();
  });

  test('open flows are seen while it runs, replaced by the next snapshot, gone at the end', async () => {
    const live = await store.open(join(dir, 'live.duckdb'));
    const importing = await live.begin();
    const port = new TestPort(await live.connect(importing));
    port.send({ kind: 'open', batch: batchOf(flows), stacks: ['eth'], widthMs: 1, first: true, last: true });
    expect((await port.receipt()).kind).toBe('empty');
    expect((await ask({ kind: 'totals', scope: ALL }, live)).all.flows).toBe(5);
    const version = await live.version();
    await new Promise((resolve) => setTimeout(resolve, 750));
    port.send({
      kind: 'open',
      batch: batchOf(flows.slice(0, 2)),
      stacks: ['eth'],
      widthMs: 1000,
      first: true,
      last: true,
    });
    await port.receipt();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await ask({ kind: 'totals', scope: ALL }, live)).all.flows).toBe(2);
    expect(await live.version()).toBeGreaterThan(version);
    expect(
      (await ask({ kind: 'flows', scope: ALL, fields: ['app'], sort: [], offset: 0, limit: 5 }, live)).rows.map(
        (row) => row.app,
      ),
    ).toEqual(['tls', 'dns']);
    port.send({ kind: 'flows', batch: batchOf(flows), stacks: ['eth'], widthMs: 1000 });
    await port.done();
    await live.finish(importing);
    expect((await ask({ kind: 'totals', scope: ALL }, live)).all.flows).toBe(5);
    await live.close();
  });

  test('a flow that ends after a snapshot of open flows is counted once, and none is missing', async () => {
    const live = await store.open(':memory:');
    const importing = await live.begin();
    const one = new TestPort(await live.connect(importing));
    const other = new TestPort(await live.connect(importing));
    const flowCount = async () => (await ask({ kind: 'totals', scope: ALL }, live)).all.flows;
    const open = (port: TestPort, rows: readonly TestFlow[]) =>
      port.send({ kind: 'open', batch: batchOf(rows), stacks: ['eth'], widthMs: 1000, first: true, last: true });
    const finished = (port: TestPort, rows: readonly TestFlow[]) =>
      port.send({ kind: 'flows', batch: batchOf(rows), stacks: ['eth'], widthMs: 1000 });
    const settled = () => new Promise((resolve) => setTimeout(resolve, 800));

    open(one, flows.slice(0, 3));
    await one.receipt();
    expect(await flowCount()).toBe(3);
    finished(one, flows.slice(0, 1));
    await one.receipt();
    // The other port's snapshot has the finished flow written.
    open(other, flows.slice(4));
    await other.receipt();
    await settled();
    expect(await flowCount()).toBe(4);
    expect(
      (await ask({ kind: 'top', scope: ALL, field: 'app', measure: 'flows', limit: 9 }, live)).rows,
    ).toContainEqual(expect.objectContaining({ value: 'tls', flows: 1 }));
    open(one, flows.slice(1, 4));
    await one.receipt();
    await settled();
    expect(await flowCount()).toBe(5);
    const { series } = await ask({ kind: 'timeline', scope: ALL, by: 'app', limit: 9, bins: 9 }, live);
    expect(series.find(({ value }) => value === 'tls')!.bytes.reduce((sum, bytes) => sum + bytes, 0)).toBe(10_000);
    finished(one, flows.slice(1, 4));
    await one.done();
    finished(other, flows.slice(4));
    await other.done();
    expect(await flowCount()).toBe(5);
    await live.finish(importing);
    expect(await flowCount()).toBe(5);
    expect((await ask({ kind: 'flow', id: 0 }, live)).row).toMatchObject({ app: 'tls' });
    await live.close();
  });

  test('a question asked at any moment of an import counts no fewer flows than the one before, and no flow twice', async () => {
    const live = await store.open(':memory:');
    const importing = await live.begin();
    const ports = [new TestPort(await live.connect(importing)), new TestPort(await live.connect(importing))];
    let isOver = false;
    const seen: number[] = [];
    const watching = (async () => {
      while (!isOver) {
        const { rows, total } = await ask({ kind: 'top', scope: ALL, field: 'app', measure: 'flows', limit: 9 }, live);
        const grouped = rows.reduce((sum, row) => sum + row.flows, 0);
        seen.push(grouped === total.flows ? grouped : Number.NaN);
      }
    })();
    // Each step 100 flows begin, and those of the step before end.
    const begun = (step: number) =>
      Array.from({ length: 100 }, (_, i) => ({ startMs: T0 + step * 100 + i, app: 'dns' }));
    for (let step = 0; step < 25; step++) {
      for (const port of ports) {
        if (step > 0) port.send({ kind: 'flows', batch: batchOf(begun(step - 1)), stacks: [], widthMs: 1 });
        port.send({ kind: 'open', batch: batchOf(begun(step)), stacks: [], widthMs: 1, first: true, last: true });
      }
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    for (const port of ports) {
      port.send({ kind: 'flows', batch: batchOf(begun(24)), stacks: [], widthMs: 1 });
      await port.done();
    }
    await live.finish(importing);
    isOver = true;
    await watching;
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(Math.max(...seen)).toBeLessThanOrEqual(5000);
    expect(new Set(seen).size).toBeGreaterThan(2);
    expect((await ask({ kind: 'totals', scope: ALL }, live)).all.flows).toBe(5000);
    await live.close();
  });

  test('an application stays the same when a later program numbers its applications anew', async () => {
    const path = join(dir, 'codes.duckdb');
    const importWith = async (codes: { apps: readonly string[]; services: readonly string[] }) => {
      const to = await store.open(path);
      const importing = await to.begin();
      const port = new TestPort(await to.connect(importing), codes);
      const batch = batchOf([{ startMs: T0 }, { startMs: T0 + 1 }]);
      batch.app.set([1, 2]);
      batch.service.set([2, 1]);
      port.send({ kind: 'flows', batch, stacks: [], widthMs: 1 });
      await port.done();
      await to.finish(importing);
      await to.close();
    };
    await importWith({ apps: ['', 'dns', 'ike'], services: ['', 'Netflix', 'Zoom'] });
    await importWith({ apps: ['', 'kafka', 'dns', 'bgp', 'ike'], services: ['', 'Zoom', 'Adobe', 'Netflix'] });
    const again = await store.open(path);
    const question = { kind: 'flows', scope: ALL, fields: ['app', 'service'], offset: 0, limit: 9 } as const;
    const { rows } = await ask({ ...question, sort: [{ field: 'id', descending: false }] }, again);
    expect(rows.map((row) => [row.app, row.service])).toEqual([
      ['dns', 'Zoom'],
      ['ike', 'Netflix'],
      ['kafka', 'Adobe'],
      ['dns', 'Zoom'],
    ]);
    const { values } = await ask({ kind: 'values', scope: ALL, field: 'app', text: '', limit: 9 }, again);
    expect(values).toEqual([
      { value: 'dns', flows: 2 },
      { value: 'ike', flows: 1 },
      { value: 'kafka', flows: 1 },
    ]);
    await again.close();
  });

  test('what is finished lasts, what is not vanishes', async () => {
    const path = join(dir, 'lasting.duckdb');
    const first = await store.open(path);
    const importing = await importInto(first, flows);
    await first.putFiles(importing, [file]);
    await first.finish(importing);
    await first.putFiles(importing, [{ ...file, sha256: 'ab' }]);
    const version = await first.version();
    await importInto(first, flows);
    await first.close();
    const again = await store.open(path);
    expect((await ask({ kind: 'totals', scope: ALL }, again)).all.flows).toBe(5);
    expect(await again.files()).toEqual([{ ...file, sha256: 'ab' }]);
    expect(await again.version()).toBeGreaterThan(version - 3);
    await again.finish(await importInto(again, flows));
    expect(
      (await ask({ kind: 'top', scope: ALL, field: 'app', measure: 'flows', limit: 1 }, again)).rows[0],
    ).toMatchObject({ flows: 2 });
    expect((await ask({ kind: 'flow', id: 5 }, again)).row).toMatchObject({ app: 'tls', host: 'www.example.com' });
    await again.close();
  });

  test('a file that is no dataset of ours is refused', async () => {
    const path = join(dir, 'text.duckdb');
    writeFileSync(path, 'not a database');
    await expect(store.open(path)).rejects.toThrow();
    expect((await ask({ kind: 'totals', scope: ALL })).all.flows).toBe(5);
  });
});

test('export gives all flows in order of start, and Parquet the same number', async () => {
  const rows = [];
  for await (const part of dataset.export({ scope: ALL, fields: ['start', 'app'] })) rows.push(...part);
  expect(rows).toEqual([
    { start: '2024-10-21T19:25:46.000000Z', app: 'tls' },
    { start: '2024-10-21T19:25:46.010000Z', app: 'dns' },
    { start: '2024-10-21T19:25:46.100000Z', app: 'icmp6' },
    { start: '2024-10-21T19:25:49.000000Z', app: 'http' },
    { start: '2024-10-21T19:25:50.000000Z' },
  ]);
  expect(await dataset.exportParquet({ scope: { filter: 'tcp' }, fields: [] }, join(dir, 'a.parquet'))).toBe(2);
  await expect(
    dataset
      .export({ scope: { filter: '(' }, fields: [] })
      [Symbol.asyncIterator]()
      .next(),
  ).rejects.toThrow(/ends too early/);
});

test('an export whose dataset is closed ends by saying so, and the file opens again', async () => {
  const path = join(dir, 'exported.duckdb');
  const other = await store.open(path);
  const importing = await other.begin();
  const port = new TestPort(await other.connect(importing));
  const flows = Array.from({ length: 16_000 }, (_, n): TestFlow => ({ startMs: n, src: '10.0.0.1', dst: '10.0.0.2' }));
  port.send({ kind: 'flows', batch: batchOf(flows), stacks: ['eth'], widthMs: 1 });
  await port.done();
  await other.finish(importing);
  const parts = other.export({ scope: ALL, fields: ['start'] })[Symbol.asyncIterator]();
  expect((await parts.next()).value).toHaveLength(8192);
  await other.close();
  await expect(parts.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const again = await store.open(path);
  expect((await ask({ kind: 'totals', scope: ALL }, again)).all.flows).toBe(16_000);
  await again.close();
});

test('a question given up is answered by its reason', async () => {
  await expect(dataset.ask({ kind: 'totals', scope: ALL }, AbortSignal.abort(new Error('stale')))).rejects.toThrow(
    'stale',
  );
});
