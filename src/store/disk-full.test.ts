import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Imports 16 000 flows, then more than fit; the process may write files of 12 MB at the most. */
const PROGRAM = `
import { startStore } from './src/store/client.ts';
import { batchOf, TestPort } from './src/store/testing.ts';
const dir = process.env.DIR;
const store = await startStore({ tempDir: dir });
const dataset = await store.open(dir + '/flows.duckdb');
const random = () => Math.random().toString(36);
const batch = () => batchOf(Array.from({ length: 16000 }, (_, n) => ({
  startMs: 1e12 + Math.random() * 1e9, src: '10.1.2.3', dst: '10.0.0.2', srcPort: n, facts: { host: random().repeat(8) } })));
for (const batches of [1, 20]) {
  const importing = await dataset.begin();
  const port = new TestPort(await dataset.connect(importing));
  for (let n = 0; n < batches; n++) port.send({ kind: 'flows', batch: batch(), stacks: ['eth'], widthMs: 1 });
  const ended = await port.done().catch(() => undefined).then(() => dataset.finish(importing)).then(() => 'finished', (error) => error.code);
  if (ended !== 'finished') await dataset.rollback(importing);
  const { all } = await dataset.ask({ kind: 'totals', scope: { filter: '' } });
  console.log(ended, all.flows);
}
await dataset.close();
const again = await store.open(dir + '/flows.duckdb');
console.log('open again', (await again.ask({ kind: 'totals', scope: { filter: '' } })).all.flows);
process.exit();
`;

/** What the program prints where files may have so many blocks of 1 kB. */
async function printed(blocks: number): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'capscope-full-'));
  try {
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-c', `trap "" XFSZ; ulimit -f ${blocks}; exec "$0" --eval "$PROGRAM"`, process.execPath],
      { cwd: join(import.meta.dirname, '../..'), env: { ...process.env, DIR: dir, PROGRAM, NODE_OPTIONS: '' } },
    );
    return stdout;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe.skipIf(process.platform === 'win32')('an import that fills the disk', () => {
  it('is taken back', async () => {
    expect(await printed(12_000)).toBe('finished 16000\nDISK_FULL 16000\nopen again 16000\n');
  });

  it('says so and leaves the dataset usable where there is no room at all', async () => {
    expect(await printed(3600)).toBe('DISK_FULL 0\nDISK_FULL 0\nopen again 0\n');
  });
});
