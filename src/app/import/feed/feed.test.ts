import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { AppError } from '#base/errors.ts';
import { pcapBytes, type TestPacket } from '#capture/testing.ts';
import { type CaptureReader, openCaptureReader } from '#sources/capture-reader.ts';
import { startFeed } from '../workers.ts';
import { Feed } from './feed-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'capscope-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function capture(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** `count` packets of changing sizes, each told apart by its first bytes. */
function packets(count: number, size: (n: number) => number): TestPacket[] {
  return Array.from({ length: count }, (_, n) => {
    const data = new Uint8Array(size(n)).fill(n & 0xff);
    data[0] = n >> 8;
    return { sec: 1_700_000_000 + n, fraction: n % 1000, data };
  });
}

/** Everything a worker gets to see of a file. */
function seen(reader: CaptureReader): unknown {
  const rows: unknown[] = [];
  while (reader.next()) {
    const { packets: p, buf, chunk, bufStart, chunkStart } = reader;
    for (let n = 0; n < p.length; n++) {
      const off = p.offset[n]!;
      const sum = buf.subarray(off, off + p.capLen[n]!).reduce((a, b) => (a * 31 + b) | 0, 7);
      rows.push([chunk, chunkStart, bufStart + off, p.capLen[n], p.origLen[n], p.time[n], p.linkType[n], sum]);
    }
  }
  const { info, fault, chunks, epochSec, bytesRead, size } = reader;
  reader.close();
  return { rows, info, fault, chunks, epochSec, bytesRead, size };
}

const FILES = [
  ['usual packets', pcapBytes(packets(9_000, (n) => 60 + (n % 900)))],
  ['none', pcapBytes([])],
  // longer than a buffer of the ring, and so many that they go round
  [
    'long packets',
    pcapBytes(
      packets(40, (n) => (n % 3 === 0 ? 900_000 : 700)),
      { snapLen: 1 << 20 },
    ),
  ],
  ['cut off', pcapBytes(packets(100, () => 1000)).subarray(0, 54_321)],
] as const;

test('workers see through a feed what they would read themselves, at their own pace', async () => {
  const files = FILES.map(([name, bytes], n) => ({
    name,
    source: { kind: 'file' as const, path: capture(`${n}.pcap`, bytes) },
    file: n,
    firstChunk: 0,
    fed: true,
  }));
  const wanted = files.map(({ source }) => seen(openCaptureReader(source)));
  const feed = startFeed(files, 1, (error) => {
    throw error;
  });
  const worker = new Feed(feed.links[0]!);
  for (const order of [0, 1, 2, 3, 0]) expect(seen(worker.open(order, undefined, () => false))).toEqual(wanted[order]);
  await feed.stop();
});

test('a capture that cannot be read is refused in the same words, and the next is read', async () => {
  const text = capture('text', Buffer.from('this is no capture, it is a text'));
  const good = capture('good.pcap', FILES[3][1]);
  const files = [text, good].map((path, n) => ({
    name: path,
    source: { kind: 'file' as const, path },
    file: n,
    firstChunk: 0,
    fed: true,
  }));
  const feed = startFeed(files, 1, () => undefined);
  const worker = new Feed(feed.links[0]!);
  const reader = worker.open(0, undefined, () => false);
  expect(() => reader.next()).toThrow(AppError);
  expect(seen(worker.open(1, 1_600_000_000, () => false))).toMatchObject({ epochSec: 1_600_000_000 });
  await feed.stop();
});

test('a worker that is cancelled while it waits sees the end, and the thread ends with it', async () => {
  const path = capture('waiting.pcap', FILES[0][1]);
  const files = [{ name: path, source: { kind: 'file' as const, path }, file: 0, firstChunk: 0, fed: true }];
  const feed = startFeed(files, 2, () => undefined);
  const fast = new Feed(feed.links[0]!).open(0, undefined, () => true);
  // The other worker takes nothing: the ring fills up, and the fast one waits.
  while (fast.next());
  expect(fast.info.format).toBe('');
  await feed.stop();
});
