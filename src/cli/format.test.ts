import { expect, test } from 'vitest';
import { bytes, count, printable, seconds } from './format.ts';

test('numbers read as people write them', () => {
  expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1\u00a0000', '1\u00a0234\u00a0567']);
  expect([0, 999, 1000, 1234567, 5e12].map(bytes)).toEqual(['0 B', '999 B', '1.00 kB', '1.23 MB', '5.00 TB']);
  expect([0.44, 12.3, 185, 8040].map(seconds)).toEqual(['0.4 s', '12 s', '3 min 05 s', '2 h 14 min']);
});

test('a name from a capture cannot steer the terminal', () => {
  expect(printable('evil\u001b[2Jname\u202e')).toBe('evil·[2Jname·');
});
