/**
 * A flow remembers which chunks of its capture file hold its packets. Read back from there, they are as many packets and
 * bytes as the flow's row says, in its direction-free 5-tuple and its span of time.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packetsOf } from '#app/packets/read-back.ts';
import { Scanner } from '#app/packets/scanner.ts';
import { pcapBytes, pcapngBlocks } from '#capture/testing.ts';
import { udp } from '#flow/testing.ts';
import type { FlowRow } from '#query/question.ts';
import { DEFAULT_CHUNK_BYTES } from '#sources/source.ts';
import { corpusCaptures } from './corpus.ts';
import { type Decoded, type Engine, openEngine } from './engine.ts';

let dir: string;
let engine: Engine;
let scanner: Scanner;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  engine = await openEngine();
  scanner = new Scanner();
});
afterAll(async () => {
  await scanner.close();
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

async function rowsOf({ store }: Decoded): Promise<FlowRow[]> {
  const rows: FlowRow[] = [];
  for await (const batch of store.export({ scope: { filter: '' }, fields: ['id', 'packets', 'bytes', 'stack'] }))
    rows.push(...batch);
  return rows;
}

interface ReadBack {
  readonly packets: number;
  readonly bytes: number;
  readonly chunks: number;
  readonly inOrder: boolean;
}

async function readBack({ store }: Decoded, flow: FlowRow): Promise<ReadBack> {
  const places = (await packetsOf(store, scanner, flow.id)) ?? [];
  return {
    packets: places.length,
    bytes: places.reduce((sum, place) => sum + place.origLen, 0),
    chunks: (await store.chunksOf([flow.id])).length,
    inOrder: places.every((place, n) => n === 0 || place.offset > places[n - 1]!.offset),
  };
}

const START = 1_700_000_000;
const CHUNKS = 6;
const PACKET_BYTES = 1400;
const PACKETS = Math.ceil((CHUNKS * DEFAULT_CHUNK_BYTES) / (PACKET_BYTES + 16));

/** Long and short flows by turns: every seventh packet is of flow 0, and each thousand packets have a flow of their own. */
function conversation(n: number): Uint8Array {
  const port = n % 7 === 0 ? 1000 : 2000 + Math.floor(n / 1000);
  const ends: [string, string] = ['10.0.0.4', '192.0.2.7'].map((address) => `${address}:${port}`) as [string, string];
  const [from, to] = n % 2 === 0 ? ends : [ends[1], ends[0]];
  return udp(from, to, PACKET_BYTES - 42);
}
const FRAMES = 7000;

function largePcap(big: boolean): Uint8Array {
  const kind = big ? { big, magic: 0xa1b23c4d } : {};
  const header = pcapBytes([], kind);
  const records = Array.from({ length: PACKETS }, (_, n) => {
    const packet = { sec: START + Math.floor(n / 500), fraction: (n % 500) * 1000, data: conversation(n) };
    return pcapBytes([packet], kind).subarray(header.length);
  });
  return Buffer.concat([header, ...records]);
}

/** Two sections of different byte order, the second with two interfaces of its own clocks. */
function largePcapng(): Uint8Array {
  const [little, bigEndian] = [pcapngBlocks(), pcapngBlocks(true)];
  const ticks = (n: number, perSecond: bigint): bigint => BigInt(START) * perSecond + (BigInt(n) * perSecond) / 500n;
  const half = Math.floor(PACKETS / 2);
  return Buffer.concat([
    little.section(),
    little.interface(1),
    ...Array.from({ length: half }, (_, n) => little.enhanced(0, ticks(n, 1_000_000n), conversation(n))),
    bigEndian.section(),
    bigEndian.interface(1, 0, [[9, Uint8Array.of(9)]]),
    bigEndian.interface(1, 0, [[9, Uint8Array.of(3)]]),
    ...Array.from({ length: PACKETS - half }, (_, n) =>
      bigEndian.enhanced(n & 1, ticks(half + n, n & 1 ? 1000n : 1_000_000_000n), conversation(half + n)),
    ),
  ]);
}

describe('captures of several chunks', () => {
  test.each([
    ['large.pcap', () => largePcap(false)],
    ['large-ns-big-endian.pcap', () => largePcap(true)],
    ['large.pcapng', largePcapng],
  ] as const)('%s', { timeout: 120_000 }, async (name, make) => {
    const path = join(dir, name);
    writeFileSync(path, make());
    expect(statSync(path).size).toBeGreaterThan(20_000_000);
    const decoded = await engine.decode([path]);
    const rows = await rowsOf(decoded);
    expect(rows.reduce((sum, row) => sum + Number(row.packets), 0)).toBe(PACKETS);
    const wrong: unknown[] = [];
    let [widest, narrowest] = [0, Number.POSITIVE_INFINITY];
    for (const row of rows) {
      const found = await readBack(decoded, row);
      widest = Math.max(widest, found.chunks);
      narrowest = Math.min(narrowest, found.chunks);
      if (found.packets !== row.packets || found.bytes !== row.bytes || !found.inOrder) wrong.push({ row, found });
    }
    expect(wrong).toEqual([]);
    // The long flow lies in all chunks, a short one in one or two: an index that names all for each would be none.
    expect(widest).toBeGreaterThanOrEqual(CHUNKS);
    expect(narrowest).toBeLessThanOrEqual(2);
    await decoded.store.close();
    rmSync(path);
  });

  test('several files of one stream: a flow that spans them is read from both', async () => {
    const frames = Array.from({ length: FRAMES }, (_, n) => ({ sec: START + n, data: conversation(n * 7) }));
    const paths = ['a.pcap', 'b.pcap'].map((name) => join(dir, name));
    writeFileSync(paths[0]!, pcapBytes(frames.slice(0, 4000)));
    writeFileSync(paths[1]!, pcapBytes(frames.slice(4000)));
    const decoded = await engine.decode(paths);
    const rows = await rowsOf(decoded);
    expect(rows).toMatchObject([{ packets: FRAMES }]);
    expect(await readBack(decoded, rows[0]!)).toMatchObject({ packets: FRAMES, bytes: rows[0]!.bytes, chunks: 4 });
    await decoded.store.close();
  });
});

const CAPTURES = corpusCaptures(
  'ndpi/pcap/http_ipv6',
  'ndpi/pcap/quic',
  'ndpi/pcap/skype',
  'ndpi/pcap/sip',
  'ndpi/pcap/ftp',
  'ndpi/pcap/WebattackSQLinj',
  'ndpi/pcap/bittorrent',
  'ndpi/pcap/dns',
  'ndpi/pcap/icmp',
  'ndpi/pcap/6in4',
  'ndpi/pcap/gtp',
  'pcapng/output_',
  'arkime/',
  'tcpdump/arp',
  'tcpdump/icmp',
  'tcpdump/frag',
  'ddos/',
).filter((_, n) => n % 3 === 0);
/** Flows of one capture that are looked at. */
const MAX_FLOWS = 60;

test.skipIf(CAPTURES.length === 0)(
  'the corpus: tunnels, fragments, ICMP, IPv6, non-IP and all',
  { timeout: 240_000 },
  async () => {
    const wrong: unknown[] = [];
    let flows = 0;
    for (const path of CAPTURES) {
      let decoded: Decoded;
      try {
        decoded = await engine.decode([path]);
      } catch {
        continue; // refused, as other tests hold
      }
      const rows = await rowsOf(decoded);
      const step = Math.max(1, Math.floor(rows.length / MAX_FLOWS));
      for (let n = 0; n < rows.length; n += step) {
        const row = rows[n]!;
        const found = await readBack(decoded, row);
        flows++;
        if (found.packets !== row.packets || found.bytes !== row.bytes) wrong.push({ path, row, found });
      }
      await decoded.store.close();
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(flows).toBeGreaterThan(100);
  },
);
