/** Addresses, pairs and texts that somebody chose to collide are numbered as fast as others. */
import { expect, test } from 'vitest';
import { Numbers } from './duck/held/host-index.ts';
import { Pairs } from './duck/held/pairs.ts';
import { Interner } from './duck/write/interner.ts';

const cpuMs = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const COUNT = 40_000;
/** What random ones take, several times over: a hash that was met costs seconds. */
const MOST_MS = 400;

test('addresses made for a known multiplier', () => {
  const numbers = new Numbers();
  const took = cpuMs(() => {
    for (let n = 0; n < COUNT; n++) numbers.of((7 ^ Math.imul(n, 0x85ebca6b)) >>> 0, 0, n, 0);
  });
  expect(numbers.count).toBe(COUNT + 1);
  expect(took).toBeLessThan(MOST_MS);
});

test('addresses that differ in high bits of each word alone, which products carry no further', () => {
  const numbers = new Numbers();
  const word = (bits: number): number => (bits << 27) >>> 0;
  const took = cpuMs(() => {
    for (let n = 0; n < COUNT; n++) numbers.of(word(n), word(n >> 5), word(n >> 10), word(n >> 15));
  });
  expect(numbers.count).toBe(COUNT + 1);
  expect(took).toBeLessThan(MOST_MS);
});

test('pairs of numbers made for known multipliers', () => {
  const inverse = (odd: number): number => {
    let x = odd;
    for (let i = 0; i < 5; i++) x = Math.imul(x, 2 - Math.imul(odd, x));
    return x;
  };
  const [a, b] = [0x9e3779b1, inverse(0x85ebca6b)];
  const pairs = new Pairs();
  const took = cpuMs(() => {
    for (let n = 0; n < COUNT; n++) pairs.of(n, Math.imul(Math.imul(n, a) ^ 7, b) >>> 0);
  });
  expect(pairs.count).toBe(COUNT);
  expect(took).toBeLessThan(MOST_MS);
});

test('texts get one number each, by their bytes', () => {
  const told: string[] = [];
  const interner = new Interner(5, (_, heap, offset, length) =>
    told.push(Buffer.from(heap.subarray(offset, offset + length)).toString()),
  );
  const of = (text: string): number => interner.idOf(Buffer.from(text), 0, text.length);
  const texts = Array.from({ length: 5000 }, (_, n) => `host${n}.example`);
  expect(texts.map(of)).toEqual(texts.map((_, n) => 5 + n));
  expect(texts.map(of)).toEqual(texts.map((_, n) => 5 + n));
  expect(told).toEqual(texts);
});
