import { expect, test } from 'vitest';
import { type Interface, Interfaces } from './pcapng-interfaces.ts';

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

test('of interfaces that each differ from the one before, 4096 are kept: a line each is written with every chunk', () => {
  const interfaces = new Interfaces();
  while (interfaces.count < 60_000 && interfaces.add(interfaces.count % 2 === 0 ? ethernet : short));
  expect(interfaces.count).toBe(4096);
  expect(JSON.stringify(interfaces.runs()).length).toBeLessThan(100_000);
  interfaces.clear();
  expect(interfaces.add(short)).toBe(true);
});
