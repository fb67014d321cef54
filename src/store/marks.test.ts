/** Tags and notes: found, counted and grouped like any field; kept through restarts and through imports that renumber flows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, expect, test } from 'vitest';
import type { DecodeSettings } from '#flow/settings.ts';
import type { MarkChange } from '#query/marks.ts';
import type { Answer, FlowRow, Question } from '#query/question.ts';
import { startStore } from './client.ts';
import type { StoredFile } from './protocol.ts';
import type { DatasetStore } from './store.ts';
import { batchOf, type TestFlow, TestPort } from './testing.ts';

const T0 = Date.UTC(2024, 9, 21);
const flow = (n: number, part: Partial<TestFlow> = {}): TestFlow => ({
  startMs: T0 + n * 1000,
  endMs: T0 + n * 1000 + 500,
  src: `10.0.0.${n}`,
  dst: '192.0.2.10',
  proto: 6,
  srcPort: 1000 + n,
  dstPort: 443,
  srcBytes: 100,
  ...part,
});

const folder = mkdtempSync(join(tmpdir(), 'capscope-marks-'));
const store = await startStore();
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const fileRecord = (id: number, settings: DecodeSettings): StoredFile => ({
  id,
  name: `${id}.pcap`,
  size: 1,
  format: 'pcap',
  linkTypes: ['EN10MB'],
  snapLen: 65535,
  packets: 1,
  bytes: 1,
  accounts: { decoded: 1, truncated: 0, malformed: 0, unsupported: 0 },
  warnings: [],
  settings,
});

async function importOf(
  dataset: DatasetStore,
  flows: readonly TestFlow[],
  spans?: readonly (readonly [number, number])[],
  keyBy?: DecodeSettings['keyBy'],
): Promise<void> {
  const importing = await dataset.begin();
  const port = new TestPort(await dataset.connect(importing));
  port.send({ kind: 'flows', batch: batchOf(flows), stacks: ['eth:ipv4:tcp'], widthMs: 1000 });
  await port.done();
  if (keyBy !== undefined) {
    const id = (await dataset.reserve(importing, [1]))[0]!.file;
    await dataset.putFiles(importing, [fileRecord(id, { tunnels: 'inner', keyBy, duplicates: 'keep' })]);
  }
  if (spans !== undefined)
    await dataset.settle(importing, { replaced: { kind: 'spans', spans }, files: [], stream: 'none' });
  await dataset.finish(importing);
}
async function ask<Q extends Question>(dataset: DatasetStore, question: Q): Promise<Answer<Q['kind']>> {
  const answer = await dataset.ask(question);
  expect(answer).not.toHaveProperty('ok', false);
  return answer as Answer<Q['kind']>;
}
const found = async (
  dataset: DatasetStore,
  filter: string,
): Promise<readonly (string | number | boolean | undefined)[]> =>
  (
    await ask(dataset, {
      kind: 'flows',
      scope: { filter },
      fields: ['src.port', 'tag', 'note', 'src.tag'],
      sort: [{ field: 'src.port', descending: false }],
      offset: 0,
      limit: 100,
    })
  ).rows.map((row) => row['src.port']);
const onFlows = (ids: readonly number[], part: Partial<MarkChange>): MarkChange => ({
  on: { kind: 'flows', ids },
  add: [],
  remove: [],
  ...part,
});

test('flows and hosts are found by their tags and notes, and each of several tags counts', async () => {
  const dataset = await store.open(':memory:');
  await importOf(
    dataset,
    [1, 2, 3, 4].map((n) => flow(n)),
  );
  expect(await dataset.mark(onFlows([0, 1, 99], { add: ['to check', 'Odd'] }))).toMatchObject({
    matched: 2,
    changed: 2,
  });
  expect(await dataset.mark(onFlows([2], { add: ['ODD'], note: 'see "ticket" 7;\nsecond line' }))).toMatchObject({
    changed: 1,
  });
  await dataset.mark({
    on: { kind: 'hosts', ips: ['10.0.0.4', '192.0.2.10'] },
    add: ['server'],
    remove: [],
    note: 'ours',
  });
  expect(await found(dataset, 'tag == "To Check"')).toEqual([1001, 1002]);
  expect(await found(dataset, 'tag == odd')).toEqual([1001, 1002, 1003]);
  expect(await found(dataset, 'tag == "Odd, to check"')).toEqual([1001, 1002]); // as the row has it
  expect(await found(dataset, 'tag in {odd server} and not tag contains check')).toEqual([1003]);
  expect(await found(dataset, 'not tag')).toEqual([1004]);
  expect(await found(dataset, 'note contains "TICKET\\" 7"')).toEqual([1003]);
  expect(await found(dataset, 'src.tag == server')).toEqual([1004]);
  expect(await found(dataset, 'ip.tag == server and ip.note matches "^ou"')).toEqual([1001, 1002, 1003, 1004]);
  const top = await ask(dataset, { kind: 'top', scope: { filter: '' }, field: 'tag', measure: 'flows', limit: 10 });
  expect(top.rows.map(({ value, flows }) => [value, flows])).toEqual([
    ['Odd', 3],
    ['to check', 2],
    [undefined, 1],
  ]);
  expect(top.total.flows).toBe(4);
  const groups = await ask(dataset, {
    kind: 'groups',
    scope: { filter: '' },
    by: ['tag', 'src.tag'],
    more: [],
    sort: 'flows',
    offset: 0,
    limit: 9,
  });
  expect(groups.rows.map(({ values, flows }) => [...values, flows])).toContainEqual([undefined, 'server', 1]);
  expect((await ask(dataset, { kind: 'distinct', scope: { filter: '' }, fields: ['tag', 'ip.tag'] })).counts).toEqual({
    tag: 2,
    'ip.tag': 1,
  });
  // bins add up to the bytes: a flow with two tags is in one series
  const timeline = await ask(dataset, { kind: 'timeline', scope: { filter: '' }, by: 'tag', limit: 5, bins: 10 });
  expect(timeline.series.map(({ value }) => value)).toEqual(['Odd, to check', 'Odd', '']);
  expect(
    (await ask(dataset, { kind: 'values', scope: { filter: '' }, field: 'tag', text: 'ch', limit: 5 })).values,
  ).toEqual([{ value: 'to check', flows: 2 }]);
  const hosts = await ask(dataset, {
    kind: 'hosts',
    scope: { filter: '' },
    sort: 'ip',
    descending: false,
    offset: 3,
    limit: 1,
  });
  expect(hosts.rows[0]).toMatchObject({ ip: '10.0.0.4', tags: ['server'], note: 'ours' });
  expect(await dataset.marks()).toEqual({
    tags: [
      { tag: 'Odd', flows: 3, hosts: 0 },
      { tag: 'server', flows: 0, hosts: 2 },
      { tag: 'to check', flows: 2, hosts: 0 },
    ],
    hosts: [
      { ip: '10.0.0.4', tags: ['server'], note: 'ours' },
      { ip: '192.0.2.10', tags: ['server'], note: 'ours' },
    ],
    notes: 1,
  });
  const rows: FlowRow[] = [];
  for await (const part of dataset.export({ scope: { filter: 'note' }, fields: [] })) rows.push(...part);
  expect(rows[0]).toMatchObject({ tag: 'Odd', note: 'see "ticket" 7;\nsecond line', 'dst.tag': 'server' });
  await dataset.close();
});

test('all that a filter shows is marked up to a bound, and a change is taken back to what was before', async () => {
  const dataset = await store.open(':memory:');
  await importOf(
    dataset,
    [1, 2, 3].map((n) => flow(n)),
  );
  await dataset.mark(onFlows([0], { add: ['seen'], note: 'first' }));
  const scope = { filter: 'src.port <= 1002' };
  const result = await dataset.mark({ on: { kind: 'scope', scope }, add: ['seen'], remove: [], note: 'second' });
  expect(result).toMatchObject({ matched: 2, changed: 2, beyond: 0, open: 0 });
  expect(await found(dataset, 'tag == seen and note == second')).toEqual([1001, 1002]);
  await dataset.takeBack(result.undo!);
  expect(await found(dataset, 'tag == seen')).toEqual([1001]);
  expect(await found(dataset, 'note == first')).toEqual([1001]);
  expect(await found(dataset, 'note == second')).toEqual([]);
  await expect(dataset.takeBack(result.undo!)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  // again the same changes nothing, and there is nothing to take back
  expect(await dataset.mark(onFlows([0], { add: ['SEEN'], note: 'first' }))).toMatchObject({ changed: 0 });
  await expect(
    dataset.mark({ on: { kind: 'scope', scope: { filter: 'nonsense ==' } }, add: ['a'], remove: [] }),
  ).rejects.toMatchObject({ code: 'FILTER_INVALID' });
  await expect(
    dataset.mark(onFlows([1], { add: Array.from({ length: 501 }, (_, i) => `t${i}`) })),
  ).rejects.toMatchObject({ code: 'USAGE' });
  expect(await found(dataset, 'tag')).toEqual([1001]);
  await dataset.close();
});

test('marks last, and go with their flows when these are decoded again, turned or longer', async () => {
  const path = join(folder, 'a.duckdb');
  const dataset = await store.open(path);
  await importOf(
    dataset,
    [1, 2, 3].map((n) => flow(n)),
  );
  await dataset.mark(onFlows([0, 1, 2], { add: ['kept'] }));
  const change = await dataset.mark(onFlows([1], { note: 'noted' }));
  await dataset.close();
  const again = await store.open(path);
  expect(await found(again, 'tag == kept')).toEqual([1001, 1002, 1003]);
  // Flow 1 began earlier as is known now, flow 2 was begun by its other end, flow 3 is not there any more.
  const turned = flow(2, { src: '192.0.2.10', srcPort: 443, dst: '10.0.0.2', dstPort: 1002 });
  const others = [flow(1, { srcPort: 999 }), flow(1, { startMs: T0 + 60_000, endMs: T0 + 61_000 })];
  await importOf(again, [flow(1, { startMs: T0 }), turned, ...others], [[T0, T0 + 10_000]]);
  expect(await found(again, '')).toEqual([443, 999, 1001, 1001]);
  expect(await found(again, 'tag == kept')).toEqual([443, 1001]);
  expect(await found(again, 'note == noted')).toEqual([443]);
  expect(await found(again, 'tag == kept and start < 2024-10-21T00:00:10Z')).toEqual([443, 1001]);
  await expect(again.takeBack(change.undo!)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  // An import that is taken back leaves no marks to flows that get its numbers later.
  const importing = await again.begin();
  const port = new TestPort(await again.connect(importing));
  port.send({ kind: 'flows', batch: batchOf([flow(7)]), stacks: ['eth:ipv4:tcp'], widthMs: 1000 });
  await port.done();
  await again.rollback(importing);
  await importOf(again, [flow(8)]);
  expect(await found(again, 'src.port > 1005 and not tag')).toEqual([1008]);
  await again.close();
});

test('marks go to the flow of the same network where networks are kept apart, and there alone', async () => {
  const spans = [[T0, T0 + 10_000]] as const;
  const byVni = await store.open(':memory:');
  const tenants = [{ facts: { vni: 7 + 1 } }, { facts: { vni: 8 + 1 } }] as const; // kept as one more
  // The latest that had begun is the other tenant's.
  await importOf(byVni, [flow(1, tenants[0]), flow(1, { ...tenants[1], startMs: T0 })], undefined, ['vni']);
  await byVni.mark(onFlows([0], { add: ['seven'] }));
  await byVni.mark(onFlows([1], { add: ['eight'] }));
  const again = [flow(1, { ...tenants[0], startMs: T0 }), flow(1, { ...tenants[1], startMs: T0 - 1 })];
  await importOf(byVni, [...again, flow(1, { ...tenants[1], startMs: T0 + 900 })], [...spans], ['vni']);
  const countsBy = async (dataset: DatasetStore, filter: string, field: string) =>
    (await ask(dataset, { kind: 'top', scope: { filter }, field, measure: 'flows', limit: 9 })).rows.map(
      ({ value, flows }) => [value, flows],
    );
  expect(await countsBy(byVni, 'tag == seven', 'vni')).toEqual([[7, 1]]);
  expect(await countsBy(byVni, 'tag == eight', 'vni')).toEqual([[8, 1]]);
  await byVni.close();

  // By default a VLAN is no part of the key: a joined flow has that of its first packet.
  for (const keyBy of [[], ['vlan']] as const) {
    const dataset = await store.open(':memory:');
    await importOf(dataset, [flow(1, { vlan: 20 })], undefined, keyBy);
    await dataset.mark(onFlows([0], { add: ['kept'] }));
    await importOf(dataset, [flow(1, { vlan: 10, startMs: T0 })], [...spans], keyBy);
    expect(await countsBy(dataset, 'tag == kept', 'vlan')).toEqual(keyBy.length === 0 ? [[10, 1]] : []);
    await dataset.close();
  }
});

test("a log's flow takes its marks to a log's flow, not to packets of the same ends", async () => {
  const dataset = await store.open(':memory:');
  const both = async (logged: readonly TestFlow[], packets: readonly TestFlow[], again: boolean): Promise<void> => {
    const importing = await dataset.begin();
    const port = new TestPort(await dataset.connect(importing));
    port.send({ kind: 'flows', batch: batchOf(logged), stacks: ['flow log'], widthMs: 1000 });
    if (packets.length > 0)
      port.send({ kind: 'flows', batch: batchOf(packets), stacks: ['eth:ipv4:tcp'], widthMs: 1000 });
    await port.done();
    if (again)
      await dataset.settle(importing, { replacedLogs: { spans: [[T0, T0 + 10_000]] }, files: [], stream: 'same' });
    await dataset.finish(importing);
  };
  await both([flow(1)], [], false);
  await dataset.mark(onFlows([0], { add: ['logged'] }));
  await both([flow(1, { startMs: T0 })], [flow(1, { startMs: T0 + 500 })], true);
  const page = await ask(dataset, {
    kind: 'top',
    scope: { filter: 'tag == logged' },
    field: 'stack',
    measure: 'flows',
    limit: 9,
  });
  expect(page.rows.map(({ value, flows }) => [value, flows])).toEqual([['flow log', 1]]);
  await dataset.close();
});

test('tags, notes and files are in a Parquet file', async () => {
  const dataset = await store.open(':memory:');
  const importing = await dataset.begin();
  const [reserved] = await dataset.reserve(importing, [1]);
  const { file, firstChunk } = reserved!;
  const port = new TestPort(await dataset.connect(importing));
  const flows = [1, 2].map((n) => flow(n, { chunks: [firstChunk] }));
  port.send({ kind: 'flows', batch: batchOf(flows), stacks: ['eth:ipv4:tcp'], widthMs: 1000 });
  const one = Float64Array.of(1);
  port.send({
    kind: 'chunks',
    file,
    chunks: {
      length: 1,
      number: Uint32Array.of(firstChunk),
      offset: one,
      bytes: Uint32Array.of(1),
      first: one,
      last: one,
      packets: Uint32Array.of(2),
    },
  });
  await port.done();
  await dataset.putFiles(importing, [fileRecord(file, { tunnels: 'inner', keyBy: [], duplicates: 'keep' })]);
  await dataset.finish(importing);
  await dataset.mark(onFlows([0], { add: ['odd', 'Seen'], note: 'one\ntwo' }));
  await dataset.mark({ on: { kind: 'hosts', ips: ['192.0.2.10'] }, add: ['server'], remove: [], note: 'ours' });
  const path = join(folder, 'marks.parquet');
  const fields = ['src.port', 'tag', 'note', 'dst.tag', 'dst.note', 'file'];
  expect(await dataset.exportParquet({ scope: { filter: '' }, fields }, path)).toBe(2);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}') ORDER BY ALL`);
  expect(rows.getRowObjectsJson()).toEqual([
    { 'src.port': 1001, tag: 'odd, Seen', note: 'one\ntwo', 'dst.tag': 'server', 'dst.note': 'ours', file: '1.pcap' },
    { 'src.port': 1002, tag: null, note: null, 'dst.tag': 'server', 'dst.note': 'ours', file: '1.pcap' },
  ]);
  connection.closeSync();
  instance.closeSync();
  await dataset.close();
});
