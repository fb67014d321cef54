import { describe, expect, test } from 'vitest';
import { frameAll } from '../framing-testing.ts';
import type { CaptureInfo } from '../packets.ts';
import { joined, pcapngBlocks } from '../testing.ts';

const text = (value: string): Uint8Array => Buffer.from(value);
const u32le = (value: number): Uint8Array => Uint8Array.of(value, value >> 8, value >> 16, value >> 24);
const u64 = (value: bigint, big: boolean): Uint8Array => {
  const out = Buffer.alloc(8);
  if (big) out.writeBigUInt64BE(value);
  else out.writeBigUInt64LE(value);
  return out;
};

function infoOf(file: Uint8Array): CaptureInfo {
  const framed = frameAll(file);
  if (typeof framed === 'string') throw new Error(framed);
  expect(framed.fault).toBeUndefined();
  return framed.info;
}

describe.each([
  ['little', false],
  ['big', true],
])('of a pcapng in %s-endian order', (_, big) => {
  const ng = pcapngBlocks(big);
  const head = [ng.section(), ng.interface(1)];

  test('sections and interfaces tell who captured, where, and with which filter', () => {
    const info = infoOf(
      joined(
        ng.section([
          [1, text('after the outage')],
          [2, text('Xeon')],
          [3, text('Linux 6.1')],
          [4, text('dumpcap 4.2')],
        ]),
        ng.interface(1, 128, [
          [2, text('eth0')],
          [3, text('uplink')],
          [11, joined(Uint8Array.of(0), text('port 53'))],
          [12, text('Linux')],
          [15, text('mlx5')],
        ]),
        ng.interface(101),
      ),
    );
    expect(info).toMatchObject({
      hardware: 'Xeon',
      os: 'Linux 6.1',
      application: 'dumpcap 4.2',
      comments: [{ text: 'after the outage' }],
      interfaces: [
        {
          linkType: 1,
          snapLen: 128,
          name: 'eth0',
          description: 'uplink',
          filter: 'port 53',
          os: 'Linux',
          hardware: 'mlx5',
        },
        { linkType: 101, snapLen: 0 },
      ],
    });
  });

  test('the last statistics of each interface tell what was lost; all bits set stand for unknown', () => {
    const statistics = (id: number, list: readonly (readonly [number, bigint])[]): Uint8Array =>
      ng.block(5, (out) => {
        out.u32(id).ticks(0n);
        for (const [code, count] of list) out.u16(code).u16(8).bytes(u64(count, big));
        out.u32(0);
      });
    const info = infoOf(
      joined(
        ...head,
        ng.interface(1),
        statistics(0, [
          [4, 50n],
          [5, 1n],
        ]),
        statistics(0, [
          [4, 100n],
          [5, 7n],
          [6, 90n],
          [7, 3n],
          [8, 87n],
        ]),
        statistics(1, [
          [5, 2n ** 64n - 1n],
          [7, 4n],
        ]),
        statistics(2, [[5, 1000n]]),
      ),
    );
    expect(info.drops).toEqual({ byInterface: 7, bySystem: 7 });
    expect(info.interfaces?.[0]).toMatchObject({ received: 100, droppedByInterface: 7, accepted: 90, delivered: 87 });
    expect(infoOf(joined(...head)).drops).toBeUndefined();
  });

  test('packets tell comments, by their number, and what was lost before them', () => {
    const packet = (...options: readonly (readonly [number, Uint8Array])[]): Uint8Array =>
      ng.block(6, (out) => {
        out
          .u32(0)
          .ticks(0n)
          .u32(2)
          .u32(2)
          .bytes(Uint8Array.of(1, 2, 0, 0));
        for (const [code, value] of options)
          out
            .u16(code)
            .u16(value.length)
            .bytes(value)
            .bytes(new Uint8Array((4 - (value.length % 4)) % 4));
        if (options.length > 0) out.u32(0);
      });
    const info = infoOf(
      joined(
        ...head,
        packet(),
        packet([2, u32le(0)], [1, text('look here')], [4, u64(3n, big)]),
        packet([4, u64(2n, big)], [3, Uint8Array.of(1, 2, 3)]),
      ),
    );
    expect(info.comments).toEqual([{ text: 'look here', packet: 2 }]);
    expect(info.drops).toEqual({ betweenPackets: 5 });
  });

  test('name resolution blocks give names to addresses', () => {
    const record = (type: number, value: Uint8Array) => [type, value] as const;
    const names = (...records: (readonly [number, Uint8Array])[]): Uint8Array =>
      ng.block(4, (out) => {
        for (const [type, value] of records)
          out
            .u16(type)
            .u16(value.length)
            .bytes(value)
            .bytes(new Uint8Array((4 - (value.length % 4)) % 4));
        out.u16(0).u16(0);
      });
    const info = infoOf(
      joined(
        ...head,
        names(
          record(1, joined(Uint8Array.of(192, 0, 2, 7), text('www.example.com\0web\0'))),
          record(2, joined(Uint8Array.of(0x20, 1, 0xd, 0xb8), new Uint8Array(11), Uint8Array.of(1), text('six'))),
          record(1, Uint8Array.of(192, 0, 2)),
          record(3, Uint8Array.of(2, 0, 0, 0, 0, 1)),
        ),
      ),
    );
    const { length, ip, offset, bytes, heap } = info.names!;
    const rows = Array.from({ length }, (_, n) => [
      [...ip.subarray(4 * n, 4 * n + 4)],
      Buffer.from(heap.subarray(offset[n], offset[n] + bytes[n])).toString(),
    ]);
    expect(rows).toEqual([
      [[0xc0000207, 0xffff, 0, 0], 'www.example.com'],
      [[0xc0000207, 0xffff, 0, 0], 'web'],
      [[1, 0, 0, 0x20010db8], 'six'],
    ]);
  });

  test('secrets are kept byte by byte, and stand in no line for people', () => {
    const info = infoOf(
      joined(
        ...head,
        ng.block(10, (out) => out.u32(0x544c534b).u32(5).bytes(text('KEYS\n'))),
        ng.block(10, (out) => out.u32(0x544c534b).u32(6).bytes(text('LIES'))),
      ),
    );
    expect(info.secrets).toEqual([{ kind: 'TLS key log', data: new Uint8Array(text('KEYS\n')) }]);
    expect(JSON.stringify(info.notes)).not.toContain('KEYS');
  });

  test('every block is counted by its kind', () => {
    const info = infoOf(
      joined(
        ...head,
        ng.enhanced(0, 0n, Uint8Array.of(1)),
        ng.simple(Uint8Array.of(1)),
        ng.old(0, 0n, Uint8Array.of(1)),
        ng.block(9, (out) => out.bytes(text('__REALTIME=1'))),
        ng.block(0x0bad, (out) => out.u32(32473)),
        ng.block(0x40000bad, (out) => out.u32(32473)),
        ng.block(0x1234, () => {}),
      ),
    );
    expect(info.blocks).toEqual({
      'section header': 1,
      'interface description': 1,
      'enhanced packet': 1,
      'simple packet': 1,
      packet: 1,
      'systemd journal export': 1,
      custom: 1,
      'custom (not to be copied)': 1,
      'type 0x00001234': 1,
    });
  });
});

test('what a file may tell is bounded', () => {
  const ng = pcapngBlocks();
  const flood = joined(
    ng.section(Array.from({ length: 1000 }, (_, n) => [1, text(`comment ${n} ${'x'.repeat(1000)}`)] as const)),
    ...Array.from({ length: 1000 }, (_, n) => ng.interface(1, 0, [[2, text(`if${n}`)]])),
    ...Array.from({ length: 100 }, () => ng.block(10, (out) => out.u32(1).u32(100_000).bytes(new Uint8Array(100_000)))),
    ...Array.from({ length: 1000 }, (_, n) => ng.block(0x10000 + n, () => {})),
  );
  const info = infoOf(flood);
  expect(info.commentCount).toBe(1000);
  expect(info.comments).toHaveLength(256);
  expect(Math.max(...info.comments!.map((one) => one.text.length))).toBeLessThanOrEqual(400);
  expect(info.interfaces).toHaveLength(256);
  expect(info.secrets!.reduce((sum, { data }) => sum + data.length, 0)).toBeLessThanOrEqual(256 * 1024);
  expect(Object.keys(info.blocks!).length).toBeLessThanOrEqual(70);
  expect(info.notes.length).toBeLessThanOrEqual(64);
});
