/** The quality report: each fault is found, counted, explained, and its filter shows just the flows that have it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Quality, QualityItem, QualityKey } from '#app/model.ts';
import { filterHints } from '#app/questions/filter-hints.ts';
import { qualityOf } from '#app/questions/quality.ts';
import { openScratch } from '#app/scratch.ts';
import { joined, pcapBytes, pcapngBlocks, type TestPacket } from '#capture/testing.ts';
import { tcp, udp } from '#flow/testing.ts';
import { rowsOf, run } from './command.ts';
import { corpusCaptures } from './corpus.ts';

let dir: string;
let made = 0;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-quality-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const SEC = 1_700_000_000;
const [CLIENT, SERVER] = ['10.0.0.4:40000', '192.0.2.7:443'];

interface Report {
  readonly quality: Quality;
  readonly item: (key: QualityKey) => QualityItem;
  /** flows that the item's filter shows */
  readonly shown: (key: QualityKey) => Promise<number>;
}

async function report(bytes: Uint8Array, use: (report: Report) => Promise<void> | void): Promise<void> {
  const path = join(dir, `${++made}.pcap`);
  writeFileSync(path, bytes);
  const scratch = await openScratch([path]);
  try {
    const quality = await qualityOf(scratch.store);
    const item = (key: QualityKey): QualityItem => quality.items.find((one) => one.key === key)!;
    const shown = async (key: QualityKey): Promise<number> => {
      const totals = await scratch.store.ask({ kind: 'totals', scope: { filter: item(key).filter! } });
      if ('ok' in totals) throw new Error(totals.message);
      return totals.scope.flows;
    };
    await use({ quality, item, shown });
  } finally {
    await scratch.close();
  }
}

const at = (seconds: number, data: Uint8Array, more: Partial<TestPacket> = {}): TestPacket => ({
  sec: SEC + Math.floor(seconds),
  fraction: Math.round((seconds % 1) * 1e6),
  data,
  ...more,
});

/** A connection of which both ends are captured. */
const CONNECTION = [
  at(0, tcp({ from: CLIENT, to: SERVER, flags: 'S', seq: 100 })),
  at(0.1, tcp({ from: SERVER, to: CLIENT, flags: 'SA', seq: 500, ack: 101 })),
  at(0.2, tcp({ from: CLIENT, to: SERVER, flags: 'A', seq: 101, ack: 501 })),
  at(0.3, tcp({ from: CLIENT, to: SERVER, flags: 'PA', seq: 101, ack: 501, length: 10 })),
  at(0.4, tcp({ from: SERVER, to: CLIENT, flags: 'PA', seq: 501, ack: 111, length: 10 })),
];

test('a capture without packets says nothing of its numbers', async () => {
  await report(pcapBytes([]), ({ quality, item }) => {
    expect(quality.text).toBe('There are no packets to judge.');
    expect(item('identified')).toMatchObject({ standing: 'unknown', text: 'There are no flows.' });
    for (const key of ['truncated', 'malformed', 'unsupported', 'clock', 'silence', 'duplicates'] as const)
      expect(item(key), key).toMatchObject({ standing: 'unknown', text: 'There are no packets to judge.' });
  });
});

describe('a capture', () => {
  test('cut by its snap length: bytes hold, and the flows are shown', () =>
    report(
      pcapBytes([...CONNECTION, at(1, udp('10.0.0.5:1', '192.0.2.8:2', 100).subarray(0, 60), { origLen: 142 })], {
        snapLen: 60,
      }),
      async ({ item, shown }) => {
        expect(item('truncated')).toMatchObject({ standing: 'note', count: 1, of: 6, unit: 'packets' });
        expect(item('truncated').text).toContain('60 bytes');
        expect(await shown('truncated')).toBe(1);
      },
    ));

  test('cut before its ports: flows are fewer than they were, and TCP cannot be judged', () =>
    report(
      pcapBytes(
        CONNECTION.map((packet) => ({ ...packet, data: packet.data.subarray(0, 34), origLen: packet.data.length })),
        { snapLen: 34 },
      ),
      async ({ quality, item, shown }) => {
        expect(item('ports')).toMatchObject({ standing: 'bad', count: 1, of: 1, unit: 'flows' });
        expect(await shown('ports')).toBe(1);
        expect(item('one_sided').standing).toBe('unknown');
        expect(item('missing').standing).toBe('unknown');
        expect(quality.text).toContain('ports not captured');
      },
    ));

  test('with a packet that breaks its own rules tells layer and reason', () => {
    const broken = udp('10.0.0.5:1', '192.0.2.8:2', 100);
    broken[14 + 20 + 5] = 4; // UDP length, below its own header
    return report(pcapBytes([...CONNECTION, at(1, broken)]), async ({ quality, item, shown }) => {
      expect(item('malformed')).toMatchObject({
        standing: 'bad',
        count: 1,
        parts: [{ label: 'udp has a length below its own header', count: 1 }],
      });
      expect(await shown('malformed')).toBe(1);
      expect(quality).toMatchObject({ standing: 'bad', text: expect.stringContaining('malformed packets') });
    });
  });

  test('of a link type that is not read names it', () =>
    report(pcapBytes([at(0, new Uint8Array(20))], { linkWord: 147 }), ({ item }) => {
      expect(item('unsupported')).toMatchObject({
        standing: 'bad',
        count: 1,
        parts: [{ label: 'LINKTYPE_USER0', count: 1 }],
      });
    }));

  test('that tells its drops is believed, and one that does not is not praised', async () => {
    const { section, interface: describeInterface, enhanced, block } = pcapngBlocks();
    /** interface statistics: isb_ifdrop */
    const statistics = (drops: bigint): Uint8Array =>
      block(5, (out) => out.u32(0).ticks(0n).u16(5).u16(8).bytes(u64(drops)).u32(0));
    const packets = CONNECTION.map(({ data }, n) => enhanced(0, BigInt(SEC + n) * 1_000_000n, data));
    const dropped = joined(section(), describeInterface(1, 0), ...packets, statistics(7n));
    await report(dropped, ({ item }) => expect(item('drops')).toMatchObject({ standing: 'bad', count: 7, of: 5 + 7 }));
    const none = joined(section(), describeInterface(1, 0), ...packets, statistics(0n));
    await report(none, ({ item }) => expect(item('drops')).toMatchObject({ standing: 'good', count: 0 }));
    await report(pcapBytes(CONNECTION), ({ item }) => expect(item('drops').standing).toBe('unknown'));
  });

  test('of one direction shows the connections whose other end is missing, not those nobody answered', () =>
    report(
      pcapBytes([
        ...CONNECTION,
        at(1, tcp({ from: '10.0.0.5:1000', to: SERVER, flags: 'A', seq: 1, ack: 9, length: 5 })),
        at(1.1, tcp({ from: '10.0.0.6:1000', to: SERVER, flags: 'S', seq: 1 })),
      ]),
      async ({ item, shown }) => {
        expect(item('one_sided')).toMatchObject({ count: 1, of: 3, unit: 'flows' });
        expect(await shown('one_sided')).toBe(1);
      },
    ));

  test('with holes in TCP tells how many bytes are missing', () =>
    report(
      pcapBytes([...CONNECTION, at(1, tcp({ from: CLIENT, to: SERVER, flags: 'PA', seq: 211, ack: 511, length: 10 }))]),
      async ({ item, shown }) => {
        expect(item('missing')).toMatchObject({ standing: 'bad', count: 100, unit: 'bytes' });
        expect(await shown('missing')).toBe(1);
      },
    ));

  test('whose clock ran backwards, or that stood still, says so', () =>
    report(
      pcapBytes([
        ...CONNECTION,
        ...Array.from({ length: 5000 }, (_, n) => at(1 + n / 1000, udp('10.0.0.5:1', '192.0.2.8:2', 1))),
        at(4, udp('10.0.0.5:1', '192.0.2.8:2', 2)),
        at(100, udp('10.0.0.5:1', '192.0.2.8:2', 3)),
      ]),
      ({ item }) => {
        expect(item('clock')).toMatchObject({ standing: 'note', count: 1 });
        expect(item('silence')).toMatchObject({ standing: 'note', count: 1 });
        expect(item('silence').parts[0]!.label).toMatch(/: 1 min 36 s from 2023-11-14T22:13:24/);
      },
    ));

  test('that ends in the middle of a packet names the byte', () =>
    report(pcapBytes(CONNECTION).subarray(0, -3), ({ item }) => {
      expect(item('readable')).toMatchObject({
        label: 'Files not read to their end',
        standing: 'note',
        count: 1,
        of: 1,
      });
      expect(item('readable').parts[0]!.label).toMatch(/byte \d+/);
    }));

  test('without fault is told to be good', () =>
    report(pcapBytes(CONNECTION), ({ item }) => {
      for (const key of [
        'readable',
        'truncated',
        'ports',
        'malformed',
        'unsupported',
        'missing',
        'one_sided',
        'clock',
        'silence',
        'duplicates',
      ] as const)
        expect(item(key), key).toMatchObject({ standing: 'good' });
    }));
});

const u64 = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
};

test('summary carries the report, as text and as JSON, and its filters are those of flows', async () => {
  const path = join(dir, 'one-sided.pcap');
  writeFileSync(
    path,
    pcapBytes([
      ...CONNECTION,
      at(1, tcp({ from: '10.0.0.5:1000', to: SERVER, flags: 'A', seq: 1, ack: 9, length: 5 })),
    ]),
  );
  const json = JSON.parse((await run(['summary', path, '--format', 'json'])).out) as { quality: Quality };
  const item = json.quality.items.find(({ key }) => key === 'one_sided')!;
  expect(item.count).toBe(1);
  expect(rowsOf((await run(['flows', path, '--format', 'jsonl', '--filter', item.filter!])).out)).toHaveLength(1);
  expect((await run(['summary', path])).out).toMatch(/One-sided TCP: 1 flow of 2 flows/);
});

describe('a filter that finds nothing', () => {
  test('is told when a word in it is none, with the word that may have been meant', async () => {
    const path = join(dir, 'hints.pcap');
    writeFileSync(path, pcapBytes(CONNECTION));
    const scratch = await openScratch([path]);
    try {
      const hints = async (filter: string) => (await filterHints(scratch.store, filter)).map(({ message }) => message);
      expect(await hints('app == htttp')).toEqual(['there is no application "htttp"; did you mean http?']);
      expect(await hints('not (ip.proto == tpc or tcp.state in {SF SO})')).toHaveLength(2);
      expect(await hints('app == http and ip.proto == sctp')).toEqual([]); // right, though no flow has them
      expect(await hints('host == nobody.example')).toEqual([]); // a name may be anything
      expect(await hints('app ==')).toEqual([]);
    } finally {
      await scratch.close();
    }
  });
});

const CORPUS = corpusCaptures('zeek/Traces/', 'tcpdump/')
  .slice(0, 400)
  .filter((_, n) => n % 20 === 0);
test.skipIf(CORPUS.length === 0)(
  'of real captures, each part of the report adds up',
  { timeout: 120_000 },
  async () => {
    for (const path of CORPUS) {
      const scratch = await openScratch([path]).catch(() => undefined);
      if (scratch === undefined) continue;
      try {
        const { accounts, packets, quality } = await scratch.summarize();
        const item = (key: QualityKey): QualityItem => quality.items.find((one) => one.key === key)!;
        expect(item('truncated').count, path).toBe(accounts.truncated);
        expect(
          item('malformed').parts.reduce((sum, part) => sum + part.count, 0),
          path,
        ).toBeLessThanOrEqual(accounts.malformed);
        expect(item('unsupported').count, path).toBe(accounts.unsupported);
        for (const one of quality.items) {
          expect(one.count, `${path} ${one.key}`).toBeLessThanOrEqual(Math.max(one.of, one.count > 0 ? packets : 0));
          if (one.filter !== undefined) {
            const totals = await scratch.store.ask({ kind: 'totals', scope: { filter: one.filter } });
            expect('ok' in totals, one.filter).toBe(false);
          }
        }
      } finally {
        await scratch.close();
      }
    }
  },
);
