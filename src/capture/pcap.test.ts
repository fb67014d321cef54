import { expect, test } from 'vitest';
import { type FramedCapture, frameAll } from './framing-testing.ts';
import { joined, pcapBytes } from './testing.ts';

const ABC = Uint8Array.of(0x61, 0x62, 0x63);
const ONE = { sec: 1_700_000_000, fraction: 123_456, data: ABC };

function framed(file: Uint8Array, epochSec?: number): FramedCapture {
  const result = frameAll(file, epochSec);
  if (typeof result === 'string') throw new Error(result);
  return result;
}

test('a packet is where the file has it, with its time in ns since the second of the first packet', () => {
  const { packets, epochSec, info, fault } = framed(pcapBytes([ONE, { ...ONE, sec: ONE.sec + 2, origLen: 1500 }]));
  expect(epochSec).toBe(1_700_000_000);
  expect(packets).toEqual([
    { offset: 40, capLen: 3, origLen: 3, time: 123_456_000, linkType: 1 },
    { offset: 59, capLen: 3, origLen: 1500, time: 2_123_456_000, linkType: 1 },
  ]);
  expect(info).toEqual({ format: 'pcap', linkTypes: [1], snapLen: 65535, notes: [] });
  expect(fault).toBeUndefined();
});

test.each([
  ['µs, little-endian', {}, 123_456_000],
  ['µs, big-endian', { big: true }, 123_456_000],
  ['ns, little-endian', { magic: 0xa1b23c4d }, 123_456],
  ['ns, big-endian', { magic: 0xa1b23c4d, big: true }, 123_456],
  ['Kuznetzov, with its longer record headers', { magic: 0xa1b2cd34 }, 123_456_000],
])('%s', (_, options, time) => {
  const { packets, epochSec } = framed(pcapBytes([ONE, ONE], options));
  expect(epochSec).toBe(ONE.sec);
  expect(packets).toMatchObject([
    { time, capLen: 3 },
    { time, capLen: 3 },
  ]);
});

test('the same packet has the same time, whatever the epoch, to the nanosecond', () => {
  const last = { sec: 1_700_000_000, fraction: 999_999_999, data: ABC };
  const [packet] = framed(pcapBytes([last], { magic: 0xa1b23c4d }), 1_700_000_000 - 86_400 * 100).packets;
  expect(packet.time).toBe(86_400 * 100 * 1e9 + 999_999_999);
});

test('the FCS bits of the link type word are not part of the link type', () => {
  const { info } = framed(pcapBytes([ONE], { linkWord: 0x2400_0001 }));
  expect(info.linkTypes).toEqual([1]);
  expect(info.notes).toEqual(['frames end in a checksum of 4 bytes']);
});

test("two systems' own numbers for raw IP become LINKTYPE_RAW", () => {
  expect(framed(pcapBytes([ONE], { linkWord: 12 })).info.linkTypes).toEqual([101]);
  expect(framed(pcapBytes([ONE], { linkWord: 14 })).info.linkTypes).toEqual([101]);
});

test('files of version 2.2 have the two lengths swapped', () => {
  const file = pcapBytes([{ data: ABC, origLen: 1500 }], { minor: 2 });
  file.copyWithin(24 + 8, 24 + 12, 24 + 16);
  new DataView(file.buffer).setUint32(24 + 8, 1500, true);
  new DataView(file.buffer).setUint32(24 + 12, 3, true);
  expect(framed(file).packets).toMatchObject([{ capLen: 3, origLen: 1500 }]);
});

test('a packet of 0 bytes is a packet', () => {
  const { packets, fault } = framed(pcapBytes([{ data: new Uint8Array(0) }, ONE]));
  expect(packets).toMatchObject([{ capLen: 0, origLen: 0 }, { capLen: 3 }]);
  expect(fault).toBeUndefined();
});

test('an original length of 0 means that only the stored bytes are known', () => {
  expect(framed(pcapBytes([{ data: ABC, origLen: 0 }])).packets).toMatchObject([{ capLen: 3, origLen: 3 }]);
});

test('times that run backwards are kept', () => {
  const { packets, epochSec } = framed(pcapBytes([ONE, { ...ONE, sec: ONE.sec - 5 }]));
  expect(epochSec).toBe(ONE.sec);
  expect(packets[1].time).toBe(-5e9 + 123_456_000);
});

test('of a file that is cut off all whole packets count, and the fault says the byte of the one that is cut', () => {
  const file = pcapBytes([ONE, ONE]);
  const inData = framed(file.subarray(0, file.length - 1));
  expect(inData.packets).toHaveLength(1);
  expect(inData.fault).toEqual({ offset: 43, reason: 'the file ends within a packet (18 of 19 bytes)' });
  expect(framed(file.subarray(0, 50)).fault).toEqual({
    offset: 43,
    reason: 'the file ends within a packet (7 of at least 16 bytes)',
  });
});

test('a header without packets is a capture without packets', () => {
  expect(framed(pcapBytes([]))).toMatchObject({ packets: [], epochSec: undefined, fault: undefined });
});

test('a length that no packet has is a fault at its record', () => {
  const file = joined(pcapBytes([ONE]), pcapBytes([ONE]).subarray(24));
  new DataView(file.buffer).setUint32(43 + 8, 262_145, true);
  expect(framed(file)).toMatchObject({ packets: [{ capLen: 3 }], fault: { offset: 43 } });
  new DataView(file.buffer).setUint32(43 + 8, 0xffff_ffff, true);
  expect(framed(file).fault?.reason).toContain('4294967295 bytes');
});

test('packets above 256 KiB are read where snapLen allows them', () => {
  const { packets } = framed(pcapBytes([{ data: new Uint8Array(300_000) }], { snapLen: 1_000_000 }));
  expect(packets).toMatchObject([{ capLen: 300_000 }]);
});

test.each([
  ['CAPTURE_EMPTY', ''],
  ['CAPTURE_UNKNOWN_FORMAT', 'This is a text file.'],
  ['CAPTURE_UNKNOWN_FORMAT', '\xd4'],
  ['CAPTURE_BAD_HEADER', '\xd4\xc3\xb2\xa1\x02\x00'],
  ['CAPTURE_BAD_HEADER', `\xd4\xc3\xb2\xa1\x01\x00\x00\x00${'\x00'.repeat(16)}`],
  ['CAPTURE_BAD_HEADER', '\x0a\x0d\x0d\x0a\x1c\x00\x00\x00'],
  ['CAPTURE_BAD_HEADER', `\x0a\x0d\x0d\x0a${'\x00'.repeat(24)}`],
])('%s: %j', (code, bytes) => {
  expect(frameAll(Buffer.from(bytes, 'latin1'))).toBe(code);
});
