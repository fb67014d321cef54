/**
 * Random flows × random questions: columns in memory and the engine's statements give the same answers, to the last number and in the
 * same order. While an import runs the engine answers, so each question is asked twice.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseIp } from '#base/address.ts';
import { FIELDS } from '#fields/table.ts';
import type { OwnNetwork } from '#query/networks.ts';
import { type Answer, MORE_MEASURES, type Question, type Scope } from '#query/question.ts';
import { startStore } from './client.ts';
import type { DatasetStore, Store } from './store.ts';
import { batchOf, type TestFlow, TestPort } from './testing.ts';

const QUESTIONS = 120;
const T0 = Date.UTC(2024, 9, 21, 22, 30);
const GROUPED = FIELDS.filter((field) => field.groups).map(({ key }) => key);
/** Asked more often: those that pictures ask. */
const USUAL = ['app', 'app.by', 'ip', 'src.ip', 'dst.ip', 'country', 'org', 'port', 'dst.port', 'service', 'tls.sni'];

class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  below(n: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * n);
  }
  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
  maybe<T>(value: () => T): T | undefined {
    return this.below(3) === 0 ? undefined : value();
  }
}

const PLACES = ['NL', 'US', 'private', 'DE', ''];
const HOSTS = Array.from({ length: 24 }, (_, n) => ({
  ip: n % 4 === 3 ? `2001:db8:${n % 3}::${n}` : n % 7 === 0 ? `10.0.${n % 3}.${n}` : `192.0.2.${n}`,
  country: PLACES[n % PLACES.length]!,
  asn: [0, 64500, 64501, 4_200_000_000][n % 4]!,
  mac: [0, 0x000d3a000001, 0x000d3a000002, 0x010d3a000003, 0xffff_ffff_ffff][n % 5]!,
}));
const STACKS = ['eth:ipv4:tcp', 'eth:ipv6:udp', 'eth:vlan:ipv4:tcp', 'flow log'];
const SERVICES = ['', 'netflix', 'Teams', 'zoom'];
const CATEGORIES = ['', 'video', 'work'];
// units of UTF-16 and bytes of UTF-8 are in other orders
const TEXTS = ['a.example', 'B.example', 'é.example', '\u{1F600}.example', '\uFF5E.example', 'a.example.', '%_\\'];

/** Exact in eighths of a second, so that means are exact, too. */
function flow(dice: Dice, n: number): TestFlow {
  const start = T0 + dice.below(960) * 125 + (n % 50 === 0 ? -86_400_000 : 0);
  const volume = {
    srcBytes: dice.below(9) * (n % 40 === 0 ? 2 ** 38 : 100),
    dstBytes: dice.below(5) * 100,
    srcPackets: dice.below(9),
    dstPackets: dice.below(3),
    srcPayload: dice.below(4) * 50,
    dstPayload: dice.below(3) * (n % 90 === 0 ? 2 ** 36 : 10),
    dstRetrans: dice.below(2) * 7,
    srcLost: dice.below(2) * 5,
  };
  if (dice.below(15) === 0) return { startMs: start, ...volume, stack: 1, srcMac: dice.of(HOSTS).mac };
  const src = dice.of(HOSTS);
  const other = dice.of(HOSTS);
  const dst = other.ip.includes(':') === src.ip.includes(':') ? other : src;
  const proto = dice.of([6, 6, 17, 1, 58, 132, 50]);
  const isLog = dice.below(8) === 0;
  const end = start + (dice.below(4) === 0 ? 0 : dice.below(200) * 125);
  const first = Math.floor(start / 1000);
  const spread = dice.below(4) === 0 ? 1 + dice.below(4) : 0;
  const facts: Record<string, string | number> = {};
  if (dice.below(3) === 0) facts['tls.sni'] = dice.of(TEXTS);
  if (dice.below(4) === 0) facts.host = dice.of(TEXTS);
  if (dice.below(5) === 0) facts['http.status'] = dice.of([200, 204, 404, 503]);
  if (dice.below(5) === 0) facts['tls.cert.self_signed'] = 1 + dice.below(2);
  if (dice.below(6) === 0) facts['vlan.inner'] = 1 + dice.below(3);
  if (dice.below(6) === 0) facts['dns.latency'] = dice.below(4) * 1000;
  if (isLog) facts.decision = dice.of(['allow', 'deny']);
  return {
    ...volume,
    startMs: start,
    endMs: end,
    src: src.ip,
    dst: dst.ip,
    srcCountry: src.country,
    dstCountry: dst.country,
    srcAsn: src.asn,
    dstAsn: dst.asn,
    srcMac: isLog ? 0 : src.mac,
    dstMac: isLog ? 0 : dst.mac,
    proto,
    ...(dice.below(9) === 0 ? {} : { srcPort: 1024 + dice.below(5), dstPort: dice.of([53, 80, 443, 65_535]) }),
    ...(dice.below(4) === 0
      ? {}
      : { app: dice.of(['tls', 'http', 'dns']), appBy: dice.below(3), appWhy: dice.below(11) }),
    ...(dice.below(3) === 0 ? { vlan: dice.below(3) } : {}),
    ...(dice.below(3) === 0 ? { tcpRtt: dice.below(4) * 1000 } : {}),
    tcpFlags: dice.below(65_536),
    stack: isLog ? 3 : dice.below(3),
    service: dice.below(4),
    serviceBy: dice.below(7),
    category: dice.below(3),
    truncated: dice.below(4) === 0,
    facts,
    activity: Array.from(
      { length: spread },
      (_, i) => [(first + i * 2) * 1000, dice.below(50), dice.below(50)] as const,
    ),
  };
}

function words(ip: string): readonly number[] {
  return [...parseIp(ip)!.words].reverse();
}

async function importOf(dataset: DatasetStore, dice: Dice, from: number, count: number): Promise<void> {
  const importing = await dataset.begin();
  const port = new TestPort(await dataset.connect(importing), { services: SERVICES, categories: CATEGORIES });
  const flows = Array.from({ length: count }, (_, n) => flow(dice, from + n));
  port.send({ kind: 'flows', batch: batchOf(flows), stacks: STACKS, widthMs: 1000 });
  const named = HOSTS.filter((_, n) => n % 3 === 0);
  const heap = Buffer.from('one.example');
  port.send({
    kind: 'names',
    names: {
      length: named.length,
      ip: Uint32Array.from(named.flatMap(({ ip }) => words(ip))),
      offset: new Uint32Array(named.length),
      bytes: Uint32Array.from(named, (_, n) => (n % 2 === 0 ? 11 : 3)),
      heap,
    },
    services: Uint16Array.from(named, (_, n) => n % 4),
    categories: Uint8Array.from(named, (_, n) => n % 3),
  });
  port.send({ kind: 'orgs', asn: Uint32Array.of(64500, 4_200_000_000), org: ['Ex Ltd', 'Ex Ltd'] });
  port.send({
    kind: 'vendors',
    mac: Float64Array.of(0x000d3a000001, 0x000d3a000002),
    vendor: ['Microsoft', 'Microsoft'],
  });
  await port.done();
  await dataset.finish(importing);
}

const NETWORKS: readonly OwnNetwork[] = [
  { cidr: '10.0.0.0/16', name: 'Site', country: 'BE' },
  { cidr: '10.0.1.0/24', name: 'Ex Ltd' },
  { cidr: '2001:db8:1::/48', name: 'Site', country: 'NL' },
];

const FILTERS = [
  '',
  'app == dns or bytes < 300',
  'ip == 2001:db8::/32',
  'ip == 10.0.0.0/8 and not app == tls',
  'port == 443',
  'dst.port in {53 80} and ip.proto == udp',
  'not port',
  'country == NL',
  'dst.country == BE or org contains "ex"',
  'tls.sni contains "EXAMPLE"',
  'host matches "^[ab]"',
  'service == netflix',
  'tag == odd',
  'note',
  'src.tag == server or ip.note contains "x"',
  'bytes > 1000000 and packets >= 1',
  'duration > 5',
  'ip.proto == icmp',
  'app.by == port',
  'name contains "one"',
  'stack == "flow log"',
  'packet.size > 20',
  'http.status >= 400',
  'truncated',
  'tcp.rtt < 3',
  'ip == 203.0.113.1',
  'start >= 2024-10-21T22:31:00Z',
];

function scopeOf(dice: Dice): Scope {
  const filter = dice.below(3) === 0 ? '' : dice.of(FILTERS);
  if (dice.below(2) === 0) return { filter };
  // seldom at edges of bins
  const from = T0 + dice.below(130_000) - 5000 + dice.of([0, 0.25, 0.999_999]);
  const to = from + dice.of([0.5, 900, 5000, 33_000, 200_000]);
  return { filter, ...(dice.below(5) === 0 ? {} : { from }), ...(dice.below(5) === 0 ? {} : { to }) };
}

const MEASURES = ['bytes', 'packets', 'flows', 'sentBytes', 'receivedBytes'] as const;
const ORDERS = [...MEASURES, 'asSource', 'asDestination', 'peers', 'first', 'last', 'ip'] as const;

function questionOf(dice: Dice): Question {
  const scope = scopeOf(dice);
  const field = (): string => (dice.below(2) === 0 ? dice.of(USUAL) : dice.of(GROUPED));
  const [limit, offset] = [dice.of([0, 1, 3, 7, 5000]), dice.of([0, 0, 2, 30, 100_000])];
  const bins = dice.of([1, 7, 60, 5000]);
  const lit = dice.below(2) === 0 ? {} : { highlight: dice.of(FILTERS.slice(1)) };
  switch (dice.below(11)) {
    case 0:
      return { kind: 'top', scope, field: field(), measure: dice.of(MEASURES), limit, ...lit };
    case 1:
    case 2: {
      const by = Array.from({ length: 1 + dice.below(3) }, field);
      const ascending = dice.below(2) === 0;
      if (dice.below(3) === 0)
        return {
          ...{ kind: 'groups', scope, by, more: [], sort: dice.of(MEASURES), ascending, passed: true, offset, limit },
          ...lit,
        };
      const isLit = 'highlight' in lit;
      const more = isLit || dice.below(2) === 0 ? [] : [dice.of(MORE_MEASURES), dice.of(MORE_MEASURES)];
      return {
        kind: 'groups',
        scope,
        by,
        more,
        sort: dice.of([...MEASURES, ...MORE_MEASURES]),
        ascending,
        offset,
        limit,
        ...lit,
      };
    }
    case 3:
      return { kind: 'hosts', scope, sort: dice.of(ORDERS), descending: dice.below(2) === 0, offset, limit: limit + 1 };
    case 4:
      return {
        kind: 'links',
        scope,
        from: field(),
        to: field(),
        measure: dice.of(['bytes', 'packets', 'flows']),
        limit,
        ...lit,
      };
    case 5:
      return { kind: 'timeline', scope, by: field(), limit, bins };
    case 6:
      return { kind: 'presence', scope, of: dice.of(['flows', 'flows', 'hosts']), by: field(), limit, bins };
    case 7:
      return { kind: 'distinct', scope, fields: [field(), field(), field()] };
    case 8:
      return dice.of<Question>([
        { kind: 'totals', scope },
        { kind: 'places', scope },
        { kind: 'durations', scope },
        { kind: 'distribution', scope, field: dice.of(['bytes', 'packets', 'duration', 'packet.size', 'tcp.rtt']) },
      ]);
    case 9: {
      const sort = dice.of([[], [{ field: 'start', descending: true }], [{ field: 'start', descending: false }]]);
      return { kind: 'flows', scope, fields: ['id', 'start', 'bytes'], sort, offset, limit: 5000 };
    }
    default:
      return { kind: 'values', scope, field: field(), text: dice.of(['', 'e', 't']), limit: limit + 1 };
  }
}

/** What a flow is does not change with the time of which its packets are counted. */
const ALWAYS = [0, 30, 60, 90].map(
  (second): Question => ({
    kind: 'groups',
    scope: { filter: '', from: T0 + second * 1000, to: T0 + second * 1000 + 20_000 },
    by: ['one_sided', 'ip.version'],
    more: [],
    sort: 'flows',
    passed: true,
    offset: 0,
    limit: 10,
  }),
);

let store: Store;
beforeAll(async () => {
  store = await startStore();
});
afterAll(() => store.close());

for (const seed of [2, 5])
  test(`random flows and questions ${seed}`, async () => {
    const dice = new Dice(seed);
    const dataset = await store.open(':memory:');
    await importOf(dataset, dice, 0, 300);
    await importOf(dataset, dice, 300, 200);
    await dataset.mark({
      on: { kind: 'scope', scope: { filter: 'port == 53' } },
      add: ['odd'],
      remove: [],
      note: 'why',
    });
    await dataset.mark({
      on: { kind: 'hosts', ips: ['192.0.2.1', '10.0.0.0'] },
      add: ['server', 'x'],
      remove: [],
      note: 'x',
    });
    if (seed % 2 === 0) await dataset.setNetworks(NETWORKS);
    const asked = [...ALWAYS, ...Array.from({ length: QUESTIONS }, () => questionOf(dice))];
    const settled = [];
    for (const question of asked) settled.push(await dataset.ask(question).catch((error: unknown) => String(error)));
    const importing = await dataset.begin();
    const wrong: unknown[] = [];
    for (const [n, question] of asked.entries()) {
      const answer = await dataset.ask(question).catch((error: unknown) => String(error));
      if (typeof answer === 'string' || JSON.stringify(answer) !== JSON.stringify(settled[n]))
        wrong.push({ question, held: settled[n], engine: answer });
    }
    await dataset.rollback(importing);
    await dataset.close();
    expect(wrong.length, JSON.stringify(wrong[0])).toBe(0);
  }, 300_000);

/** Volumes of a row by what it is of. */
const told = (rows: readonly object[], of: 'value' | 'values') =>
  new Map(
    rows.map((row) => {
      const { [of]: own, more: _, ...volume } = row as Record<string, unknown>;
      return [JSON.stringify(own ?? null), volume] as const;
    }),
  );

test('a highlight counts its part of the groups there are without it', async () => {
  const dataset = await store.open(':memory:');
  const dice = new Dice(9);
  await importOf(dataset, dice, 0, 300);
  const ask = async <Q extends Question>(question: Q) => (await dataset.ask(question)) as Answer<Q['kind']>;
  const none = { flows: 0, bytes: 0, packets: 0, sentBytes: 0, receivedBytes: 0, sentPackets: 0, receivedPackets: 0 };
  for (const by of [['src.ip', 'dst.ip'], ['app', 'country'], ['ip'], ['tls.sni', 'port', 'dst.org'], ['host']]) {
    const highlight = dice.of(['bytes > 400', 'port == 443', 'app == dns', 'ip == 203.0.113.1']);
    const question = { kind: 'groups', scope: { filter: 'packets' }, by, more: [], offset: 1, limit: 6 } as const;
    for (const sort of ['bytes', 'rtt'] as const) {
      const whole = await ask({ ...question, sort });
      const lit = await ask({ ...question, sort, highlight });
      const alone = await ask({
        ...question,
        ...{ scope: { filter: `packets and ${highlight}` }, sort: 'bytes', offset: 0, limit: 10_000 },
      });
      expect(lit.rows.map(({ values }) => values)).toEqual(whole.rows.map(({ values }) => values));
      expect([lit.groups, lit.total]).toEqual([whole.groups, alone.total]);
      const parts = told(alone.rows, 'values');
      for (const [key, volume] of told(lit.rows, 'values')) expect(volume).toEqual(parts.get(key) ?? none);
    }
    const [field] = by as [string];
    const top = { kind: 'top', scope: { filter: 'packets' }, field, measure: 'bytes', limit: 4 } as const;
    const [whole, lit] = [await ask(top), await ask({ ...top, highlight })];
    const alone = await ask({ ...top, scope: { filter: `packets and ${highlight}` }, limit: 10_000 });
    expect(lit.rows.map(({ value }) => value)).toEqual(whole.rows.map(({ value }) => value));
    expect([lit.total, lit.other?.groups]).toEqual([alone.total, whole.other?.groups]);
    const parts = told(alone.rows, 'value');
    for (const [key, volume] of told(lit.rows, 'value')) expect(volume).toEqual(parts.get(key) ?? none);
    const sum = (rows: readonly { readonly bytes: number }[]) => rows.reduce((all, { bytes }) => all + bytes, 0);
    expect(sum(lit.rows) + (lit.other?.bytes ?? 0)).toBe(sum(alone.rows));
  }
  const links = {
    kind: 'links',
    scope: { filter: '' },
    from: 'app',
    to: 'dst.country',
    measure: 'flows',
    limit: 2,
  } as const;
  const [whole, lit] = [await ask(links), await ask({ ...links, highlight: 'bytes > 400' })];
  const of = new Map(whole.links.map(({ from, to, value }) => [`${from} ${to}`, value]));
  for (const { from, to, value } of lit.links) expect(value).toBeLessThanOrEqual(of.get(`${from} ${to}`) ?? 0);
  const { scope } = await ask({ kind: 'totals', scope: { filter: 'bytes > 400' } });
  expect(lit.links.reduce((all, { value }) => all + value, 0)).toBe(scope.flows);
  expect(await dataset.ask({ ...links, highlight: 'bytes >' })).toMatchObject({ ok: false });
  await dataset.close();
});

test('questions of a dataset that is closed meanwhile are answered, or told that it is gone', async () => {
  const dataset = await store.open(':memory:');
  await importOf(dataset, new Dice(3), 0, 100);
  const dice = new Dice(4);
  const asked = Array.from({ length: 40 }, () =>
    dataset.ask(questionOf(dice)).then(
      () => 'answered',
      (error: unknown) => (error as { code?: string }).code ?? String(error),
    ),
  );
  await dataset.close();
  const told = new Set(await Promise.all(asked));
  told.delete('answered');
  expect([...told]).toEqual(['NOT_FOUND']);
  await expect(dataset.ask({ kind: 'totals', scope: { filter: '' } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
}, 120_000);
