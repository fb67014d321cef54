/** What users add to datasets, over HTTP: settings, own networks, tags and notes; kept over restarts, gone with the dataset. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import type { Dataset, Job } from '#app/model.ts';
import { createServer, listen } from '#server/server.ts';
import { manyFlows, pcapOf } from './captures.ts';

let dir: string;
let app: Capscope;
let server: FastifyInstance;
let base: string;

async function startAll(): Promise<void> {
  app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, watched: true });
  server = createServer({ app, webDir: join(dir, 'no-pages') });
  base = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
}
async function stopAll(): Promise<void> {
  await server.close();
  await app.close();
}
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-own-'));
  await startAll();
});
afterAll(async () => {
  await stopAll();
  rmSync(dir, { recursive: true, force: true });
});

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(base + path, { method, ...(body === undefined ? {} : json) });
  return (await response.json()) as T;
}

async function datasetOf(name: string, captures: Readonly<Record<string, Buffer>>): Promise<string> {
  const { id } = await call<Dataset>('POST', '/api/datasets', { name });
  const paths = Object.entries(captures).map(([file, bytes]) => {
    writeFileSync(join(dir, file), bytes);
    return join(dir, file);
  });
  const job = await call<Job>('POST', `/api/datasets/${id}/import`, { paths });
  await app.jobs.ended(job.id);
  return id;
}

type Rows = { readonly answer: { readonly rows: readonly { readonly value: unknown; readonly flows: number }[] } };
async function topOf(id: string, field: string, filter = ''): Promise<readonly (readonly [unknown, number])[]> {
  const question = { kind: 'top', scope: { filter }, field, measure: 'flows', limit: 10 };
  const { answer } = await call<Rows>('POST', `/api/datasets/${id}/ask`, question);
  return answer.rows.map(({ value, flows }) => [value, flows] as const);
}

test('own networks hold at once, survive a restart and a new name, and are told to those who watch', async () => {
  const id = await datasetOf('networks', { 'networks.pcap': manyFlows(40) });
  const [[place, flows]] = (await topOf(id, 'src.country')) as [[string, number]];
  expect([place, flows]).toEqual(['private', 40]);
  const { version } = await call<Dataset>('GET', `/api/datasets/${id}`);
  const networks = [{ cidr: '10.0.0.0/8', name: 'HQ', country: 'NL', lat: 52.37, lon: 4.9 }];
  expect(
    await call('PUT', `/api/datasets/${id}/networks`, { networks: [{ ...networks[0]!, cidr: '10.7.7.7/8' }] }),
  ).toEqual({ networks });
  expect((await call<Dataset>('GET', `/api/datasets/${id}`)).version).toBeGreaterThan(version);
  expect(await topOf(id, 'src.country')).toEqual([['NL', 40]]);
  expect(await topOf(id, 'src.org', 'src.network == hq')).toEqual([['HQ', 40]]);
  await call('PATCH', `/api/datasets/${id}`, { name: 'renamed' });
  await stopAll();
  await startAll();
  expect(await call('GET', `/api/datasets/${id}/networks`)).toEqual({ networks });
  expect(await topOf(id, 'src.country')).toEqual([['NL', 40]]);
  const line = (await (await fetch(`${base}/api/datasets/${id}/flows.jsonl`)).text()).split('\n')[0]!;
  expect(JSON.parse(line)).toMatchObject({ 'src.country': 'NL', 'src.org': 'HQ', 'src.network': 'HQ' });
});

test('networks that make no sense are refused by their row, and nothing changes', async () => {
  const id = await datasetOf('refused', { 'refused.pcap': manyFlows(3) });
  const put = (networks: unknown) =>
    call<{ code: string; message: string }>('PUT', `/api/datasets/${id}/networks`, { networks });
  expect(
    await put([
      { cidr: '10.0.0.0/8', name: 'a' },
      { cidr: '10.0.0.0/99', name: '\u0007' },
    ]),
  ).toEqual({
    code: 'USAGE',
    message:
      'network 2: "10.0.0.0/99" is no block of addresses, such as 10.1.0.0/16 or 2001:db8::/48; network 2: the name has control characters',
  });
  expect(await put([{ cidr: 5 }])).toMatchObject({ code: 'USAGE' });
  expect(
    await put(Array.from({ length: 1001 }, (_, i) => ({ cidr: `10.0.${i >> 8}.${i & 255}`, name: 'x' }))),
  ).toMatchObject({ code: 'USAGE' });
  expect(await call('GET', `/api/datasets/${id}/networks`)).toEqual({ networks: [] });
  expect(await call('PUT', '/api/datasets/aaaaaaaa/networks', { networks: [] })).toMatchObject({
    code: 'DATASET_NOT_FOUND',
  });
});

test('settings of a dataset can be changed and hold for what is imported then', async () => {
  const id = await datasetOf('settings', { 'settings.pcap': manyFlows(3) });
  const settings = { tunnels: 'outer', keyBy: ['vlan'], duplicates: 'drop' };
  expect(await call('PATCH', `/api/datasets/${id}`, { settings })).toMatchObject({ name: 'settings', settings });
  expect(await call('PATCH', `/api/datasets/${id}`, { settings: { tunnels: 'sideways' } })).toMatchObject({
    code: 'USAGE',
  });
  expect(await call('GET', `/api/datasets/${id}`)).toMatchObject({ settings });
});

test('tags and notes: put on by filter, found, exported, taken back; refused where they cannot be', async () => {
  const id = await datasetOf('marks', { 'marks.pcap': manyFlows(20) });
  const mark = <T = { changed: number; matched: number; undo: string; code?: string; message?: string }>(
    body: unknown,
  ) => call<T>('POST', `/api/datasets/${id}/marks`, body);
  const done = await mark({
    on: { kind: 'scope', scope: { filter: 'src.ip in {10.0.0.0..10.0.0.4}' } },
    add: ['to check', '<b>bold</b>'],
  });
  expect(done).toMatchObject({ matched: 5, changed: 5 });
  await mark({ on: { kind: 'hosts', ips: ['192.0.2.7'] }, add: ['server'], note: 'the only one' });
  expect(await topOf(id, 'tag', 'tag')).toEqual([
    ['<b>bold</b>', 5],
    ['to check', 5],
  ]);
  const csv = await (
    await fetch(`${base}/api/datasets/${id}/flows.csv?filter=${encodeURIComponent('tag == "to check"')}`)
  ).text();
  const [head, first] = csv.split('\r\n') as [string, string];
  expect(head).toContain('tag,note,src.tag,dst.tag,src.note,dst.note');
  expect(first).toContain('"<b>bold</b>, to check",,,server,,the only one');
  expect(await call('GET', `/api/datasets/${id}/marks`)).toMatchObject({
    hosts: [{ ip: '192.0.2.7', tags: ['server'], note: 'the only one' }],
  });
  expect(await call('POST', `/api/datasets/${id}/marks/undo`, { undo: done.undo })).toEqual({});
  expect(await topOf(id, 'tag', 'tag')).toEqual([]);
  expect(await call('POST', `/api/datasets/${id}/marks/undo`, { undo: done.undo })).toMatchObject({
    code: 'NOT_FOUND',
  });
  const flows = { kind: 'flows', ids: [1] };
  const told = async (body: unknown) => ((await mark(body)) as { message?: string }).message;
  expect(await told({ on: flows })).toBe('neither a tag nor a note was given');
  expect(await told({ on: flows, add: ['a,b'] })).toBe('a tag has no comma: commas stand between tags');
  expect(await told({ on: flows, add: ['a\u0000b'] })).toBe('a tag has control characters');
  expect(await told({ on: flows, note: 'x'.repeat(3000) })).toBe('the note is longer than 2000 characters');
  expect(await told({ on: { kind: 'hosts', ips: ['10.0.0.999'] }, add: ['a'] })).toBe('"10.0.0.999" is no address');
  expect(await told({ on: { kind: 'scope', scope: { filter: 'nonsense ==' } }, add: ['a'] })).toContain('nonsense');
  expect(await told({ on: flows, add: Array.from({ length: 11 }, (_, i) => `t${i}`) })).toBeDefined();
  const edited = await call<Dataset>('PATCH', `/api/datasets/${id}`, {
    tags: ['Case 7', 'case 7'],
    note: ' look\r\nhere ',
  });
  expect(edited).toMatchObject({ tags: ['Case 7'], note: 'look\nhere' });
  expect(await call('PATCH', `/api/datasets/${id}`, { tags: [], note: '' })).not.toHaveProperty('tags');
});

test('flows are found by the file that holds packets of them, those in several files by each', async () => {
  const start = Date.UTC(2024, 9, 21);
  const packet = (time: number, n: number) => ({
    time: start + time,
    from: `10.0.0.${n}:40000`,
    to: '192.0.2.7:7777',
    payload: `${time}`,
  });
  const a = pcapOf([packet(0, 1), packet(1000, 2), packet(1500, 3)]);
  const b = pcapOf([packet(2000, 2), packet(2100, 4)]);
  const c = pcapOf([packet(3000, 2), packet(3100, 3)]);
  const id = await datasetOf('files', { 'a.pcap': a, "b, it's.pcap": b, 'c.pcap': c });
  const expected = [
    ['a.pcap', 3],
    ["b, it's.pcap", 2],
    ['c.pcap', 2],
  ];
  expect(new Set(await topOf(id, 'file'))).toEqual(new Set(expected));
  for (const [name, flows] of expected) {
    const [found] = await topOf(id, 'ip.proto', `file == ${JSON.stringify(name)}`);
    expect([name, found?.[1]]).toEqual([name, flows]);
  }
  const filesOf = async () => {
    const lines = (await (await fetch(`${base}/api/datasets/${id}/flows.jsonl`)).text()).trim().split('\n');
    return Object.fromEntries(lines.map((line) => JSON.parse(line)).map((row) => [row['src.ip'], row.file]));
  };
  const told = {
    '10.0.0.1': 'a.pcap',
    '10.0.0.2': "a.pcap, b, it's.pcap, c.pcap",
    '10.0.0.3': 'a.pcap, c.pcap',
    '10.0.0.4': "b, it's.pcap",
  };
  expect(await filesOf()).toEqual(told);
  // The same when they come one by one, and a file that comes later goes on with flows of those before.
  writeFileSync(join(dir, 'd.pcap'), pcapOf([packet(4000, 3)]));
  const job = await call<Job>('POST', `/api/datasets/${id}/import`, { paths: [join(dir, 'd.pcap')] });
  await app.jobs.ended(job.id);
  await stopAll();
  await startAll();
  expect(await filesOf()).toEqual({ ...told, '10.0.0.3': 'a.pcap, c.pcap, d.pcap' });
  expect(await topOf(id, 'src.ip', 'file == d.pcap')).toEqual([['10.0.0.3', 1]]);
  const { answer } = await call<{ answer: unknown }>('POST', `/api/datasets/${id}/ask`, {
    kind: 'values',
    scope: { filter: '' },
    field: 'file',
    text: 'IT',
    limit: 5,
  });
  expect(answer).toEqual({ values: [{ value: "b, it's.pcap", flows: 2 }] });
});
