/** The server with its real store and decoder, over real HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import type { CaptureFile, Dataset, Job } from '#app/model.ts';
import { createServer, listen } from '#server/server.ts';
import { manyFlows } from './captures.ts';

let dir: string;
let app: Capscope;
let server: FastifyInstance;
let base: string;
let port: number;

async function startAll(): Promise<void> {
  app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, watched: true });
  server = createServer({ app, webDir: join(dir, 'no-pages') });
  port = await listen(server, '127.0.0.1', 0);
  base = `http://127.0.0.1:${port}`;
}
async function stopAll(): Promise<void> {
  await server.close();
  await app.close();
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
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

async function upload(id: string, name: string, bytes: Buffer): Promise<Job> {
  const response = await fetch(
    `${base}/api/datasets/${id}/upload?name=${encodeURIComponent(name)}&size=${bytes.length}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    },
  );
  return (await response.json()) as Job;
}

const create = (name: string): Promise<Dataset> => call('POST', '/api/datasets', { name });
const ask = (id: string, question: unknown): Promise<Record<string, unknown>> =>
  call('POST', `/api/datasets/${id}/ask`, question);
const everything = { filter: '' };

describe('an uploaded capture', () => {
  let id: string;
  beforeAll(async () => {
    ({ id } = await create('uploaded'));
    const job = await upload(id, '../../up.pcap', manyFlows(300));
    expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 300, name: 'up.pcap' });
  });

  test('is counted on its card', async () => {
    const card = await call<Dataset>('GET', `/api/datasets/${id}`);
    expect(card).toMatchObject({ packets: 300, flows: 300, fileCount: 1, importing: false });
    expect(card.sparkline.reduce((sum, bytes) => sum + bytes, 0)).toBe(card.bytes);
  });
  test('answers questions, and faults of filters are answers', async () => {
    expect(await ask(id, { kind: 'totals', scope: { filter: 'src.ip == 10.0.0.0/25' } })).toMatchObject({
      ok: true,
      answer: { scope: { flows: 128 }, all: { flows: 300 } },
    });
    expect(await ask(id, { kind: 'totals', scope: { filter: 'ip.scr == 1' } })).toMatchObject({
      ok: false,
      start: 0,
      end: 6,
    });
    const flows = {
      kind: 'flows',
      scope: everything,
      fields: ['src.ip'],
      sort: [{ field: 'start', descending: true }],
      offset: 0,
      limit: 2,
    };
    expect(await ask(id, flows)).toMatchObject({
      answer: { total: 300, rows: [{ 'src.ip': '10.0.1.43' }, { 'src.ip': '10.0.1.42' }] },
    });
  });
  test('several questions are answered in one go, each by itself: a wrong one spoils no other', async () => {
    const totals = { kind: 'totals', scope: { filter: 'src.ip == 10.0.0.0/25' } };
    const questions = [
      totals,
      { kind: 'totals', scope: { filter: 'ip.scr == 1' } },
      { kind: 'top', scope: everything, field: 'nope', measure: 'bytes', limit: 5 },
      { kind: 'distinct', scope: everything, fields: ['src.ip'] },
    ];
    const response = await fetch(`${base}/api/datasets/${id}/questions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ questions }),
    });
    const lines = (await response.text()).trimEnd().split('\n');
    const told = lines.map((line) => JSON.parse(line) as { at: number }).sort((a, b) => a.at - b.at);
    // the version may have moved on between the two: the answer has not
    const { version: _, ...alone } = await ask(id, totals);
    expect(told).toMatchObject([
      { at: 0, reply: alone },
      { at: 1, reply: { ok: false, start: 0, end: 6 } },
      { at: 2, status: 400, failure: { code: 'USAGE' } },
      { at: 3, reply: { ok: true, answer: { counts: { 'src.ip': 300 } } } },
    ]);
    expect(await call('POST', `/api/datasets/${id}/questions`, { questions: [] })).toMatchObject({ code: 'USAGE' });
    const none = await fetch(`${base}/api/datasets/aaaaaaaa/questions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ questions: [totals] }),
    });
    expect([none.status, await none.json()]).toMatchObject([404, { code: 'DATASET_NOT_FOUND' }]);
  });
  test('questions about fields that are not there are refused', async () => {
    for (const field of ['nope', '__proto__', "x'; drop table flows; --", 'bytes']) {
      expect(await ask(id, { kind: 'top', scope: everything, field, measure: 'bytes', limit: 5 }), field).toMatchObject(
        { code: 'USAGE' },
      );
    }
    expect(await ask(id, { kind: 'everything' })).toMatchObject({ code: 'USAGE' });
    expect(
      await ask(id, { kind: 'flows', scope: everything, fields: [], sort: [], offset: -1, limit: 2 }),
    ).toMatchObject({ code: 'USAGE' });
  });
  test('is exported', async () => {
    const csv = await (
      await fetch(`${base}/api/datasets/${id}/flows.csv?filter=${encodeURIComponent('src.ip == 10.0.0.5')}`)
    ).text();
    expect(csv.trimEnd().split('\r\n')).toHaveLength(2);
    const jsonl = await fetch(`${base}/api/datasets/${id}/flows.jsonl`);
    expect(jsonl.headers.get('content-disposition')).toBe('attachment; filename="uploaded.jsonl"');
    expect((await jsonl.text()).trimEnd().split('\n')).toHaveLength(300);
    const wrong = await fetch(`${base}/api/datasets/${id}/flows.csv?filter=((`);
    expect(wrong.status).toBe(400);
  });
  test('lies in the data directory under a name of ours, and gets its SHA-256', async () => {
    expect(readdirSync(join(dir, 'data/datasets', id, 'captures'))).toEqual([
      expect.stringMatching(/^[0-9a-f]{16}\.capture$/),
    ]);
    await expect
      .poll(async () => (await call<CaptureFile[]>('GET', `/api/datasets/${id}/files`))[0], { timeout: 10_000 })
      .toMatchObject({ name: 'up.pcap', packets: 300, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });
  test('is there after a restart', async () => {
    await stopAll();
    await startAll();
    expect(await call('GET', `/api/datasets/${id}`)).toMatchObject({ name: 'uploaded', flows: 300 });
    expect(await ask(id, { kind: 'totals', scope: everything })).toMatchObject({ answer: { all: { flows: 300 } } });
  });
  test('a capture that cannot be read leaves the dataset as it was', async () => {
    const job = await upload(id, 'text.pcap', Buffer.from('no capture'.repeat(1000)));
    expect(await app.jobs.ended(job.id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('text.pcap: not a capture file'),
    });
    expect(await call('GET', `/api/datasets/${id}`)).toMatchObject({ packets: 300, fileCount: 1 });
    expect(readdirSync(join(dir, 'data/datasets', id, 'captures'))).toHaveLength(1);
  });
  test('an upload that breaks off leaves the dataset as it was', async () => {
    const bytes = manyFlows(100);
    await new Promise<void>((resolve) => {
      const broken = httpRequest({
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: `/api/datasets/${id}/upload?name=broken.pcap&size=${bytes.length}`,
        headers: { 'content-type': 'application/octet-stream', 'content-length': bytes.length },
      });
      broken.on('error', () => resolve());
      broken.write(bytes.subarray(0, 2000));
      setTimeout(() => broken.destroy(), 300);
    });
    await expect
      .poll(() => app.jobs.list().at(-1), { timeout: 10_000 })
      .toMatchObject({ name: 'broken.pcap', state: 'failed' });
    expect(await call('GET', `/api/datasets/${id}`)).toMatchObject({ packets: 300, fileCount: 1 });
    expect(readdirSync(join(dir, 'data/datasets', id, 'captures'))).toHaveLength(1);
  });
  test('goes with its dataset', async () => {
    await call('DELETE', `/api/datasets/${id}`);
    expect(existsSync(join(dir, 'data/datasets', id))).toBe(false);
    expect(await ask(id, { kind: 'totals', scope: everything })).toMatchObject({ code: 'DATASET_NOT_FOUND' });
  });
});

test('files of this machine are imported in place, as one stream', async () => {
  const { id } = await create('local');
  const paths = ['a.pcap', 'b.pcap'].map((name) => join(dir, name));
  const start = Date.UTC(2024, 0, 1);
  writeFileSync(paths[0]!, manyFlows(10, start));
  writeFileSync(paths[1]!, manyFlows(10, start + 10_000));
  const job = await call<Job>('POST', `/api/datasets/${id}/import`, { paths });
  expect(job.name).toBe('a.pcap and 1 more');
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 20 });
  expect(await call('GET', `/api/datasets/${id}`)).toMatchObject({ flows: 10, packets: 20, fileCount: 2 });
  await call('DELETE', `/api/datasets/${id}`);
  expect(paths.every((path) => existsSync(path))).toBe(true);
});

/** An upload of 20 000 flows that takes its time until it is told to end. */
function slowUpload(id: string, to: number): { end(): void; breakOff(): void } {
  const bytes = manyFlows(20_000);
  const piece = 20_000;
  const upload = httpRequest({
    host: '127.0.0.1',
    port: to,
    method: 'POST',
    path: `/api/datasets/${id}/upload?name=slow.pcap`,
    headers: { 'content-type': 'application/octet-stream' },
  });
  upload.on('error', () => {});
  upload.on('response', (response) => response.resume());
  let at = 0;
  const timer = setInterval(() => {
    upload.write(bytes.subarray(at, at + piece));
    at += piece;
  }, 50);
  return {
    end() {
      clearInterval(timer);
      upload.end(bytes.subarray(at));
    },
    breakOff() {
      clearInterval(timer);
      upload.destroy();
    },
  };
}
const flowsOnCard = async (id: string, at = base): Promise<number> =>
  ((await (await fetch(`${at}/api/datasets/${id}`)).json()) as Dataset).flows;

test('a dataset grows while it is imported into, for those who ask, too, and its numbers never shrink', async () => {
  const { id } = await create('growing');
  const slow = slowUpload(id, port);
  const seen: number[] = [];
  await expect
    .poll(
      async () => {
        seen.push(await flowsOnCard(id));
        return new Set(seen).size;
      },
      { timeout: 10_000 },
    )
    .toBeGreaterThan(3);
  expect(await call('GET', `/api/datasets/${id}`)).toMatchObject({ importing: true });
  slow.end();
  await expect.poll(() => app.jobs.idle, { timeout: 10_000 }).toBe(true);
  await expect.poll(() => flowsOnCard(id), { timeout: 10_000 }).toBe(20_000);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test('a dataset that is imported into is deleted with its import', async () => {
  const { id } = await create('deleted');
  const slow = slowUpload(id, port);
  await expect.poll(() => flowsOnCard(id), { timeout: 10_000 }).toBeGreaterThan(0);
  const question = ask(id, { kind: 'top', scope: everything, field: 'app', measure: 'bytes', limit: 5 });
  expect(await call('DELETE', `/api/datasets/${id}`)).toEqual({ deleted: id });
  await question;
  slow.breakOff();
  expect(app.jobs.list().filter((job) => job.dataset === id)).toEqual([]);
  expect(existsSync(join(dir, 'data/datasets', id))).toBe(false);
  expect((await call<Dataset[]>('GET', '/api/datasets')).map((dataset) => dataset.id)).not.toContain(id);
});

test('two imports at once into one dataset both arrive', async () => {
  const { id } = await create('twice');
  const paths = ['one.pcap', 'two.pcap'].map((name) => join(dir, name));
  for (const [n, path] of paths.entries()) writeFileSync(path, manyFlows(3000, Date.UTC(2024, n, 1)));
  const jobs = await Promise.all(
    paths.map((path) => call<Job>('POST', `/api/datasets/${id}/import`, { paths: [path] })),
  );
  for (const job of jobs) expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', flows: 3000 });
  expect(await call('GET', `/api/datasets/${id}`)).toMatchObject({ flows: 6000, packets: 6000, fileCount: 2 });
  expect(await ask(id, { kind: 'totals', scope: everything })).toMatchObject({ answer: { all: { flows: 6000 } } });
});

test('a server killed in the middle of an import holds none of it when it is started again, and works', async () => {
  const data = join(dir, 'killed');
  const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
  const serve = async (): Promise<{ child: ChildProcess; at: string; on: number }> => {
    const args = ['--disable-warning=ExperimentalWarning', main, 'serve', '--port', '0', '--no-browser'];
    const child = spawn(process.execPath, [...args, '--data-dir', data]);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const at = /http:\S+/.exec(line.toString())![0];
    return { child, at, on: Number(new URL(at).port) };
  };
  const post = async <T>(url: string, body: unknown): Promise<T> => {
    const headers = { 'content-type': 'application/json' };
    return (await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as T;
  };
  const first = await serve();
  const { id } = await post<Dataset>(`${first.at}/api/datasets`, { name: 'survivor' });
  const path = join(dir, 'whole.pcap');
  writeFileSync(path, manyFlows(100));
  await post(`${first.at}/api/datasets/${id}/import`, { paths: [path] });
  await expect.poll(() => flowsOnCard(id, first.at), { timeout: 10_000 }).toBe(100);
  const slow = slowUpload(id, first.on);
  await expect.poll(() => flowsOnCard(id, first.at), { timeout: 10_000 }).toBeGreaterThan(100);
  const captures = join(data, 'datasets', id, 'captures');
  expect(readdirSync(captures)).toHaveLength(1);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  slow.breakOff();

  const second = await serve();
  try {
    expect(await flowsOnCard(id, second.at)).toBe(100);
    const totals = { kind: 'totals', scope: everything };
    expect(await post(`${second.at}/api/datasets/${id}/ask`, totals)).toMatchObject({
      answer: { all: { flows: 100 } },
    });
    expect(readdirSync(captures)).toEqual([]);
    const later = join(dir, 'later.pcap');
    writeFileSync(later, manyFlows(100, Date.UTC(2024, 9, 22)));
    await post(`${second.at}/api/datasets/${id}/import`, { paths: [later] });
    await expect.poll(() => flowsOnCard(id, second.at), { timeout: 10_000 }).toBe(200);
  } finally {
    second.child.kill('SIGTERM');
    await once(second.child, 'exit');
  }
}, 60_000);

test('uploads in parallel into one dataset all arrive', async () => {
  const { id } = await create('parallel');
  const jobs = await Promise.all([0, 1, 2].map((n) => upload(id, `${n}.pcap`, manyFlows(50, Date.UTC(2024, n, 1)))));
  for (const job of jobs) expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done' });
  expect(await call('GET', `/api/datasets/${id}`)).toMatchObject({ packets: 150, fileCount: 3 });
});

test('a second process is told who has the data directory', async () => {
  expect(() => new Capscope({ dir: join(dir, 'data'), ...ENGINE })).toThrow(/another Capscope/);
});
