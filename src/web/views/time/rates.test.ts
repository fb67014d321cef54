import { expect, test } from 'vitest';
import { earlier, rateText, valuesOf, widthsFor } from './rates.ts';

test('rates are a second, whatever the width of the bins', () => {
  const one = { value: 'tls', bytes: [1000, 0], packets: [10, 0], flows: [1, 0] };
  expect(valuesOf(one, 'bits', 100)).toEqual([10_000, 0]);
  expect(valuesOf(one, 'packets', 2000)).toEqual([5, 0]);
  expect(rateText('bits', 125_000)).toBe('1.00\u00a0Mbit/s');
});
test('widths give more than one bin and no more than can be answered', () => {
  expect(widthsFor(4_000)).toEqual([1, 10, 100, 1000]);
  expect(widthsFor(86_400_000)).toEqual([60_000, 600_000, 3_600_000]);
});
test('an earlier time is as long', () => {
  expect(earlier('before', 100, 130)).toEqual({ from: 70, to: 100 });
  expect(earlier('none', 100, 130)).toBeUndefined();
});
