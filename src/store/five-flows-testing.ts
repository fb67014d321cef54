/** Five flows that are in every test of the store: TLS, DNS and HTTP over IPv4, ICMPv6, and a frame without IP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { parseIp } from '#base/address.ts';
import type { Answer, Question, Scope } from '#query/question.ts';
import { startStore } from './client.ts';
import type { DatasetStore, Store } from './store.ts';
import { batchOf, type TestFlow, TestPort } from './testing.ts';

/** Start of the first flow, ms since 1970 UTC. */
export const T0 = Date.UTC(2024, 9, 21, 19, 25, 46);
export const ALL: Scope = { filter: '' };
export const FIVE_FLOWS: readonly TestFlow[] = [
  {
    startMs: T0,
    endMs: T0 + 2500,
    src: '10.0.0.4',
    dst: '93.184.216.34',
    srcPort: 51234,
    dstPort: 443,
    app: 'tls',
    srcBytes: 1000,
    dstBytes: 9000,
    srcPackets: 5,
    dstPackets: 8,
    srcCountry: 'private',
    dstCountry: 'US',
    dstAsn: 15133,
    state: 'SF',
    tcpFlags: 0x1b1b,
    facts: { host: 'www.example.com', 'tls.sni': 'www.example.com', 'tls.version': '1.3' },
    activity: [
      [T0, 600, 2000],
      [T0 + 1000, 0, 5000],
      [T0 + 2000, 400, 2000],
    ],
    chunks: [1, 3, 200, 201],
  },
  {
    startMs: T0 + 10,
    endMs: T0 + 30,
    src: '10.0.0.4',
    dst: '10.0.0.1',
    proto: 17,
    srcPort: 5353,
    dstPort: 53,
    app: 'dns',
    srcBytes: 80,
    dstBytes: 160,
    dstPackets: 1,
    srcCountry: 'private',
    dstCountry: 'private',
    facts: { host: 'www.example.com', 'dns.query': 'www.example.com', 'dns.rcode': 'NOERROR' },
    chunks: [1],
  },
  {
    startMs: T0 + 100,
    src: '2001:db8::1',
    dst: '2001:db8::2',
    proto: 58,
    srcPort: 128,
    dstPort: 0,
    app: 'icmp6',
    srcBytes: 118,
    srcCountry: 'NL',
    dstCountry: 'NL',
    chunks: [2],
  },
  {
    startMs: T0 + 3000,
    endMs: T0 + 3000.5,
    src: '10.0.0.5',
    dst: '93.184.216.34',
    srcPort: 50000,
    dstPort: 80,
    app: 'http',
    srcBytes: 500,
    dstBytes: 700,
    dstPackets: 1,
    srcCountry: 'private',
    dstCountry: 'US',
    dstAsn: 15133,
    state: 'S1',
    truncated: true,
    facts: { 'http.status': 404, host: 'old.example.com' },
    chunks: [2, 3],
  },
  { startMs: T0 + 4000, srcBytes: 60 },
];

/** Imports flows with a name, an operator and chunks; the import goes on until finish() or rollback(). */
export async function importInto(to: DatasetStore, rows: readonly TestFlow[], widthMs = 1000): Promise<number> {
  const importing = await to.begin();
  const port = new TestPort(await to.connect(importing));
  port.send({ kind: 'flows', batch: batchOf(rows), stacks: ['eth:ipv4:tcp'], widthMs });
  const ip = parseIp('93.184.216.34')!.words;
  const heap = Buffer.from('example.org');
  port.send({
    kind: 'names',
    names: {
      length: 1,
      ip: Uint32Array.from([...ip].reverse()),
      offset: Uint32Array.of(0),
      bytes: Uint32Array.of(heap.length),
      heap,
    },
  });
  port.send({ kind: 'orgs', asn: Uint32Array.of(15133), org: ['Edgecast'] });
  port.send({
    kind: 'chunks',
    file: 1,
    chunks: {
      length: 5,
      number: Uint32Array.of(1, 2, 3, 200, 201),
      offset: Float64Array.of(24, 1000, 2000, 3000, 4000),
      bytes: new Uint32Array(5).fill(900),
      first: new Float64Array(5).fill(T0),
      last: new Float64Array(5).fill(T0),
      packets: new Uint32Array(5).fill(3),
    },
  });
  await port.done();
  return importing;
}

/** The answer of a dataset; throws where that is a fault. */
async function askOf<Q extends Question>(from: DatasetStore, question: Q): Promise<NonNullable<Answer<Q['kind']>>> {
  const answer = await from.ask(question);
  if (answer === undefined || (answer as { ok?: boolean }).ok === false) throw new Error(JSON.stringify(answer));
  return answer as NonNullable<Answer<Q['kind']>>;
}

/** A store with a dataset of the five flows, for the tests of a file: started before them, closed after them. */
export class FiveFlowsStore {
  store!: Store;
  dataset!: DatasetStore;
  /** removed at the end */
  readonly dir: string = mkdtempSync(join(tmpdir(), 'capscope-store-'));

  ask<Q extends Question>(question: Q, from: DatasetStore = this.dataset): Promise<NonNullable<Answer<Q['kind']>>> {
    return askOf(from, question);
  }
}

export function fiveFlowsStore(): FiveFlowsStore {
  const stored = new FiveFlowsStore();
  beforeAll(async () => {
    stored.store = await startStore({ tempDir: stored.dir });
    stored.dataset = await stored.store.open(join(stored.dir, 'a.duckdb'));
    await stored.dataset.finish(await importInto(stored.dataset, FIVE_FLOWS));
  });
  afterAll(async () => {
    await stored.store.close();
    rmSync(stored.dir, { recursive: true });
  });
  return stored;
}
