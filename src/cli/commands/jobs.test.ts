import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeDataDir } from '#app/data-dir.ts';
import { AppError } from '#base/errors.ts';
import { jobs } from './jobs.ts';

test('a server that has the data and does not answer is said to, and is no bug of ours', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  const taken = takeDataDir(dir, Date.now());
  // Port 1 (tcpmux): nobody listens there.
  taken.announce(1);
  try {
    for (const args of [['list'], ['pause', 'aaaaaaaa'], ['cancel', 'aaaaaaaa']])
      await expect(jobs([...args, '--data-dir', dir])).rejects.toThrow(AppError);
    await expect(jobs(['--data-dir', dir])).rejects.toThrow('the running Capscope does not answer');
  } finally {
    taken.release();
    rmSync(dir, { recursive: true });
  }
});
