import { expect, test } from 'vitest';
import { frameOf, offsetFor, ROW_PX, rowsAt } from './window.ts';

test('a table that fits scrolls a pixel a pixel', () => {
  expect(frameOf(1000, 500)).toEqual({ scrollHeight: 28_000, maxOffset: 27_500, ratio: 1 });
  expect(frameOf(3, 500)).toEqual({ scrollHeight: 84, maxOffset: 0, ratio: 1 });
});

test('the last of ten million rows can be reached below the height browsers stop at', () => {
  const rows = 10_000_000;
  const { scrollHeight, maxOffset, ratio } = frameOf(rows, 600);
  expect(scrollHeight).toBeLessThan(17_895_697);
  expect((scrollHeight - 600) * ratio).toBeCloseTo(maxOffset, 3);
  expect(rowsAt(maxOffset, 600, rows).end).toBe(rows);
});

test('rows partly seen count', () => {
  expect(rowsAt(14, 56, 100)).toEqual({ first: 0, end: 3 });
});

test('a row comes into sight by the shortest way', () => {
  expect(offsetFor(2, 0, 280, 10_000)).toBe(0);
  expect(offsetFor(10, 0, 280, 10_000)).toBe(ROW_PX);
  expect(offsetFor(1, 280, 280, 10_000)).toBe(ROW_PX);
});
