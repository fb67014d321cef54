import { expect, test } from 'vitest';
import { fromInside, fromLeft, fromMiddle, pale, partOf } from './marked.tsx';

const edgeOf = (fill: ReturnType<typeof fromLeft>): number | undefined =>
  typeof fill === 'string' ? undefined : fill.colorStops[1]!.offset;

test('nothing is pale, all is the colour, some is never too little to be seen', () => {
  expect(fromLeft('#000000', '#ffffff', 0)).toBe(pale('#000000', '#ffffff'));
  expect(fromLeft('#123456', '#ffffff', 1)).toBe('#123456');
  expect([partOf(0, 10), partOf(1, 1e9), partOf(5, 10), partOf(11, 10), partOf(1, 0)]).toEqual([0, 0.03, 0.5, 1, 0]);
});

test('areas are true: half of a circle, half of a ring', () => {
  expect(edgeOf(fromLeft('#000000', '#ffffff', 0.5))).toBe(0.5);
  expect(edgeOf(fromMiddle('#000000', '#ffffff', 0.5))! ** 2).toBeCloseTo(0.5);
  const edge = edgeOf(fromInside('#000000', '#ffffff', 0.5, { x: 0, y: 0, inner: 60, outer: 100 }))! * 100;
  expect(edge ** 2 - 60 ** 2).toBeCloseTo(100 ** 2 - edge ** 2);
});
