/** One stream of time per dataset: captures cut in pieces and imported in any order give the flows of the whole. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import { ROW_KEYS } from '#app/questions/rows.ts';
import type { FlowRow } from '#query/question.ts';
import { zipBytes } from '#sources/unpack/testing.ts';
import { pcapOf, pcapOfFrames } from './captures.ts';
import { corpusCaptures, findProgram, output } from './corpus.ts';

let dir: string;
let app: Capscope;
/** joins the flows of each file that comes out of order when it is asked, not at once */
let later: Capscope;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-stream-'));
  app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, watched: true });
  later = new Capscope({ dir: join(dir, 'later'), ...ENGINE, mostAgain: 0 });
});
afterAll(async () => {
  await app.close();
  await later.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Imports the groups of files one after another into a new dataset. */
async function dataset(groups: readonly (readonly string[])[], by = app): Promise<string> {
  const { id } = by.createDataset(undefined, 'Stream');
  for (const paths of groups) {
    const job = by.imports.files(id, paths);
    expect(await by.jobs.ended(job.id)).toMatchObject({ state: 'done' });
  }
  return id;
}

/** All that is told of each flow but its number and its files. */
async function flowsOf(id: string, by = app): Promise<string[]> {
  const lines: string[] = [];
  for await (const rows of await by.questions.export(id, { scope: { filter: '' }, fields: ROW_KEYS }))
    for (const { id: _, file: _file, ...row } of rows as readonly (FlowRow & { id?: number })[])
      lines.push(JSON.stringify(row));
  return lines.sort();
}

/** Bytes of each bin and app: what the time strip draws. */
async function throughputOf(id: string, by = app): Promise<unknown> {
  const reply = await by.questions.ask(id, { kind: 'timeline', scope: { filter: '' }, by: 'app', limit: 20, bins: 50 });
  if (!reply.ok || reply.answer === undefined) throw new Error('no timeline');
  return reply.answer.series;
}

async function totalsOf(id: string, by = app): Promise<unknown> {
  const reply = await by.questions.ask(id, { kind: 'totals', scope: { filter: '' } });
  return reply.ok ? reply.answer : reply;
}

const EDITCAP = findProgram('editcap');
const NAMES = ['KakaoTalk_chat.pcap', 'ftp.pcap', 'teams.pcap'];
const CAPTURES = corpusCaptures('ndpi/pcap/').filter((path) => NAMES.includes(basename(path)));

describe.skipIf(CAPTURES.length === 0 || EDITCAP === undefined)('a real capture cut in pieces', () => {
  test.for(CAPTURES.map((path) => [basename(path), path] as const))(
    '%s',
    { timeout: 180_000 },
    async ([name, path]) => {
      const folder = mkdtempSync(join(dir, 'cut-'));
      const whole = join(folder, 'whole.pcapng');
      copyFileSync(path, whole);
      const counted = await output(findProgram('capinfos')!, ['-c', '-M', '-T', '-r', '-m', path]);
      const packets = Number(counted.split(',').at(-1));
      await output(EDITCAP!, ['-c', String(Math.ceil(packets / 4)), whole, join(folder, 'piece.pcapng')]);
      const pieces = readdirSync(folder)
        .filter((piece) => piece.startsWith('piece_'))
        .sort()
        .map((piece) => join(folder, piece));
      expect(pieces.length, name).toBeGreaterThan(1);
      const one = await dataset([[whole]]);
      const expected = await flowsOf(one);
      const orders: Record<string, readonly (readonly string[])[]> = {
        'one after another': pieces.map((piece) => [piece]),
        backwards: pieces.toReversed().map((piece) => [piece]),
        'the ends, then what lies between': [[pieces[0]!, pieces.at(-1)!], pieces.slice(1, -1)],
      };
      for (const [order, groups] of Object.entries(orders)) {
        const id = await dataset(groups);
        expect(await flowsOf(id), `${name}: ${order}`).toEqual(expected);
        expect(await throughputOf(id), `${name}: ${order}`).toEqual(await throughputOf(one));
        expect(await totalsOf(id), `${name}: ${order}`).toEqual(await totalsOf(one));
      }
      for (const order of [pieces.toReversed(), [2, 0, 3, 1].map((n) => pieces[n]!).filter(Boolean)]) {
        const id = await dataset(
          order.map((piece) => [piece]),
          later,
        );
        expect(await flowsOf(id, later), `${name}: joined later`).toEqual(expected);
        expect(await totalsOf(id, later), `${name}: joined later`).toEqual(await totalsOf(one));
        expect(await throughputOf(id, later), `${name}: joined later`).toEqual(await throughputOf(one));
      }
    },
  );
});

const NOON = Date.UTC(2024, 9, 21, 12);
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Datagrams of one flow, a second apart; returns the path. */
function talk(name: string, startMs: number, seconds: number): string {
  const path = join(dir, name);
  const datagrams = Array.from({ length: seconds }, (_, n) => ({
    time: startMs + n * SECOND,
    from: n % 2 === 0 ? '10.0.0.4:40000' : '192.0.2.7:7777',
    to: n % 2 === 0 ? '192.0.2.7:7777' : '10.0.0.4:40000',
    payload: `at ${startMs + n * SECOND}`,
  }));
  writeFileSync(path, pcapOf(datagrams));
  return path;
}

async function rowsOf(id: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const reply = await app.questions.ask(id, {
    kind: 'flows',
    scope: { filter: '' },
    fields: ['start', 'packets', 'id'],
    sort: [{ field: 'start', descending: false }],
    offset: 0,
    limit: 100,
  });
  return reply.ok ? reply.answer!.rows : [];
}

async function importInto(id: string, paths: readonly string[], options = {}) {
  return app.jobs.ended(app.imports.files(id, paths, options).id);
}

describe('a dataset that grows', () => {
  test('goes on with its flows after a restart', async () => {
    const id = await dataset([[talk('restart-1.pcap', NOON, 10)]]);
    await app.close();
    app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, watched: true });
    await importInto(id, [talk('restart-2.pcap', NOON + 10 * SECOND, 10)]);
    expect(await rowsOf(id)).toMatchObject([{ packets: 20 }]);
  });

  test('goes on after a restart with what dissectors remember of a flow', async () => {
    // RTP type 0 (PCMU), SSRC 0x51, sequence numbers 10, 11, 13 and then 14, 16: two are missing
    const frame = (sequence: number): string => {
      const header = `8000 ${sequence.toString(16).padStart(4, '0')} 00000${sequence.toString(16).padStart(3, '0')} 00000051`;
      const udp = `1388 138a 0024 0000 ${header} ${'7f'.repeat(16)}`;
      return `020000000002 020000000001 0800 4500 0038 0007 0000 4011 0000 0a000001 0a000002 ${udp}`;
    };
    const [one, two] = [join(dir, 'rtp-1.pcap'), join(dir, 'rtp-2.pcap')];
    writeFileSync(one, pcapOfFrames(NOON, [10, 11, 13].map(frame)));
    writeFileSync(two, pcapOfFrames(NOON + SECOND, [14, 16].map(frame)));
    const id = await dataset([[one]]);
    await app.close();
    app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, watched: true });
    await importInto(id, [two]);
    const flows = await flowsOf(id);
    expect(flows).toEqual(await flowsOf(await dataset([[one, two]])));
    expect(JSON.parse(flows[0]!)).toMatchObject({ app: 'rtp', packets: 5, 'rtp.lost': 2 });
  });

  test('reads its files again where the end of the stream was not kept', async () => {
    const id = await dataset([[talk('lost-1.pcap', NOON, 10)]]);
    const folder = join(dir, 'data', 'datasets', id);
    const kept = readdirSync(folder).filter((name) => name.endsWith('.state'));
    expect(kept).toHaveLength(1);
    for (const name of kept) rmSync(join(folder, name));
    await importInto(id, [talk('lost-2.pcap', NOON + 10 * SECOND, 10)]);
    expect(await rowsOf(id)).toMatchObject([{ packets: 20 }]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.state'))).toHaveLength(1);
  });

  test('shows fragments whose first has not come, and counts them once whatever comes next', async () => {
    // 3 × 16 bytes of UDP 1000 > 53, 10.0.0.1 > 10.0.0.2, identification 7
    const [first, second, third] = [
      '2000 4011 0000 0a000001 0a000002 03e8 0035 0030 0000 6161616161616161',
      '2002 4011 0000 0a000001 0a000002 6262626262626262 6262626262626262',
      '0004 4011 0000 0a000001 0a000002 6363636363636363 6363636363636363',
    ].map((rest) => `020000000002 020000000001 0800 4500 0024 0007 ${rest}`) as [string, string, string];
    const [waiting, rest] = [join(dir, 'waiting.pcap'), join(dir, 'rest.pcap')];
    writeFileSync(waiting, pcapOfFrames(NOON, [third, second]));
    writeFileSync(rest, pcapOfFrames(NOON + SECOND, [first]));
    const id = await dataset([[waiting]]);
    expect(await rowsOf(id)).toMatchObject([{ packets: 2 }]);
    expect(await totalsOf(id)).toMatchObject({ all: { packets: 2 } });
    await importInto(id, [rest]);
    expect(await rowsOf(id)).toMatchObject([{ packets: 3 }]);
    expect(await flowsOf(id)).toEqual(await flowsOf(await dataset([[waiting, rest]])));
    const other = await dataset([[waiting], [talk('no-first.pcap', NOON + SECOND, 10)]]);
    expect((await rowsOf(other)).map((row) => row['packets'])).toEqual([2, 10]);
  });

  test('knows a packet that was captured twice at the seam of two imports', async () => {
    const packet =
      '020000000002 020000000001 0800 4500 0024 0007 0000 4011 0000 0a000001 0a000002 03e8 0035 0010 0000 6161616161616161';
    const [once, twice] = [join(dir, 'once.pcap'), join(dir, 'twice.pcap')];
    writeFileSync(once, pcapOfFrames(NOON, [packet]));
    writeFileSync(twice, pcapOfFrames(NOON + 1, [packet]));
    for (const groups of [[[once, twice]], [[once], [twice]]]) {
      const id = await dataset(groups);
      const { items } = await app.questions.quality(id);
      expect(items.find(({ key }) => key === 'duplicates')).toMatchObject({ count: 1, of: 2 });
      expect(await totalsOf(id)).toMatchObject({ all: { packets: 2 } });
    }
  });

  test('needs an earlier file only where flows could have gone on in it, and says when it is gone', async () => {
    const first = talk('gone-1.pcap', NOON, 10);
    const id = await dataset([[first], [talk('gone-3.pcap', NOON + 20 * SECOND, 10)]]);
    rmSync(first);
    expect(await importInto(id, [talk('gone-2.pcap', NOON + 10 * SECOND, 10)])).toMatchObject({
      state: 'done',
      warnings: [expect.stringContaining('gone-1.pcap')],
    });
    expect(await totalsOf(id)).toMatchObject({ all: { packets: 30 } });
  });

  test('leaves alone what no flow reaches', async () => {
    const id = await dataset([[talk('far-1.pcap', NOON, 10)]]);
    const [before] = await rowsOf(id);
    await importInto(id, [talk('far-0.pcap', NOON - 60 * MINUTE, 10), talk('far-2.pcap', NOON + 60 * MINUTE, 10)]);
    const after = await rowsOf(id);
    expect(after).toHaveLength(3);
    expect(after[1]).toEqual(before);
  });

  test('is as it was after an import that failed, and goes on from there', async () => {
    const id = await dataset([[talk('fail-1.pcap', NOON, 10)]]);
    const before = await rowsOf(id);
    const text = join(dir, 'no-capture.pcap');
    writeFileSync(text, 'this is no capture, whatever it is called\n');
    const second = talk('fail-2.pcap', NOON + 10 * SECOND, 10);
    expect(await importInto(id, [second, text])).toMatchObject({ state: 'failed' });
    expect(await rowsOf(id)).toEqual(before);
    expect(await importInto(id, [second])).toMatchObject({ state: 'done', packets: 10 });
    expect(await rowsOf(id)).toMatchObject([{ packets: 20 }]);
  });

  test('counts every packet once while it is watched, whether the new ones come later or earlier', async () => {
    const pieces = [0, 1].map((n) => talk(`watch-${n}.pcap`, NOON + n * 600 * SECOND, 600));
    for (const [first, second] of [pieces, pieces.toReversed()]) {
      const id = await dataset([[first!]]);
      const bytes = await import('node:fs/promises').then(({ readFile }) => readFile(second!));
      const seen: number[] = [];
      const slowly = async function* () {
        for (let at = 0; at < bytes.length; at += 300) {
          yield bytes.subarray(at, at + 300);
          // The first half is to be seen before the rest has come, on however slow a machine.
          const isAwaited = first === pieces[0] && at * 2 > bytes.length && seen.at(-1) === 600;
          await sleep(isAwaited ? 250 : 10);
        }
      };
      let running = true;
      const watching = (async () => {
        while (running) {
          const [row, ...others] = await rowsOf(id);
          expect(others).toEqual([]);
          seen.push(Number(row!['packets']));
          await sleep(20);
        }
      })();
      const job = await app.imports.upload(id, { name: 'live.pcap', bytes: Readable.from(slowly()) });
      expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done' });
      running = false;
      await watching;
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      expect(seen[0]).toBe(600);
      expect(await rowsOf(id)).toMatchObject([{ packets: 1200 }]);
      // Later packets are seen as they come; earlier ones when all flows are joined.
      if (first === pieces[0]) expect(seen.some((packets) => packets > 600 && packets < 1200)).toBe(true);
      else expect(new Set(seen)).toEqual(new Set(seen.includes(1200) ? [600, 1200] : [600]));
    }
  }, 60_000);

  test('keeps flows of logs where packets of their time are decoded anew', async () => {
    const id = await dataset([[talk('logged-2.pcap', NOON + 10 * SECOND, 10)]]);
    const log = join(dir, 'vpc.log');
    const seconds = Math.floor((NOON + 12 * SECOND) / SECOND);
    writeFileSync(
      log,
      [
        'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
        `2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 ${seconds} ${seconds + 60} ACCEPT OK`,
        '',
      ].join('\n'),
    );
    expect(await importInto(id, [log])).toMatchObject({ state: 'done' });
    expect(await importInto(id, [talk('logged-1.pcap', NOON, 10)])).toMatchObject({ state: 'done' });
    expect((await rowsOf(id)).map((row) => row['packets'])).toEqual([20, 20]);
  });

  test('takes a capture once, whatever it is called, unless it is asked for again', async () => {
    const path = talk('same.pcap', NOON, 10);
    const copy = join(dir, 'copy.pcap');
    copyFileSync(path, copy);
    const id = await dataset([[path]]);
    expect(await importInto(id, [copy])).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('same.pcap'),
    });
    const other = talk('other.pcap', NOON + 10 * SECOND, 5);
    expect(await importInto(id, [copy, other])).toMatchObject({
      state: 'done',
      packets: 5,
      warnings: [expect.stringContaining('copy.pcap')],
    });
    const { readFile } = await import('node:fs/promises');
    const uploaded = await app.imports.upload(id, { name: 'up.pcap', bytes: Readable.from([await readFile(path)]) });
    expect(await app.jobs.ended(uploaded.id)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/^up\.pcap: the dataset has this capture already, as same\.pcap/),
    });
    expect(await totalsOf(id)).toMatchObject({ all: { packets: 15 } });
    expect(await importInto(id, [copy], { again: true })).toMatchObject({ state: 'done' });
    expect(await totalsOf(id)).toMatchObject({ all: { packets: 25 } });
  });

  test('takes a capture once, however it is packed', async () => {
    const [path, next] = [talk('plain.pcap', NOON, 10), talk('next.pcap', NOON + 10 * SECOND, 5)];
    const [gz, zst, zip] = ['plain.pcap.gz', 'plain.zst', 'both.zip'].map((name) => join(dir, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(gz, gzipSync(readFileSync(path)));
    writeFileSync(zst, zstdCompressSync(readFileSync(path)));
    writeFileSync(
      zip,
      zipBytes([
        { name: 'in/plain.pcap', data: readFileSync(path) },
        { name: 'next.pcap', data: readFileSync(next) },
      ]),
    );
    const known = (name: string, as: string) => ({
      state: 'failed',
      error: `${name}: the dataset has this capture already, as ${as}; it is not counted twice`,
    });
    const one = await dataset([[path]]);
    expect(await importInto(one, [gz])).toMatchObject(known('plain.pcap.gz', 'plain.pcap'));
    const other = await dataset([[gz]]);
    expect(await importInto(other, [path])).toMatchObject(known('plain.pcap', 'plain.pcap.gz'));
    expect(await importInto(other, [zst])).toMatchObject(known('plain.zst', 'plain.pcap.gz'));
    expect(await importInto(other, [zip])).toMatchObject({
      state: 'done',
      warnings: [known('both.zip/in/plain.pcap', 'plain.pcap.gz').error],
    });
    expect(await totalsOf(other)).toMatchObject({ all: { packets: 15 } });
    const files = await app.files(other);
    expect(files.map(({ name }) => name)).toEqual(['plain.pcap.gz', 'both.zip/next.pcap']);
    expect(files[1]).toMatchObject({ containers: ['zip'], packets: 5 });
    expect(await importInto(other, [zst], { again: true })).toMatchObject({ state: 'done' });
    expect(await totalsOf(other)).toMatchObject({ all: { packets: 25 } });
    // both at once: the one that is not packed is taken
    expect(await totalsOf(await dataset([[path, gz]]))).toMatchObject({ all: { packets: 10 } });
  });

  test('takes the captures of a folder, known by their bytes', async () => {
    const folder = mkdtempSync(join(dir, 'folder-'));
    copyFileSync(talk('in-1.pcap', NOON, 10), join(folder, 'one'));
    copyFileSync(talk('in-2.pcap', NOON + 10 * SECOND, 10), join(folder, 'two.pcap'));
    writeFileSync(join(folder, 'notes.txt'), 'nothing to see');
    const { id } = app.createDataset(undefined, 'Folder');
    expect(await importInto(id, [folder])).toMatchObject({ state: 'done', packets: 20 });
    expect((await app.files(id)).map(({ name }) => name).sort()).toEqual(['one', 'two.pcap']);
    expect(await rowsOf(id)).toMatchObject([{ packets: 20 }]);
    expect(() => app.imports.files(id, [mkdtempSync(join(dir, 'empty-'))])).toThrow(/holds no capture/);
  });
});
