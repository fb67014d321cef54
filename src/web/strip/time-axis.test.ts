import { expect, test } from 'vitest';
import { byDay, CLOSEST_MS, digitsFor, niceCeil, pan, ticks, viewFor, within, zoom } from './time-axis.ts';

const all = { from: 1_000_000, to: 1_100_000 };

test('what the hand points at stays where it is while zooming', () => {
  const view = zoom(all, all, 1_025_000, 0.5);
  expect(view.to - view.from).toBe(50_000);
  expect((1_025_000 - view.from) / (view.to - view.from)).toBe(0.25);
});

test('zooming out never shows more than there is', () => {
  expect(zoom({ from: 1_090_000, to: 1_100_000 }, all, 1_095_000, 100)).toEqual(all);
});

test('zooming in stops at the closest look', () => {
  const view = zoom(all, all, 1_050_000, 1e-12);
  expect(view.to - view.from).toBeCloseTo(CLOSEST_MS, 3);
});

test('panning stops at the ends and keeps the length', () => {
  expect(pan({ from: 1_000_000, to: 1_010_000 }, all, -5000)).toEqual({ from: 1_000_000, to: 1_010_000 });
  expect(pan({ from: 1_000_000, to: 1_010_000 }, all, 500_000)).toEqual({ from: 1_090_000, to: 1_100_000 });
});

test('a capture of one instant still has a span to show', () => {
  expect(within({ from: 5, to: 5 }, { from: 0, to: 10 })).toEqual({ from: 5, to: 5 + CLOSEST_MS });
});

test('a selection too small to see brings the view to it, a visible one leaves it', () => {
  expect(viewFor({ from: 1_020_000, to: 1_030_000 }, all, all)).toEqual(all);
  expect(viewFor({ from: 1_020_000, to: 1_020_100 }, all, all)).toEqual({ from: 1_019_900, to: 1_020_200 });
});

test('ticks stand on round times of the zone and leave room for their words', () => {
  const from = Date.UTC(2024, 9, 21, 19, 25, 46, 123);
  const made = ticks({ from, to: from + 847_000 }, 1200, 'utc');
  expect(made.stepMs).toBe(120_000);
  expect(made.times.map((at) => new Date(at).toISOString().slice(11, 19))).toEqual([
    '19:26:00',
    '19:28:00',
    '19:30:00',
    '19:32:00',
    '19:34:00',
    '19:36:00',
    '19:38:00',
  ]);
});

test('ticks below a second say as many digits as tell them apart', () => {
  expect(digitsFor(1000)).toBe(0);
  expect(digitsFor(200)).toBe(1);
  expect(digitsFor(100)).toBe(1);
  expect(digitsFor(50)).toBe(2);
  expect(digitsFor(1)).toBe(3);
  expect(digitsFor(0.05)).toBe(5);
  expect(byDay(86_400_000)).toBe(true);
});

test('the top of the axis is a round number not below the peak', () => {
  expect([0, 7, 84.2, 1001].map(niceCeil)).toEqual([1, 8, 100, 1500]);
});

test('over years the ticks stand on the first of a month', () => {
  const { times } = ticks({ from: Date.UTC(2017, 3, 14), to: Date.UTC(2020, 10, 13) }, 1200, 'utc');
  expect(times.map((at) => new Date(at).toISOString().slice(0, 10))).toEqual([
    '2017-07-01',
    '2018-01-01',
    '2018-07-01',
    '2019-01-01',
    '2019-07-01',
    '2020-01-01',
    '2020-07-01',
  ]);
});
