import { expect, test } from 'vitest';
import { tilesOf } from './tiles.ts';

test('tiles take the area of their values, and fill the picture', () => {
  const values = [732, 174, 149, 147, 48, 47, 46, 45, 44, 33, 31];
  const sizes = tilesOf(values, { width: 900, height: 320 });
  const sum = values.reduce((a, b) => a + b, 0);
  for (const [index, { width, height }] of sizes.entries())
    expect(width * height).toBeCloseTo((900 * 320 * values[index]!) / sum, 3);
});
test('the largest stands along the whole short side', () => {
  const [first] = tilesOf([60, 20, 10, 10], { width: 600, height: 200 });
  expect(first).toEqual({ width: 360, height: 200 });
});
test('values may come in any order, and be nothing', () => {
  const [none, small, large] = tilesOf([0, 1, 3], { width: 400, height: 100 });
  expect(none).toEqual({ width: 0, height: 0 });
  expect(small).toEqual({ width: 100, height: 100 });
  expect(large).toEqual({ width: 300, height: 100 });
  expect(tilesOf([0, 0], { width: 10, height: 10 })).toEqual([none, none]);
});
