/**
 * Captures that are none, that lie, or that end too soon: one clear line or a warning that names the byte, the whole
 * packets before it kept, the exit status of the contract; never a stack trace, never a hang.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import { joined, pcapBytes, pcapngBlocks, type TestPacket } from '#capture/testing.ts';
import { udp } from '#flow/testing.ts';
import type { FlowRow } from '#query/question.ts';
import { manyFlows } from './captures.ts';
import { LAUNCHER, rowsOf, run } from './command.ts';
import { type Engine, openEngine } from './engine.ts';

/** No input takes longer than this, whatever it says of itself. */
const TIMEOUT_MS = 20_000;

let dir: string;
let engine: Engine;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  engine = await openEngine();
});
afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const put = (name: string, bytes: Uint8Array | string): string => {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
};

/** Datagrams of one flow, a second apart, of 1, 2, 3 … bytes of payload. */
const datagram = (n: number): TestPacket => ({
  sec: 1_700_000_000 + n,
  data: udp('10.0.0.4:40000', '192.0.2.7:7777', n + 1),
});
const PACKETS = [0, 1, 2, 3].map(datagram);
const PCAP = pcapBytes(PACKETS);
/** Where pieces of a file start, and its end. */
function startsOf(lengths: readonly number[], from: number): number[] {
  const starts = [from];
  for (const length of lengths) starts.push(starts.at(-1)! + length);
  return starts;
}
const PCAP_STARTS = startsOf(
  PACKETS.map(({ data }) => 16 + data.length),
  24,
);

const ng = pcapngBlocks();
const NG_BLOCKS = [
  ng.section(),
  ng.interface(1, 65535),
  ...PACKETS.map(({ sec, data }) => ng.enhanced(0, BigInt(sec!) * 1_000_000n, data)),
];
const PCAPNG = joined(...NG_BLOCKS);
const NG_STARTS = startsOf(
  NG_BLOCKS.map((block) => block.length),
  0,
);
const NG_HEADS = 2;

function patched(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(value >>> 0, at);
  return copy;
}

/** What every message must be: one line that names the file, for people. */
function expectOneLine(err: string, file: string): void {
  expect(err).toMatch(/^capscope: [^\n]+\n$/);
  expect(err).toContain(file);
  expect(err).not.toMatch(/\bat .*:\d+:\d+|node:|undefined|\[object|Error:|bug/);
}

describe('what is no capture is refused in one line, with status 1', () => {
  const files: readonly [string, Uint8Array | string, RegExp][] = [
    ['empty.pcap', '', /the file is empty \(0 bytes\)/],
    ['text.pcap', 'not a capture at all\n', /not a capture file: byte 0 .*\(text\)/],
    ['zeros.pcap', new Uint8Array(100_000), /not a capture file: byte 0/],
    ['packed.pcap.gz', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0), /the gzip data ends too early, at byte 8/],
    ['one-byte.pcap', Uint8Array.of(0xd4), /not a capture file: byte 0/],
    ['short-header.pcap', PCAP.subarray(0, 23), /byte 0: the file ends within its header \(23 of 24 bytes\)/],
    ['short-header.pcapng', PCAPNG.subarray(0, 11), /byte 0: the file ends within its header \(11 bytes\)/],
    ['old.pcap', patched(PCAP, 4, 0x0004_0001), /byte 0: pcap version 1\.4/],
    ['no-magic.pcapng', patched(PCAPNG, 8, 0), /byte 0: .*byte-order magic/],
  ];
  test.each(files)('%s', async (name, content, line) => {
    put(name, content);
    for (const args of [
      ['flows'],
      ['flows', '--format', 'jsonl'],
      ['summary', '--format', 'json'],
      ['import', '--data-dir', 'refused'],
    ]) {
      const { status, out, err } = await run([...args, name], { cwd: dir, timeoutMs: TIMEOUT_MS });
      expect({ args, status, out }).toEqual({ args, status: 1, out: '' });
      expectOneLine(err, name);
      expect(err).toMatch(line);
    }
  });
  test('the same from standard input', async () => {
    for (const [input, line] of [
      ['', /empty/],
      ['not a capture at all\n', /not a capture file/],
    ] as const) {
      const { status, out, err } = await run(['flows', '-'], { input: Buffer.from(input), timeoutMs: TIMEOUT_MS });
      expect({ status, out }).toEqual({ status: 1, out: '' });
      expectOneLine(err, 'standard input');
      expect(err).toMatch(line);
    }
  });
  test('a file that is not there, a folder, and devices', async () => {
    mkdirSync(join(dir, 'folder'));
    for (const [path, line] of [
      ['none.pcap', /there is no such file/],
      ['folder', /this folder holds no capture/],
      ['/dev/null', /empty/],
      ['/dev/zero', /not a capture file/],
    ] as const) {
      for (const args of [['flows'], ['summary'], ['import', '--data-dir', 'refused']]) {
        const { status, out, err } = await run([...args, path], { cwd: dir, timeoutMs: TIMEOUT_MS });
        expect({ args, path, status, out }).toEqual({ args, path, status: 1, out: '' });
        expectOneLine(err, basename(path));
        expect(err).toMatch(line);
      }
    }
  });
  test.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    chmodSync(put('secret.pcap', PCAP), 0);
    const { status, err } = await run(['flows', 'secret.pcap'], { cwd: dir, timeoutMs: TIMEOUT_MS });
    expect(status).toBe(1);
    expectOneLine(err, 'secret.pcap');
    expect(err).toMatch(/you may not read it/);
  });
  test('one bad file among good ones is named, and nothing is printed', async () => {
    put('good.pcap', PCAP);
    put('text.pcap', 'not a capture at all\n');
    const { status, out, err } = await run(['flows', 'good.pcap', 'text.pcap'], { cwd: dir, timeoutMs: TIMEOUT_MS });
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expectOneLine(err, 'text.pcap');
  });
});

describe('a capture that is cut off keeps its whole packets', () => {
  test.each([
    ['pcap', PCAP, PCAP_STARTS, 24],
    ['pcapng', PCAPNG, NG_STARTS, 12],
  ] as const)('%s, at every byte behind its header', async (format, whole, starts, from) => {
    const cuts = Array.from({ length: whole.length - from }, (_, n) => from + n);
    const paths = cuts.map((cut) => put(`cut-${cut}.${format}`, whole.subarray(0, cut)));
    const { store, files } = await engine.decode(paths);
    await store.close();
    const heads = format === 'pcap' ? 0 : NG_HEADS;
    for (const [index, cut] of cuts.entries()) {
      const wholeRecords = starts.findLastIndex((start) => start <= cut);
      const { packets, warnings } = files[index]!;
      const start = starts[wholeRecords]!;
      expect({ cut, packets }).toEqual({ cut, packets: Math.max(0, wholeRecords - heads) });
      if (cut === start) expect({ cut, warnings }).toEqual({ cut, warnings: [] });
      else
        expect({ cut, warnings }).toEqual({
          cut,
          warnings: [expect.stringMatching(new RegExp(`^byte ${start}: the file ends within a `))],
        });
    }
  });
  test('and that is no error: status 0, a warning on standard error that names file and byte', async () => {
    put('cut.pcap', PCAP.subarray(0, -3));
    const expected = `capscope: cut.pcap: byte ${PCAP_STARTS[3]}: `;
    const flows = await run(['flows', '--format', 'jsonl', 'cut.pcap'], { cwd: dir });
    expect(flows.status).toBe(0);
    expect(rowsOf(flows.out)).toMatchObject([{ packets: 3 }]);
    expectOneLine(flows.err, expected);
    const summary = await run(['summary', '--format', 'json', 'cut.pcap'], { cwd: dir });
    expect(summary.status).toBe(0);
    expect(JSON.parse(summary.out)).toMatchObject({
      packets: 3,
      warnings: [expect.stringContaining(expected.slice('capscope: '.length))],
    });
    const fromInput = await run(['flows', '--format', 'jsonl', '-'], { input: PCAP.subarray(0, -3) });
    expect(fromInput.status).toBe(0);
    expect(rowsOf(fromInput.out)).toMatchObject([{ packets: 3 }]);
  });
});

describe('a capture that lies is read up to the lie', () => {
  const second = PCAP_STARTS[1]!;
  const block = NG_STARTS[NG_HEADS + 1]!;
  const blockLength = NG_BLOCKS[NG_HEADS + 1]!.length;
  const captures: readonly [string, Uint8Array, number, number][] = [
    ['a record of 4 GiB', patched(PCAP, second + 8, 0xffffffff), 1, second],
    ['a record of 2 GiB', patched(PCAP, second + 8, 0x7fffffff), 1, second],
    ['a record of 300 kB', patched(PCAP, second + 8, 300_000), 1, second],
    ['the first record of 4 GiB', patched(PCAP, 24 + 8, 0xffffffff), 0, 24],
    ['a block of 0 bytes', patched(PCAPNG, block + 4, 0), 1, block],
    ['a block smaller than its head', patched(PCAPNG, block + 4, 8), 1, block],
    ['a block smaller than it is', patched(PCAPNG, block + 4, blockLength - 4), 1, block],
    ['a block too small for a packet', patched(PCAPNG, block + 4, 16), 1, block],
    ['a block larger than it is', patched(PCAPNG, block + 4, blockLength + 4), 1, block],
    ['a block that ends behind the file', patched(PCAPNG, block + 4, 100_000), 1, block],
    ['a block of 4 GiB', patched(PCAPNG, block + 4, 0xfffffffc), 1, block],
    ['a block whose second length differs', patched(PCAPNG, block + blockLength - 4, 64), 1, block],
    ['a packet longer than its block', patched(PCAPNG, block + 20, 0x10000), 1, block],
    ['a packet of an interface that is not there', patched(PCAPNG, block + 8, 7), 1, block],
    ['a section of 4 GiB', patched(PCAPNG, 4, 0xfffffffc), 0, 0],
  ];
  test.each(captures)('%s', async (name, bytes, packets, offset) => {
    const file = `${name.replaceAll(' ', '-')}.capture`;
    put(file, bytes);
    const flows = await run(['flows', '--format', 'jsonl', file], { cwd: dir, timeoutMs: TIMEOUT_MS });
    expectOneLine(flows.err, `${file}: byte ${offset}: `);
    expect(rowsOf(flows.out).reduce((sum, row) => sum + Number(row.packets), 0)).toBe(packets);
    // Nothing could be read: whether that is a capture without packets or none at all is for the format to say.
    if (packets > 0) expect(flows.status).toBe(0);
    else expect([0, 1]).toContain(flows.status);
  });
});

describe('odd, and yet a capture', () => {
  test('timestamps that run backwards: all packets count, and it is told', async () => {
    const backwards = [50, 40, 30, 20, 10, 60].map((n) => ({ ...datagram(n), sec: 1_700_000_000 + n }));
    put('backwards.pcap', pcapBytes(backwards));
    const { status, out, err } = await run(['flows', '--format', 'jsonl', 'backwards.pcap'], {
      cwd: dir,
      timeoutMs: TIMEOUT_MS,
    });
    expect(status).toBe(0);
    expectOneLine(err, 'backwards.pcap: the clock ran backwards');
    const rows = rowsOf(out);
    expect(rows.reduce((sum, row) => sum + Number(row.packets), 0)).toBe(6);
    for (const row of rows) {
      expect(row.duration).toBeGreaterThanOrEqual(0);
      expect(String(row.end) >= String(row.start)).toBe(true);
    }
    expect(rows.map((row) => row.start).sort()[0]).toBe('2023-11-14T22:13:30.000000Z');
  });
  test('packets of 0 bytes are packets, and truncated where there was more', async () => {
    const none = new Uint8Array(0);
    put('zero.pcap', pcapBytes([{ sec: 1, data: none }, { sec: 2, data: none, origLen: 60 }, datagram(1)]));
    const { status, out } = await run(['summary', '--format', 'json', 'zero.pcap'], {
      cwd: dir,
      timeoutMs: TIMEOUT_MS,
    });
    expect(status).toBe(0);
    const { packets, accounts } = JSON.parse(out);
    expect(packets).toBe(3);
    expect(accounts.decoded).toBe(1);
    expect(accounts.truncated).toBeGreaterThanOrEqual(1);
    expect(accounts.decoded + accounts.truncated + accounts.malformed + accounts.unsupported).toBe(3);
  });
  test('a capture without packets has no flows', async () => {
    put('header.pcap', pcapBytes([]));
    expect(await run(['flows', '--format', 'jsonl', 'header.pcap'], { cwd: dir })).toEqual({
      status: 0,
      out: '',
      err: '',
    });
    const { status, out } = await run(['summary', '--format', 'json', 'header.pcap'], { cwd: dir });
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ packets: 0, flows: 0, bytes: 0 });
  });
  test('times at both ends of what a file can say', async () => {
    const times = [0, 0x7fffffff, 0xffffffff].map((sec, n) => ({ ...datagram(n), sec }));
    for (const order of [times, times.toReversed()]) {
      const { status, out } = await run(['flows', '--format', 'jsonl', '-'], {
        input: pcapBytes(order),
        timeoutMs: TIMEOUT_MS,
      });
      expect(status).toBe(0);
      const rows = rowsOf(out);
      expect(rows.reduce((sum, row) => sum + Number(row.packets), 0)).toBe(3);
      expect(String(rows.map((row) => row.start).sort()[0])).toMatch(/^1970-01-01T00:00:00/);
      expect(
        String(
          rows
            .map((row) => row.end)
            .sort()
            .at(-1),
        ),
      ).toMatch(/^2106-02-07T06:28:15/);
    }
  });
  test.skipIf(process.platform === 'win32')('a pipe is read once, by all commands', async () => {
    put('piped.pcap', manyFlows(500));
    for (const [command, expected] of [
      ['flows --format jsonl', 500],
      ['summary --format json', undefined],
    ] as const) {
      const { status, stdout } = spawnSync('bash', ['-c', `'${LAUNCHER}' ${command} <(cat piped.pcap)`], {
        cwd: dir,
        timeout: TIMEOUT_MS,
        encoding: 'utf8',
      });
      expect({ command, status }).toEqual({ command, status: 0 });
      if (expected === undefined) expect(JSON.parse(stdout)).toMatchObject({ packets: 500, flows: 500 });
      else expect(rowsOf(stdout)).toHaveLength(expected);
    }
    const { status, stdout } = spawnSync(
      'bash',
      ['-c', `'${LAUNCHER}' summary --format json <(cat piped.pcap) <(cat piped.pcap)`],
      {
        cwd: dir,
        timeout: TIMEOUT_MS,
        encoding: 'utf8',
      },
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ packets: 1000 });
  });
});

describe('a failed import leaves the dataset as it was', () => {
  const NAME = 'kept';
  let data: string;

  /** All there is to know of the dataset: its flows, and its files without what is computed later. */
  async function contents(): Promise<{ rows: FlowRow[]; files: unknown[]; packets: number }> {
    const app = new Capscope({ dir: data, ...ENGINE });
    try {
      const { id, packets } = app.findDataset(NAME)!;
      const rows: FlowRow[] = [];
      for await (const batch of await app.questions.export(id, { scope: { filter: '' }, fields: [] }))
        rows.push(...batch);
      const files = (await app.files(id)).map(({ sha256: _, ...file }) => file);
      return { rows, files, packets };
    } finally {
      await app.close();
    }
  }

  beforeAll(async () => {
    data = join(dir, 'data');
    put('first.pcap', manyFlows(200));
    expect((await run(['import', 'first.pcap', '--dataset', NAME, '--data-dir', data], { cwd: dir })).status).toBe(0);
  });

  test.each([
    ['text', ['text.pcap']],
    ['a good file and text', ['second.pcap', 'text.pcap']],
    ['a good file and one that is not there', ['second.pcap', 'none.pcap']],
    ['a good file and an empty one', ['second.pcap', 'empty.pcap']],
  ])('%s', async (_, files) => {
    put('second.pcap', manyFlows(300, Date.UTC(2025, 0, 1)));
    put('text.pcap', 'not a capture at all\n');
    put('empty.pcap', '');
    const before = await contents();
    expect(before).toMatchObject({ packets: 200 });
    const { status, err } = await run(['import', ...files, '--dataset', NAME, '--data-dir', data], {
      cwd: dir,
      timeoutMs: TIMEOUT_MS,
    });
    expect(status).toBe(1);
    expectOneLine(err, files.at(-1)!);
    expect(await contents()).toEqual(before);
  });
  test('a process that is killed in the middle', async () => {
    const before = await contents();
    put('large.pcap', manyFlows(250_000, Date.UTC(2025, 0, 1)));
    const child = spawn(LAUNCHER, ['import', 'large.pcap', '--dataset', NAME, '--data-dir', data], {
      cwd: dir,
      stdio: 'ignore',
    });
    await sleep(900);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('close', resolve));
    const after = await contents();
    // Killed before it was done, or on a fast machine just behind: all or nothing.
    if (after.packets !== before.packets) expect(after.packets).toBe(before.packets + 250_000);
    else expect(after).toEqual(before);
  });
  test('a user who changes his mind (Ctrl-C)', async () => {
    const before = await contents();
    const child = spawn(LAUNCHER, ['import', 'large.pcap', '--dataset', NAME, '--data-dir', data], {
      cwd: dir,
      stdio: 'ignore',
    });
    await sleep(900);
    child.kill('SIGINT');
    const status = await new Promise((resolve) => child.on('close', resolve));
    const after = await contents();
    if (status === 0) expect(after.packets).toBe(before.packets + 250_000);
    else expect(after).toEqual(before);
  });
});
