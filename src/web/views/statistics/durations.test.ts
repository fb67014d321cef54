import { expect, test } from 'vitest';
import { parseFilter } from '#query/filter.ts';
import { binFilter, binName, chosenDurations } from './duration-bins.ts';

const EDGES = [0, 1e-9, 0.001, 0.01, 1, 60, 600, undefined];
const bins = EDGES.slice(0, -1).map((from, index) => ({
  from: from!,
  to: EDGES[index + 1],
  flows: 0,
  bytes: 0,
  packets: 0,
}));

test('a bin is named in round times', () => {
  expect(bins.map(binName).map((name) => name.replaceAll('\u00a0', ' '))).toEqual([
    'one moment',
    'under 1 ms',
    '1 ms – 10 ms',
    '10 ms – 1 s',
    '1 s – 1 min',
    '1 min – 10 min',
    '10 min or more',
  ]);
});

test('each bin is a filter that can be read', () => {
  expect(bins.map(binFilter).filter((text) => !parseFilter(text).ok)).toEqual([]);
});

test('a bin that was chosen is told from the filter, and the picture asks without it', () => {
  for (const bin of bins) {
    const own = chosenDurations(`app == tls and ${binFilter(bin)}`);
    expect(own.filter).toBe('app == tls');
    expect(
      bins.filter((one) => own.chosen?.(one)),
      binFilter(bin),
    ).toEqual([bin]);
  }
});

test('a range in other words stays in the filter', () => {
  expect(chosenDurations('duration > 5m')).toEqual({ filter: 'duration > 5m' });
});
