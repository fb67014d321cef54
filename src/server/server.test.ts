import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { createServer, listen } from './server.ts';

let dir: string;
let app: Capscope;
let server: FastifyInstance;
let port: number;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  app = new Capscope({
    dir,
    startStore: async () => Promise.reject(new Error('no store in this test')),
    importCaptures: async () => [],
  });
  server = createServer({ app, webDir: join(dir, 'no-pages') });
  port = await listen(server, '127.0.0.1', 0);
});

afterAll(async () => {
  await server.close();
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a reply holds is what the test is about
  readonly json: any;
}

/** A request with exactly these headers, as no fetch would send it. */
function send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece) => (text += piece));
      response.on('end', () => {
        const isJson = String(response.headers['content-type']).startsWith('application/json');
        const json = isJson ? JSON.parse(text) : undefined;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> =>
  send('POST', path, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));

describe('other sites are kept out', () => {
  test('a name that is not of this machine is refused, as after DNS rebinding', async () => {
    for (const host of ['evil.example:9877', 'evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80']) {
      expect((await send('GET', '/api/datasets', { host })).status, host).toBe(403);
      expect((await send('GET', '/', { host })).status, host).toBe(403);
    }
  });
  test('loopback by any of its names, and through a forwarded port, is served', async () => {
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, 'LOCALHOST:8000', 'localhost']) {
      expect((await send('GET', '/api/datasets', { host })).status, host).toBe(200);
    }
  });
  test("a request from another site's page is refused and changes nothing", async () => {
    const before = app.listDatasets().length;
    for (const headers of [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost:3000' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]) {
      const reply = await post('/api/datasets', { name: 'planted' }, headers as unknown as Record<string, string>);
      expect(reply.status).toBe(403);
      expect(reply.json.code).toBe('FORBIDDEN');
    }
    expect(app.listDatasets().length).toBe(before);
  });
  test('a form of another page cannot speak JSON to us', async () => {
    const reply = await send('POST', '/api/datasets', { 'content-type': 'text/plain' }, '{"name":"planted"}');
    expect(reply.status).toBe(415);
  });
  test('our own page is served', async () => {
    const headers = { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' };
    expect((await post('/api/datasets', { name: 'own page' }, headers)).status).toBe(201);
  });
  test('every answer carries the policy that keeps the page to itself', async () => {
    for (const path of ['/', '/api/datasets', '/api/none', '/nothing.js']) {
      const { headers } = await send('GET', path);
      expect(headers['content-security-policy'], path).toContain("default-src 'self'");
      expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options'], path).toBe('nosniff');
      expect(headers['referrer-policy'], path).toBe('no-referrer');
    }
  });
  test('an address other machines reach is not listened on', async () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.4', 'example.com']) {
      const other = createServer({ app });
      await expect(listen(other, host, 0)).rejects.toThrow(/no logins/);
      await other.close();
    }
  });
});

describe('datasets', () => {
  test('are made, listed, renamed and deleted', async () => {
    const made = await post('/api/datasets', { name: ' Monday\n morning ' });
    expect(made).toMatchObject({ status: 201, json: { name: 'Monday morning', packets: 0, importing: false } });
    const { id } = made.json;
    expect((await send('GET', `/api/datasets/${id}`)).json.name).toBe('Monday morning');
    const renamed = await send(
      'PATCH',
      `/api/datasets/${id}`,
      { 'content-type': 'application/json' },
      '{"name":"Tuesday"}',
    );
    expect(renamed.json.name).toBe('Tuesday');
    expect((await send('GET', '/api/datasets')).json.map((dataset: { name: string }) => dataset.name)).toContain(
      'Tuesday',
    );
    expect((await send('DELETE', `/api/datasets/${id}`)).json).toEqual({ deleted: id });
    expect((await send('GET', `/api/datasets/${id}`)).status).toBe(404);
  });
  test('without a name get one, and two of a name are refused', async () => {
    expect((await post('/api/datasets', {})).json.name).toBe('Dataset');
    expect((await post('/api/datasets', {})).json.name).toBe('Dataset 2');
    expect(await post('/api/datasets', { name: 'Dataset' })).toMatchObject({
      status: 409,
      json: { code: 'DATASET_NAME_TAKEN' },
    });
  });
  test('a name that looks like a path stays a name', async () => {
    const made = await post('/api/datasets', { name: '../../etc/passwd' });
    expect(made.status).toBe(201);
    expect(made.json.id).toMatch(/^[a-z2-7]{8}$/);
  });
});

describe('wrong requests get a plain answer', () => {
  test.each([
    ['GET', '/api/datasets/zzzzzzzz', 404, 'DATASET_NOT_FOUND'],
    ['DELETE', '/api/datasets/zzzzzzzz', 404, 'DATASET_NOT_FOUND'],
    ['GET', '/api/datasets/..%2f..%2fetc', 400, 'USAGE'],
    ['GET', '/api/datasets/%2e%2e/files', 400, 'USAGE'],
    ['DELETE', '/api/jobs/99', 404, 'NOT_FOUND'],
    ['GET', '/api/nothing', 404, 'NOT_FOUND'],
    ['PUT', '/api/datasets', 404, 'NOT_FOUND'],
    ['GET', '/..%2f..%2fpackage.json', 404, 'NOT_FOUND'],
  ])('%s %s', async (method, path, status, code) => {
    expect(await send(method, path)).toMatchObject({ status, json: { code } });
  });
  test('bad JSON, too much of it, and JSON of another shape', async () => {
    const json = { 'content-type': 'application/json' };
    expect((await send('POST', '/api/datasets', json, '{"name":')).status).toBe(400);
    expect((await send('POST', '/api/datasets', json, `{"name":"${'x'.repeat(2e6)}"}`)).status).toBe(413);
    expect((await post('/api/datasets', { name: 5 })).json.message).toMatch(/^body\.name: /);
    expect((await post('/api/datasets', { nmae: 'x' })).status).toBe(400);
    expect((await post('/api/datasets', ['x'])).status).toBe(400);
    expect((await post('/api/datasets', { name: '\u0000\n' })).json).toMatchObject({ code: 'USAGE' });
  });
  test('a path to import must be whole and must be there', async () => {
    const { id } = app.createDataset(undefined);
    expect((await post(`/api/datasets/${id}/import`, { paths: ['a.pcap'] })).status).toBe(400);
    expect(await post(`/api/datasets/${id}/import`, { paths: ['/nowhere/a.pcap'] })).toMatchObject({
      status: 422,
      json: { message: '/nowhere/a.pcap: there is no such file' },
    });
    // A device or a pipe may never end.
    expect(await post(`/api/datasets/${id}/import`, { paths: ['/dev/zero'] })).toMatchObject({
      status: 422,
      json: { message: '/dev/zero: this is a pipe or a device, not a file' },
    });
    expect((await post(`/api/datasets/${id}/import`, { paths: [] })).status).toBe(400);
    expect((await post(`/api/datasets/${id}/import`, { paths: ['/tmp/\u0000'] })).status).toBe(422);
  });
  test('a bug of ours shows no stack', async () => {
    const { id } = app.createDataset(undefined);
    const reply = await send('GET', `/api/datasets/${id}/files`);
    expect(reply).toMatchObject({ status: 500, json: { code: 'BUG' } });
    expect(reply.text).not.toContain('no store');
  });
});

test('the description of the API names every endpoint and its schemas', async () => {
  const { json } = await send('GET', '/api/openapi.json');
  expect(json.openapi).toBe('3.1.0');
  expect(Object.keys(json.paths)).toContain('/api/datasets/{id}/ask');
  expect(json.paths['/api/datasets'].post.requestBody.content['application/json'].schema.properties.name).toMatchObject(
    { type: 'string' },
  );
  expect(json.paths['/api/datasets/{id}/upload'].post.parameters.map((p: { name: string }) => p.name)).toEqual([
    'id',
    'name',
    'keep',
    'again',
    'size',
  ]);
});

test('the API is told on a page, with the settings and what holds without them', async () => {
  const { status, text } = await send('GET', '/api');
  expect(status).toBe(200);
  expect(text).toContain('POST /api/settings');
  expect(text).toMatch(/<td>imports<td>integer 1 to 64, optional, default 3<td>imports side by side/);
  expect(text).not.toMatch(/<script|undefined|\[object/);
});

test('events tell what changes', async () => {
  const seen = await new Promise<string>((resolve, reject) => {
    const call = httpRequest({ host: '127.0.0.1', port, path: '/api/events' }, (response) => {
      let text = '';
      response.on('data', (piece) => {
        text += piece;
        if (text.includes('datasets-changed')) {
          call.destroy();
          resolve(text);
        } else app.createDataset(undefined);
      });
    });
    call.on('error', reject);
    call.end();
  });
  expect(seen).toContain('event: datasets-changed\ndata: {}\n\n');
});

test('the fields come with /api/about', async () => {
  const { json } = await send('GET', '/api/about');
  expect(json.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(json.fields.map((field: { key: string }) => field.key)).toContain('src.ip');
});
