import { expect, test } from 'vitest';
import { type Interface, Interfaces } from './interfaces.ts';

const ethernet: Interface = { linkType: 1, snapLen: 65_535, resolution: 6, offsetSec: 0 };
const short: Interface = { ...ethernet, snapLen: 96 };

test('as many interfaces as a merged file has are kept when they are alike, in one line', () => {
  const interfaces = new Interfaces();
  for (let id = 0; id < 60_000; id++) interfaces.add(ethernet);
  expect(interfaces.runs()).toEqual([[60_000, 1, 65_535, 6, 0]]);
  const again = new Interfaces();
  again.addRuns(interfaces.runs());
  expect(again.count).toBe(60_000);
});

test('of interfaces that each differ from the one before, as many as are written with every chunk can be read back', () => {
  const interfaces = new Interfaces();
  for (let id = 0; id < 60_000; id++) expect(interfaces.add(id % 2 === 0 ? ethernet : short)).toBe(true);
  expect([interfaces.count, interfaces.snapLen[59_999]]).toEqual([60_000, 96]);
  expect(interfaces.runs()).toHaveLength(1024);
  expect(JSON.stringify(interfaces.runs()).length).toBeLessThan(30_000);
  const { version } = interfaces;
  interfaces.add(ethernet);
  expect(interfaces.version).toBe(version); // so that nothing is written down anew
  interfaces.clear();
  expect(interfaces.add(short)).toBe(true);
  expect(interfaces.runs()).toEqual([[1, 1, 96, 6, 0]]);
});

test('no more interfaces are kept than an old packet block can name', () => {
  const interfaces = new Interfaces();
  while (interfaces.count < 70_000 && interfaces.add(ethernet));
  expect(interfaces.count).toBe(65_536);
});
