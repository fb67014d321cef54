/** A watched folder: captures are imported when they are whole, where they are, once, also over a restart. */
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import { filesIn, type SeenFile, wholeFiles } from '#app/folder/ready.ts';
import { weigh } from '#app/folder/watch.ts';
import { AppError } from '#base/errors.ts';
import { openReader } from '#sources/file-reader.ts';
import { manyFlows } from './captures.ts';

let dir: string;
let folder: string;
let apps: Capscope[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  folder = join(dir, 'captures');
  mkdirSync(folder);
  apps = [];
});
afterEach(async () => {
  for (const app of apps) await app.close();
  rmSync(dir, { recursive: true, force: true });
});

function opened(): Capscope {
  const app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, watched: true, lookMs: 50 });
  apps.push(app);
  return app;
}

const HOUR = 3_600_000;
let minute = 0;
/** Written a while ago, as what is copied or renamed into place is. */
function put(name: string, bytes: Uint8Array, agoMs = HOUR): string {
  const path = join(folder, name);
  const draft = join(folder, `.${name}`);
  writeFileSync(draft, bytes);
  const time = (Date.now() - agoMs) / 1000 + minute++;
  utimesSync(draft, time, time);
  renameSync(draft, path);
  return path;
}
const capture = (n: number): Buffer => manyFlows(3, Date.UTC(2024, 9, 21) + n * 10 * HOUR);
const packetsOf = async (app: Capscope, id: string): Promise<number> => {
  const reply = await app.questions.ask(id, { kind: 'totals', scope: { filter: '' } });
  return 'answer' in reply && reply.answer !== undefined ? reply.answer.all.packets : -1;
};
const soon = { timeout: 20_000 };

test('captures that are there and that appear are imported, once each, and what is none is left alone', async () => {
  put('a.pcap', capture(0));
  put('notes.txt', Buffer.from('hello'));
  mkdirSync(join(folder, 'below'));
  const app = opened();
  const { id } = app.createDataset('Watched');
  const job = app.folders.watch(id, { path: folder });
  await expect.poll(() => packetsOf(app, id), soon).toBe(3);
  put('b.pcap', capture(1));
  renameSync(put('c.pcap', capture(2)), join(folder, 'below', 'c.pcap'));
  await expect.poll(() => packetsOf(app, id), soon).toBe(9);
  put('copy of a.pcap', capture(0));
  await expect
    .poll(
      () =>
        app.jobs
          .get(job.id)
          .messages?.map(({ text }) => text)
          .join('\n'),
      soon,
    )
    .toMatch(/copy of a\.pcap: the dataset has this capture already, as a\.pcap/);
  expect(await app.finishStream(job.id)).toMatchObject({ state: 'done', packets: 9 });
  expect(await packetsOf(app, id)).toBe(9);
});

test('a restart imports nothing twice, and goes on', async () => {
  put('a.pcap', capture(0));
  const first = opened();
  const { id } = first.createDataset('Watched');
  first.folders.watch(id, { path: folder });
  await expect.poll(() => packetsOf(first, id), soon).toBe(3);
  await first.close();
  apps.length = 0;
  put('b.pcap', capture(1));
  const second = opened();
  await expect.poll(() => packetsOf(second, id), soon).toBe(6);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect((await second.files(id)).map(({ name }) => name)).toEqual(['a.pcap', 'b.pcap']);
});

test('a name that a ring of captures uses again is a new capture; one that grows is told', async () => {
  put('ring00', capture(0), 3 * HOUR);
  put('ring01', capture(1), 2 * HOUR);
  const app = opened();
  const { id } = app.createDataset('Ring');
  const job = app.folders.watch(id, { path: folder });
  await expect.poll(() => packetsOf(app, id), soon).toBe(6);
  put('ring00', manyFlows(2, Date.UTC(2024, 10, 1)));
  await expect.poll(() => packetsOf(app, id), soon).toBe(8);
  const grown = join(folder, 'ring01');
  appendFileSync(grown, Buffer.alloc(100));
  utimesSync(grown, Date.now() / 1000 - 600, Date.now() / 1000 - 600);
  await expect
    .poll(() => app.jobs.get(job.id).warnings.join(), soon)
    .toBe('ring01: grew after it was imported: packets that came later are not in the dataset');
});

test('one that cannot be read does not keep the others out', async () => {
  put('a.pcap', capture(0));
  put('broken.pcap.gz', Buffer.from('1f8b0800ffff', 'hex'));
  put('c.pcap', capture(2));
  const app = opened();
  const { id } = app.createDataset('Watched');
  const job = app.folders.watch(id, { path: folder });
  await expect.poll(() => packetsOf(app, id), soon).toBe(6);
  await expect.poll(() => app.jobs.get(job.id).warnings.join(), soon).toMatch(/^broken\.pcap\.gz: not imported: /);
});

test('a fault that is not of the capture keeps it for later: it is imported when that is mended', async () => {
  const app = opened();
  const services = join(dir, 'data', 'services.txt');
  writeFileSync(services, 'this is no list of services\n');
  put('a.pcap', capture(0));
  put('b.pcap', capture(1));
  const { id } = app.createDataset('Watched');
  const job = app.folders.watch(id, { path: folder });
  const said = (): string => (app.jobs.get(job.id).messages ?? []).map(({ text }) => text).join('\n');
  await expect.poll(said, soon).toMatch(/services\.txt.*; captures wait until that is mended/);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(said().match(/captures wait/g)).toHaveLength(1);
  expect(app.jobs.get(job.id)).toMatchObject({ state: 'running', warnings: [] });
  rmSync(services);
  await expect.poll(() => packetsOf(app, id), soon).toBe(6);
});

test('what the system could not read is no fault of the capture', () => {
  const faultOf = (path: string): AppError => {
    try {
      openReader({ kind: 'file', path });
    } catch (error) {
      return error as AppError;
    }
    throw new Error('it was read');
  };
  expect(weigh(faultOf(join(dir, 'gone.pcap')))).toBe('passing');
  expect(weigh(new AppError('CAPTURE_UNREADABLE', { path: 'a.gz', reason: 'the data ends too soon' }))).toBe('content');
  expect(weigh(new AppError('CAPTURE_KNOWN', { path: 'a.pcap', name: 'b.pcap' }))).toBe('content');
  expect(weigh(new AppError('USAGE', { message: 'services.txt: line 1' }))).toBe('elsewhere');
});

test('what a program has open for writing is waited for', async () => {
  if (process.platform !== 'linux') return;
  const path = put('a.pcap', capture(0));
  const writer = openSync(path, 'a');
  const app = opened();
  const { id } = app.createDataset('Watched');
  app.folders.watch(id, { path: folder });
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(await packetsOf(app, id)).toBe(0);
  closeSync(writer);
  await expect.poll(() => packetsOf(app, id), soon).toBe(3);
});

test('a watch that is paused can be ended, well or not', async () => {
  const app = opened();
  for (const end of ['finish', 'cancel'] as const) {
    const { id } = app.createDataset(end);
    const job = app.folders.watch(id, { path: folder });
    app.jobs.pause(job.id);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const ended = await (end === 'finish' ? app.finishStream(job.id) : app.jobs.cancel(job.id));
    expect(ended.state).toBe(end === 'finish' ? 'done' : 'cancelled');
  }
});

test('a folder that is none is refused in words', () => {
  const app = opened();
  const { id } = app.createDataset('Watched');
  expect(() => app.folders.watch(id, { path: 'captures' })).toThrow('captures: a whole path is needed');
  expect(() => app.folders.watch(id, { path: join(dir, 'none') })).toThrow('there is no such folder');
  app.folders.watch(id, { path: folder });
  expect(() => app.folders.watch(id, { path: folder })).toThrow('watches it already');
});

const NOW = 1_700_000_000_000;
const seen = (path: string, agoSeconds: number, bytes = 100): SeenFile => ({
  path,
  bytes,
  changed: NOW - agoSeconds * 1000,
});
const whole = (files: readonly SeenFile[], before = files): readonly string[] =>
  wholeFiles(files, new Map(before.map((file) => [file.path, file])), NOW).map(({ path }) => path);

test('a file is whole when two looks saw it alike and it is a while old', () => {
  expect(whole([seen('a.pcap', 10)])).toEqual(['a.pcap']);
  expect(whole([seen('a.pcap', 1)])).toEqual([]);
  expect(whole([seen('a.pcap', 10, 200)], [seen('a.pcap', 12, 100)])).toEqual([]);
  expect(whole([seen('a.pcap', 10)], [])).toEqual([]);
});

test('the latest of rotated files is waited for, as a quiet link writes seldom', () => {
  const dumpcap = [seen('x_00001_20231114220000.pcapng', 90), seen('x_00002_20231114220100.pcapng', 30)];
  expect(whole(dumpcap)).toEqual(['x_00001_20231114220000.pcapng']);
  expect(whole([dumpcap[1]!])).toEqual([]);
  expect(whole([seen('x_00002_20231114220100.pcapng', 400)])).toEqual(['x_00002_20231114220100.pcapng']);
  // tcpdump -C: numbers behind the name
  expect(whole([seen('t.pcap1', 60), seen('t.pcap10', 20), seen('t.pcap9', 20)])).toEqual(['t.pcap1', 't.pcap9']);
  // Azure's: a capture a folder
  expect(whole([seen('/y=2024/m=10/d=21/h=19/m=25/s=46/packetcapture_19_25_46_123.cap', 20)])).toHaveLength(1);
});

test('names of what is not whole yet are passed over', () => {
  for (const name of ['a.pcap.part', '.hidden.pcap', 'b.pcap~', 'c.tmp', 'd.pcap'])
    writeFileSync(join(folder, name), 'x');
  expect(filesIn(folder, true).map(({ path }) => path.slice(folder.length + 1))).toEqual(['d.pcap']);
});
