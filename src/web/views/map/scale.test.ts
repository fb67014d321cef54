import { expect, test } from 'vitest';
import { scaleOf } from './scale.ts';

const ramp = ['a', 'b', 'c'];

test('a thousandfold range is three equal steps of ten', () => {
  const { color, low, high } = scaleOf([5, 50, 5000, 0], ramp);
  expect([low, high]).toEqual([5, 5000]);
  expect([5, 49, 51, 499, 501, 5000].map(color)).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
});

test('a linear scale cuts into equal amounts', () => {
  const { color } = scaleOf([0.5, 3.5], ramp, true);
  expect([0.5, 1.4, 1.6, 2.6, 3.5].map(color)).toEqual(['a', 'a', 'b', 'c', 'c']);
});

test('one country alone has the full colour', () => {
  expect(scaleOf([7], ramp).color(7)).toBe('c');
});

test('a map without volumes has no ends', () => {
  expect(scaleOf([], ramp)).toMatchObject({ low: 0, high: 0 });
});
