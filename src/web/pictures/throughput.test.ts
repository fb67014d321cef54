import { expect, test } from 'vitest';
import { passedWithin } from './throughput.ts';

const answer = {
  from: 1000,
  widthMs: 100,
  exact: true,
  series: [
    { value: 'dns', bytes: [10, 20, 40], packets: [1, 2, 4], flows: [1, 0, 1] },
    { value: undefined, bytes: [0, 100, 0], packets: [0, 1, 0], flows: [0, 1, 0] },
  ],
};

test('sums every series of the bins within, and of no other', () => {
  expect(passedWithin(answer, 1000, 1300)).toEqual({ bytes: 170, packets: 8, begun: 3, exact: true });
  expect(passedWithin(answer, 1100, 1200)).toEqual({ bytes: 120, packets: 3, begun: 1, exact: true });
  expect(passedWithin(answer, 1300, 1400)).toEqual({ bytes: 0, packets: 0, begun: 0, exact: true });
});

test('takes the share of a bin across an edge and says that it is one', () => {
  expect(passedWithin(answer, 1250, 1300)).toEqual({ bytes: 20, packets: 2, begun: 1, exact: false });
});
