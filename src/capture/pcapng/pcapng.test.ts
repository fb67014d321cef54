import { expect, test } from 'vitest';
import { type FramedCapture, frameAll } from '../framing-testing.ts';
import { joined, pcapngBlocks } from '../testing.ts';

const ABC = Uint8Array.of(0x61, 0x62, 0x63);
const NOON = 1_700_000_000n;
const US = 1_000_000n;
const little = pcapngBlocks();
const big = pcapngBlocks(true);

function framed(...blocks: readonly Uint8Array[]): FramedCapture {
  const result = frameAll(joined(...blocks));
  if (typeof result === 'string') throw new Error(result);
  return result;
}

test.each([
  ['little-endian', little],
  ['big-endian', big],
])('enhanced, simple and old packet blocks, %s', (_, ng) => {
  const { packets, epochSec, fault } = framed(
    ng.section(),
    ng.interface(113),
    ng.enhanced(0, NOON * US + 5n, ABC, 3, 1500),
    ng.simple(ABC),
    ng.old(0, NOON * US + 7n, ABC),
  );
  expect(fault).toBeUndefined();
  expect(epochSec).toBe(Number(NOON));
  expect(packets).toEqual([
    { offset: 76, capLen: 3, origLen: 1500, time: 5000, linkType: 113 },
    { offset: 96, capLen: 3, origLen: 3, time: 5000, linkType: 113 },
    { offset: 132, capLen: 3, origLen: 3, time: 7000, linkType: 113 },
  ]);
});

test('packets without a time have that of the packet before, at the start of a file that of 1970', () => {
  const { packets, epochSec } = framed(
    little.section(),
    little.interface(1),
    little.simple(ABC),
    little.enhanced(0, 2_000_000n, ABC),
    little.simple(ABC),
  );
  expect(epochSec).toBe(0);
  expect(packets.map(({ time }) => time)).toEqual([0, 2e9, 2e9]);
});

test('a simple packet block stores no more than the first interface snapLen', () => {
  expect(framed(little.section(), little.interface(1, 2), little.simple(ABC, 900)).packets).toMatchObject([
    { capLen: 2, origLen: 900 },
  ]);
});

test('each interface has its own link type, resolution and offset', () => {
  const offset = Buffer.alloc(8);
  offset.writeBigInt64LE(-3600n);
  const { packets, info } = framed(
    little.section(),
    little.interface(1, 96, [[2, Buffer.from('eth0')]]),
    little.interface(101, 256, [[9, Uint8Array.of(9)]]),
    little.interface(276, 0, [[9, Uint8Array.of(0x80 | 20)]]),
    little.interface(1, 0, [
      [9, Uint8Array.of(3)],
      [14, offset],
    ]),
    little.enhanced(0, NOON * US, ABC),
    little.enhanced(1, NOON * 1_000_000_000n + 1n, ABC),
    little.enhanced(2, (NOON << 20n) + 1n, ABC),
    little.enhanced(3, (NOON + 3600n) * 1000n + 1n, ABC),
  );
  expect(packets.map(({ time, linkType }) => [time, linkType])).toEqual([
    [0, 1],
    [1, 101],
    [953, 276],
    [1_000_000, 1],
  ]);
  expect(info).toMatchObject({ format: 'pcapng', linkTypes: [1, 101, 276], snapLen: 256, notes: ['interface: eth0'] });
});

test('a section forgets the interfaces and the byte order of the one before', () => {
  const { packets, fault } = framed(
    little.section(),
    little.interface(1),
    little.enhanced(0, NOON * US, ABC),
    big.section(),
    big.interface(101),
    big.enhanced(0, (NOON + 1n) * US, ABC),
    little.section(),
    little.enhanced(0, NOON * US, ABC),
  );
  expect(packets.map(({ time, linkType }) => [time, linkType])).toEqual([
    [0, 1],
    [1e9, 101],
  ]);
  expect(fault).toEqual({ offset: 196, reason: 'a packet names interface 0, and none was declared' });
});

test('blocks of other kinds are skipped by their length', () => {
  const { packets, fault } = framed(
    little.section(),
    little.block(0x0bad, (out) => out.bytes(new Uint8Array(100))),
    little.interface(1),
    little.block(4, (out) => out.u32(0)),
    little.enhanced(0, NOON * US, ABC),
    little.block(5, (out) => out.u32(0).u32(0).u32(0)),
  );
  expect(fault).toBeUndefined();
  expect(packets).toHaveLength(1);
});

test('a length that is no multiple of 4 is rounded up, as Wireshark does', () => {
  const packet = little.enhanced(0, NOON * US, ABC);
  for (const at of [4, packet.length - 4]) new DataView(packet.buffer).setUint32(at, packet.length - 1, true);
  const { packets, fault } = framed(little.section(), little.interface(1), packet, packet);
  expect(fault).toBeUndefined();
  expect(packets).toHaveLength(2);
});

function lying(change: (view: DataView) => void): FramedCapture {
  const packet = little.enhanced(0, NOON * US, ABC);
  const liar = packet.slice();
  change(new DataView(liar.buffer));
  const result = framed(little.section(), little.interface(1), packet, liar, packet);
  expect(result.packets).toHaveLength(1);
  expect(result.fault?.offset).toBe(84);
  return result;
}

test.each<[string, (view: DataView) => void]>([
  ["a block's two lengths differ (36 before it, 0 behind it)", (view) => view.setUint32(32, 0, true)],
  ["a block of 8 bytes is announced, which can't be", (view) => view.setUint32(4, 8, true)],
  ["a block of 4294967295 bytes is announced, which can't be", (view) => view.setUint32(4, 0xffff_ffff, true)],
  ['a block of 36 bytes is too short for its packet of 5 bytes', (view) => view.setUint32(20, 5, true)],
  ['a packet names interface 1, and only 1 were declared', (view) => view.setUint32(8, 1, true)],
  ['the file ends within a block (72 of 400 bytes)', (view) => view.setUint32(4, 400, true)],
])('%s', (reason, change) => {
  expect(lying(change).fault?.reason).toBe(reason);
});

test('packet blocks too short to be one', () => {
  const start = [little.section(), little.interface(1)];
  expect(
    framed(
      ...start,
      little.block(6, (out) => out.u32(0)),
    ).fault?.reason,
  ).toContain('too short');
  expect(
    framed(
      ...start,
      little.block(3, (out) => out),
    ).fault?.reason,
  ).toContain('too short');
  expect(
    framed(
      little.section(),
      little.block(1, (out) => out.u32(0)),
    ).fault?.reason,
  ).toContain('too short');
});

test('a packet before any interface is a fault', () => {
  expect(framed(little.section(), little.simple(ABC)).fault?.reason).toContain('none was declared');
});
