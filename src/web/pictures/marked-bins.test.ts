import { expect, test } from 'vitest';
import { sumsInBins } from './marked-bins.ts';

const line = (bytes: readonly number[]) => ({ value: 'tls', bytes, packets: bytes, flows: bytes });

test('finer bins of the highlight add up within those of the picture; what lies outside is left out', () => {
  const whole = { from: 1000, widthMs: 100, exact: true, series: [line([5, 5, 5])] };
  const part = { from: 950, widthMs: 50, exact: true, series: [line([9, 1, 2, 3]), line([0, 0, 1, 0])] };
  expect(sumsInBins(part, whole, 'bytes')).toEqual([4, 3, 0]);
});

test('of flows under way the most of a bin count', () => {
  const whole = { from: 0, widthMs: 100, series: [{ value: 'tls', counts: [5, 5] }] };
  const part = { from: 0, widthMs: 50, series: [{ value: 'tls', counts: [2, 4, 1, 1] }] };
  expect(sumsInBins(part, whole, 'bytes')).toEqual([4, 1]);
});
