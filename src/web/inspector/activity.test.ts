import { expect, test } from 'vitest';
import { barsOf } from './activity.tsx';

const activity = { time: [1000, 1500, 3000], sentBytes: [10, 20, 5], receivedBytes: [1, 2, 3], widthMs: 500 };

test('pauses keep their place among the bars', () => {
  const { bars } = barsOf(activity, 100);
  expect(bars.map((bar) => bar.sent)).toEqual([10, 20, 0, 0, 5]);
});

test('fewer bars hold the same bytes', () => {
  const { bars, stepMs } = barsOf(activity, 2);
  expect(stepMs).toBe(1500);
  expect(bars.map((bar) => [bar.at, bar.sent, bar.received])).toEqual([
    [1000, 30, 3],
    [2500, 5, 3],
  ]);
});
