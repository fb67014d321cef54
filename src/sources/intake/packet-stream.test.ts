/** Packets that come in pieces, of any byte order and format, lie in the segments as they were sent. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { frameAll } from '#capture/framing-testing.ts';
import { PacketStream } from './packet-stream.ts';
import { Segments } from './segments.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const segmentsIn = (folder: string): Segments =>
  new Segments({ folder, firstNumber: 1, application: 'test', onBegin: () => undefined, onEnd: () => undefined });

interface Given {
  readonly sec: number;
  readonly fraction: number;
  readonly bytes: string;
  readonly origLen?: number;
}
const GIVEN: readonly Given[] = [
  { sec: 1_700_000_000, fraction: 123_456, bytes: 'aabb' },
  { sec: 1_700_000_000, fraction: 999_999, bytes: '00'.repeat(61), origLen: 1500 },
  { sec: 1_700_000_001, fraction: 0, bytes: '' },
  { sec: 1_708_640_000, fraction: 1, bytes: 'ff'.repeat(1514) },
];

function pcap(given: readonly Given[], { big = false, ns = false, linkType = 1 } = {}): Buffer {
  const u32 = (value: number): Buffer => {
    const out = Buffer.alloc(4);
    if (big) out.writeUInt32BE(value);
    else out.writeUInt32LE(value);
    return out;
  };
  const version = big ? Buffer.of(0, 2, 0, 4) : Buffer.of(2, 0, 4, 0);
  const magic = ns ? 0xa1b23c4d : 0xa1b2c3d4;
  const records = given.map(({ sec, fraction, bytes, origLen }) => {
    const data = Buffer.from(bytes, 'hex');
    return Buffer.concat([u32(sec), u32(fraction), u32(data.length), u32(origLen ?? data.length), data]);
  });
  return Buffer.concat([u32(magic), version, u32(0), u32(0), u32(65_535), u32(linkType), ...records]);
}

/** Everything in the segments of the folder. */
function written(folder: string): readonly object[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const bytes = readFileSync(join(folder, name));
      const all = frameAll(bytes);
      if (typeof all === 'string') throw new Error(all);
      expect(all.fault).toBeUndefined();
      return all.packets.map(({ time, capLen, origLen, linkType, offset }) => ({
        ns: BigInt(all.epochSec ?? 0) * 1_000_000_000n + BigInt(time),
        origLen,
        linkType,
        bytes: bytes.subarray(offset, offset + capLen).toString('hex'),
      }));
    });
}

test.each([
  { big: false, ns: false },
  { big: true, ns: false },
  { big: false, ns: true },
  { big: true, ns: true },
])('a pcap in pieces of any size arrives whole: %o', (kind) => {
  const capture = pcap(GIVEN, kind);
  for (const size of [1, 7, 33, 4096]) {
    const folder = mkdtempSync(join(dir, 'pieces-'));
    const segments = segmentsIn(folder);
    const stream = new PacketStream(segments, 'from a test');
    for (let at = 0; at < capture.length; at += size) expect(stream.push(capture.subarray(at, at + size))).toBe(true);
    expect(stream.finish()).toEqual({ packets: GIVEN.length, bytes: capture.length });
    segments.end(0);
    expect(written(folder)).toEqual(
      GIVEN.map(({ sec, fraction, bytes, origLen }) => ({
        ns: BigInt(sec) * 1_000_000_000n + BigInt(fraction) * (kind.ns ? 1n : 1000n),
        origLen: origLen ?? bytes.length / 2,
        linkType: 1,
        bytes,
      })),
    );
  }
});

test('two senders with links of their own share a segment, in the order in which they came', () => {
  const segments = segmentsIn(dir);
  const ethernet = new PacketStream(segments, 'from one');
  const raw = new PacketStream(segments, 'from another');
  const [first, second] = [pcap(GIVEN.slice(0, 2)), pcap(GIVEN.slice(0, 1), { linkType: 101, big: true })];
  ethernet.push(first.subarray(0, 50));
  raw.push(second);
  ethernet.push(first.subarray(50));
  segments.end(0);
  expect(written(dir)).toMatchObject([{ linkType: 1 }, { linkType: 101 }, { linkType: 1 }]);
});

test('each segment is a capture by itself', () => {
  const segments = segmentsIn(dir);
  const stream = new PacketStream(segments, 'from a test');
  const capture = pcap(GIVEN);
  for (const byte of capture) {
    stream.push(Uint8Array.of(byte));
    segments.end(0);
  }
  expect(readdirSync(dir)).toHaveLength(GIVEN.length);
  expect(written(dir)).toHaveLength(GIVEN.length);
});

test('a sender that breaks off within a packet, or errs, leaves the whole packets before', () => {
  const segments = segmentsIn(dir);
  const capture = pcap(GIVEN);
  const broken = new PacketStream(segments, 'from a test');
  broken.push(capture.subarray(0, -10));
  expect(broken.finish()).toMatchObject({
    packets: 3,
    fault: expect.stringMatching(/^byte \d+: it ended within a packet/),
  });
  const wrong = new PacketStream(segments, 'from a test');
  expect(wrong.push(Buffer.concat([pcap(GIVEN.slice(0, 1)), Buffer.alloc(64, 0xff)]))).toBe(false);
  expect(wrong.finish()).toMatchObject({ packets: 1, fault: expect.stringContaining('a packet of 4294967295 bytes') });
});

test('what is no capture is told in words', () => {
  const http = new PacketStream(segmentsIn(dir), 'from a test');
  expect(http.push(Buffer.from('GET / HTTP/1.1\r\nHost: capscope.example\r\n\r\n'))).toBe(false);
  expect(http.finish().fault).toMatch(/does not begin like a capture .* but like text/);
  const short = new PacketStream(segmentsIn(dir), 'from a test');
  short.push(Buffer.from('hello'));
  expect(short.finish().fault).toContain('does not begin like a capture');
  expect(readdirSync(dir)).toEqual([]);
});

test('a record is never waited for that could not be one', () => {
  const stream = new PacketStream(segmentsIn(dir), 'from a test');
  const section = Buffer.from('0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000', 'hex');
  const endless = Buffer.from('06000000f0ffffff', 'hex');
  expect(stream.push(Buffer.concat([section, endless, Buffer.alloc(40)]))).toBe(false);
  expect(stream.finish().fault).toContain('which can');
});

test('what the sender says was lost stands in the segment', () => {
  const segments = segmentsIn(dir);
  const stream = new PacketStream(segments, 'from a test');
  stream.push(pcap(GIVEN.slice(0, 1)));
  stream.lost({ bySystem: 5 });
  segments.end(1_700_000_000_500);
  stream.push(Buffer.alloc(0));
  stream.lost({ bySystem: 7, byInterface: 1 });
  segments.end(1_700_000_001_000);
  const drops = readdirSync(dir)
    .sort()
    .map((name) => frameAll(readFileSync(join(dir, name))))
    .map((all) => (typeof all === 'string' ? all : all.info.drops));
  expect(drops).toEqual([{ bySystem: 5 }, { byInterface: 1, bySystem: 2 }]);
});

test('whatever bytes come, in whatever pieces: nothing is thrown, and what is written is whole', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(pcap(GIVEN), pcap(GIVEN, { big: true, ns: true })),
      fc.array(fc.tuple(fc.nat(1700), fc.nat(255)), { maxLength: 20 }),
      fc.integer({ min: 1, max: 700 }),
      (capture, changes, size) => {
        const folder = mkdtempSync(join(dir, 'fuzz-'));
        const segments = segmentsIn(folder);
        const stream = new PacketStream(segments, 'from a test');
        const bytes = Buffer.from(capture);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        for (let at = 0; at < bytes.length && stream.push(bytes.subarray(at, at + size)); at += size);
        const { packets } = stream.finish();
        segments.end(0);
        expect(written(folder)).toHaveLength(packets);
      },
    ),
    { numRuns: 200 },
  );
});

test('what is known of a sender goes with it', () => {
  const segments = segmentsIn(dir);
  for (let n = 0; n < 1000; n++) {
    const stream = new PacketStream(segments, `sender ${n}`);
    stream.push(pcap(GIVEN));
    if (n % 2 === 0) stream.lost({ bySystem: n + 1 });
    stream.finish();
  }
  segments.end(1_700_000_000_000);
  expect(segments.interfaces).toBe(0);
  expect(written(dir)).toHaveLength(1000 * GIVEN.length);
});
