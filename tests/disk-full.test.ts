/** A disk that is full, and stays full for a while: what was there is there, and an import works again when there is room. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import { manyFlows } from './captures.ts';

/** A file system of 96 MB, where this user may make one. */
const mount = mkdtempSync(join(tmpdir(), 'capscope-full-'));
const isMounted =
  process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', mount]).status === 0;
/** A server's lock and a few words find room, an import does not. */
const SPARE_BYTES = 64 * 1024;
const filler = join(mount, 'filler');

beforeAll(() => {
  if (isMounted) expect(statfsSync(mount).blocks * statfsSync(mount).bsize).toBeLessThan(101e6);
});
afterAll(() => {
  if (isMounted) spawnSync('umount', ['-l', mount]);
  rmSync(mount, { recursive: true, force: true });
});

function fill(): void {
  const { bavail, bsize } = statfsSync(mount);
  try {
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - SPARE_BYTES)));
  } catch {
    // It is full now.
  }
}

test.skipIf(!isMounted)(
  'an import on a full disk fails in plain words, leaves what was there, and is tried again with success when there is room',
  async () => {
    const given = mkdtempSync(join(tmpdir(), 'capscope-given-'));
    const [small, big] = [join(given, 'small.pcap'), join(given, 'big.pcap')];
    writeFileSync(small, manyFlows(500));
    writeFileSync(big, manyFlows(20_000));
    const bugs: unknown[] = [];
    let app = new Capscope({ dir: join(mount, 'data'), ...ENGINE, watched: true, onBug: (bug) => bugs.push(bug) });
    const { id } = app.createDataset('full');
    const flows = async (): Promise<number> => {
      const reply = await app.questions.ask(id, { kind: 'totals', scope: { filter: '' } });
      return reply.ok ? (reply.answer?.all.flows ?? -1) : -1;
    };
    const first = await app.jobs.ended(app.imports.files(id, [small]).id);
    expect([first.state, first.error]).toEqual(['done', undefined]);
    fill();
    // More than once: the disk stays full.
    for (let n = 0; n < 3; n++) {
      const job = await app.jobs.ended(app.imports.files(id, [big]).id);
      expect(job.state).toBe('failed');
      expect(job.error).toMatch(/disk is full/);
      expect(await flows()).toBe(500);
    }
    const failed = app.jobs.list().findLast(({ state }) => state === 'failed')!;
    rmSync(filler);
    app.jobs.resume(failed.id);
    expect(await app.jobs.ended(failed.id)).toMatchObject({ state: 'done', packets: 20_000 });
    const all = await flows();
    expect(all).toBeGreaterThanOrEqual(20_000);
    // A server that is started while the disk is full shows what there is.
    await app.close();
    fill();
    app = new Capscope({ dir: join(mount, 'data'), ...ENGINE, watched: true, onBug: (bug) => bugs.push(bug) });
    expect(await flows()).toBe(all);
    rmSync(filler);
    await app.close();
    // What could not be written is in the log; nothing else went wrong.
    expect(bugs.map(String).filter((bug) => !/ENOSPC|disk is full/i.test(bug))).toEqual([]);
    rmSync(given, { recursive: true });
  },
  600_000,
);
