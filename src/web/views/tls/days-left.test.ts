import { expect, test } from 'vitest';
import { daysLeft, leftText } from './days-left.ts';

test('a certificate that ended before the capture is told so', () => {
  const at = Date.parse('2024-10-21T00:00:00Z');
  expect(daysLeft('2024-10-31T00:00:00Z', at)).toBe(10);
  expect(leftText(daysLeft('2024-10-11T00:00:00Z', at))).toBe('ended 10\u00a0days before');
  expect(leftText(0.5)).toBe('12\u00a0h');
  expect(leftText(29.6)).toBe('29\u00a0days');
});
