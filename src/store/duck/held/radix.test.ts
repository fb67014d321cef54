import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Order, picked } from './picked.ts';
import { inOrderByTurns, inOrderOf, wordsOfValues } from './radix.ts';

let random = 7;
function next(below: number): number {
  random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
  return Math.floor((random / 2 ** 32) * below);
}
const COUNT = 20_000;
const places = (): Uint32Array => Uint32Array.from({ length: COUNT }, (_, at) => at);

/** Of sizes that people have: nothing, bytes, more than 32 bits, fractions, without end. */
const VALUES = Float64Array.from(
  { length: COUNT },
  (_, at) => [0, next(100), next(2 ** 20), next(2 ** 50), next(1000) / 7, Infinity][at % 6]!,
);

test.each([true, false])('numbers are in their order, equal ones as they were (descending: %s)', (descending) => {
  const wanted = [...places()].sort((a, b) =>
    VALUES[a]! === VALUES[b]! ? a - b : (VALUES[a]! < VALUES[b]! ? -1 : 1) * (descending ? -1 : 1),
  );
  expect([...inOrderOf(places(), wordsOfValues(VALUES), descending)]).toEqual(wanted);
});

test('numbers of 128 bits are in their order', async () => {
  const [low, high] = [0, 1].map(() =>
    BigUint64Array.from({ length: COUNT }, () => BigInt(next(2 ** 32)) << BigInt(next(33))),
  ) as [BigUint64Array, BigUint64Array];
  const keys = [low, high].flatMap(({ buffer }) => {
    const words = new Uint32Array(buffer as ArrayBuffer);
    return [{ words, half: 0 } as const, { words, half: 1 } as const];
  });
  const value = (at: number): bigint => (high[at]! << 64n) | low[at]!;
  const wanted = [...places()].sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : a - b));
  expect([...inOrderOf(places(), keys)]).toEqual(wanted);
  expect([...inOrderOf(new Uint32Array(0), keys)]).toEqual([]);
  let turns = 0;
  const others = setInterval(() => turns++);
  expect([...(await inOrderByTurns(places(), keys, () => setImmediate()))]).toEqual(wanted);
  clearInterval(others);
  expect(turns).toBeGreaterThan(1);
});

test.each([true, false])('a page far down has the groups that a whole sort puts there (ascending: %s)', (ascending) => {
  const values = Float64Array.from(VALUES, (value, at) => (at % 5 === 0 ? value : value % 10) || 0);
  const ties: Order = (a, b) => b - a;
  const sign = ascending ? 1 : -1;
  const finite = places().filter((at) => Number.isFinite(values[at]!));
  const wanted = [...finite].sort((a, b) => sign * (values[a]! - values[b]!) || ties(a, b));
  for (const [
    offset,
    limit,
  ] of [[0, 100], [0, 6000], [7000, 50], [finite.length - 5, 50], [finite.length + 5, 50]] as const) // biome-ignore format: one line says it
    expect([...picked(finite, values, ascending, ties, offset, limit)]).toEqual(wanted.slice(offset, offset + limit));
  // beside numbers below 0, too
  const some = values.map((value, at) => (at % 3 === 0 ? -value : value));
  const mixed = [...finite].sort((a, b) => sign * (some[a]! - some[b]!) || ties(a, b));
  expect([...picked(finite, some, ascending, ties, 9000, 50)]).toEqual(mixed.slice(9000, 9050));
});
