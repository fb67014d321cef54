/** Uploads by tus, over real HTTP, with the real store and decoder: broken off, taken up again, in another process, too. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import type { CaptureFile, Dataset, Job, JobFile } from '#app/model.ts';
import { createServer, listen } from '#server/server.ts';
import { manyFlows } from './captures.ts';

let dir: string;
let app: Capscope;
let server: FastifyInstance;
let port: number;

async function startAll(): Promise<void> {
  app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, watched: true });
  server = createServer({ app, webDir: join(dir, 'no-pages') });
  port = await listen(server, '127.0.0.1', 0);
}
async function stopAll(): Promise<void> {
  await server.close();
  await app.close();
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-uploads-'));
  await startAll();
});
afterAll(async () => {
  await stopAll();
  rmSync(dir, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly offset: number;
}

/** A request with these bytes; `cutAt`: the connection is cut behind so many of them. */
function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: Buffer,
  cutAt?: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.on('data', (piece) => (text += piece));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, offset: Number(response.headers['upload-offset']) }),
      );
    });
    call.on('error', reject);
    if (cutAt === undefined) call.end(body);
    else call.write(body!.subarray(0, cutAt), () => setTimeout(() => call.destroy(), 100));
  });
}

async function json<T>(method: string, path: string, body?: unknown): Promise<T> {
  const { text } = await send(
    method,
    path,
    body === undefined ? {} : { 'content-type': 'application/json' },
    body === undefined ? undefined : Buffer.from(JSON.stringify(body)),
  );
  return JSON.parse(text) as T;
}

const TUS = { 'tus-resumable': '1.0.0' };
/** How far it has come when its connection was cut: some of what was sent may be lost on the way. */
async function cutAt(path: string, bytes: Buffer, at: number): Promise<number> {
  await expect(patch(path, bytes, 0, at)).rejects.toThrow();
  await until(async () => (await offsetOf(path)) > 0, 'what has come');
  return offsetOf(path);
}
const offsetOf = async (path: string): Promise<number> => (await send('HEAD', path, TUS)).offset;
function patch(path: string, bytes: Buffer, offset: number, cutAt?: number): Promise<Answer> {
  const part = bytes.subarray(offset);
  const headers = {
    ...TUS,
    'upload-offset': String(offset),
    'content-type': 'application/offset+octet-stream',
    'content-length': String(part.length),
  };
  return send('PATCH', path, headers, part, cutAt);
}

interface Announced {
  readonly job: Job;
  readonly files: readonly JobFile[];
}
interface Given {
  readonly name: string;
  readonly bytes: Buffer;
}
const dataset = async (name: string): Promise<string> => (await json<Dataset>('POST', '/api/datasets', { name })).id;
const announce = (id: string, given: readonly Given[], again = false): Promise<Announced> =>
  json('POST', `/api/datasets/${id}/uploads`, {
    files: given.map(({ name, bytes }) => ({ name, size: bytes.length, modified: 1 })),
    again,
  });
const urlOf = ({ job, files }: Announced, index: number): string => `/api/uploads/${job.id}-${files[index]!.id}`;
const filesOf = (id: string): Promise<CaptureFile[]> => json('GET', `/api/datasets/${id}/files`);
const jobFiles = (job: string): Promise<JobFile[]> => json('GET', `/api/jobs/${job}/files`);
const until = async (holds: () => boolean | Promise<boolean>, what: string): Promise<void> => {
  for (let n = 0; n < 400; n++) {
    if (await holds()) return;
    await sleep(25);
  }
  throw new Error(`waited in vain: ${what}`);
};

describe('files that are uploaded together', () => {
  test('are one job and one stream, in the order of their names, whatever order they come in', async () => {
    const id = await dataset('together');
    const whole = manyFlows(300);
    const given = [
      { name: 'cap10.pcap', bytes: whole },
      { name: 'cap9.pcap', bytes: manyFlows(20) },
    ];
    const announced = await announce(id, given);
    expect(announced.job).toMatchObject({ kind: 'upload', name: 'cap9.pcap and 1 more' });
    for (const n of [0, 1]) expect((await patch(urlOf(announced, n), given[n]!.bytes, 0)).status).toBe(204);
    expect(await app.jobs.ended(announced.job.id)).toMatchObject({ state: 'done', packets: 320 });
    expect((await jobFiles(announced.job.id)).map(({ name, state }) => `${name} ${state}`)).toEqual([
      'cap9.pcap done',
      'cap10.pcap done',
    ]);
  });

  test('one that is no capture is named with the reason, and the others come in', async () => {
    const id = await dataset('mixed');
    const given = [
      { name: 'a.pcap', bytes: manyFlows(30) },
      { name: 'b.txt', bytes: Buffer.from('this is no capture at all, but a shopping list') },
      { name: 'c.pcap', bytes: Buffer.alloc(0) },
      { name: 'd.pcap', bytes: manyFlows(40) },
    ];
    const announced = await announce(id, given);
    for (const n of [0, 1, 3]) await patch(urlOf(announced, n), given[n]!.bytes, 0);
    const job = await app.jobs.ended(announced.job.id);
    expect(job).toMatchObject({ state: 'done', packets: 70 });
    expect(job.warnings.join('\n')).toMatch(/b\.txt: not imported: not a capture file/);
    expect(job.warnings.join('\n')).toMatch(/c\.pcap: not imported: the file is empty/);
    expect((await filesOf(id)).map(({ name }) => name)).toEqual(['a.pcap', 'd.pcap']);
    // Nothing of what was refused is left.
    expect(readdirSync(join(dir, 'data/datasets', id, 'captures'))).toHaveLength(2);
  });

  test('none of which can be read fail with the first reason', async () => {
    const id = await dataset('none');
    const announced = await announce(id, [{ name: 'x.txt', bytes: Buffer.from('plain words, nothing else here') }]);
    await patch(urlOf(announced, 0), Buffer.from('plain words, nothing else here'), 0);
    const job = await app.jobs.ended(announced.job.id);
    expect(job.state).toBe('failed');
    expect(job.error).toMatch(/^x\.txt: not a capture file/);
  });

  test('the same bytes under another name are told, and taken when they are asked for again', async () => {
    const id = await dataset('twice');
    const bytes = manyFlows(50);
    const first = await announce(id, [{ name: 'one.pcap', bytes }]);
    await patch(urlOf(first, 0), bytes, 0);
    await app.jobs.ended(first.job.id);
    const second = await announce(id, [{ name: 'two.pcap', bytes }]);
    await patch(urlOf(second, 0), bytes, 0);
    const job = await app.jobs.ended(second.job.id);
    expect(job).toMatchObject({ state: 'done', packets: 0 });
    expect(job.warnings[0]).toBe(
      'two.pcap: the dataset has this capture already, as one.pcap; it is not counted twice',
    );
    expect((await jobFiles(second.job.id))[0]).toMatchObject({ state: 'known' });
    const third = await announce(id, [{ name: 'two.pcap', bytes }], true);
    await patch(urlOf(third, 0), bytes, 0);
    expect(await app.jobs.ended(third.job.id)).toMatchObject({ state: 'done', packets: 50 });
    expect(await filesOf(id)).toHaveLength(2);
  });
});

describe('an upload that breaks off', () => {
  test('goes on behind what has come, and its flows are there while it comes', async () => {
    const id = await dataset('broken');
    const bytes = manyFlows(20_000);
    const announced = await announce(id, [{ name: 'big.pcap', bytes }]);
    const url = urlOf(announced, 0);
    const offset = await cutAt(url, bytes, 500_000);
    await until(async () => (await json<Dataset>('GET', `/api/datasets/${id}`)).flows > 10, 'flows of what has come');
    // A wrong offset changes nothing.
    expect((await patch(url, bytes, 1)).status).toBe(409);
    expect((await patch(url, bytes, offset)).status).toBe(204);
    expect(await app.jobs.ended(announced.job.id)).toMatchObject({ state: 'done', packets: 20_000, flows: 20_000 });
    const name = readdirSync(join(dir, 'data/datasets', id, 'captures'))[0]!;
    expect(readFileSync(join(dir, 'data/datasets', id, 'captures', name)).equals(bytes)).toBe(true);
  });

  test('waits for its client over a restart of the server, and goes on there', async () => {
    const id = await dataset('restarted');
    const bytes = manyFlows(10_000);
    const given = [
      { name: 'a.pcap', bytes: manyFlows(10) },
      { name: 'b.pcap', bytes },
    ];
    const announced = await announce(id, given);
    await patch(urlOf(announced, 0), given[0]!.bytes, 0);
    await until(async () => (await jobFiles(announced.job.id))[0]!.state === 'done', 'the first file');
    const offset = await cutAt(urlOf(announced, 1), bytes, 300_000);
    await stopAll();
    await startAll();
    await until(() => app.jobs.get(announced.job.id).needs === 'file', 'the job to say what it needs');
    const job = app.jobs.get(announced.job.id);
    expect(job).toMatchObject({
      state: 'paused',
      kind: 'upload',
      error: 'give b.pcap again to continue: what has arrived is kept',
    });
    expect((await jobFiles(job.id)).map(({ state, received }) => [state, received])).toEqual([
      ['done', given[0]!.bytes.length],
      ['waiting', offset],
    ]);
    expect(await offsetOf(urlOf(announced, 1))).toBe(offset);
    expect((await patch(urlOf(announced, 1), bytes, offset)).status).toBe(204);
    expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 10_010 });
    expect((await json<Dataset>('GET', `/api/datasets/${id}`)).packets).toBe(10_010);
  });

  test('lets another import of the dataset go first, and goes on after it', async () => {
    const id = await dataset('way');
    const bytes = manyFlows(5000);
    const slow = await announce(id, [{ name: 'slow.pcap', bytes }]);
    const offset = await cutAt(urlOf(slow, 0), bytes, 200_000);
    await until(() => app.jobs.get(slow.job.id).needs === 'file', 'the job to wait');
    const quick = await announce(id, [{ name: 'quick.pcap', bytes: manyFlows(7) }]);
    await patch(urlOf(quick, 0), manyFlows(7), 0);
    expect(await app.jobs.ended(quick.job.id)).toMatchObject({ state: 'done', packets: 7 });
    expect((await patch(urlOf(slow, 0), bytes, offset)).status).toBe(204);
    expect(await app.jobs.ended(slow.job.id)).toMatchObject({ state: 'done', packets: 5000 });
  });
});

describe('an upload under way', () => {
  test('is paused, takes nothing meanwhile, and is resumed', async () => {
    const id = await dataset('paused');
    const bytes = manyFlows(5000);
    const announced = await announce(id, [{ name: 'p.pcap', bytes }]);
    const url = urlOf(announced, 0);
    const offset = await cutAt(url, bytes, 200_000);
    expect(await json<Job>('POST', `/api/jobs/${announced.job.id}/pause`)).toMatchObject({ state: 'paused' });
    expect(await patch(url, bytes, offset)).toMatchObject({ status: 423, text: expect.stringContaining('paused') });
    expect((await json<Job>('POST', `/api/jobs/${announced.job.id}/resume`, {})).state).not.toBe('paused');
    expect((await patch(url, bytes, offset)).status).toBe(204);
    expect(await app.jobs.ended(announced.job.id)).toMatchObject({ state: 'done', packets: 5000 });
  });

  test('that is cancelled leaves nothing behind, and says so to who sends on', async () => {
    const id = await dataset('cancelled');
    const bytes = manyFlows(5000);
    const announced = await announce(id, [{ name: 'c.pcap', bytes }]);
    const offset = await cutAt(urlOf(announced, 0), bytes, 200_000);
    expect(await json<Job>('DELETE', `/api/jobs/${announced.job.id}`)).toMatchObject({ state: 'cancelled' });
    expect((await patch(urlOf(announced, 0), bytes, offset)).status).toBeGreaterThanOrEqual(400);
    expect(readdirSync(join(dir, 'data/datasets', id, 'captures'))).toEqual([]);
    expect((await json<Dataset>('GET', `/api/datasets/${id}`)).flows).toBe(0);
  });
});

describe('a file of an upload that is taken out', () => {
  const small = manyFlows(30);

  test('while it is imported as it comes leaves the others to be imported', async () => {
    const id = await dataset('out-growing');
    const big = manyFlows(5000);
    const announced = await announce(id, [
      { name: 'a.pcap', bytes: big },
      { name: 'b.pcap', bytes: small },
    ]);
    await cutAt(urlOf(announced, 0), big, 200_000);
    await until(() => app.jobs.get(announced.job.id).bytesRead > 0, 'its import');
    expect((await send('DELETE', urlOf(announced, 0), TUS)).status).toBe(204);
    await patch(urlOf(announced, 1), small, 0);
    expect(await app.jobs.ended(announced.job.id)).toMatchObject({ state: 'done' });
    expect((await jobFiles(announced.job.id)).map(({ state }) => state)).toEqual(['cancelled', 'done']);
    expect((await json<Dataset>('GET', `/api/datasets/${id}`)).packets).toBe(30);
    expect(readdirSync(join(dir, 'data/datasets', id, 'captures'))).toHaveLength(1);
  });

  test('while all of it is imported is not in the dataset, and is not called done', async () => {
    const id = await dataset('out-whole');
    const big = manyFlows(60_000);
    const announced = await announce(id, [
      { name: 'a.pcap', bytes: big },
      { name: 'b.pcap', bytes: small },
    ]);
    await patch(urlOf(announced, 0), big, 0);
    await until(async () => (await jobFiles(announced.job.id))[0]!.state === 'importing', 'its import');
    expect((await send('DELETE', urlOf(announced, 0), TUS)).status).toBe(204);
    await patch(urlOf(announced, 1), small, 0);
    expect(await app.jobs.ended(announced.job.id)).toMatchObject({ state: 'done' });
    expect((await jobFiles(announced.job.id)).map(({ state }) => state)).toEqual(['cancelled', 'done']);
    expect((await json<Dataset>('GET', `/api/datasets/${id}`)).packets).toBe(30);
  });
});

test('a connection that stays open and brings nothing holds no dataset up', async () => {
  const id = await dataset('half-open');
  const bytes = manyFlows(5000);
  const { job, files } = await announce(id, [{ name: 'h.pcap', bytes }]);
  const url = urlOf({ job, files }, 0);
  const open = httpRequest({
    host: '127.0.0.1',
    port,
    method: 'PATCH',
    path: url,
    headers: {
      ...TUS,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      'content-length': String(bytes.length),
    },
  });
  open.on('error', () => undefined);
  open.write(bytes.subarray(0, 200_000));
  await until(() => app.jobs.get(job.id).needs === 'file', 'the job to say what it needs');
  const other = await announce(id, [{ name: 'other.pcap', bytes: manyFlows(7) }]);
  await patch(urlOf(other, 0), manyFlows(7), 0);
  expect(await app.jobs.ended(other.job.id)).toMatchObject({ state: 'done', packets: 7 });
  const offset = await offsetOf(url);
  expect((await patch(url, bytes, offset)).status).toBe(204);
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 5000 });
  open.destroy();
});

test('any client of tus makes an upload by itself', async () => {
  const id = await dataset('foreign');
  const bytes = manyFlows(25);
  const metadata = [`dataset ${btoa(id)}`, `filename ${btoa('x y.pcap')}`].join(',');
  const { headers, status } = await fetch(`http://127.0.0.1:${port}/api/uploads`, {
    method: 'POST',
    headers: { ...TUS, 'upload-length': String(bytes.length), 'upload-metadata': metadata },
  });
  expect(status).toBe(201);
  const path = headers.get('location')!;
  expect((await patch(path, bytes, 0)).status).toBe(204);
  const job = app.jobs.list().find((one) => one.dataset === id)!;
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 25, name: 'x y.pcap' });
});

test('an upload that is not there, and one for a dataset that is not there, are refused', async () => {
  for (const path of ['/api/uploads/aaaaaaaa-0', '/api/uploads/..%2f..%2fetc', '/api/uploads/x'])
    expect((await send('HEAD', path, TUS)).status, path).toBe(404);
  const { status } = await fetch(`http://127.0.0.1:${port}/api/uploads`, {
    method: 'POST',
    headers: { ...TUS, 'upload-length': '5', 'upload-metadata': `dataset ${btoa('aaaaaaaa')}` },
  });
  expect(status).toBe(404);
});

test('what does not fit is refused before a byte has come, and what fills the quota on the way stops', async () => {
  const id = await dataset('quota');
  app.settings.put({ ...app.settings.get(), datasetBytes: 2e6 });
  try {
    const reply = await json<{ code: string; message: string }>('POST', `/api/datasets/${id}/uploads`, {
      files: [{ name: 'huge.pcap', size: 5e6 }],
    });
    expect(reply.code).toBe('QUOTA');
    expect(reply.message).toMatch(/huge\.pcap: no more than 2 MB are allowed for this dataset.*huge\.pcap needs 5 MB/);
    // In one request, too.
    const { text } = await send('POST', `/api/datasets/${id}/upload?name=huge.pcap&size=5000000`, {
      'content-type': 'application/octet-stream',
    });
    expect(JSON.parse(text)).toMatchObject({ code: 'QUOTA' });
  } finally {
    app.settings.put({ ...app.settings.get(), datasetBytes: undefined });
  }
  const tooMuch = await json<{ code: string; message: string }>('POST', `/api/datasets/${id}/uploads`, {
    files: [{ name: 'huge.pcap', size: 9e15 }],
  });
  expect(tooMuch.code).toBe('DISK_FULL');
});
