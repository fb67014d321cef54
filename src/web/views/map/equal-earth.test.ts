import { expect, test } from 'vitest';
import { project, unproject } from './equal-earth.ts';

test('the middle of the map is the middle of the plane, north is up', () => {
  expect(project([0, 0])).toEqual([0, -0]);
  expect(project([0, 52])[1]).toBeLessThan(0);
});

test('the equator is as long as Equal Earth says: 2.7066 radii each way', () => {
  expect(project([180, 0])[0]).toBeCloseTo(2.70663, 4);
});

test('a point comes back from the plane', () => {
  for (const point of [
    [4.9, 52.4],
    [-179, -55],
    [151.2, -33.9],
    [0, 83],
  ]) {
    const [longitude, latitude] = unproject(project(point));
    expect(longitude).toBeCloseTo(point[0]!, 8);
    expect(latitude).toBeCloseTo(point[1]!, 8);
  }
});
