/** The requests of docs/power-bi.md, and the shapes that the queries there rely on. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import { createServer, listen } from '#server/server.ts';
import { manyFlows } from './captures.ts';

let dir: string;
let app: Capscope;
let close: () => Promise<unknown>;
let base: string;
let id: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  app = new Capscope({ dir: join(dir, 'data'), ...ENGINE });
  const server = createServer({ app });
  close = () => server.close();
  base = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
  writeFileSync(join(dir, 'a.pcap'), manyFlows(50));
  id = app.createDataset('Flows').id;
  await app.jobs.ended(app.imports.files(id, [join(dir, 'a.pcap')]).id);
});
afterAll(async () => {
  await close();
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});

/** As Power Query asks: no Origin, no cookies. */
const get = (path: string): Promise<Response> =>
  fetch(base + path, { headers: { 'user-agent': 'Microsoft.Data.Mashup' } });
const ask = async (question: object): Promise<Record<string, unknown>> => {
  const response = await fetch(`${base}/api/datasets/${id}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
  });
  return ((await response.json()) as { answer: Record<string, unknown> }).answer;
};

async function rowsOf(bytes: ArrayBuffer): Promise<Record<string, unknown>[]> {
  const path = join(dir, 'read.parquet');
  writeFileSync(path, Buffer.from(bytes));
  const connection = await (await DuckDBInstance.create()).connect();
  const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
  return reader.getRowObjects();
}

test('datasets are a list of records', async () => {
  expect(await (await get('/api/datasets')).json()).toMatchObject([{ id, name: 'Flows', flows: 50 }]);
});

test('flows come as Parquet: typed columns, one a field, and nothing is left on the disk', async () => {
  const response = await get(`/api/datasets/${id}/flows.parquet`);
  expect(response.headers.get('content-type')).toContain('parquet');
  const rows = await rowsOf(await response.arrayBuffer());
  expect(rows).toHaveLength(50);
  expect(rows[0]).toMatchObject({ 'dst.port': 7777, 'ip.proto': 'udp' });
  await expect.poll(() => readdirSync(join(dir, 'data', 'datasets', id, 'captures'))).toEqual([]);
});

test('a filter and fields narrow it, as they are written in a query', async () => {
  const query = new URLSearchParams({ filter: 'src.ip == 10.0.0.7', fields: 'start,src.ip,dst.ip,bytes' });
  const rows = await rowsOf(await (await get(`/api/datasets/${id}/flows.parquet?${query}`)).arrayBuffer());
  expect(rows.map((row) => Object.keys(row))).toEqual([['start', 'src.ip', 'dst.ip', 'bytes']]);
  expect(rows[0]).toMatchObject({ 'src.ip': '10.0.0.7', 'dst.ip': '192.0.2.7' });
  const wrong = await get(`/api/datasets/${id}/flows.parquet?filter=ip.scr%20%3D%3D%201`);
  expect(wrong.status).toBe(400);
  expect(await wrong.json()).toMatchObject({ code: 'FILTER_INVALID' });
  const unknown = await get(`/api/datasets/${id}/flows.parquet?fields=nosuch`);
  expect(await unknown.json()).toMatchObject({ code: 'USAGE', message: 'there is no field "nosuch"' });
  const either = await get(`/api/datasets/${id}/flows.parquet?fields=ip`);
  expect(await either.json()).toMatchObject({
    code: 'USAGE',
    message: '"ip" means either end; name src.ip or dst.ip',
  });
});

test('the longest filter is read from an address, too', async () => {
  const names = Array.from({ length: 1600 }, () => '"é%"').join(' ');
  const filter = `app == udp or host in {${names}}`;
  const response = await get(`/api/datasets/${id}/flows.csv?${new URLSearchParams({ filter })}`);
  expect(response.status).toBe(200);
});

test('the same as CSV', async () => {
  const text = await (await get(`/api/datasets/${id}/flows.csv`)).text();
  expect(text.trimEnd().split('\n')).toHaveLength(51);
});

test('questions answer with the records that the queries take apart', async () => {
  const scope = { filter: '' };
  const groups = await ask({
    kind: 'groups',
    scope,
    by: ['dst.country', 'app'],
    more: [],
    sort: 'bytes',
    offset: 0,
    limit: 10_000,
  });
  expect((groups.rows as { values: unknown[] }[])[0]).toMatchObject({
    values: expect.anything(),
    bytes: expect.any(Number),
    packets: 50,
    flows: 50,
  });
  expect(await ask({ kind: 'top', scope, field: 'app', measure: 'bytes', limit: 20 })).toHaveProperty('rows');
  expect(await ask({ kind: 'timeline', scope, by: 'app', limit: 10, bins: 500 })).toHaveProperty('series');
  expect(await ask({ kind: 'totals', scope })).toMatchObject({ all: { flows: 50 } });
  expect(
    await ask({ kind: 'groups', scope, by: ['rule', 'decision'], more: [], sort: 'flows', offset: 0, limit: 100 }),
  ).toHaveProperty('rows');
  expect(
    await ask({
      kind: 'top',
      scope: { filter: 'decision == denied' },
      field: 'src.country',
      measure: 'flows',
      limit: 20,
    }),
  ).toHaveProperty('rows');
});

test('the document is there', () => {
  expect(existsSync(new URL('../docs/power-bi.md', import.meta.url))).toBe(true);
});
