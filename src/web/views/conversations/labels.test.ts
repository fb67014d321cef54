import { expect, test } from 'vitest';
import { type Box, placeLabels } from './labels.ts';

const AREA = { width: 400, height: 300 };
const NAME = { width: 80, height: 14 };
const apart = (a: Box, b: Box) =>
  a.left + a.width <= b.left || b.left + b.width <= a.left || a.top + a.height <= b.top || b.top + b.height <= a.top;

test('no two names cover each other, and the most important has its name', () => {
  const nodes = Array.from({ length: 60 }, (_, i) => ({
    x: 150 + (i % 8) * 12,
    y: 100 + Math.floor(i / 8) * 12,
    r: 4,
  }));
  const boxes = placeLabels(nodes, nodes.map(() => NAME), AREA, 4); // biome-ignore format: one line says it
  expect(boxes[0]).toBeDefined();
  const placed = boxes.filter((box) => box !== undefined);
  expect(placed.length).toBeGreaterThan(3);
  expect(placed.length).toBeLessThan(60);
  for (const [i, one] of placed.entries())
    for (const other of placed.slice(i + 1)) expect(apart(one, other)).toBe(true);
});

test('a name goes to the other side where a node stands beside its own, or the picture ends', () => {
  const [beside] = placeLabels([{ x: 100, y: 100, r: 5 }, { x: 150, y: 100, r: 5 }], [NAME], AREA, 0); // biome-ignore format: pairs
  expect(beside!.left + beside!.width).toBeLessThan(100);
  const [atEdge] = placeLabels([{ x: 390, y: 100, r: 5 }], [NAME], AREA, 0);
  expect(atEdge!.left + atEdge!.width).toBeLessThan(390);
});

test('the names of lesser nodes without room are left out', () => {
  const crowd = Array.from({ length: 9 }, (_, i) => ({ x: 40 + (i % 3) * 50, y: 40 + Math.floor(i / 3) * 20, r: 9 }));
  const middle = [crowd[4]!, ...crowd.filter((_, i) => i !== 4)];
  expect(placeLabels(middle, [NAME], { width: 180, height: 120 }, 0)).toEqual([undefined]);
  expect(placeLabels(middle, [NAME], { width: 180, height: 120 }, 1)[0]).toBeDefined();
});
