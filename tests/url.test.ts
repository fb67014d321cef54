/** Captures fetched by URL: the command and the server as they are, against a real HTTP server. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import type { CaptureFile, Dataset, Job } from '#app/model.ts';
import { parseCidr } from '#base/address.ts';
import { createServer, listen } from '#server/server.ts';
import { manyFlows } from './captures.ts';
import { LAUNCHER, run } from './command.ts';

const SECRET = 'c2VjcmV0IHNpZ25hdHVyZSE';
const SAS = `sv=2022-11-02&se=2099-01-01T00%3A00Z&sr=b&sp=r&sig=${SECRET}%3D`;
const LOOPBACK = '127.0.0.0/8';

let dir: string;
let origin: http.Server;
let link: string;
let log: string[];

const capture = manyFlows(2000);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  log = [];
  origin = http.createServer((request, response) => {
    log.push(request.url ?? '');
    const path = new URL(request.url ?? '', 'http://x').pathname;
    if (path.endsWith('.cap')) response.end(capture);
    else if (path.endsWith('.gz')) response.end(gzipSync(capture));
    else if (path.endsWith('.txt')) response.end('hello, this is no capture\n');
    else if (path.endsWith('slow')) {
      response.writeHead(200, { 'content-length': capture.length });
      response.write(capture.subarray(0, capture.length >> 1));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
  link = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
});
afterAll(() => {
  origin.closeAllConnections();
  origin.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Files under a folder, and in their bytes, that hold the text. */
function findIn(folder: string, text: string): string {
  try {
    return execFileSync('grep', ['-rl', '--binary-files=text', text, folder], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

describe('the command', () => {
  test('imports by URL; the signature goes to the server whole and stays nowhere', async () => {
    const data = join(dir, 'data');
    const url = `${link}/logs/my%20capture.cap?${SAS}`;
    const { status, out, err } = await run(['import', '--data-dir', data, '--allow-net', LOOPBACK, url]);
    expect(`${status} ${err}`).toBe('0 ');
    expect(out).toMatch(/^my capture\.cap: .*, pcap.*\nDataset "my capture": /);
    expect(log.at(-1)).toBe(`/logs/my%20capture.cap?${SAS}`);
    expect(findIn(data, SECRET)).toBe('');
    expect(out + err).not.toContain(SECRET);
  });

  test('several addresses of a file are one dataset, compressed ones too', async () => {
    const data = join(dir, 'several');
    const list = join(dir, 'urls.txt');
    writeFileSync(list, `# two\n${link}/a.cap?${SAS}\n\n${link}/b.cap.gz\n`);
    const { status, out, err } = await run([
      'import',
      '--data-dir',
      data,
      '--allow-net',
      LOOPBACK,
      '--again',
      '--dataset',
      'both',
      '--urls',
      list,
    ]);
    expect(`${status} ${err}`).toBe('0 ');
    expect(out.split('\n').filter((line) => /^[ab]\.cap/.test(line))).toHaveLength(2);
  });

  test.each([
    ['/gone.pcap', 'there is nothing at this address (404): check the path'],
    ['/a.txt', 'not a capture'],
  ])('%s ends with one line and no dataset', async (path, reason) => {
    const { status, out, err } = await run([
      'import',
      '--data-dir',
      join(dir, 'bad'),
      '--allow-net',
      LOOPBACK,
      `${link}${path}?${SAS}`,
    ]);
    expect(status).toBe(1);
    expect(out).toBe('');
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toContain(reason);
    expect(err).not.toContain(SECRET);
  });

  test('without leave it does not fetch from this machine, and asks nobody', async () => {
    const asked = log.length;
    const { status, err } = await run(['import', '--data-dir', join(dir, 'closed'), `${link}/a.cap?${SAS}`]);
    expect(status).toBe(1);
    expect(err).toContain('127.0.0.1 belongs to this machine');
    expect(err).not.toContain(SECRET);
    expect(log.length).toBe(asked);
  });

  test('the process list does not hold the signature while it fetches', async () => {
    const child = spawn(LAUNCHER, [
      'import',
      '--data-dir',
      join(dir, 'ps'),
      '--allow-net',
      LOOPBACK,
      `${link}/slow?${SAS}`,
    ]);
    try {
      const before = log.length;
      while (log.length === before) await sleep(20);
      expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(SECRET);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe('the server', () => {
  let app: Capscope;
  let server: FastifyInstance;
  let base: string;

  beforeAll(async () => {
    app = new Capscope({ dir: join(dir, 'served'), ...ENGINE, watched: true, allowed: [parseCidr(LOOPBACK)!] });
    server = createServer({ app, webDir: join(dir, 'no-pages') });
    base = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
  });
  afterAll(async () => {
    await server.close();
    await app.close();
  });

  const post = async (path: string, body: unknown): Promise<{ status: number; json: unknown }> => {
    const response = await fetch(base + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    return { status: response.status, json: await response.json() };
  };

  test('answers with the job when the first bytes are there; the flows are those of the file', async () => {
    const { json } = await post('/api/datasets', { name: 'by url' });
    const { id } = json as Dataset;
    const { status, json: started } = await post(`/api/datasets/${id}/url`, { url: `${link}/a.cap?${SAS}` });
    expect(status).toBe(202);
    await app.jobs.ended((started as Job).id);
    expect(app.jobs.get((started as Job).id)).toMatchObject({
      state: 'done',
      name: 'a.cap',
      bytesTotal: capture.length,
    });
    const files = (await (await fetch(`${base}/api/datasets/${id}/files`)).json()) as CaptureFile[];
    expect(files).toMatchObject([{ name: 'a.cap', size: capture.length }]);
    expect(findIn(join(dir, 'served'), SECRET)).toBe('');
  });

  test('a cancelled download is given up', async () => {
    const { json } = await post('/api/datasets', { name: 'cancelled' });
    const { json: started } = await post(`/api/datasets/${(json as Dataset).id}/url`, { url: `${link}/slow` });
    await app.jobs.cancel((started as Job).id);
    expect(app.jobs.get((started as Job).id).state).toBe('cancelled');
  });

  test('a link is explained before it is fetched, without its secret', async () => {
    const azure = `http://acct.blob.core.windows.net/network-watcher-logs/pc.cap?sv=2022-11-02&sr=c&sp=l&sig=${SECRET}`;
    const { json } = await post('/api/link', { url: azure });
    expect(json).toEqual({
      shown: 'https://acct.blob.core.windows.net/network-watcher-logs/pc.cap',
      name: 'pc.cap',
      signature: 'service SAS of a container: list, end not told',
      findings: [
        { weight: 'stop', message: 'this signature allows listing only: ask for one with read permission (sp=rl)' },
      ],
    });
    const { status, json: refused } = await post('/api/link', { url: `gopher://acct/?sig=${SECRET}` });
    expect(status).toBe(422);
    expect(JSON.stringify(refused)).not.toContain(SECRET);
  });
});
