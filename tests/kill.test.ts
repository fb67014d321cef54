/** kill -9 of the server in the middle of its jobs: they go on when it is started again, and the end is that of a clean import. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset, Job, JobFile } from '#app/model.ts';
import { manyFlows } from './captures.ts';
import { type Content, contentOf, openServed, reached, type Served, settled } from './served.ts';

const FLOWS = 40_000;
const MOMENTS = [0, 0.2, 0.45, 0.7, 0.95];
const SECRET = 'sv=2022-11-02&sr=b&sp=r&se=2099-01-01T00%3A00Z&sig=dGhlIHNlY3JldA%3D%3D';

const bytes = manyFlows(FLOWS);
let dir: string;
let path: string;
let served: Served;
let clean: Content;
let origin: http.Server;
let etag = '"one"';
let body = bytes;
/** parts asked for */
let asked: string[] = [];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-kill-'));
  path = join(dir, 'capture.pcap');
  writeFileSync(path, bytes);
  served = await openServed(join(dir, 'data'), ['--allow-net', '127.0.0.0/8']);
  origin = http.createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  const id = await dataset('clean');
  const job = await served.call<Job>('POST', `/api/datasets/${id}/import`, { paths: [path] });
  expect(await settled(served, job.id)).toMatchObject({ state: 'done' });
  clean = await contentOf(served, id);
  expect(clean.flows).toBe(FLOWS);
}, 300_000);

afterAll(async () => {
  await served.kill();
  origin.closeAllConnections();
  origin.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Slowly, a second for the whole, in parts if asked. */
async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { range = '', 'if-match': match } = request.headers;
  asked.push(`${range} ${match ?? ''}`.trim());
  if (match !== undefined && match !== etag) return void response.writeHead(412).end();
  const from = Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0);
  const part = body.subarray(from);
  response.writeHead(range === '' ? 200 : 206, {
    etag,
    'content-length': part.length,
    ...(range === '' ? {} : { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` }),
  });
  const piece = Math.ceil(body.length / 100);
  for (let at = 0; at < part.length && !response.destroyed; at += piece) {
    response.write(part.subarray(at, at + piece));
    await sleep(15);
  }
  response.end();
}

const link = (query = '') => `http://127.0.0.1:${(origin.address() as AddressInfo).port}/capture.pcap${query}`;
const dataset = async (name: string): Promise<string> =>
  (await served.call<Dataset>('POST', '/api/datasets', { name })).id;

async function again(): Promise<void> {
  await served.kill();
  await served.start();
}

describe('a server killed at five moments', () => {
  test('of a local import reads the file again, and holds what a clean import holds', async () => {
    const id = await dataset('local');
    const { id: job } = await served.call<Job>('POST', `/api/datasets/${id}/import`, { paths: [path] });
    for (const moment of MOMENTS) {
      await reached(served, job, moment);
      await again();
    }
    expect(await settled(served, job)).toMatchObject({ state: 'done', kind: 'files' });
    expect(await contentOf(served, id)).toEqual(clean);
  }, 300_000);

  test('of an import by URL goes on behind what has come, and holds what a clean import holds', async () => {
    asked = [];
    const id = await dataset('url');
    const { id: job } = await served.call<Job>('POST', `/api/datasets/${id}/url`, { url: link() });
    for (const moment of MOMENTS) {
      await reached(served, job, moment);
      await again();
    }
    expect(await settled(served, job)).toMatchObject({ state: 'done', kind: 'url', bytesRead: bytes.length });
    expect(await contentOf(served, id)).toEqual(clean);
    const parts = asked.slice(1).filter((one) => one !== '');
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) expect(part).toMatch(/^bytes=\d+- "one"$/);
  }, 300_000);

  test('of an upload goes on behind what has come, and holds what a clean import holds', async () => {
    const id = await dataset('upload');
    const made = await served.call<{ job: Job; files: JobFile[] }>('POST', `/api/datasets/${id}/uploads`, {
      files: [{ name: 'capture.pcap', size: bytes.length, modified: 1 }],
    });
    const url = `http://127.0.0.1:${served.port}/api/uploads/${made.job.id}-0`;
    const headers = { 'tus-resumable': '1.0.0' };
    for (const moment of [...MOMENTS, 1]) {
      const head = await fetch(url, { method: 'HEAD', headers });
      const offset = Number(head.headers.get('upload-offset'));
      const piece = bytes.subarray(offset, Math.max(offset, Math.ceil(moment * bytes.length)));
      const sent = await fetch(url, {
        method: 'PATCH',
        headers: { ...headers, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        body: new Uint8Array(piece),
      });
      expect(sent.status).toBe(204);
      if (moment < 1) await again();
    }
    expect(await settled(served, made.job.id)).toMatchObject({ state: 'done', kind: 'upload' });
    expect(await contentOf(served, id)).toEqual(clean);
  }, 300_000);
});

test('an upload in one piece is imported after the kill when all of it had come, and else told to be sent again', async () => {
  const id = await dataset('sent');
  const post = (body: BodyInit): Promise<Response> =>
    fetch(`http://127.0.0.1:${served.port}/api/datasets/${id}/upload?name=capture.pcap&size=${bytes.length}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body,
      duplex: 'half',
    } as RequestInit);
  const half = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(bytes.subarray(0, bytes.length / 2))),
  });
  const broken = post(half).catch(() => undefined);
  const coming = async (): Promise<Job | undefined> =>
    (await served.call<Job[]>('GET', '/api/jobs')).find((job) => job.dataset === id);
  await expect.poll(async () => (await coming())?.packets ?? 0, { timeout: 60_000 }).toBeGreaterThan(0);
  await again();
  await broken;
  const failed = await settled(served, (await coming())!.id);
  expect(failed).toMatchObject({ state: 'failed', kind: 'sent' });
  expect(failed.error).toMatch(
    /^capture\.pcap: Capscope was ended when \d+ of \d+ bytes of it had come.*: send it again/,
  );
  const job = (await (await post(new Uint8Array(bytes))).json()) as Job;
  await again();
  expect(await settled(served, job.id)).toMatchObject({ state: 'done', kind: 'sent', bytesRead: bytes.length });
  expect(await contentOf(served, id)).toEqual(clean);
}, 120_000);

test('a link with a secret is asked for again after the kill, is nowhere on disk, and goes on where it was', async () => {
  asked = [];
  const id = await dataset('secret');
  const { id: job } = await served.call<Job>('POST', `/api/datasets/${id}/url`, { url: link(`?${SECRET}`) });
  await reached(served, job, 0.3);
  await again();
  const waiting = await settled(served, job);
  expect(waiting).toMatchObject({ state: 'paused', needs: 'link' });
  expect(waiting.error).toMatch(/^give the link to http:\/\/127\.0\.0\.1:\d+\/capture\.pcap again/);
  for (const secret of ['dGhlIHNlY3JldA', 'sig=', '2099-01-01'])
    expect(() => execFileSync('grep', ['-rlF', '--binary-files=text', secret, join(dir, 'data')])).toThrow();
  // Another link is not taken for it.
  await expect(served.call('POST', `/api/jobs/${job}/resume`, { url: link(`/other?${SECRET}`) })).rejects.toThrow(
    /something else/,
  );
  await served.call('POST', `/api/jobs/${job}/resume`, { url: link(`?${SECRET}`) });
  expect(await settled(served, job)).toMatchObject({ state: 'done' });
  expect(await contentOf(served, id)).toEqual(clean);
  expect(asked.at(-1)).toMatch(/^bytes=[1-9]\d+- "one"$/);
}, 300_000);

test('a file that changes at its source while the server is down is fetched anew when it is tried again', async () => {
  const id = await dataset('changed');
  const { id: job } = await served.call<Job>('POST', `/api/datasets/${id}/url`, { url: link() });
  await reached(served, job, 0.3);
  await served.kill();
  etag = '"two"';
  body = manyFlows(1000);
  await served.start();
  const failed = await settled(served, job);
  expect(failed.state).toBe('failed');
  expect(failed.error).toMatch(/changed while it was being fetched/);
  expect((await served.call<Dataset>('GET', `/api/datasets/${id}`)).flows).toBe(0);
  await served.call('POST', `/api/jobs/${job}/resume`, {});
  expect(await settled(served, job)).toMatchObject({ state: 'done', packets: 1000 });
  etag = '"one"';
  body = bytes;
}, 300_000);

test('a local file that is gone fails with its name, and is imported when it is back', async () => {
  const id = await dataset('gone');
  const gone = join(dir, 'gone.pcap');
  writeFileSync(gone, bytes);
  const { id: job } = await served.call<Job>('POST', `/api/datasets/${id}/import`, { paths: [gone] });
  await reached(served, job, 0.1);
  await served.kill();
  rmSync(gone);
  await served.start();
  const failed = await settled(served, job);
  expect(failed).toMatchObject({ state: 'failed', error: `${gone}: there is no such file` });
  writeFileSync(gone, bytes);
  await served.call('POST', `/api/jobs/${job}/resume`, {});
  expect(await settled(served, job)).toMatchObject({ state: 'done', packets: FLOWS });
}, 300_000);

test('a server that is told to end while it opens datasets and answers ends well', async () => {
  const ids: string[] = [];
  for (const n of [1, 2, 3]) {
    const id = await dataset(`ended ${n}`);
    const { id: job } = await served.call<Job>('POST', `/api/datasets/${id}/import`, { paths: [path] });
    await settled(served, job);
    ids.push(id);
  }
  const question = { kind: 'hosts', scope: { filter: '' }, sort: 'bytes', descending: true, offset: 0, limit: 50 };
  const look = async (id: string): Promise<void> => {
    for (;;) {
      await served.call('GET', `/api/datasets/${id}/files`);
      await served.call('POST', `/api/datasets/${id}/ask`, question);
    }
  };
  for (let round = 0; round < 5; round++) {
    const looking = Promise.allSettled(ids.map(look));
    await sleep(30 * round);
    expect(await served.end()).toBe(0);
    await looking;
    await served.start();
  }
  for (const id of ids) expect(await contentOf(served, id)).toEqual(clean);
}, 300_000);
