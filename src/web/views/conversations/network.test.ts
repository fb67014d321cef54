import { expect, test } from 'vitest';
import { layout } from './layout.ts';
import { networkOf } from './network.ts';

const row = (from: string | undefined, to: string | undefined, bytes: number) => ({
  values: [from, to],
  flows: 1,
  bytes,
  packets: 1,
  sentBytes: bytes,
  receivedBytes: 0,
  sentPackets: 1,
  receivedPackets: 0,
});

test('a node has the volume of all its pairs, and each peer once', () => {
  const { nodes, links } = networkOf(
    [row('a', 'b', 10), row('b', 'a', 5), row('a', undefined, 1), row('c', 'c', 2)],
    'bytes',
  );
  expect(nodes.map(({ id, volume, peers }) => [id, volume, peers])).toEqual([
    ['a', 16, 2],
    ['b', 15, 1],
    ['c', 2, 1],
    ['', 1, 1],
  ]);
  expect(links.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 0],
    [0, 3],
    [2, 2],
  ]);
});

test('a layout is the same for the same network, finite, and keeps what is joined near', () => {
  const links = [
    [0, 1],
    [1, 2],
    [3, 4],
  ] as const;
  const places = layout(5, links, 120, 1);
  expect(places).toEqual(layout(5, links, 120, 1));
  expect(places.every(Number.isFinite)).toBe(true);
  const apart = (a: number, b: number) =>
    Math.hypot(places[2 * a]! - places[2 * b]!, places[2 * a + 1]! - places[2 * b + 1]!);
  expect(apart(0, 1)).toBeLessThan(apart(0, 4));
});

test('a layout is as wide as what it is drawn on', () => {
  const pairs = Array.from({ length: 100 }, (_, at) => [2 * at, 2 * at + 1] as const);
  const places = layout(200, pairs, 200, 1.8);
  const extent = (axis: number) => {
    const all = [...places].filter((_, at) => at % 2 === axis);
    return Math.max(...all) - Math.min(...all);
  };
  expect(extent(0) / extent(1)).toBeGreaterThan(1.4);
  expect(extent(0) / extent(1)).toBeLessThan(2.3);
});
