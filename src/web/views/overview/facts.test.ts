import { expect, test } from 'vitest';
import { paced } from './facts.tsx';

test('a rate is told in the time that says it best', () => {
  const told = [3.63, 0.421, 0.0384, 1 / 7200, 0.000_000_293, 0].map((rate) => paced(rate));
  expect(told).toEqual([
    '3.63 a second',
    '0.421 a second',
    '2.30 a minute',
    '0.500 an hour',
    '0.0253 a day',
    '0 a second',
  ]);
  expect(paced(42.2, (size) => `${size} packets`)).toBe('42.2 packets a second');
});
