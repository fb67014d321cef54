/** A dataset's captures read again with other settings, over HTTP: in place of all before, or nothing changes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import type { Dataset, Job } from '#app/model.ts';
import { createServer, listen } from '#server/server.ts';
import { manyFlows, pcapOfFrames } from './captures.ts';

const START = Date.UTC(2024, 9, 21, 19, 25, 46);
const ETHERNET = '0200 0000 0002 0200 0000 0001 0800';
/** 10.9.9.9 → 10.9.9.8, protocol 4: IPv4 in IPv4 */
const OUTER = '4500 0034 0001 0000 4004 0000 0a09 0909 0a09 0908';
/** 10.0.0.1:4369 → 10.0.0.2:8738 or :8739, UDP, four bytes */
const inner = (port: string) => `4500 0020 0001 0000 4011 0000 0a00 0001 0a00 0002 1111 ${port} 000c 0000 6162 6364`;
const TUNNELLED = pcapOfFrames(
  START,
  ['2222', '2223', '2222'].map((port) => `${ETHERNET} ${OUTER} ${inner(port)}`),
);
const INNER = { tunnels: 'inner', keyBy: [], duplicates: 'keep' } as const;

let dir: string;
let app: Capscope;
let server: FastifyInstance;
let base: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-reread-'));
  app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, watched: true });
  server = createServer({ app, webDir: join(dir, 'no-pages') });
  base = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
});
afterAll(async () => {
  await server.close();
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return (await (await fetch(base + path, { method, ...(body === undefined ? {} : json) })).json()) as T;
}

async function datasetOf(name: string, captures: Readonly<Record<string, Buffer>>): Promise<string> {
  const { id } = await call<Dataset>('POST', '/api/datasets', { name });
  for (const [file, bytes] of Object.entries(captures)) {
    writeFileSync(join(dir, file), bytes);
    const job = await call<Job>('POST', `/api/datasets/${id}/import`, { paths: [join(dir, file)] });
    await app.jobs.ended(job.id);
  }
  return id;
}

async function reread(id: string, settings: unknown): Promise<Job> {
  const job = await call<Job>('POST', `/api/datasets/${id}/reread`, { settings });
  return app.jobs.ended(job.id);
}

async function ends(id: string): Promise<readonly string[]> {
  const text = await (await fetch(`${base}/api/datasets/${id}/flows.jsonl`)).text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .map(
      (row) =>
        `${row['src.ip']}:${row['src.port'] ?? ''} ${row['dst.ip']} ${row['ip.proto']} ${row['packets']} ${row['tag'] ?? ''}`,
    )
    .sort();
}

test('the flows of tunnels take the place of those inside, and the other way round; tags stay where flows do', async () => {
  const id = await datasetOf('tunnels', { 'tunnel.pcap': TUNNELLED, 'plain.pcap': manyFlows(3, START + 60_000) });
  const before = await ends(id);
  expect(before.filter((line) => line.startsWith('10.0.0.1:4369'))).toHaveLength(2);
  await call('POST', `/api/datasets/${id}/marks`, {
    on: { kind: 'scope', scope: { filter: 'dst.port == 7777' } },
    add: ['mine'],
    remove: [],
  });
  const job = await reread(id, { ...INNER, tunnels: 'outer' });
  expect(job).toMatchObject({ kind: 'reread', state: 'done', packets: 6, flows: 4 });
  const outer = await ends(id);
  expect(outer).toHaveLength(4);
  expect(outer.filter((line) => line.startsWith('10.9.9.9'))).toEqual(['10.9.9.9: 10.9.9.8 ipip 3 ']);
  expect(outer.filter((line) => line.endsWith('mine'))).toHaveLength(3);
  expect(await call<Dataset>('GET', `/api/datasets/${id}`)).toMatchObject({
    flows: 4,
    packets: 6,
    fileCount: 2,
    settings: { tunnels: 'outer' },
  });
  await reread(id, INNER);
  expect((await ends(id)).map((line) => line.replace('mine', ''))).toEqual(before);
});

test('where a capture is gone, nothing changes and the file is named', async () => {
  const id = await datasetOf('gone', { 'gone.pcap': manyFlows(4) });
  const before = await ends(id);
  rmSync(join(dir, 'gone.pcap'));
  const job = await reread(id, { ...INNER, duplicates: 'drop' });
  expect(job.state).toBe('failed');
  expect(job.error).toBe('gone.pcap: is no longer there as it was imported: the captures cannot be read again');
  expect(await ends(id)).toEqual(before);
  expect((await call<Dataset>('GET', `/api/datasets/${id}`)).settings).toBeUndefined();
});

test('a dataset without captures has nothing to read again', async () => {
  const { id } = await call<Dataset>('POST', '/api/datasets', { name: 'empty' });
  expect(await call('POST', `/api/datasets/${id}/reread`, { settings: INNER })).toMatchObject({
    code: 'USAGE',
    message: 'there is no capture in it that could be read again',
  });
});
