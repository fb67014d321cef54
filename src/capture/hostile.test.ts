import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openCapture, restoreCapture } from './formats.ts';
import { createPackets, type Framer, MAX_RECORD_BYTES } from './packets.ts';
import { joined, pcapBytes, pcapngBlocks } from './testing.ts';

const sizes = [0, 1, 60, 3, 1514, 42, 7];
const packets = sizes.map((size, i) => ({ sec: 1_700_000_000 + i, fraction: i, data: new Uint8Array(size).fill(i) }));

function pcapng(): Uint8Array {
  const little = pcapngBlocks();
  const big = pcapngBlocks(true);
  return joined(
    little.section([[4, Buffer.from('dumpcap')]]),
    little.interface(1, 0, [[9, Uint8Array.of(9)]]),
    little.interface(101, 100),
    little.simple(new Uint8Array(2)),
    ...packets.map(({ sec, data }, i) => little.enhanced(i & 1, BigInt(sec) * 1_000_000n, data)),
    big.section(),
    big.interface(113, 65535, [[9, Uint8Array.of(0x8a)]]),
    ...packets.map(({ sec, data }) => big.enhanced(0, BigInt(sec) << 10n, data)),
    big.simple(new Uint8Array(9)),
    big.old(0, 1n, new Uint8Array(5)),
    big.block(99, (out) => out.bytes(new Uint8Array(33))),
  );
}

const FILES = [pcapBytes(packets), pcapBytes(packets, { magic: 0xa1b23c4d, big: true }), pcapng()];

/** Reads `file` in pieces, as a reader with a sliding buffer does; checks what a framer promises on the way. */
function readInPieces(file: Uint8Array, pieces: () => number, capacity: number, chunk: number): string[] {
  const opened = openCapture(file);
  if (!opened.ok) return [opened.code];
  let { framer }: { framer: Framer } = opened;
  const block = createPackets(capacity);
  const rows: string[] = [];
  let start = framer.position;
  let end = start;
  let steps = 0;
  for (;;) {
    expect(steps++).toBeLessThan(file.length * 4 + 100);
    const position = framer.position;
    if (position > start && position % chunk < 20) framer = restoreCapture(framer.state(), position);
    block.length = 0;
    // Bytes ahead of the window are not the file's: an absolute offset into it would show.
    const buf = file.slice(start, end);
    const stop = (Math.floor(framer.position / chunk) + 1) * chunk;
    const taken = framer.read(buf, framer.position - start, buf.length, stop, block);
    expect(start + taken).toBe(framer.position);
    expect(taken).toBeLessThanOrEqual(buf.length);
    for (let i = 0; i < block.length; i++) {
      expect(block.offset[i]).toBeGreaterThanOrEqual(0);
      expect(block.offset[i] + block.capLen[i]).toBeLessThanOrEqual(taken);
      expect(block.time[i]).not.toBeNaN();
      const data = buf.subarray(block.offset[i], block.offset[i] + block.capLen[i]);
      rows.push(`${start + block.offset[i]} ${block.origLen[i]} ${block.time[i]} ${block.linkType[i]} ${data.join()}`);
    }
    if (framer.fault !== undefined) break;
    if (block.length > 0 || framer.position >= stop) continue;
    expect(framer.wanted).toBeGreaterThan(end - framer.position);
    expect(framer.wanted).toBeLessThanOrEqual(MAX_RECORD_BYTES);
    if (end === file.length) break;
    start = framer.position;
    end = Math.min(file.length, end + pieces());
  }
  const fault = framer.finish(file.length - framer.position);
  rows.push(fault === undefined ? 'end' : `${fault.offset} ${fault.reason}`);
  return rows;
}

const whole = (file: Uint8Array) => readInPieces(file, () => file.length, 1000, 2 ** 40);

test('the files are whole', () => {
  expect(FILES.map((file) => whole(file).length)).toEqual([8, 8, 18]);
  expect(FILES.map((file) => whole(file).at(-1))).toEqual(['end', 'end', 'end']);
});

test('the same packets come out, however the bytes come in, and when the framer is restored on the way', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...FILES),
      fc.infiniteStream(fc.integer({ min: 1, max: 300 })),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 50, max: 2000 }),
      (file, sizes, capacity, chunk) => {
        expect(readInPieces(file, () => sizes.next().value, capacity, chunk)).toEqual(whole(file));
      },
    ),
    { numRuns: 60 },
  );
});

test('changed bytes, cuts and insertions never throw, never loop and never leave the buffer', () => {
  const change = fc.record({
    at: fc.nat(),
    bytes: fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.constant(new Uint8Array(4).fill(0xff))),
    insert: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...FILES),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.nat(),
      (file, changes, cut) => {
        let bytes: Uint8Array = file.slice();
        for (const { at, bytes: put, insert } of changes) {
          const where = at % bytes.length;
          if (insert) bytes = joined(bytes.subarray(0, where), put, bytes.subarray(where));
          else bytes.set(put.subarray(0, bytes.length - where), where);
        }
        bytes = bytes.subarray(0, bytes.length - (cut % 40));
        expect(readInPieces(bytes, () => 97, 3, 500)).toEqual(whole(bytes));
      },
    ),
    { numRuns: 400 },
  );
});
