import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '#base/errors.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { DatasetStore } from '#store/store.ts';
import { Changes } from '../changes.ts';
import { Control, type ImportCaptures, type ImportRequest } from '../import/contract.ts';
import { BrokenOff, type JobKind, Jobs, Needs } from './jobs.ts';
import { KeptJobs } from './kept.ts';
import { Rate } from './rate.ts';

/** What the store was told, in order; nothing else of it is used by jobs. */
function bench(
  importCaptures: ImportCaptures,
  onEnded: () => Promise<void> = async () => {},
  broken: Partial<DatasetStore> = {},
  more: Partial<ConstructorParameters<typeof Jobs>[0]> = {},
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
    ...more,
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

  test('that cannot be read is taken back, what was stored for it is thrown away, and it says why', async () => {
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

  test('that cannot be finished leaves nothing of what was unpacked for it, and the given file where it is', async () => {
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

describe('a job of a kind', () => {
  const Plan = z.object({ steps: z.number() });
  const kept = (dir: string, runs: string[], broken: { error?: unknown } = {}) => {
    const { jobs } = bench(async () => [], undefined, {}, { kept: new KeptJobs(dir), goesOn: true });
    const kind: JobKind<z.output<typeof Plan>> = {
      name: 'walk',
      plan: Plan,
      paths: ({ steps }) => [`/step-${steps}`],
      accept: (_plan, given) => given,
      discard: ({ steps }) => void runs.push(`discard ${steps}`),
      async run(run) {
        runs.push(`run ${run.plan.steps} ${JSON.stringify(run.secret)}`);
        run.keep({ steps: run.plan.steps + 1 });
        if (broken.error !== undefined) throw broken.error;
        await new Promise((_, reject) => run.signal.addEventListener('abort', () => reject(run.signal.reason)));
      },
    };
    jobs.register(kind);
    jobs.recover(() => true);
    return { jobs, kind };
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

  test('goes on in another process from its plan, without its secret, and keeps its files', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'capscope-jobs-'));
    const runs: string[] = [];
    const first = kept(dir, runs);
    const { id } = first.jobs.add(first.kind, { dataset: 'd', name: 'w', plan: { steps: 0 }, secret: 'pssst' });
    await settle();
    await first.jobs.close();
    expect(readFileSync(join(dir, 'jobs', `${id}.json`), 'utf8')).not.toContain('pssst');
    const second = kept(dir, runs);
    await settle();
    expect(runs).toEqual(['run 0 "pssst"', 'run 1 undefined']);
    expect(second.jobs.paths('d')).toEqual(['/step-2']);
    expect(await second.jobs.cancel(id)).toMatchObject({ state: 'cancelled' });
    expect(runs.at(-1)).toBe('discard 2');
    expect(kept(dir, runs).jobs.get(id)).toMatchObject({ state: 'cancelled' });
    rmSync(dir, { recursive: true });
  });

  test('that needs the user is paused until it is given that', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'capscope-jobs-'));
    const runs: string[] = [];
    const broken: { error?: unknown } = { error: new Needs('link', 'give the link again') };
    const { jobs, kind } = kept(dir, runs, broken);
    const { id } = jobs.add(kind, { dataset: 'd', name: 'w', plan: { steps: 0 } });
    await settle();
    expect(jobs.get(id)).toMatchObject({ state: 'paused', needs: 'link', error: 'give the link again' });
    delete broken.error;
    jobs.resume(id, 'https://x.example/?sig=1');
    await settle();
    expect(runs).toEqual(['run 0 undefined', 'run 1 "https://x.example/?sig=1"']);
    expect(jobs.get(id)).not.toHaveProperty('needs');
    await jobs.close();
    rmSync(dir, { recursive: true });
  });

  test('that failed is tried again, and what it stored goes when it is forgotten', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'capscope-jobs-'));
    const runs: string[] = [];
    const { jobs, kind } = kept(dir, runs, { error: new AppError('DISK_FULL', { path: 'w' }) });
    const { id } = jobs.add(kind, { dataset: 'd', name: 'w', plan: { steps: 0 } });
    expect(await jobs.ended(id)).toMatchObject({ state: 'failed', error: expect.stringContaining('disk is full') });
    jobs.resume(id);
    expect(await jobs.ended(id)).toMatchObject({ state: 'failed' });
    expect(runs).toEqual(['run 0 undefined', 'run 1 undefined']);
    jobs.forget(id);
    await settle();
    expect(runs.at(-1)).toBe('discard 2');
    expect(readdirSync(join(dir, 'jobs'))).toEqual([]);
    rmSync(dir, { recursive: true });
  });
});

test('an import that is paused rests, and gives way to another of its dataset', async () => {
  const words: number[] = [];
  let wantsEnd = false;
  const { jobs, told } = bench(async ({ captures: [capture], control, signal }) => {
    if (capture!.name === 'b.pcap') return [];
    for (;;) {
      signal!.throwIfAborted();
      const word = Atomics.load(control!, 0);
      if (words.at(-1) !== word) words.push(word);
      if (wantsEnd && word === Control.Go) return [];
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  });
  const seen = async (count: number): Promise<void> => {
    while (words.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const slow = jobs.start({ dataset: 'd', name: 'a.pcap', captures });
  await seen(1);
  expect(jobs.pause(slow.id)).toMatchObject({ state: 'paused' });
  await seen(2);
  expect(jobs.resume(slow.id)).toMatchObject({ state: 'running' });
  await seen(3);
  expect(words).toEqual([Control.Go, Control.Rest, Control.Go]);
  jobs.pause(slow.id);
  const other = jobs.start({ dataset: 'd', name: 'b.pcap', captures: [{ ...captures[0]!, name: 'b.pcap' }] });
  expect(await jobs.ended(other.id)).toMatchObject({ state: 'done' });
  expect(jobs.get(slow.id)).toMatchObject({ state: 'paused' });
  wantsEnd = true;
  jobs.resume(slow.id);
  expect(await jobs.ended(slow.id)).toMatchObject({ state: 'done' });
  expect(told).toEqual(['begin 1', 'rollback 1', 'begin 2', 'finish 2', 'begin 3', 'finish 3']);
});

describe('a job that is paused', () => {
  const Plan = z.object({});
  const add = (run: JobKind['run'], importCaptures: ImportCaptures = async () => []) => {
    const { jobs, told, bugs } = bench(importCaptures);
    const kind: JobKind = { name: 'walk', plan: Plan, run };
    jobs.register(kind);
    return { jobs, told, bugs, job: jobs.add(kind, { dataset: 'd', name: 'w', plan: {} }) };
  };
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

  test('between its pieces is cancelled at once', async () => {
    const { jobs, job } = add(async (run) => {
      for (;;) {
        await turn();
        await run.going();
      }
    });
    await turn();
    jobs.pause(job.id);
    await turn();
    expect(await jobs.cancel(job.id)).toMatchObject({ state: 'cancelled' });
  });

  test('before its import is cancelled at once, and its dataset can go', async () => {
    const { jobs, job, told } = add(async (run) => {
      await turn();
      await run.import(captures);
    });
    jobs.pause(job.id);
    await turn();
    await turn();
    await jobs.drop('d');
    expect(jobs.list()).toEqual([]);
    expect(told).toEqual([]);
  });

  test('while it waits for its turn goes on in place when it is resumed, behind who came meanwhile', async () => {
    const order: string[] = [];
    const first = Promise.withResolvers<void>();
    const { jobs, job } = add(
      async (run) => {
        order.push('run');
        await turn();
        await run.import([{ ...captures[0]!, name: 'w' }]);
      },
      async ({ captures: [capture] }) => {
        order.push(capture!.name);
        if (capture!.name === 'a') await first.promise;
        return [];
      },
    );
    const a = jobs.start({ dataset: 'd', name: 'a', captures: [{ ...captures[0]!, name: 'a' }] });
    while (!order.includes('a')) await turn();
    await turn();
    jobs.pause(job.id);
    const b = jobs.start({ dataset: 'd', name: 'b', captures: [{ ...captures[0]!, name: 'b' }] });
    first.resolve();
    await Promise.all([jobs.ended(a.id), jobs.ended(b.id)]);
    jobs.resume(job.id);
    expect(await jobs.ended(job.id)).toMatchObject({ state: 'done' });
    expect(order).toEqual(['run', 'a', 'b', 'w']);
  });

  test('of a live source lets go when its segment has ended, and is not broken off', async () => {
    let ends = false;
    const { jobs, job, told } = add(
      async (run) => {
        for (let segment = 0; segment < 2; segment++) await run.import(captures, { isLive: true });
      },
      async ({ captures: [capture], control, signal }) => {
        while (capture!.name !== 'b' && (!ends || Atomics.load(control!, 0) === Control.Rest)) {
          signal!.throwIfAborted();
          await turn();
        }
        return [];
      },
    );
    while (told.length === 0) await turn();
    jobs.pause(job.id);
    ends = true;
    const b = jobs.start({ dataset: 'd', name: 'b', captures: [{ ...captures[0]!, name: 'b' }] });
    expect(await jobs.ended(b.id)).toMatchObject({ state: 'done' });
    expect(jobs.get(job.id)).toMatchObject({ state: 'paused' });
    jobs.resume(job.id);
    expect(await jobs.ended(job.id)).toMatchObject({ state: 'done' });
    expect(told).toEqual(['begin 1', 'finish 1', 'begin 2', 'finish 2', 'begin 3', 'finish 3']);
  });

  test('or has failed takes nothing from outside where its kind asks for nothing', async () => {
    const secrets: unknown[] = [];
    const { jobs, job } = add(async (run) => {
      secrets.push(run.secret);
      throw new AppError('DISK_FULL', { path: 'w' });
    });
    await jobs.ended(job.id);
    expect(() => jobs.resume(job.id, 'http://x/')).toThrow('it needs no link');
    expect(jobs.get(job.id)).toMatchObject({ state: 'failed' });
    expect(secrets).toEqual([undefined]);
  });
});

test('no more imports run side by side than the limit, in the order they came', async () => {
  const order: string[] = [];
  const { jobs } = bench(
    async ({ captures: [capture] }) => {
      order.push(`${capture!.name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      order.push(`${capture!.name} ends`);
      return [];
    },
    undefined,
    {},
    { limit: () => 1 },
  );
  const ids = ['a', 'b'].map((name) => jobs.start({ dataset: name, name, captures: [{ ...captures[0]!, name }] }).id);
  for (const id of ids) await jobs.ended(id);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
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
