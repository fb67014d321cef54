import { expect, test } from 'vitest';
import { chunkNumbersFor } from './chunk-numbers.ts';

test('a capture of unknown size may grow to a terabyte, one of known size has a number for each 4 MiB begun and one more', () => {
  expect(chunkNumbersFor([undefined, 0, 1, 4 * 2 ** 20, 4 * 2 ** 20 + 1])).toEqual([2 ** 18, 1, 2, 2, 3]);
});

test('an archive of a hundred thousand captures leaves numbers for those to come', () => {
  const numbers = chunkNumbersFor(new Array<undefined>(100_000).fill(undefined));
  expect(numbers.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(2 ** 31);
  expect(numbers[0]).toBeGreaterThan(20_000); // 85 GB each
});
