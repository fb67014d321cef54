/** Facts that list words, the methods of a call: filters test each, groups count each, a row has them as they came. */
import { expect, test } from 'vitest';
import { storedFlows } from './stored-testing.ts';

const T0 = Date.UTC(2024, 9, 21);
const METHODS = ['INVITE ACK BYE', 'INVITE CANCEL', 'REGISTER', 'REGISTER', undefined];
const ALL = { filter: '' };
const { ask } = storedFlows(
  METHODS.map((methods, n) => ({
    startMs: T0 + n * 1000,
    srcBytes: 10 ** n,
    app: 'sip',
    facts: methods === undefined ? {} : { 'sip.method': methods },
  })),
);
const count = async (filter: string) => (await ask({ kind: 'totals', scope: { filter } })).scope.flows;

test('a filter finds a flow by each of its words, and by all of them as they stand in its row', async () => {
  expect(await count('sip.method == INVITE')).toBe(2);
  expect(await count('sip.method == invite')).toBe(2);
  expect(await count('sip.method in {BYE CANCEL}')).toBe(2);
  expect(await count('sip.method == "INVITE ACK BYE"')).toBe(1);
  expect(await count('sip.method == VITE')).toBe(0);
  expect(await count('sip.method contains VITE')).toBe(2);
  expect(await count('sip.method != INVITE')).toBe(2);
  expect(await count('not sip.method == INVITE')).toBe(3);
  expect(await count('sip.method')).toBe(4);
});

test('groups count each word, so that each finds again what it counts', async () => {
  const { rows, total } = await ask({ kind: 'top', scope: ALL, field: 'sip.method', measure: 'flows', limit: 9 });
  expect(Object.fromEntries(rows.map(({ value, flows, bytes }) => [value, [flows, bytes]]))).toEqual({
    REGISTER: [2, 1100],
    INVITE: [2, 11],
    ACK: [1, 1],
    BYE: [1, 1],
    CANCEL: [1, 10],
    undefined: [1, 10_000],
  });
  expect(total.flows).toBe(5);
  for (const { value, flows } of rows)
    if (value !== undefined) expect(await count(`sip.method == ${value}`)).toBe(flows);
  const { counts } = await ask({ kind: 'distinct', scope: ALL, fields: ['sip.method'] });
  expect(counts['sip.method']).toBe(5);
  const grouped = await ask({
    kind: 'groups',
    scope: ALL,
    by: ['app', 'sip.method'],
    more: [],
    sort: 'bytes',
    offset: 0,
    limit: 2,
  });
  expect(grouped.rows.map(({ values, flows }) => [...values, flows])).toEqual([
    ['sip', undefined, 1],
    ['sip', 'REGISTER', 2],
  ]);
  const { links } = await ask({
    kind: 'links',
    scope: ALL,
    from: 'app',
    to: 'sip.method',
    measure: 'flows',
    limit: 9,
  });
  expect(Object.fromEntries(links.map(({ to, value }) => [to, value]))).toMatchObject({ INVITE: 2, BYE: 1 });
});

test('a row has the words as they came', async () => {
  const flow = await ask({ kind: 'flow', id: 0 });
  expect(flow?.row['sip.method']).toBe('INVITE ACK BYE');
});
