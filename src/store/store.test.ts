/** Answers of the store: totals, flows, pages, groups, throughput, exports. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIELDS } from '#fields/table.ts';
import { startStore } from './client.ts';
import { ALL, FIVE_FLOWS, fiveFlowsStore, importInto, T0 } from './five-flows-testing.ts';
import { batchOf, type TestFlow, TestPort } from './testing.ts';

const stored = fiveFlowsStore();

test('totals of the scope and of the whole dataset', async () => {
  const answer = await stored.ask({ kind: 'totals', scope: { filter: 'tls' } });
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
  const { row, activity } = await stored.ask({ kind: 'flow', id: 0 });
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
  expect(await stored.dataset.ask({ kind: 'flow', id: 99 })).toBeUndefined();
});

test('every field can be shown, sorted by and, where the table says so, grouped by', async () => {
  for (const field of FIELDS) {
    if (!field.either) {
      const page = await stored.ask({
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
    const groups = await stored.ask({ kind: 'top', scope: ALL, field: field.key, measure: 'bytes', limit: 10 });
    if (!field.either)
      expect(
        groups.rows.reduce((sum, row) => sum + row.flows, 0),
        field.key,
      ).toBe(5);
    await stored.ask({ kind: 'values', scope: ALL, field: field.key, text: 'e', limit: 10 });
    const series = await stored.ask({ kind: 'timeline', scope: ALL, by: field.key, limit: 3, bins: 10 });
    expect(
      series.series.flatMap((one) => one.bytes).reduce((a, b) => a + b, 0),
      field.key,
    ).toBe(11_618);
    const pairs = await stored.ask({
      kind: 'links',
      scope: ALL,
      from: 'app',
      to: field.key,
      measure: 'flows',
      limit: 5,
    });
    if (!field.either)
      expect(
        pairs.links.reduce((sum, link) => sum + link.value, 0),
        field.key,
      ).toBe(5);
  }
});

test('pages follow one another in the order asked for, unknown values last', async () => {
  const page = (offset: number, descending: boolean) =>
    stored.ask({
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
    const { rows, total, other } = await stored.ask({
      kind: 'top',
      scope: ALL,
      field: 'ip',
      measure: 'bytes',
      limit: 2,
    });
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
    const { rows } = await stored.ask({ kind: 'places', scope: ALL });
    expect(rows.find((row) => row.place === 'NL')).toMatchObject({ flows: 1, bytes: 118, hosts: 2 });
    expect(rows.find((row) => row.place === 'private')).toMatchObject({ flows: 3, hosts: 3 });
    expect(rows.find((row) => row.place === undefined)).toMatchObject({ flows: 1, hosts: 0 });
  });
  test('links between app and country', async () => {
    const { links } = await stored.ask({
      kind: 'links',
      scope: ALL,
      from: 'app',
      to: 'dst.country',
      measure: 'bytes',
      limit: 5,
    });
    expect(links[0]).toEqual({ from: 'tls', to: 'US', value: 10_000 });
    const few = await stored.ask({
      kind: 'links',
      scope: ALL,
      from: 'app',
      to: 'dst.country',
      measure: 'bytes',
      limit: 1,
    });
    expect(few.links).toContainEqual({ from: undefined, to: 'US', value: 1200 });
  });
  test('durations add up to all flows', async () => {
    const { bins } = await stored.ask({ kind: 'durations', scope: ALL });
    expect(bins.map((bin) => bin.flows)).toEqual([2, 1, 0, 1, 0, 1, 0, 0, 0, 0]);
    expect(bins.at(-1)).toMatchObject({ from: 3600, to: undefined });
  });
  test('values that start with the text come first', async () => {
    expect(await stored.ask({ kind: 'values', scope: ALL, field: 'host', text: 'ol', limit: 5 })).toEqual({
      values: [{ value: 'old.example.com', flows: 1 }],
    });
    expect((await stored.ask({ kind: 'values', scope: ALL, field: 'ip', text: '10.', limit: 5 })).values[0]).toEqual({
      value: '10.0.0.4',
      flows: 2,
    });
    expect((await stored.ask({ kind: 'values', scope: ALL, field: 'app', text: '', limit: 9 })).values).toHaveLength(4);
  });
});

test('throughput lies in the bins of the packets', async () => {
  const { from, widthMs, series, exact } = await stored.ask({
    kind: 'timeline',
    scope: ALL,
    by: 'app',
    limit: 1,
    bins: 5,
  });
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
  const filtered = await stored.ask({
    kind: 'timeline',
    scope: { filter: 'tls', from: T0 + 1000, to: T0 + 2000 },
    by: 'dst.country',
    limit: 2,
    bins: 1,
  });
  expect(filtered.series).toMatchObject([{ value: 'US', bytes: [5000] }]);
  expect(await stored.ask({ kind: 'timeline', scope: ALL, by: 'app', limit: 1, bins: 1000 })).toMatchObject({
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
    const one = await stored.store.open(':memory:');
    await one.finish(await importInto(one, [{ startMs: T0, ...flow }]));
    expect((await stored.ask({ kind: 'flow', id: 0 }, one)).row.community_id).toBe(id);
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
    const one = await stored.store.open(':memory:');
    await one.finish(await importInto(one, [{ startMs: T0, ...flow }]));
    const { row } = await stored.ask({ kind: 'flow', id: 0 }, one);
    const keys = ['src.port', 'dst.port', 'icmp.type', 'icmp.code', 'community_id'];
    expect(keys.filter((key) => row[key] !== undefined)).toEqual(told);
    await one.close();
  });
});

test('export gives all flows in order of start, and Parquet the same number', async () => {
  const rows = [];
  for await (const part of stored.dataset.export({ scope: ALL, fields: ['start', 'app'] })) rows.push(...part);
  expect(rows).toEqual([
    { start: '2024-10-21T19:25:46.000000Z', app: 'tls' },
    { start: '2024-10-21T19:25:46.010000Z', app: 'dns' },
    { start: '2024-10-21T19:25:46.100000Z', app: 'icmp6' },
    { start: '2024-10-21T19:25:49.000000Z', app: 'http' },
    { start: '2024-10-21T19:25:50.000000Z' },
  ]);
  expect(
    await stored.dataset.exportParquet({ scope: { filter: 'tcp' }, fields: [] }, join(stored.dir, 'a.parquet')),
  ).toBe(2);
  await expect(
    stored.dataset
      .export({ scope: { filter: '(' }, fields: [] })
      [Symbol.asyncIterator]()
      .next(),
  ).rejects.toThrow(/ends too early/);
});

test('an export whose dataset is closed ends by saying so, and the file opens again', async () => {
  const path = join(stored.dir, 'exported.duckdb');
  const other = await stored.store.open(path);
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
  const again = await stored.store.open(path);
  expect((await stored.ask({ kind: 'totals', scope: ALL }, again)).all.flows).toBe(16_000);
  await again.close();
});

test('a Parquet file given up leaves nothing behind, also when its dataset is closed', async () => {
  const other = await stored.store.open(join(stored.dir, 'given-up.duckdb'));
  const importing = await other.begin();
  const port = new TestPort(await other.connect(importing));
  for (let batch = 0; batch < 3; batch++) {
    const flows = Array.from(
      { length: 16_000 },
      (_, n): TestFlow => ({ startMs: 16_000 * batch + n, src: '10.0.0.1', dst: '10.0.0.2' }),
    );
    port.send({ kind: 'flows', batch: batchOf(flows), stacks: ['eth'], widthMs: 1 });
  }
  await port.done();
  await other.finish(importing);
  const path = join(stored.dir, 'given-up.parquet');
  const written = () => readdirSync(stored.dir).filter((name) => name.startsWith('given-up.parquet'));
  const leaving = new AbortController();
  const first = other.exportParquet({ scope: ALL, fields: [] }, path, leaving.signal);
  await expect.poll(written).toContain('given-up.parquet.part0');
  leaving.abort(new Error('nobody waits for it'));
  await expect(first).rejects.toThrow('nobody waits for it');
  expect(written()).toEqual([]);
  expect(await other.exportParquet({ scope: ALL, fields: ['start'] }, path)).toBe(48_000);
  rmSync(path);
  const second = other.exportParquet({ scope: ALL, fields: [] }, path).catch((error: unknown) => error);
  await expect.poll(written).toContain('given-up.parquet.part0');
  await other.close();
  expect(await second).toMatchObject({ code: 'NOT_FOUND' });
  expect(written()).toEqual([]);
});

test('a question that needs more memory than there is says so', async () => {
  const small = await startStore({ tempDir: stored.dir, memoryMb: 32 });
  const dataset = await small.open(':memory:');
  await dataset.finish(await importInto(dataset, FIVE_FLOWS));
  const filter = Array.from({ length: 60 }, (_, n) => `(host contains "w" or bytes > ${n})`).join(' and ');
  const question = { kind: 'top', scope: { filter }, field: 'ip', measure: 'bytes', limit: 5 } as const;
  await expect(dataset.ask(question)).rejects.toMatchObject({
    code: 'MEMORY',
    message: 'there is not enough memory for this question: narrow the filter or the time span',
  });
  expect(await dataset.ask({ kind: 'totals', scope: ALL })).toMatchObject({ all: { flows: 5 } });
  await small.close();
});

test('a question given up is answered by its reason', async () => {
  await expect(
    stored.dataset.ask({ kind: 'totals', scope: ALL }, AbortSignal.abort(new Error('stale'))),
  ).rejects.toThrow('stale');
});

test('a flow of one moment lies in a bin, whatever its ms', async () => {
  const own = await stored.store.open(':memory:');
  const flows = Array.from(
    { length: 40 },
    (_, n): TestFlow => ({ startMs: T0 + 17 * n, src: '10.0.0.1', dst: '10.0.0.2', srcBytes: 60 }),
  );
  await own.finish(await importInto(own, flows, 1));
  for (const by of ['app', 'src.port']) {
    for (let id = 0; id < flows.length; id++) {
      const scope = { filter: `id == ${id}` };
      const { all, scope: one, first } = await stored.ask({ kind: 'totals', scope }, own);
      expect([all.flows, one.flows, first]).toEqual([40, 1, T0]);
      const { series } = await stored.ask({ kind: 'timeline', scope, by, limit: 5, bins: 60 }, own);
      expect(series.map(({ bytes }) => bytes)).toEqual([[60]]);
    }
  }
  await own.close();
});
