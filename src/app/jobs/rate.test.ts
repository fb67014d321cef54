import { expect, test } from 'vitest';
import { Rate } from './rate.ts';

test('speed is what was read in the time it took', () => {
  const rate = new Rate(0);
  expect(rate.update(1000, 500)).toBe(2000);
  expect(rate.update(2000, 1000)).toBe(2000);
  expect(rate.secondsLeft(6000)).toBe(2);
});

test('speed is never negative, even when less is told than before', () => {
  const rate = new Rate(0);
  rate.update(10_000, 100);
  for (let now = 200; now < 9000; now += 100) expect(rate.update(0, now)).toBeGreaterThanOrEqual(0);
});

test('a time that stands still or goes back changes nothing', () => {
  const rate = new Rate(1000);
  expect(rate.update(5000, 1000)).toBe(0);
  expect(rate.update(5000, 10)).toBe(0);
});
