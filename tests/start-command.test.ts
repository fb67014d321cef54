/** The README's first command, as npm runs it: a build, then the server, in an environment that knows nothing of ours. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Dataset } from '#app/model.ts';
import { manyFlows } from './captures.ts';

const ADDRESS = /Capscope is at (http:\/\/[^/\s]+)\S*\n/;

/** Starts it, asks it, and ends it as a shell would. */
async function started(args: readonly string[], ask: (address: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'capscope-start-'));
  const { MALLOC_ARENA_MAX: _, ...env } = process.env;
  const script = fileURLToPath(new URL('../scripts/start.ts', import.meta.url));
  const all = [script, ...args, '--port', '0', '--no-browser', '--data-dir', join(dir, 'data')];
  const program = spawn(process.execPath, all, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(program, 'exit');
  try {
    let said = '';
    const address = await new Promise<string>((resolve, reject) => {
      const hear = (piece: Buffer): void => {
        said += piece.toString();
        const found = ADDRESS.exec(said);
        if (found !== null) resolve(found[1]!);
      };
      program.stdout.on('data', hear);
      program.stderr.on('data', hear);
      program.once('exit', (status) => reject(new Error(`it ended with ${status}: ${said}`)));
    });
    await ask(address);
  } finally {
    program.kill('SIGTERM');
    await ended;
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

const datasetsAt = async (address: string): Promise<readonly Dataset[]> =>
  (await (await fetch(`${address}/api/datasets`)).json()) as Dataset[];

test('npm start serves, and ends when it is told to', () =>
  started([], async (address) => {
    expect((await fetch(address)).status).toBe(200);
    expect(await datasetsAt(address)).toEqual([]);
  }));

test('npm start -- FILE has the capture in it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'capscope-start-'));
  try {
    const path = join(dir, 'one.pcap');
    writeFileSync(path, manyFlows(3));
    await started([path], async (address) => {
      await expect.poll(() => datasetsAt(address), { timeout: 20_000 }).toMatchObject([{ name: 'one', flows: 3 }]);
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
