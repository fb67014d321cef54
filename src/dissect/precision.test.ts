/**
 * What is no protocol gets no name on any port, and what is cut keeps its own or none. CAPSCOPE_NOISE_FLOWS=1000000 asks more of it than
 * there is time for every day.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_TIMEOUTS } from '#flow/open/timeouts.ts';
import { FlowTable } from '#flow/table.ts';
import { openCaptureReader } from '#sources/capture-reader.ts';
import type { Payload } from './dissector.ts';
import { createEngine } from './engine.ts';
import { DISSECTORS } from './table.ts';
import { hear, payloadOf } from './testing.ts';

const FLOWS = Number(process.env['CAPSCOPE_NOISE_FLOWS'] ?? 20_000);
const MOST_NAMED = 0.001;
const CAPTURES = join(process.env['CAPSCOPE_CORPUS'] ?? '../shared/corpus', 'ndpi', 'pcap');

/** u32 numbers, the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 16), 0x45d9f3b);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

const engine = createEngine();

test.each([
  ['any port', (n: number) => n % 65536],
  ['a well-known port', (n: number) => n % 1024],
])(
  'flows of random bytes to %s are named less often than once in a thousand',
  { timeout: 60_000 + FLOWS },
  (_name, portOf) => {
    const random = numbers(FLOWS);
    const named: Record<string, number> = {};
    let count = 0;
    for (let n = 0; n < FLOWS; n++) {
      const said = Array.from({ length: 3 }, (_, i) => ({
        bytes: Uint8Array.from({ length: 1 + (random() % (n % 5 === 0 ? 1200 : 120)) }, () => random() >>> 11),
        ...(i % 2 === 1 ? { dst: true as const } : {}),
      }));
      const heard = hear(n % 2 === 0 ? 6 : 17, 32_768 + (random() % 28_000), portOf(random()), said, engine);
      if (heard.by !== 'inspected') continue;
      count++;
      named[heard.app] = (named[heard.app] ?? 0) + 1;
    }
    expect(count, JSON.stringify(named)).toBeLessThanOrEqual(FLOWS * MOST_NAMED);
  },
);

test('random bytes prove nothing on the ports that applications are at home on', { timeout: 60_000 + FLOWS }, () => {
  const homes = new Set(
    DISSECTORS.flatMap(({ ports, over }) => ports.flatMap((port) => over.map((proto) => `${proto} ${port}`))),
  );
  const places = [...homes].map((home) => home.split(' ').map(Number)).filter(([proto]) => proto === 6 || proto === 17);
  const random = numbers(FLOWS + 1);
  const named: Record<string, number> = {};
  let count = 0;
  for (let n = 0; n < FLOWS; n++) {
    const [proto, port] = places[n % places.length]!;
    const said = Array.from({ length: 3 }, (_, i) => ({
      bytes: Uint8Array.from({ length: 1 + (random() % (n % 5 === 0 ? 600 : 100)) }, () => random() >>> 11),
      ...(i % 2 === 1 ? { dst: true as const } : {}),
    }));
    const heard = hear(proto!, 32_768 + (random() % 28_000), port!, said, engine);
    if (heard.by !== 'inspected') continue;
    count++;
    named[heard.app] = (named[heard.app] ?? 0) + 1;
  }
  expect(count, JSON.stringify(named)).toBeLessThanOrEqual(FLOWS * MOST_NAMED);
});

/** Names of which one is told of the first bytes already, the other only behind them. */
const NARROWER: Readonly<Record<string, readonly string[]>> = {
  http: ['websocket', 'soap', 'http-proxy'],
  tls: ['imaps', 'pop3s', 'smtps'],
  dns: ['mdns', 'llmnr', 'netbios'],
  ftp: ['ftps'],
  smtp: ['smtps'],
  rpc: ['nfs'],
};

interface First {
  readonly proto: number;
  readonly sendPort: number;
  readonly recvPort: number;
  readonly bytes: Uint8Array;
}

/** First payloads of the flows of a capture, one of each direction. */
function firstPayloads(path: string): First[] {
  const found: First[] = [];
  const take = (_slot: number, { index, proto, sendPort, recvPort, buf, off, end }: Payload): boolean => {
    if (index === 0) found.push({ proto, sendPort, recvPort, bytes: buf.slice(off, end) });
    return true;
  };
  const table = new FlowTable({
    epochSec: 0,
    inspector: { grow: () => {}, open: () => true, inspect: take, emit: () => {}, close: () => {} },
    timeouts: DEFAULT_TIMEOUTS,
    shard: 0,
    shards: 1,
    seed: 1,
    maxFlows: 10_000,
    onEnd: () => {},
  });
  const reader = openCaptureReader({ kind: 'file', path });
  while (found.length < 12 && reader.next()) table.add(reader.packets, reader.buf, 0);
  reader.close();
  return found.slice(0, 12);
}

describe.skipIf(!existsSync(CAPTURES))('payloads of the nDPI project', () => {
  test('cut anywhere, by a segment or by the snap length, they keep their name or have none', {
    timeout: 120_000,
  }, () => {
    const appOf = ({ proto, sendPort, recvPort, bytes }: First, kept: number, wireLength: number): string => {
      const said = [{ bytes: bytes.subarray(0, kept), wireLength }];
      const heard = hear(proto, sendPort, recvPort, said, engine);
      return heard.by === 'inspected' ? heard.app : '';
    };
    const wrong: Record<string, number> = {};
    let cuts = 0;
    let others = 0;
    for (const name of readdirSync(CAPTURES)) {
      for (const first of firstPayloads(join(CAPTURES, name))) {
        const whole = appOf(first, first.bytes.length, first.bytes.length);
        for (let kept = 1; kept < Math.min(first.bytes.length, 96); kept += 1 + (kept >> 2)) {
          for (const wireLength of [kept, first.bytes.length]) {
            cuts++;
            const app = appOf(first, kept, wireLength);
            if (app === '' || app === whole || NARROWER[app]?.includes(whole)) continue;
            others++;
            wrong[`${whole} as ${app}`] = (wrong[`${whole} as ${app}`] ?? 0) + 1;
          }
        }
      }
    }
    expect(cuts).toBeGreaterThan(1000);
    expect(others, JSON.stringify(wrong)).toBeLessThanOrEqual(cuts * MOST_NAMED);
  });
});

test('a payload of the size that a dissector wants, and nothing else, proves nothing', () => {
  const zero = payloadOf(new Uint8Array(512), { proto: 17 });
  for (const filler of [0, 0xff, 0x41]) {
    zero.buf.fill(filler);
    const named = [...Array(256).keys()].map((size) =>
      hear(17, 40_001, 40_002, [{ bytes: zero.buf.subarray(0, size + 1) }], engine),
    );
    expect(named.filter(({ by }) => by === 'inspected').map(({ app }) => app)).toEqual([]);
  }
});
