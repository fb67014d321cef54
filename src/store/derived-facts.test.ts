/** What is worked out of facts in a question: classes of status codes, latencies of names. */
import { expect, test } from 'vitest';
import { storedFlows } from './stored-testing.ts';

const T0 = Date.UTC(2024, 9, 21);
const facts: readonly Readonly<Record<string, string | number>>[] = [
  { 'http.status': 200 },
  { 'http.status': 204 },
  { 'http.status': 404 },
  { 'http.status': 999 },
  { 'dns.query': 'a.example', 'dns.latency': 1000 },
  { 'dns.query': 'a.example', 'dns.latency': 3000 },
  { 'dns.query': 'a.example' },
  { 'dns.query': 'b.example' },
];
const { ask } = storedFlows(facts.map((one) => ({ startMs: T0, srcBytes: 60, facts: one })));

test('a status code has the class of its first digit, to group by and to filter', async () => {
  const { rows } = await ask({ kind: 'top', scope: { filter: '' }, field: 'http.class', measure: 'flows', limit: 9 });
  expect(rows.map(({ value, flows }) => [value, flows])).toEqual([
    [undefined, 4],
    ['2xx', 2],
    ['4xx', 1],
    ['9xx', 1],
  ]);
  const count = async (filter: string) => (await ask({ kind: 'totals', scope: { filter } })).scope.flows;
  expect(await count('http.class == "2xx"')).toBe(2);
  expect(await count('http.class != 2xx and http.class')).toBe(2);
  expect(await count('http.class in {4xx, 9xx}')).toBe(2);
});

test('the latency of a name is the mean of the answers seen, and the longest of them', async () => {
  const { rows } = await ask({
    kind: 'groups',
    scope: { filter: 'dns.query' },
    by: ['dns.query'],
    more: ['latency', 'slowest'],
    sort: 'slowest',
    offset: 0,
    limit: 9,
  });
  expect(rows.map(({ values, flows, more }) => [...values, flows, more])).toEqual([
    ['a.example', 3, { latency: 2, slowest: 3 }],
    ['b.example', 1, {}],
  ]);
});
