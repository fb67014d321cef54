import { expect, test } from 'vitest';
import { fold } from './day-hours.ts';

test('twenty minutes add up to their hour, and midnight begins a day', () => {
  const from = Date.UTC(2024, 9, 21, 23, 20);
  const { days, cells, most } = fold(from, 1_200_000, [1, 2, 4, 8], 'utc');
  expect(days).toEqual(['2024-10-21', '2024-10-22']);
  expect(cells.map(({ day, hour, value }) => [day, hour, value])).toEqual([
    [0, 23, 3],
    [1, 0, 12],
  ]);
  expect(cells[0]).toMatchObject({ from, to: from + 2_400_000 });
  expect(most).toBe(12);
});
