import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { createServer, listen } from './server.ts';

let dir: string;
let app: Capscope;
let server: FastifyInstance;
let base: string;
const script = 'console.log("a long script")\n'.repeat(100);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  const web = join(dir, 'web');
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>Capscope</title>');
  writeFileSync(join(web, 'assets/app-1a2b3c4d.js'), script);
  writeFileSync(join(web, 'assets/app-1a2b3c4d.js.br'), brotliCompressSync(script));
  writeFileSync(join(dir, 'secret.txt'), 'not for the browser');
  app = new Capscope({
    dir: join(dir, 'data'),
    startStore: async () => Promise.reject(new Error('none')),
    importCaptures: async () => [],
  });
  server = createServer({ app, webDir: web });
  base = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
});
afterAll(async () => {
  await server.close();
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});

test('a route of the page is the page, and is asked for again each time', async () => {
  for (const path of ['/', '/d/abcdefgh/flows?filter=tls']) {
    const response = await fetch(base + path);
    expect(response.status, path).toBe(200);
    expect(await response.text(), path).toContain('<title>Capscope</title>');
    expect(response.headers.get('cache-control'), path).toBe('no-cache');
    expect(response.headers.get('content-type'), path).toMatch(/^text\/html/);
    expect(response.headers.get('content-security-policy'), path).toContain("object-src 'none'");
  }
});

test('a script comes compressed as it was built, and is kept for a year', async () => {
  const response = await fetch(`${base}/assets/app-1a2b3c4d.js`, { headers: { 'accept-encoding': 'br' } });
  expect(response.headers.get('content-encoding')).toBe('br');
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect(response.headers.get('content-type')).toMatch(/javascript/);
  expect(await response.text()).toBe(script);
});

test('nothing outside the folder of the pages is served', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/secret.txt',
  ]) {
    const response = await fetch(base + path);
    expect(response.status, path).toBeGreaterThanOrEqual(400);
    expect(await response.text(), path).not.toContain('not for the browser');
  }
});

test('a script that is not there is not the page', async () => {
  expect((await fetch(`${base}/assets/gone-00000000.js`)).status).toBe(404);
});
