/** Columns in memory: whose they are, how long they stay, and what they cost. */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { OwnNetworks } from '../own-networks.ts';
import { Parameters } from '../read/parameters.ts';
import type { Source } from '../read/source.ts';
import { Shared } from '../shared.ts';
import { Budget } from './budget.ts';
import { HeldFlows } from './held.ts';
import { numberHosts } from './host-index.ts';

type Scan = Source['scan'];

/** A dataset of so many flows, each with 7 of all. */
function sourceOf(flows: number, scan?: Scan): Source {
  const ids = Uint32Array.from({ length: flows }, (_, id) => id);
  const shared = new Shared();
  const none = (): never => {
    throw new Error('not asked here');
  };
  return {
    flows: 'flows',
    activity: 'activity',
    flowsAmong: none,
    factsAmong: none,
    columns: none,
    complete: (sql) => sql,
    volume: (column) => `f.${column}`,
    own: new OwnNetworks([]),
    isSettled: true,
    baseWidthMs: 1,
    once: (key, ask) => shared.once(key, ask),
    rows: async () => [{ n: flows, last_id: flows - 1, first: 0n, last: 10n, most: 5 }],
    ids: async () => ids,
    turn: () => setImmediate(),
    scan:
      scan ??
      (async (_sql, _parameters, visit) => visit([ids, ...Array.from({ length: 4 }, () => seven(flows))], flows)),
  };
}
const seven = (flows: number): Float64Array => new Float64Array(flows).fill(7);

test('what a question of before an import goes on to load is not taken for what is there after it', async () => {
  const budget = new Budget(1e9);
  const [before, after] = [new HeldFlows(budget), new HeldFlows(budget)];
  const earlier = (await before.of(sourceOf(3), 1))!;
  before.end();
  const later = (await after.of(sourceOf(6), 2))!;
  expect(await earlier.numbers('f.src_lost')).toHaveLength(3);
  expect(await later.numbers('f.src_lost')).toHaveLength(6);
  expect(budget.bytes).toBe(6 * 8);
});

test('a column that another question was loading when it was given up is loaded by the one that waits for it', async () => {
  const held = new HeldFlows(new Budget(1e9));
  let giveUp: (error: Error) => void = () => undefined;
  const given: Scan = () => new Promise((_, reject) => (giveUp = reject)); // biome-ignore format: one line says it
  const one = (await held.of(sourceOf(3, given), 1))!.numbers('f.src_lost');
  const other = (await held.of(sourceOf(3), 1))!.numbers('f.src_lost');
  await setImmediate();
  giveUp(new Error('Interrupted'));
  await expect(one).rejects.toThrow('Interrupted');
  expect([...(await other)]).toEqual([7, 7, 7]);
});

test('an order of hosts that was given up with its question is worked out by the one that waits for it', async () => {
  const high = new BigUint64Array(3);
  const [src, dst] = [BigUint64Array.of(9n, 5n, 7n), BigUint64Array.of(1n, 9n, 5n)];
  const scan: Scan = async (_sql, _parameters, visit) => visit([Uint32Array.of(0, 1, 2), src, high, dst, high], 3);
  const index = (await numberHosts(sourceOf(3, scan), 3, 100))!;
  const one = index.inOrder(() => Promise.reject(new Error('Interrupted')));
  const other = index.inOrder(() => setImmediate());
  await expect(one).rejects.toThrow('Interrupted');
  expect(Array.from(await other, (number) => index.low[number])).toEqual([1n, 5n, 7n, 9n]);
});

test('flows of many scopes stay within what is remembered, and so does what passed in many times', async () => {
  const budget = new Budget(1e9);
  const held = (await new HeldFlows(budget).of(sourceOf(1000), 1))!;
  for (let n = 0; n < 50; n++) {
    await held.rows(`f.src_port = ${n}`, new Parameters());
    await held.lately('passed', `${n}`, async () => n, () => 16_000); // biome-ignore format: one line says it
  }
  expect(budget.bytes).toBe(16 * 1000 + 8 * 4000 + 16_000);
});
