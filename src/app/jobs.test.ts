import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '#base/errors.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { DatasetStore } from '#store/store.ts';
import { Changes } from './changes.ts';
import type { ImportCaptures, ImportRequest } from './import/contract.ts';
import { BrokenOff, Jobs } from './jobs.ts';
import { Rate } from './rate.ts';

/** What the store was told, in order; nothing else of it is used by jobs. */
function bench(
  importCaptures: ImportCaptures,
  onEnded: () => Promise<void> = async () => {},
  broken: Partial<DatasetStore> = {},
) {
  const told: string[] = [];
  let imports = 0;
  const store = {
    files: async () => [],
    stream: async () => undefined,
    begin: async () => {
      told.push(`begin ${++imports}`);
      return imports;
    },
    finish: async (importing: number) => void told.push(`finish ${importing}`),
    rollback: async (importing: number) => void told.push(`rollback ${importing}`),
    ...broken,
  } as unknown as DatasetStore;
  const bugs: unknown[] = [];
  const jobs = new Jobs({
    storeOf: async () => store,
    folderOf: () => '/nowhere',
    importCaptures,
    services: () => [],
    settingsOf: () => undefined,
    changes: new Changes(),
    watched: false,
    now: () => 0,
    onGrowing: () => {},
    onFiles: () => {},
    onEnded,
    onBug: (error) => bugs.push(error),
  });
  return { jobs, told, bugs };
}

const captures = [{ name: 'a.pcap', source: { kind: 'file' as const, path: '/a.pcap' } }];
const untilAborted = ({ signal }: ImportRequest): Promise<never> =>
  new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)));

describe('an import', () => {
  test('that ends well is made durable', async () => {
    const { jobs, told } = bench(async () => []);
    const { id } = jobs.start({ dataset: 'd', name: 'a.pcap', captures });
    expect(jobs.isImporting('d')).toBe(true);
    expect(await jobs.ended(id)).toMatchObject({ state: 'done' });
    expect(told).toEqual(['begin 1', 'finish 1']);
    expect(jobs.isImporting('d')).toBe(false);
  });

  test('that can not be read is taken back, what was stored for it is thrown away, and it says why', async () => {
    let discarded = false;
    const { jobs, told } = bench(async () => Promise.reject(new AppError('CAPTURE_EMPTY', { path: 'a.pcap' })));
    const { id } = jobs.start({ dataset: 'd', name: 'a.pcap', captures, discard: () => (discarded = true) });
    expect(await jobs.ended(id)).toMatchObject({ state: 'failed', error: 'a.pcap: the file is empty (0 bytes)' });
    expect(told).toEqual(['begin 1', 'rollback 1']);
    expect(discarded).toBe(true);
  });

  test('that is cancelled is taken back before the answer comes', async () => {
    const { jobs, told } = bench(untilAborted);
    const { id } = jobs.start({ dataset: 'd', name: 'a.pcap', captures });
    await new Promise((resolve) => setImmediate(resolve));
    expect(await jobs.cancel(id)).toMatchObject({ state: 'cancelled' });
    expect(told).toEqual(['begin 1', 'rollback 1']);
    expect(await jobs.cancel(id)).toMatchObject({ state: 'cancelled' });
  });

  test('whose upload breaks off fails with the place', async () => {
    const { jobs } = bench(untilAborted);
    const { id } = jobs.start({ dataset: 'd', name: 'a.pcap', captures });
    const job = await jobs.cancel(id, new BrokenOff('a.pcap: the upload broke off at byte 5 of 9'));
    expect(job).toMatchObject({ state: 'failed', error: 'a.pcap: the upload broke off at byte 5 of 9' });
  });

  test('that meets a bug of ours is taken back, and the bug is told to the log, not to the user', async () => {
    const { jobs, told, bugs } = bench(async () => Promise.reject(new TypeError('x is undefined')));
    const { id } = jobs.start({ dataset: 'd', name: 'a.pcap', captures });
    const job = await jobs.ended(id);
    expect(job.state).toBe('failed');
    expect(job.error).not.toContain('undefined');
    expect(told).toEqual(['begin 1', 'rollback 1']);
    expect(bugs).toHaveLength(1);
  });

  test('whose flows are in is done, whatever fails behind it, and nothing of it is thrown away', async () => {
    let streams = 0;
    const { jobs, told, bugs } = bench(
      async () => [],
      async () => {},
      { stream: async () => (++streams === 1 ? undefined : Promise.reject(new Error('lost'))) },
    );
    let discarded = false;
    const { id } = jobs.start({ dataset: 'd', name: 'a.pcap', captures, discard: () => (discarded = true) });
    expect(await jobs.ended(id)).toMatchObject({ state: 'done' });
    expect({ told, discarded }).toEqual({ told: ['begin 1', 'finish 1'], discarded: false });
    expect(bugs).toHaveLength(1);
  });

  test('that can not be finished leaves nothing of what was unpacked for it, and the given file where it is', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'capscope-jobs-'));
    const [path, given] = [join(folder, 'unpacked'), join(folder, 'given')];
    for (const file of [path, given]) writeFileSync(file, 'x');
    const packed = { path: given, size: 1, containers: ['gzip'] };
    const files = [{ warnings: [], path, packed } as unknown as StoredFile, { warnings: [], path: given } as never];
    const { jobs } = bench(
      async () => files,
      async () => {},
      { finish: async () => Promise.reject(new Error('the disk is full')) },
    );
    const { id } = jobs.start({ dataset: 'd', name: 'a.pcap', captures });
    expect(await jobs.ended(id)).toMatchObject({ state: 'failed' });
    expect([existsSync(path), existsSync(given)]).toEqual([false, true]);
    rmSync(folder, { recursive: true });
  });

  test('that waits is cancelled at once, without waiting for the one before it', async () => {
    const { jobs, told } = bench(untilAborted);
    const first = jobs.start({ dataset: 'd', name: 'a.pcap', captures });
    let discarded = 0;
    const second = jobs.start({ dataset: 'd', name: 'b.pcap', captures, discard: () => discarded++ });
    expect(await jobs.cancel(second.id)).toMatchObject({ state: 'cancelled' });
    expect(jobs.get(first.id)).not.toHaveProperty('ended');
    expect(discarded).toBe(1);
    expect(await jobs.cancel(first.id)).toMatchObject({ state: 'cancelled' });
    expect(told.filter((line) => line.startsWith('begin'))).toHaveLength(1);
  });
  test('waits for the one before it in the same dataset', async () => {
    const order: string[] = [];
    const { jobs } = bench(async ({ captures: [capture] }) => {
      order.push(`${capture!.name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${capture!.name} ends`);
      return [];
    });
    const named = (name: string) => [{ ...captures[0]!, name }];
    jobs.start({ dataset: 'd', name: 'one', captures: named('one') });
    const { id, state } = jobs.start({ dataset: 'd', name: 'two', captures: named('two') });
    expect(state).toBe('waiting');
    await jobs.ended(id);
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });
});

test('all are over only when what follows their end is done, that of ended ones, too', async () => {
  const told: string[] = [];
  const { jobs } = bench(
    async () => [],
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      told.push('card kept');
    },
  );
  const { id } = jobs.start({ dataset: 'd', name: 'a.pcap', captures });
  while (jobs.get(id).state !== 'done') await new Promise((resolve) => setImmediate(resolve));
  expect(told).toEqual([]);
  await jobs.close();
  expect(told).toEqual(['card kept']);
});

test('what an import has read never shrinks, and its speed is never negative', async () => {
  const read: number[] = [];
  let jobs: Jobs | undefined;
  const bytes = [100, 50, 200, 10];
  ({ jobs } = bench(async ({ onProgress }) => {
    for (const bytesRead of bytes) {
      onProgress?.({ bytesRead, packets: bytesRead, flows: bytesRead });
      const job = jobs!.list()[0]!;
      read.push(job.bytesRead);
      expect(job.bytesPerSecond).toBeGreaterThanOrEqual(0);
    }
    return [];
  }));
  await jobs.ended(jobs.start({ dataset: 'd', name: 'a.pcap', captures }).id);
  expect(read).toEqual([100, 100, 200, 200]);
});

test('the rate follows the last seconds, and tells the time left', () => {
  const rate = new Rate(0);
  for (let second = 1; second <= 20; second++) rate.update(second * 100, second * 1000);
  expect(rate.update(2100, 21_000)).toBeCloseTo(100, 0);
  expect(rate.secondsLeft(3100)).toBeCloseTo(10, 0);
  expect(rate.secondsLeft(undefined)).toBeUndefined();
  expect(new Rate(0).secondsLeft(1000)).toBeUndefined();
});
