/**
 * What the store costs: writes a synthetic dataset the way an import does, then asks every kind of question.
 *   node scripts/bench-store.ts [flows] [activity rows a flow]
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BATCH_ROWS } from '../src/flow/batch/batch.ts';
import type { Question, Scope } from '../src/query/question.ts';
import { startStore } from '../src/store/client.ts';
import { CREDITS } from '../src/store/protocol.ts';
import { batchOf, type TestFlow, TestPort } from '../src/store/testing.ts';

const FLOWS = Number(process.argv[2] ?? 800_000);
const SPREAD = Number(process.argv[3] ?? 1.9);
const T0 = Date.UTC(2024, 9, 21);
const COUNTRIES = ['US', 'NL', 'DE', 'IE', 'GB', 'FR', 'JP', 'BR', 'IN', 'private', 'unknown', 'SG'];
const APPS = ['tls', 'dns', 'http', 'quic', 'ssh', 'ntp', 'smb', 'mdns', 'rdp', 'ldap'];

let seed = 1;
const random = (n: number) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed % n;
};

function makeFlow(i: number): TestFlow {
  const app = APPS[Math.min(random(APPS.length), random(APPS.length))]!;
  const startMs = T0 + i * 4 + random(4000) / 1000;
  const host = `host${random(40_000)}.zone${random(50)}.example.com`;
  const bins = random(100) < 30 ? Math.round((SPREAD / 0.3) * (0.5 + random(100) / 100)) : 0;
  const facts =
    app === 'dns'
      ? {
          host,
          'dns.query': host,
          'dns.type': 'A',
          'dns.rcode': 'NOERROR',
          'dns.answers': `10.${random(200)}.1.${random(200)}`,
        }
      : app === 'tls'
        ? { host, 'tls.sni': host, 'tls.version': '1.3', 'tls.alpn': 'h2' }
        : {};
  return {
    startMs,
    endMs: startMs + random(20) * random(3000),
    src: `10.${random(4)}.${random(8)}.${random(250)}`,
    dst: `${20 + random(60)}.${random(40)}.${random(40)}.1`,
    proto: app === 'dns' ? 17 : 6,
    srcPort: 1024 + random(60000),
    dstPort: [443, 53, 80, 22][random(4)]!,
    app,
    srcBytes: random(9000),
    dstBytes: random(90000),
    srcPackets: 1 + random(30),
    dstPackets: random(30),
    srcCountry: 'private',
    dstCountry: COUNTRIES[random(COUNTRIES.length)]!,
    dstAsn: random(800),
    state: 'SF',
    tcpFlags: 0x1b1b,
    facts,
    activity: Array.from(
      { length: bins },
      (_, k) => [Math.floor(startMs) + k * 100, random(900), random(900)] as const,
    ),
  };
}

const dir = mkdtempSync(join(tmpdir(), 'capscope-bench-'));
const path = join(dir, 'bench.duckdb');
const store = await startStore({ tempDir: dir });
const dataset = await store.open(path);
const importing = await dataset.begin();
const port = new TestPort(await dataset.connect(importing));
const made = Array.from({ length: CREDITS }, (_, b) =>
  batchOf(Array.from({ length: BATCH_ROWS }, (_, i) => makeFlow(b * BATCH_ROWS + i))),
);
const activityRows = made.reduce((sum, batch) => sum + batch.activityCount, 0) / made.length;

const cpu0 = process.cpuUsage();
const wall0 = performance.now();
let sent = 0;
let returned = 0;
const batches = Math.ceil(FLOWS / BATCH_ROWS);
for (; sent < CREDITS; sent++)
  port.send({ kind: 'flows', batch: made[sent]!, stacks: ['', 'eth:ipv4:tcp'], widthMs: 100 });
while (returned < batches) {
  const receipt = await port.receipt();
  if (receipt.kind === 'failed') throw new Error(receipt.message);
  if (receipt.kind !== 'empty') continue;
  returned++;
  if (sent >= batches) continue;
  const { batch } = receipt;
  batch.length = Math.min(BATCH_ROWS, FLOWS - sent * BATCH_ROWS);
  // The same flows again, an hour later for each round.
  port.send({ kind: 'flows', batch, stacks: ['', 'eth:ipv4:tcp'], widthMs: 100 });
  sent++;
}
await port.done();
const wall1 = performance.now();
await dataset.finish(importing);
const cpu = process.cpuUsage(cpu0);
const wall2 = performance.now();
console.log(
  `wrote ${FLOWS} flows, ${Math.round((activityRows * FLOWS) / BATCH_ROWS)} activity rows: CPU ${((cpu.user + cpu.system) / 1e6).toFixed(2)} s (system ${(cpu.system / 1e6).toFixed(2)}), wall ${((wall2 - wall0) / 1000).toFixed(2)} s, of it the end ${((wall2 - wall1) / 1000).toFixed(2)} s; file ${(statSync(path).size / 1e6).toFixed(0)} MB; RSS ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
);

const all: Scope = { filter: '' };
const some: Scope = { filter: 'app == tls and dst.country in {NL DE} and bytes > 10KB' };
const page = (field: string, offset: number, scope = all): Question => ({
  kind: 'flows',
  scope,
  fields: [
    'start',
    'duration',
    'src.ip',
    'dst.ip',
    'src.port',
    'dst.port',
    'app',
    'host',
    'src.bytes',
    'dst.bytes',
    'dst.country',
    'dst.name',
    'tcp.state',
  ],
  sort: [{ field, descending: true }],
  offset,
  limit: 100,
});
const questions: readonly (readonly [string, Question])[] = [
  ...(
    [
      ['all', all],
      ['filtered', some],
    ] as const
  ).flatMap(([name, scope]): [string, Question][] => [
    [`totals, ${name}`, { kind: 'totals', scope }],
    [`top app, ${name}`, { kind: 'top', scope, field: 'app', measure: 'bytes', limit: 10 }],
    [`top src.ip, ${name}`, { kind: 'top', scope, field: 'src.ip', measure: 'bytes', limit: 10 }],
    [`top ip, ${name}`, { kind: 'top', scope, field: 'ip', measure: 'bytes', limit: 10 }],
    [`top host, ${name}`, { kind: 'top', scope, field: 'host', measure: 'bytes', limit: 10 }],
    [`top src.port, ${name}`, { kind: 'top', scope, field: 'src.port', measure: 'flows', limit: 10 }],
    [`links app-country, ${name}`, { kind: 'links', scope, from: 'app', to: 'country', measure: 'bytes', limit: 10 }],
    [`timeline app, ${name}`, { kind: 'timeline', scope, by: 'app', limit: 8, bins: 600 }],
    [`timeline dst.country, ${name}`, { kind: 'timeline', scope, by: 'dst.country', limit: 8, bins: 600 }],
    [`durations, ${name}`, { kind: 'durations', scope }],
    [`places, ${name}`, { kind: 'places', scope }],
    [`values host, ${name}`, { kind: 'values', scope, field: 'host', text: 'host1', limit: 20 }],
    [`values ip, ${name}`, { kind: 'values', scope, field: 'ip', text: '10.', limit: 20 }],
    [`page by start, ${name}`, page('start', 0, scope)],
    [`page by bytes, ${name}`, page('bytes', 0, scope)],
    [`page by host, ${name}`, page('host', 0, scope)],
  ]),
  ['page by bytes, deep, first', page('bytes', FLOWS / 2)],
  ['page by bytes, deep, next', page('bytes', FLOWS / 2 + 100)],
  ['page by start, deep, first', page('start', FLOWS / 2)],
  ['one flow', { kind: 'flow', id: 1234 }],
  ['host contains', { kind: 'totals', scope: { filter: 'host contains "zone7."' } }],
  ['community_id ==', { kind: 'totals', scope: { filter: 'community_id == "1:abc"' } }],
  ['time span', { kind: 'totals', scope: { filter: '', from: T0 + 10_000, to: T0 + 20_000 } }],
];
for (const [name, question] of questions) {
  const times: number[] = [];
  const spent: number[] = [];
  for (let i = 0; i < 5; i++) {
    const from = performance.now();
    const before = process.cpuUsage();
    await dataset.ask(question);
    times.push(performance.now() - from);
    const used = process.cpuUsage(before);
    spent.push((used.user + used.system) / 1000);
  }
  console.log(
    `${name.padEnd(34)} first ${times[0]!.toFixed(0).padStart(5)} ms, best ${Math.min(...times)
      .toFixed(0)
      .padStart(5)} ms`,
  );
}
const exported = performance.now();
let rows = 0;
for await (const part of dataset.export({ scope: all, fields: [] })) rows += part.length;
console.log(
  `export of ${rows} rows: ${((performance.now() - exported) / 1000).toFixed(2)} s; RSS ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
);
await store.close();
rmSync(dir, { recursive: true });
