/** Compressed captures and archives, the whole way: import, upload, records, packets read back, refusals. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import { packetsOf } from '#app/packets/read-back.ts';
import { Scanner } from '#app/packets/scanner.ts';
import { joined, pcapngBlocks } from '#capture/testing.ts';
import { udp } from '#flow/testing.ts';
import { COMPRESSED, TINY, tarBytes, zipBytes } from '#sources/unpack/testing.ts';
import { manyFlows } from './captures.ts';
import { rowsOf, run } from './command.ts';
import { type Engine, openEngine } from './engine.ts';

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

const put = (name: string, bytes: Uint8Array): string => {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
};

const CAPTURE = manyFlows(300);
const LATER = manyFlows(200, Date.UTC(2024, 9, 22));

describe('an import', () => {
  test.each(Object.entries(COMPRESSED))('of %s tells of the file that was given', async (kind, bytes) => {
    const path = put(`tiny.${kind}`, bytes);
    const { store, files } = await engine.decode([path]);
    await store.close();
    expect(files).toMatchObject([
      {
        name: `tiny.${kind}`,
        packets: 3,
        size: TINY.length,
        packed: { path, size: bytes.length, containers: [kind] },
        warnings: expect.not.arrayContaining([expect.stringContaining(kind)]),
      },
    ]);
  });
  test('of an archive has every capture in it, by their times', async () => {
    const path = put(
      'both.zip',
      zipBytes([
        { name: 'later.pcap', data: LATER },
        { name: 'a/first.gz', data: gzipSync(CAPTURE) },
      ]),
    );
    const plain = put('plain.pcap', manyFlows(10, Date.UTC(2024, 9, 23)));
    const { store, files } = await engine.decode([path, plain]);
    expect(files.map(({ name, packets, packed }) => [name, packets, packed?.containers])).toEqual([
      ['both.zip/later.pcap', 200, ['zip']],
      ['both.zip/a/first.gz', 300, ['zip', 'gzip']],
      ['plain.pcap', 10, undefined],
    ]);
    expect(await store.ask({ kind: 'totals', scope: { filter: '' } })).toMatchObject({
      all: { flows: 510, packets: 510 },
    });
    await store.close();
  });
  test('keeps what can be read back from it', async () => {
    const { store } = await engine.decode([put('back.pcap.zst', zstdCompressSync(CAPTURE))]);
    const scanner = new Scanner();
    const rows = [];
    for await (const batch of store.export({ scope: { filter: '' }, fields: ['id', 'packets'] })) rows.push(...batch);
    for (const row of rows.slice(0, 20)) expect(await packetsOf(store, scanner, row.id)).toHaveLength(1);
    await scanner.close();
    await store.close();
  });
  test('of a cut-off file keeps its whole packets, and names both bytes', async () => {
    const packed = gzipSync(CAPTURE);
    const cut = packed.subarray(0, packed.length - 300);
    const { store, files } = await engine.decode([put('cut.gz', cut)]);
    await store.close();
    const [file] = files;
    expect(file!.packets).toBeGreaterThan(200);
    expect(file!.packets).toBeLessThan(300);
    expect(file!.warnings).toEqual([
      `the gzip data ends too early, at byte ${cut.length}; what it held up to there was read`,
      expect.stringMatching(/^byte \d+ of what was unpacked: the file ends within a packet/),
    ]);
  });
  test('of a packed file without a capture is refused, with status 1 and one line', async () => {
    put('text.gz', gzipSync('no capture\n'));
    put('none.zip', zipBytes([{ name: 'a.txt', data: Buffer.from('text') }]));
    put('none.tar', tarBytes([{ name: 'a.txt', data: Buffer.from('text') }]));
    for (const [name, line] of [
      ['text.gz', 'not a capture file: gzip of text'],
      ['none.zip', 'this zip archive holds no capture (1 file: a.txt)'],
      ['none.tar', 'this tar archive holds no capture (1 file: a.txt)'],
    ] as const) {
      const { status, out, err } = await run(['flows', name], { cwd: dir });
      expect({ status, out }).toEqual({ status: 1, out: '' });
      expect(err).toMatch(/^capscope: [^\n]+\n$/);
      expect(err).toContain(`${name}: ${line}`);
    }
  });
  test('that expands too far ends with one line', async () => {
    put('many.gz', gzipSync(CAPTURE));
    const { status, err } = await run(['flows', 'many.gz'], { cwd: dir, env: { CAPSCOPE_UNPACK_BYTES: '1000' } });
    expect({ status, err }).toEqual({
      status: 1,
      err: expect.stringMatching(
        /many\.gz: it expands to more than 1000 bytes; the limit is set with CAPSCOPE_UNPACK_BYTES\n$/,
      ),
    });
  });
});

test('the command reads packed captures from standard input, and tells size and SHA-256 of what came', async () => {
  const input = gzipSync(CAPTURE);
  const { status, out } = await run(['flows', '--format', 'jsonl', '-'], { input });
  expect({ status, flows: rowsOf(out).length }).toEqual({ status: 0, flows: 300 });
  const summary = JSON.parse((await run(['summary', '--format', 'json', '-'], { input })).out);
  expect(summary.files).toMatchObject([
    {
      size: input.length,
      sha256: createHash('sha256').update(input).digest('hex'),
      containers: ['gzip'],
      captureSize: CAPTURE.length,
      packets: 300,
    },
  ]);
});

test('the names that a capture gives to addresses are names of the dataset', async () => {
  const ng = pcapngBlocks();
  const names = ng.block(4, (out) =>
    out
      .u16(1)
      .u16(15)
      .bytes(Uint8Array.of(192, 0, 2, 7))
      .bytes(Buffer.from('named.here\0\0'))
      .u16(0)
      .u16(0),
  );
  const data = udp('10.0.0.4:40000', '192.0.2.7:7777', 5);
  const path = put(
    'names.pcapng',
    joined(ng.section(), ng.interface(1), ng.enhanced(0, 1_700_000_000_000_000n, data), names),
  );
  const { out } = await run(['flows', '--format', 'jsonl', path]);
  expect(rowsOf(out)).toMatchObject([{ 'dst.ip': '192.0.2.7', 'dst.name': 'named.here' }]);
});

describe('a data directory', () => {
  let app: Capscope;
  let id: string;
  beforeAll(() => {
    app = new Capscope({ dir: join(dir, 'data'), ...ENGINE });
    id = app.createDataset('packed').id;
  });
  afterAll(() => app.close());
  const captures = (): string[] => readdirSync(join(dir, 'data/datasets', id, 'captures'));

  test('takes an upload that is packed, and knows it again', async () => {
    const bytes = gzipSync(CAPTURE);
    const upload = () =>
      app.imports.upload(id, { name: 'up.pcap.gz', size: bytes.length, bytes: Readable.from([bytes]) });
    const job = await app.jobs.ended((await upload()).id);
    expect(job).toMatchObject({ state: 'done', packets: 300, bytesRead: bytes.length, bytesTotal: bytes.length });
    expect(await app.files(id)).toMatchObject([
      { name: 'up.pcap.gz', size: bytes.length, captureSize: CAPTURE.length, containers: ['gzip'] },
    ]);
    expect(captures()).toHaveLength(2); // as it came, and unpacked
  });
  test('is as before when a packed file is refused', async () => {
    const before = captures().length;
    const bomb = gzipSync(Buffer.concat([Buffer.from('no capture'), Buffer.alloc(10_000)]));
    const job = app.imports.files(id, [put('bad.gz', bomb)]);
    expect(await app.jobs.ended(job.id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('bad.gz: not a capture file'),
    });
    const broken = zipBytes([
      { name: 'a.pcap', data: LATER },
      { name: 'b.pcap', data: Buffer.from('d4c3b2a10100', 'hex') },
    ]);
    const partly = app.imports.files(id, [put('partly.zip', broken)]);
    expect(await app.jobs.ended(partly.id)).toMatchObject({
      state: 'done',
      packets: 200,
      warnings: [expect.stringContaining('partly.zip/b.pcap was left out: byte 0: the file ends within its header')],
    });
    expect(captures()).toHaveLength(before + 1);
    expect(readFileSync(join(dir, 'data/datasets', id, 'captures', captures()[0]!)).length).toBeGreaterThan(0);
  });
});
