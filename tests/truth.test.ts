/** Answers held against what tshark says of the same packets, and against ourselves with more threads. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fineTimeline } from '#app/packets/read-back.ts';
import { Scanner } from '#app/packets/scanner.ts';
import { type Row, rowsOf, run } from './command.ts';
import { corpusCaptures, findProgram, output } from './corpus.ts';
import { type Decoded, type Engine, openEngine } from './engine.ts';

const TSHARK = findProgram('tshark');
/** Plain captures: no tunnels and no fragments, which tshark's tables take apart in ways of their own. */
const NAMES = [
  'KakaoTalk_chat.pcap',
  'sip.pcap',
  'quic-mvfst-22.pcap',
  'dns_doh.pcap',
  'ftp.pcap',
  'WebattackSQLinj.pcap',
  'nintendo.pcap',
  'bittorrent.pcap',
  'teams.pcap',
  'emotet.pcap',
  'lru_ipv6_caches.pcapng',
  'whatsapp.pcap',
];
const CAPTURES = corpusCaptures('ndpi/pcap/').filter((path) => NAMES.includes(basename(path)));
const missing = CAPTURES.length === 0 || TSHARK === undefined;

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine();
});
afterAll(() => engine.close());

interface Packet {
  /** ms since 1970 UTC */
  readonly time: number;
  readonly length: number;
  readonly ends: readonly string[];
  readonly ports: readonly string[];
  readonly proto: string;
}

async function packetsOf(path: string): Promise<Packet[]> {
  const fields = [
    'frame.time_epoch',
    'frame.len',
    'ip.src',
    'ip.dst',
    'ipv6.src',
    'ipv6.dst',
    'udp.srcport',
    'udp.dstport',
    'tcp.srcport',
    'tcp.dstport',
    'ip.proto',
    'ipv6.nxt',
  ];
  const text = await output(TSHARK!, [
    '-n',
    '-r',
    path,
    '-T',
    'fields',
    '-E',
    'occurrence=f',
    ...fields.flatMap((field) => ['-e', field]),
  ]);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [time, length, ip4Src, ip4Dst, ip6Src, ip6Dst, udpSrc, udpDst, tcpSrc, tcpDst, proto4, proto6] =
        line.split('\t');
      const proto = proto4 || proto6!;
      const [seconds, fraction = ''] = time!.split('.');
      return {
        time: Number(seconds) * 1000 + Number(fraction.padEnd(9, '0')) / 1e6,
        length: Number(length),
        ends: [ip4Src || ip6Src!, ip4Dst || ip6Dst!],
        // An ICMP error quotes the ports of the packet that it is about; they are not its own.
        ports: proto === '6' || proto === '17' ? [udpSrc || tcpSrc!, udpDst || tcpDst!] : [],
        proto,
      };
    });
}

/** The most frequent of some values. */
function commonest(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}

async function timeline(
  { store }: Decoded,
  filter: string,
  bins: number,
): Promise<{ from: number; widthMs: number; bytes: number[]; packets: number[] }> {
  const answer = await store.ask({ kind: 'timeline', scope: { filter }, by: 'app', limit: 3, bins });
  if ('ok' in answer) throw new Error(answer.message);
  const { from, widthMs, series } = answer;
  const length = Math.max(0, ...series.map((one) => one.bytes.length));
  const sum = (of: 'bytes' | 'packets'): number[] =>
    Array.from({ length }, (_, bin) => series.reduce((total, one) => total + (one[of][bin] ?? 0), 0));
  return { from, widthMs, bytes: sum('bytes'), packets: sum('packets') };
}

describe.skipIf(missing)('traffic over time is that of the packets, bin by bin (tshark)', () => {
  test.each(CAPTURES.map((path) => [basename(path), path]))('%s', async (_, path) => {
    const [decoded, packets] = [await engine.decode([path]), await packetsOf(path)];
    const address = commonest(packets.flatMap(({ ends }) => ends));
    const port = commonest(packets.flatMap(({ ports }) => ports));
    const scopes: readonly [string, (packet: Packet) => boolean][] = [
      ['', () => true],
      [`ip == ${address}`, ({ ends }) => ends.includes(address)],
      [`not ip == ${address}`, ({ ends }) => !ends.includes(address)],
      [`port == ${port}`, ({ ports }) => ports.includes(port)],
      ['ip.proto == udp', ({ proto }) => proto === '17'],
    ];
    for (const [filter, within] of scopes) {
      for (const bins of [1, 60, 300]) {
        const { from, widthMs, bytes, packets: counts } = await timeline(decoded, filter, bins);
        const expectedBytes = bytes.map(() => 0);
        const expectedPackets = bytes.map(() => 0);
        let outside = 0;
        for (const packet of packets.filter(within)) {
          const bin = Math.floor((packet.time - from) / widthMs);
          if (bin < 0 || bin >= bytes.length) outside++;
          else {
            expectedBytes[bin]! += packet.length;
            expectedPackets[bin]! += 1;
          }
        }
        expect({ filter, bins, outside, bytes, counts }).toEqual({
          filter,
          bins,
          outside: 0,
          bytes: expectedBytes,
          counts: expectedPackets,
        });
      }
    }
    await decoded.store.close();
  });

  test('and in bins of a millisecond and less, read from the packets again', async () => {
    const path = CAPTURES[0]!;
    const [decoded, packets] = [await engine.decode([path]), await packetsOf(path)];
    const scanner = new Scanner();
    const middle = packets[Math.floor(packets.length / 2)]!.time;
    for (const spanMs of [500, 10]) {
      const scope = { filter: '', from: Math.floor(middle) - spanMs / 2, to: Math.floor(middle) + spanMs / 2 };
      const answer = await fineTimeline(decoded.store, scanner, {
        kind: 'timeline',
        scope,
        by: 'app',
        limit: 5,
        bins: 1000,
      });
      const { from, widthMs, series } = answer!;
      const expected = series[0]!.bytes.map(() => 0);
      for (const { time, length } of packets) {
        const bin = Math.floor((time - from) / widthMs);
        if (time >= from && time < scope.to && bin < expected.length) expected[bin]! += length;
      }
      const bytes = expected.map((_, bin) => series.reduce((sum, one) => sum + one.bytes[bin]!, 0));
      expect(widthMs).toBeLessThan(1);
      expect({ spanMs, bytes }).toEqual({ spanMs, bytes: expected });
      expect(bytes.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0);
    }
    await scanner.close();
    await decoded.store.close();
  });
});

interface Total {
  packets: number;
  /** undefined: told in rounded kB only */
  bytes: number | undefined;
}

/** Packets and bytes by unordered pair of ends, as `tshark -z conv` has them. */
async function conversations(path: string, transport: 'tcp' | 'udp'): Promise<Map<string, Total>> {
  const text = await output(TSHARK!, ['-n', '-q', '-r', path, '-z', `conv,${transport}`]);
  const totals = new Map<string, Total>();
  for (const line of text.split('\n')) {
    const [, one, onePort, two, twoPort, frames, bytes, unit] =
      /^(\S+):(\d+) +<-> (\S+):(\d+) .* (\d+) (\d+) (\w+) +[\d.]+ +[\d.]+ *$/.exec(line) ?? [];
    if (unit !== undefined)
      add(
        totals,
        `${one} ${onePort}`,
        `${two} ${twoPort}`,
        Number(frames),
        unit === 'bytes' ? Number(bytes) : undefined,
      );
  }
  return totals;
}

function add(totals: Map<string, Total>, one: string, two: string, packets: number, bytes: number | undefined): void {
  const key = one < two ? `${one} ${two}` : `${two} ${one}`;
  const total = totals.get(key) ?? { packets: 0, bytes: 0 };
  total.packets += packets;
  total.bytes = total.bytes === undefined || bytes === undefined ? undefined : total.bytes + bytes;
  totals.set(key, total);
}

async function allRows({ store }: Decoded, fields: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of store.export({ scope: { filter: '' }, fields })) rows.push(...batch);
  return rows;
}

describe.skipIf(missing)('conversations have the packets and bytes that tshark counts', () => {
  test.each(CAPTURES.map((path) => [basename(path), path]))('%s', async (_, path) => {
    const decoded = await engine.decode([path]);
    const rows = await allRows(decoded, ['src.ip', 'dst.ip', 'src.port', 'dst.port', 'ip.proto', 'packets', 'bytes']);
    await decoded.store.close();
    for (const transport of ['tcp', 'udp'] as const) {
      const theirs = await conversations(path, transport);
      const ours = new Map<string, Total>();
      for (const row of rows.filter((one) => one['ip.proto'] === transport)) {
        add(
          ours,
          `${row['src.ip']} ${row['src.port']}`,
          `${row['dst.ip']} ${row['dst.port']}`,
          Number(row.packets),
          Number(row.bytes),
        );
      }
      for (const [key, total] of ours) if (theirs.get(key)?.bytes === undefined) total.bytes = undefined;
      expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
    }
    const sums = await packetsOf(path);
    expect(rows.reduce((sum, row) => sum + Number(row.bytes), 0)).toBe(
      sums.reduce((sum, { length }) => sum + length, 0),
    );
  });
});

describe('Community ID v1', () => {
  /** https://github.com/corelight/community-id-spec: SHA-1 over seed, ends in order, protocol, padding, ports. */
  test('of a flow, by the text of the specification', async () => {
    const { out } = await run(['flows', '--format', 'jsonl', '-'], { input: oneDatagram() });
    const [flow] = rowsOf(out);
    const hash = createHash('sha1').update(
      Buffer.from('0000' + '0a000004' + 'c0000207' + '1100' + '9c40' + '1e61', 'hex'),
    );
    expect(flow).toMatchObject({ community_id: `1:${hash.digest('base64')}` });
  });
  test.skipIf(missing)('is the one tshark computes, for every flow of TCP and UDP', async () => {
    for (const path of CAPTURES) {
      const fields = ['communityid', 'ip.proto', 'ipv6.nxt'].flatMap((field) => ['-e', field]);
      const text = await output(TSHARK!, [
        '-n',
        '--enable-protocol',
        'communityid',
        '-r',
        path,
        '-Y',
        '(tcp or udp) and not icmp and not icmpv6',
        '-T',
        'fields',
        ...fields,
      ]);
      const theirs = new Set(
        text
          .split('\n')
          .map((line) => line.split('\t')[0]!)
          .filter((id) => id.startsWith('1:')),
      );
      const decoded = await engine.decode([path]);
      const rows = await allRows(decoded, ['community_id', 'ip.proto']);
      await decoded.store.close();
      const ours = new Set(
        rows
          .filter((row) => row['ip.proto'] === 'tcp' || row['ip.proto'] === 'udp')
          .map((row) => String(row.community_id)),
      );
      expect({ path, ids: [...ours].sort() }).toEqual({ path, ids: [...theirs].sort() });
    }
  });
});

function oneDatagram(): Uint8Array {
  const frame = Buffer.from(
    '020000000002' +
      '020000000001' +
      '0800' +
      '4500001d000100004011' +
      '0000' +
      '0a000004' +
      'c0000207' +
      '9c40' +
      '1e61' +
      '0009' +
      '0000' +
      '41',
    'hex',
  );
  const head = Buffer.alloc(40);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt32LE(0x0004_0002, 4);
  head.writeUInt32LE(65535, 16);
  head.writeUInt32LE(1, 20);
  head.writeUInt32LE(frame.length, 32);
  head.writeUInt32LE(frame.length, 36);
  return Buffer.concat([head, frame]);
}

/** Standard input has no size, so that all workers share it; a small file has one worker of its own. */
test.skipIf(CAPTURES.length === 0)('the flows are the same whether one worker decodes or several do', async () => {
  const fields = (rows: readonly Row[]): string[] =>
    rows.map(({ id: _, file: __, ...row }) => JSON.stringify(row)).sort();
  for (const path of CAPTURES.slice(0, 4)) {
    const alone = rowsOf((await run(['flows', '--format', 'jsonl', path])).out);
    const shared = rowsOf((await run(['flows', '--format', 'jsonl', '-'], { input: readFileSync(path) })).out);
    expect(alone.length).toBeGreaterThan(0);
    expect(fields(shared)).toEqual(fields(alone));
  }
});
