/**
 * Questions are answered from columns in memory while no import runs, and by the engine while one does: both give the same answers,
 * whatever the flows.
 */
import { expect, test } from 'vitest';
import type { Question, Scope } from '#query/question.ts';
import { storedFlows } from './stored-testing.ts';
import type { TestFlow } from './testing.ts';

const T0 = Date.UTC(2024, 9, 21);
let state = 1;
const random = (below: number): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const PLACES = ['NL', 'US', 'private', 'DE'];
/** An address lies in one place. */
const HOSTS = Array.from({ length: 40 }, (_, n) => ({
  ip: n % 5 === 4 ? `2001:db8::${n}` : `192.0.2.${n}`,
  country: PLACES[n % 4]!,
}));

function flow(n: number): TestFlow {
  const start = T0 + random(60_000);
  const volume = {
    srcBytes: random(9) * 100,
    dstBytes: random(5) * 100,
    srcPackets: random(9),
    dstPackets: random(3),
  };
  if (n % 17 === 0) return { startMs: start, ...volume };
  const [src, dst] = [HOSTS[random(HOSTS.length)]!, HOSTS[random(HOSTS.length)]!];
  return {
    startMs: start,
    endMs: start + random(5000),
    src: src.ip,
    dst: dst.ip.includes(':') === src.ip.includes(':') ? dst.ip : src.ip,
    srcCountry: src.country,
    dstCountry: dst.ip.includes(':') === src.ip.includes(':') ? dst.country : src.country,
    proto: n % 3 === 0 ? 17 : 6,
    srcPort: 1024 + random(9),
    dstPort: [53, 80, 443][random(3)]!,
    app: ['tls', 'http', 'dns'][random(3)]!,
    ...(n % 4 === 0 ? { facts: { 'tls.sni': `${'abcdé'[random(5)]}.example` } } : {}),
    ...(n % 6 === 0 ? { truncated: true } : {}),
    ...(n % 5 === 0
      ? {
          activity: [0, 1000, 4000].map(
            (after) => [Math.floor(start / 1000) * 1000 + after, random(50), random(50)] as const,
          ),
        }
      : {}),
    ...volume,
  };
}

const stored = storedFlows(Array.from({ length: 600 }, (_, n) => flow(n)));

const MEASURES = ['bytes', 'packets', 'flows', 'sentBytes', 'receivedBytes'] as const;
const ORDERS = [...MEASURES, 'asSource', 'asDestination', 'peers', 'first', 'last', 'ip'] as const;
const page = { offset: 3, limit: 11 };

const FIELDS = [
  'app',
  'app.by',
  'ip.proto',
  'country',
  'src.country',
  'port',
  'dst.port',
  'tls.sni',
  'hour',
  'ip.version',
  'truncated',
  'org',
  'packet.size',
];
const GROUPS = [
  ['app'],
  ['port'],
  ['country', 'app'],
  ['app', 'dst.country', 'ip.proto'],
  ['tls.sni', 'port', 'src.port'],
];
const MORE = ['bytes', 'sources', 'destinations', 'payload', 'lost', 'first', 'last'] as const;
const LINKS = [
  ['app', 'dst.country'],
  ['country', 'app'],
  ['port', 'country'],
  ['tls.sni', 'country'],
  ['app', 'app'],
] as const;

/** Links of the same volume are in no order. */
const inOrder = (answer: unknown): unknown => {
  const links = (answer as { links?: readonly { from?: string; to?: string }[] }).links;
  return links === undefined
    ? answer
    : links.map(({ from, to, ...value }) => JSON.stringify([from ?? null, to ?? null, value])).sort();
};

const questions = (scope: Scope): readonly Question[] => [
  ...['ip', 'src.ip', 'dst.ip'].flatMap((field) =>
    MEASURES.flatMap((measure): Question[] => [
      { kind: 'top', scope, field, measure, limit: 7 },
      { kind: 'groups', scope, by: [field], more: [], sort: measure, ...page },
      { kind: 'groups', scope, by: [field], more: [], sort: measure, ascending: true, ...page },
    ]),
  ),
  ...[
    ['src.ip', 'dst.ip'],
    ['dst.ip', 'src.ip'],
  ].map((by): Question => ({ kind: 'groups', scope, by, more: [], sort: 'bytes', ...page })),
  ...ORDERS.flatMap((sort): Question[] => [
    { kind: 'hosts', scope, sort, descending: true, ...page },
    { kind: 'hosts', scope, sort, descending: false, offset: 0, limit: 50 },
  ]),
  { kind: 'distinct', scope, fields: ['ip', 'src.ip', 'dst.ip', 'app'] },
  { kind: 'places', scope },
  { kind: 'totals', scope },
  ...[[], [{ field: 'start', descending: true }], [{ field: 'start', descending: false }]].map(
    (sort): Question => ({ kind: 'flows', scope, fields: ['start', 'bytes'], sort, offset: 5, limit: 3000 }),
  ),
  { kind: 'durations', scope },
  ...FIELDS.flatMap((field) => MEASURES.map((measure): Question => ({ kind: 'top', scope, field, measure, limit: 3 }))),
  { kind: 'distinct', scope, fields: FIELDS },
  ...GROUPS.flatMap((by) =>
    MORE.map(
      (sort): Question => ({
        kind: 'groups',
        scope,
        by,
        more: MEASURES.includes(sort as 'bytes') ? [] : [sort as 'rtt'],
        sort,
        offset: 1,
        limit: 11,
      }),
    ),
  ),
  ...GROUPS.map(
    (by): Question => ({ kind: 'groups', scope, by, more: [], sort: 'flows', passed: true, offset: 0, limit: 50 }),
  ),
  ...LINKS.flatMap(([from, to]) =>
    (['bytes', 'packets', 'flows'] as const).map(
      (measure): Question => ({ kind: 'links', scope, from, to, measure, limit: 3 }),
    ),
  ),
  ...['app', 'country', 'dst.port', 'tls.sni', 'ip.version'].flatMap((by): Question[] => [
    { kind: 'timeline', scope, by, limit: 2, bins: 30 },
    { kind: 'presence', scope, of: 'flows', by, limit: 2, bins: 30 },
  ]),
];
const SCOPES: readonly Scope[] = [
  { filter: '' },
  { filter: 'app == dns or bytes < 300' },
  { filter: 'ip == 2001:db8::/32', from: T0 + 10_000, to: T0 + 30_000 },
];

test('while an import runs and when none does the answers are the same', async () => {
  const asked = SCOPES.flatMap(questions);
  const settled = [];
  for (const question of asked) settled.push(await stored.dataset.ask(question));
  const importing = await stored.dataset.begin();
  for (const [n, question] of asked.entries())
    expect({ question, answer: inOrder(await stored.dataset.ask(question)) }).toEqual({
      question,
      answer: inOrder(settled[n]),
    });
  await stored.dataset.rollback(importing);
}, 300_000);
