import { expect, test } from 'vitest';
import { type FramedCapture, frameAll } from './framing-testing.ts';
import { MAX_WIRE_BYTES } from './packets.ts';
import { joined, pcapBytes, pcapngBlocks } from './testing.ts';

const data = new Uint8Array(60);
const framed = (file: Uint8Array): FramedCapture => frameAll(file) as FramedCapture;

test('a length on the wire that no packet has is told, and the stored bytes count', () => {
  const told = framed(
    pcapBytes([
      { data, origLen: 1514 },
      { data, origLen: 0xffff_ffff },
      { data, origLen: MAX_WIRE_BYTES + 1 },
      { data, origLen: MAX_WIRE_BYTES },
    ]),
  );
  expect(told.packets.map(({ origLen }) => origLen)).toEqual([1514, 60, 60, MAX_WIRE_BYTES]);
  // 24 bytes of header and the first record of 16 + 60
  expect(told.info.absurd).toEqual({ packets: 2, offset: 100, bytes: 0xffff_ffff });
});

test('so does pcapng, in enhanced and in simple packet blocks', () => {
  const block = pcapngBlocks();
  const head = [block.section(), block.interface(1, 96)];
  const told = framed(
    joined(...head, block.enhanced(0, 0n, data, 60, 0xdead_beef), block.simple(new Uint8Array(96), 0x8000_0000)),
  );
  expect(told.packets.map(({ origLen }) => origLen)).toEqual([60, 96]);
  expect(told.info.absurd).toMatchObject({ packets: 2, offset: joined(...head).length, bytes: 0xdead_beef });
});

test('lengths that can be are not told of', () => {
  expect(framed(pcapBytes([{ data, origLen: 400_000 }])).info.absurd).toBeUndefined();
});
