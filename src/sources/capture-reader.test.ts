import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { AppError } from '#base/errors.ts';
import { createPackets } from '#capture/packets.ts';
import { joined, pcapBytes, pcapngBlocks } from '#capture/testing.ts';
import { type CaptureReader, type CaptureReaderOptions, openCaptureReader } from './capture-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'capscope-reader-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function data(size: number, seed: number): Uint8Array {
  return new Uint8Array(size).fill(seed);
}

/** One line a packet: where it is, when, and its bytes. */
function rows(reader: CaptureReader): string[] {
  const lines: string[] = [];
  while (reader.next()) {
    const { packets, buf, bufStart } = reader;
    expect(packets.length).toBeGreaterThan(0);
    for (let i = 0; i < packets.length; i++) {
      const from = packets.offset[i];
      const bytes = Buffer.from(buf.subarray(from, from + packets.capLen[i])).toString('hex');
      lines.push(`${reader.chunk} ${bufStart + from} ${reader.epochSec} ${packets.time[i]} ${bytes}`);
    }
  }
  reader.close();
  return lines;
}

function read(path: string, options?: CaptureReaderOptions): string[] {
  return rows(openCaptureReader({ kind: 'file', path }, options));
}

function errorOf(path: string): AppError {
  try {
    read(path);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('no AppError');
}

const little = pcapngBlocks();
const SIZES = [60, 0, 1514, 300, 42, 9000, 60, 1, 60];
const PCAP = file('many.pcap', pcapBytes(SIZES.map((size, i) => ({ sec: 1_700_000_000 + i, data: data(size, i) }))));
const PCAPNG = file(
  'many.pcapng',
  joined(
    little.section(),
    little.interface(1),
    ...SIZES.map((size, i) => little.enhanced(0, BigInt(1_700_000_000 + i) * 1_000_000n, data(size, i))),
    little.section(),
    little.interface(101, 0, [[9, Uint8Array.of(9)]]),
    ...SIZES.map((size, i) => little.enhanced(0, BigInt(1_700_000_100 + i) * 1_000_000_000n, data(size, i))),
  ),
);

describe('chunks', () => {
  test.each([
    ['pcap', PCAP],
    ['pcapng', PCAPNG],
  ])('of a %s hold each packet once, by the byte its record starts at, and can be read by themselves', (_, path) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 20_000 }),
        fc.integer({ min: 64, max: 20_000 }),
        fc.integer({ min: 1, max: 20 }),
        (chunkBytes, bufferBytes, capacity) => {
          const options = {
            chunkBytes,
            buffer: new Uint8Array(bufferBytes),
            packets: createPackets(capacity),
          };
          const reader = openCaptureReader({ kind: 'file', path }, options);
          const all = rows(reader);
          expect(all.map(withoutChunk)).toEqual(read(path).map(withoutChunk));
          expect(reader.bytesRead).toBe(reader.size);
          let end = 0;
          for (const chunk of reader.chunks) {
            expect(chunk.start).toBeGreaterThanOrEqual(end);
            expect(Math.floor(chunk.start / chunkBytes)).toBe(chunk.number);
            end = chunk.end;
          }
          const again = reader.chunks.flatMap((range) => read(path, { ...options, range }));
          expect(again).toEqual(all);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('are 4 MiB, and their states are the same string while nothing changes', () => {
    const path = file(
      'large.pcap',
      pcapBytes(Array.from({ length: 200 }, (_, i) => ({ sec: i, data: data(50_000, i) }))),
    );
    const reader = openCaptureReader({ kind: 'file', path });
    expect(rows(reader)).toHaveLength(200);
    expect(reader.chunks.map(({ number }) => number)).toEqual([0, 1, 2]);
    expect(reader.chunks[1].start).toBeGreaterThanOrEqual(4 * 1024 * 1024);
    expect(reader.chunks[1].end).toBe(reader.chunks[2].start);
    expect(reader.chunks[1].state).toBe(reader.chunks[2].state);
  });
});

function withoutChunk(row: string): string {
  return row.slice(row.indexOf(' '));
}

test('a record larger than the buffer gets a larger buffer, which the next reader can have', () => {
  const path = file('jumbo.pcap', pcapBytes([{ data: data(200_000, 7) }, { data: data(10, 8) }]));
  const reader = openCaptureReader({ kind: 'file', path }, { buffer: new Uint8Array(100) });
  expect(rows(reader)).toHaveLength(2);
  expect(reader.buf.length).toBeGreaterThanOrEqual(200_016);
});

test('of a cut-off file the whole packets come, then the fault', () => {
  const path = file('cut.pcap', pcapBytes([{ data: data(60, 1) }, { data: data(60, 2) }]).subarray(0, 150));
  const reader = openCaptureReader({ kind: 'file', path });
  expect(rows(reader)).toHaveLength(1);
  expect(reader.fault).toEqual({ offset: 100, reason: 'the file ends within a packet (50 of 76 bytes)' });
  expect(reader.next()).toBe(false);
});

test.each([
  ['empty.pcap', '', 'CAPTURE_EMPTY', ': the file is empty (0 bytes)'],
  ['note.txt', 'Hello, world', 'CAPTURE_UNKNOWN_FORMAT', ': not a capture file: byte 0 starts with 48 65 6c 6c (text)'],
  [
    'old.pcap',
    Buffer.from('d4c3b2a102000400', 'hex'),
    'CAPTURE_BAD_HEADER',
    ': byte 0: the file ends within its header',
  ],
  ['x.pcap.gz', Buffer.from('1f8b0808', 'hex'), 'CAPTURE_UNKNOWN_FORMAT', '(a file compressed with gzip)'],
])('%s is refused with one line', (name, bytes, code, line) => {
  const error = errorOf(file(name, bytes));
  expect(error.code).toBe(code);
  expect(error.message).toContain(line);
  expect(error.message).toContain(join(folder, name));
});

test('of a file that grows on no more is read than was told', () => {
  const packets = [1, 2, 3].map((seed) => ({ sec: seed, data: data(10, seed) }));
  const path = file('growing-on', pcapBytes(packets));
  const reader = openCaptureReader({ kind: 'file', path, size: 24 + 2 * 26 });
  expect(rows(reader)).toHaveLength(2);
  expect(reader.fault).toBeUndefined();
});

test('a missing file and a folder are unreadable', () => {
  expect(errorOf(join(folder, 'none.pcap')).message).toMatch(/none\.pcap: there is no such file$/);
  expect(errorOf(folder).message).toMatch(/: it is a directory$/);
});
