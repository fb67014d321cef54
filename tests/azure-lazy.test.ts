/** Azure's libraries are large: a start that asks Azure nothing loads none of them. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
/** Tells each module of theirs that is loaded. */
const HOOK = `data:text/javascript,${encodeURIComponent(
  "import { registerHooks } from 'node:module'; registerHooks({ load(url, context, next) { if (/node_modules.@azure/.test(url)) console.error('LOADED ' + url); return next(url, context); } });",
)}`;

interface Started {
  readonly address: string;
  readonly told: () => string;
  stop(): Promise<void>;
}

async function serve(dir: string): Promise<Started> {
  const child = spawn(
    process.execPath,
    ['--import', HOOK, MAIN, 'serve', '--port', '0', '--no-browser', '--data-dir', dir],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const hear = (piece: Buffer): void => {
    text += piece.toString();
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
    if (found !== null) resolve(found[0]);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.once('exit', () => reject(new Error(text)));
  return {
    address: await promise,
    told: () => text,
    stop: () =>
      new Promise((done) => {
        child.once('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

test('a server starts and answers without them; they come with the first question to Azure', {
  timeout: 120_000,
}, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  const server = await serve(dir);
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(server.address + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  await fetch(`${server.address}/api/datasets`);
  await fetch(`${server.address}/api/azure/sign-in`);
  await post('/api/link', { url: 'https://account.blob.core.windows.net/c/x.cap?sv=1&sr=b&sp=r&sig=x' });
  expect(server.told()).not.toContain('LOADED');
  await post('/api/azure/list', { address: 'http://127.0.0.1:1/account/container?sv=1&sr=c&sp=rl&sig=x' });
  expect(server.told()).toContain('LOADED');
  expect(server.told()).not.toContain('arm-network');
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});
