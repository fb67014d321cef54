import { expect, test } from 'vitest';
import { cutAtDateLine } from './date-line.ts';

test('a square over the date line becomes two, one at each edge of the map', () => {
  const square = [
    [
      [170, 10],
      [-170, 10],
      [-170, 20],
      [170, 20],
      [170, 10],
    ],
  ] as const;
  const [east, west, ...more] = cutAtDateLine(square);
  expect(more).toEqual([]);
  expect(east![0]).toEqual([
    [170, 10],
    [180, 10],
    [180, 20],
    [170, 20],
    [170, 10],
  ]);
  expect(west![0]).toEqual([
    [-180, 10],
    [-170, 10],
    [-170, 20],
    [-180, 20],
    [-180, 10],
  ]);
});

test('what stays on one side is left as it is', () => {
  const square = [
    [
      [-10, 0],
      [10, 0],
      [10, 5],
      [-10, 5],
      [-10, 0],
    ],
  ] as const;
  expect(cutAtDateLine(square)[0]).toBe(square);
});
