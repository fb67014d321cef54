import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPackets } from '#capture/packets.ts';
import { BIN_LIST, INTS } from './open/slot.ts';
import { hex, type TestPacket, tcp, track, udp } from './testing.ts';

const A = '10.0.0.1:1000';
const B = '192.0.2.7:80';
const seg = (
  at: number,
  from: string,
  flags: string,
  rest: { seq?: number; ack?: number; length?: number } = {},
): TestPacket => ({
  at,
  bytes: tcp({ from, to: from === A ? B : A, flags, ...rest }),
});

describe('a flow', () => {
  test('holds both directions of a 5-tuple, with the bytes of whole frames', () => {
    const { flows } = track([
      { at: 1, bytes: udp('10.0.0.1:5000', '10.0.0.2:53', 20) },
      { at: 1.5, bytes: udp('10.0.0.2:53', '10.0.0.1:5000', 100) },
      { at: 2, bytes: udp('10.0.0.1:5000', '10.0.0.2:53', 20) },
    ]);
    expect(flows).toMatchObject([
      {
        src: '10.0.0.1:5000',
        dst: '10.0.0.2:53',
        proto: 17,
        srcPackets: 2,
        dstPackets: 1,
        srcBytes: 124,
        dstBytes: 142,
        srcPayload: 40,
        dstPayload: 100,
        start: 1,
        end: 2,
      },
    ]);
  });

  test('has the SYN sender as its source even when that packet was captured second', () => {
    const { flows } = track([
      seg(1, B, 'SA', { seq: 500, ack: 101 }),
      seg(1.001, A, 'S', { seq: 100 }),
      seg(1.002, A, 'A', { seq: 101, ack: 501 }),
    ]);
    expect(flows).toMatchObject([{ src: A, dst: B, srcPackets: 2, dstPackets: 1, state: 'S1' }]);
  });

  test('has the receiver of a SYN-ACK as its source when the SYN was not captured', () => {
    const { flows } = track([seg(1, B, 'SA', { seq: 500 }), seg(1.1, A, 'A', { seq: 101 })]);
    expect(flows).toMatchObject([{ src: A, dst: B }]);
  });

  test('tells the handshake round trip: SYN to the ACK that ends it', () => {
    const { flows } = track([
      seg(1, A, 'S', { seq: 1 }),
      seg(1.02, B, 'SA', { seq: 9 }),
      seg(1.0215, A, 'A', { seq: 2 }),
    ]);
    expect(flows[0]!.rttUs).toBe(21500);
  });

  test('ends after silence; the next packet of the 5-tuple starts another', () => {
    const { flows } = track([0, 179, 400].map((at) => ({ at, bytes: udp('10.0.0.1:1', '10.0.0.2:2') })));
    expect(flows.map((flow) => flow.srcPackets)).toEqual([2, 1]);
  });

  test('ends when a SYN with new numbers follows its FIN', () => {
    const { flows } = track([
      seg(1, A, 'S', { seq: 1 }),
      seg(1.1, B, 'SA', { seq: 1 }),
      seg(1.2, A, 'FA', { seq: 2 }),
      seg(1.3, B, 'FA', { seq: 2 }),
      seg(2, A, 'S', { seq: 70000 }),
    ]);
    expect(flows.map((flow) => [flow.state, flow.srcPackets])).toEqual([
      ['SF', 2],
      ['S0', 1],
    ]);
  });

  test('is the same however many shards share the work, to the last counter', () => {
    const packets = Array.from({ length: 400 }, (_, n) => {
      const [client, server] = [`10.0.${n % 7}.1:${n % 2}`, `10.9.0.${n % 5}:53`];
      return { at: n / 10, bytes: n % 140 >= 70 ? udp(server, client, n % 50) : udp(client, server, n % 50) };
    });
    const whole = track(packets).flows;
    const parts = [0, 1, 2].flatMap((shard) => track(packets, { shard, shards: 3 }).flows);
    const key = (flow: { src: string; dst: string; start: number }): string => `${flow.src} ${flow.dst} ${flow.start}`;
    const sorted = (list: typeof whole): unknown[] => [...list].sort((a, b) => key(a).localeCompare(key(b)));
    expect(sorted(parts)).toEqual(sorted(whole));
    const decoded = [0, 1, 2].map((shard) => track(packets, { shard, shards: 3 }).table.accounts.decoded);
    expect(decoded.reduce((a, b) => a + b)).toBe(400);
  });

  test('that ended just before the table grows is not found again', () => {
    const echo = (n: number): Uint8Array => {
      const frame = udp(`10.3.${n >> 8}.${n & 255}:7`, '10.4.0.1:9');
      frame[14 + 9] = 1; // ICMP: a key without ports
      return frame;
    };
    const at = (n: number): number => (n < 300 ? 0 : n < 4096 ? 150 : 200);
    const first = Array.from({ length: 4200 }, (_, n) => ({ at: at(n), bytes: echo(n) }));
    const again = Array.from({ length: 300 }, (_, n) => ({ at: 201, bytes: echo(n) }));
    const { flows, table } = track([...first, ...again], { maxFlows: 100_000 });
    expect(flows.length).toBe(4500);
    expect(flows.every((flow) => flow.srcPackets === 1)).toBe(true);
    expect(table.open).toBe(0);
  });

  test('begins and ends by silence alone, whatever else is open, swept or grown meanwhile', () => {
    const timeout = 180;
    const open = new Map<string, { last: number; packets: number }>();
    const expected: number[] = [];
    let random = 7;
    const next = (below: number): number => {
      random = (Math.imul(random, 1103515245) + 12345) & 0x7fffffff;
      return (random >>> 8) % below;
    };
    const packets = Array.from({ length: 30_000 }, (_, n) => {
      const at = n / 40;
      const key = next(9000);
      const from = `10.1.${key >> 8}.${key & 255}:${1000 + key}`;
      const known = open.get(from);
      if (known !== undefined && at - known.last <= timeout) {
        known.last = at;
        known.packets++;
      } else {
        if (known !== undefined) expected.push(known.packets);
        open.set(from, { last: at, packets: 1 });
      }
      return { at, bytes: udp(from, '10.2.0.1:53') };
    });
    for (const { packets: count } of open.values()) expected.push(count);
    const { flows } = track(packets, { maxFlows: 100_000 });
    const order = (a: number, b: number): number => a - b;
    expect(flows.map((flow) => flow.srcPackets).sort(order)).toEqual(expected.sort(order));
  });

  test('remembers the first and last chunk that hold its packets', () => {
    const { flows } = track(
      [0, 1, 2].map((at) => ({ at, bytes: udp('10.0.0.1:1', '10.0.0.2:2') })),
      {},
      (n) => 5 + n,
    );
    expect(flows[0]!.chunks).toEqual([5, 7]);
  });

  test('gives way when too many are open, and none is lost', () => {
    const packets = Array.from({ length: 20_000 }, (_, n) => ({
      at: n / 1e6,
      bytes: udp(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}:9`, '10.0.0.2:2'),
    }));
    const { flows, table } = track(packets, { maxFlows: 5000 });
    expect(flows.length).toBe(20_000);
    expect(table.open).toBe(0);
  });
});

describe('TCP bytes', () => {
  const handshake = [seg(1, A, 'S', { seq: 99 }), seg(1.1, B, 'SA', { seq: 499 })];
  const send = (at: number, seq: number, length: number): TestPacket => seg(at, A, 'A', { seq, length });

  test('sent twice are payload once and retransmitted once', () => {
    expect(track([...handshake, send(2, 100, 50), send(3, 100, 50)]).flows).toMatchObject([
      { srcPayload: 50, srcRetrans: 50, srcLost: 0 },
    ]);
  });
  test('that come out of order are neither lost nor retransmitted', () => {
    expect(track([...handshake, send(2, 150, 50), send(3, 100, 50)]).flows).toMatchObject([
      { srcPayload: 100, srcRetrans: 0, srcLost: 0 },
    ]);
  });
  test('that never come are lost', () => {
    expect(track([...handshake, send(2, 100, 50), send(3, 250, 10)]).flows).toMatchObject([
      { srcPayload: 60, srcLost: 100 },
    ]);
  });
  test('go on over the wrap of sequence numbers', () => {
    const start = [seg(1, A, 'S', { seq: 0xffffffe0 })];
    expect(track([...start, send(2, 0xffffffe1, 31), send(3, 0, 40)]).flows).toMatchObject([
      { srcPayload: 71, srcLost: 0, srcRetrans: 0 },
    ]);
  });
  test('of a keep-alive probe do not count', () => {
    expect(track([...handshake, send(2, 100, 50), send(3, 149, 1)]).flows).toMatchObject([
      { srcPayload: 50, srcRetrans: 0 },
    ]);
  });
});

describe("TCP states in Zeek's words", () => {
  const syn = (side: string): TestPacket => seg(1, side, 'S', { seq: 1 });
  test.each([
    ['S0', [syn(A)]],
    ['S1', [syn(A), seg(2, B, 'SA')]],
    ['SF', [syn(A), seg(2, B, 'SA'), seg(3, A, 'FA', { seq: 2 }), seg(4, B, 'FA', { seq: 1 })]],
    ['REJ', [syn(A), seg(2, B, 'RA')]],
    ['S2', [syn(A), seg(2, B, 'SA'), seg(3, A, 'FA', { seq: 2 })]],
    ['S3', [syn(A), seg(2, B, 'SA'), seg(3, B, 'FA', { seq: 1 })]],
    ['RSTO', [syn(A), seg(2, B, 'SA'), seg(3, A, 'R')]],
    ['RSTR', [syn(A), seg(2, B, 'SA'), seg(3, B, 'R')]],
    ['RSTOS0', [syn(A), seg(3, A, 'R')]],
    ['RSTRH', [seg(2, B, 'SA'), seg(3, B, 'R')]],
    ['SH', [syn(A), seg(3, A, 'FA', { seq: 2 })]],
    ['SHR', [seg(2, B, 'SA'), seg(3, B, 'FA', { seq: 1 })]],
    ['OTH', [seg(1, A, 'A', { seq: 5, length: 3 })]],
  ])('%s', (state, packets) => {
    expect(track(packets).flows.map((flow) => flow.state)).toEqual([state]);
  });
});

describe('frames', () => {
  const ETH = '020000000002 020000000001';
  const IP = '4500 001e 0001 0000 4011 0000 0a000001 0a000002';
  const UDP = '1388 0035 000a 0000 aabb';

  test('with QinQ keep the outer VLAN', () => {
    const { flows } = track([{ at: 0, bytes: hex`${ETH} 88a8 0064 8100 0007 0800 ${IP} ${UDP}` }]);
    expect(flows).toMatchObject([{ vlan: 100, stack: 'eth:vlan:vlan:ipv4:udp', src: '10.0.0.1:5000', srcPayload: 2 }]);
  });
  test('with IPv6 extension headers reach the transport', () => {
    const addresses = '20010db8000000000000000000000001 20010db8000000000000000000000002';
    const { flows } = track([
      { at: 0, bytes: hex`${ETH} 86dd 60000000 0012 00 40 ${addresses} 1100000000000000 ${UDP}` },
    ]);
    expect(flows).toMatchObject([
      { proto: 17, src: '20010db8000000000000000000000001:5000', dst: '20010db8000000000000000000000002:53' },
    ]);
  });
  test.each([
    ['type 0, two left of two: to the last', '1104 0002 00000000', ['10', '11'], '11'],
    ['type 0, none left: to where it is', '1104 0000 00000000', ['10', '11'], '02'],
    ['type 0, three left of two: to where it is, as far as is known', '1104 0003 00000000', ['10', '11'], '02'],
    ['type 2, home address', '1102 0201 00000000', ['10'], '10'],
    ['type 4, segments from the last on', '1104 0401 01000000', ['10', '11'], '10'],
    ['type 4 without its first segment', '1104 0402 01000000', ['10', '11'], '10'],
    ['type 4 that names more than it has', '1102 0401 01000000', ['10'], '02'],
    ['type 253', '1102 fd01 00000000', ['10'], '02'],
  ])('with a routing header of %s', (_, header, hops, target) => {
    const address = (last: string): string => `20010db80000000000000000000000${last}`;
    const rest = `${header} ${hops.map(address).join('')} ${UDP}`;
    const length = (rest.replace(/\s/g, '').length / 2).toString(16).padStart(4, '0');
    const { flows } = track([
      { at: 0, bytes: hex`${ETH} 86dd 60000000 ${length} 2b 40 ${address('01')} ${address('02')} ${rest}` },
    ]);
    expect(flows).toMatchObject([{ src: `${address('01')}:5000`, dst: `${address(target)}:53` }]);
  });
  test('of later fragments belong to the flow of the first', () => {
    const { flows } = track([
      {
        at: 0,
        bytes: hex`${ETH} 0800 4500 0024 0009 2000 4011 0000 0a000001 0a000002 1388 0035 0018 0000 0102030405060708`,
      },
      { at: 0.1, bytes: hex`${ETH} 0800 4500 001c 0009 0002 4011 0000 0a000001 0a000002 1112131415161718` },
    ]);
    expect(flows).toMatchObject([{ src: '10.0.0.1:5000', dst: '10.0.0.2:53', srcPackets: 2 }]);
  });
  test('of a later IPv6 fragment are not read as headers, whatever header the datagram began with', () => {
    const addresses = '20010db8000000000000000000000001 20010db8000000000000000000000002';
    const fragment = '3c 00 0008 00000007'; // destination options next, offset 8
    const { table } = track([
      { at: 0, bytes: hex`${ETH} 86dd 60000000 0010 2c 40 ${addresses} ${fragment} ffffffffffffffff` },
    ]);
    expect(table.accounts).toMatchObject({ decoded: 1, malformed: 0 });
  });
  test('of ARP are flows between stations', () => {
    const { flows } = track([
      {
        at: 0,
        bytes: hex`ffffffffffff 020000000001 0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002`,
      },
    ]);
    expect(flows).toMatchObject([{ src: '020000000001', dst: 'ffffffffffff', etherType: 0x0806, stack: 'eth:arp' }]);
  });
  test.each([
    ['Linux cooked v1', 113, '0000 0001 0006 020000000001 0000 0800'],
    ['Linux cooked v2', 276, '0800 0000 00000002 0001 00 06 020000000001 0000'],
    ['NULL, little-endian', 0, '02000000'],
    ['LOOP', 108, '00000002'],
    ['RAW', 101, ''],
    ['IPV4', 228, ''],
    ['PPP', 9, 'ff03 0021'],
    ['PPP with compressed protocol', 9, '21'],
  ])('of %s reach IP', (_, linkType, head) => {
    const { flows } = track([{ at: 0, linkType, bytes: hex`${head} ${IP} ${UDP}` }]);
    expect(flows).toMatchObject([{ src: '10.0.0.1:5000', dst: '10.0.0.2:53', srcPayload: 2 }]);
  });
});

describe('accounts', () => {
  const frame = udp('10.0.0.1:5000', '10.0.0.2:53', 100);
  const account = (bytes: Uint8Array, origLen: number, linkType = 1): unknown =>
    track([{ at: 0, bytes, origLen, linkType }]).table.accounts;

  test('a packet cut by snapLen is truncated, its flow keeps the bytes of the wire', () => {
    const { flows, table } = track([{ at: 0, bytes: frame.subarray(0, 60), origLen: 142 }]);
    expect(table.accounts).toEqual({ decoded: 0, truncated: 1, malformed: 0, unsupported: 0 });
    expect(flows).toMatchObject([{ srcBytes: 142, srcPayload: 100, truncated: true }]);
  });
  test('34 bytes a packet: a flow between addresses whose ports were not captured', () => {
    const { flows } = track([{ at: 0, bytes: frame.subarray(0, 34), origLen: 142 }]);
    expect(flows).toMatchObject([{ src: '10.0.0.1', dst: '10.0.0.2', proto: 17, hasPorts: false, srcPayload: 100 }]);
  });
  test('a whole frame that ends inside its header is malformed', () => {
    expect(account(frame.subarray(0, 30), 30)).toMatchObject({ malformed: 1 });
  });
  test('an unknown link type is unsupported', () => {
    expect(account(frame, 142, 147)).toMatchObject({ unsupported: 1 });
  });
  test('a packet of 0 bytes is malformed when it had none on the wire, truncated when it had', () => {
    expect(account(new Uint8Array(0), 0)).toMatchObject({ malformed: 1 });
    expect(account(new Uint8Array(0), 60)).toMatchObject({ truncated: 1 });
  });
  test('hold every packet exactly once, whatever the bytes', () => {
    const links = [0, 1, 9, 12, 50, 51, 101, 108, 113, 147, 228, 229, 276];
    const packet = fc.record({
      bytes: fc.uint8Array({ maxLength: 120 }),
      cut: fc.nat(50),
      linkType: fc.constantFrom(...links),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 40 }), (list) => {
        const { table, flows } = track(
          list.map((one, n) => ({
            at: n,
            bytes: one.bytes,
            origLen: one.bytes.length + one.cut,
            linkType: one.linkType,
          })),
        );
        const { decoded, truncated, malformed, unsupported } = table.accounts;
        expect(decoded + truncated + malformed + unsupported).toBe(list.length);
        expect(flows.reduce((sum, flow) => sum + flow.srcPackets + flow.dstPackets, 0)).toBeLessThanOrEqual(
          list.length,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('activity', () => {
  test('adds up to the bytes of the packets in each bin', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.nat(40), size: fc.nat(900) }), { minLength: 1, maxLength: 60 }),
        (steps) => {
          let at = 0;
          const packets = steps.map(({ gap, size }) => {
            at += gap;
            return { at, bytes: udp('10.0.0.1:1', '10.0.0.2:2', size) };
          });
          const { flows, table } = track(packets);
          const width = table.bins.widthMs;
          const truth = new Map<number, number>();
          for (const packet of packets) {
            const bin = Math.floor((packet.at * 1000) / width) * width;
            truth.set(bin, (truth.get(bin) ?? 0) + packet.bytes.length);
          }
          const told = new Map<number, number>();
          for (const flow of flows) {
            const entries = flow.activity.length > 0 ? flow.activity : [[flow.start * 1000, flow.srcBytes] as const];
            for (const [time, bytes] of entries) {
              const bin = Math.floor(time / width) * width;
              told.set(bin, (told.get(bin) ?? 0) + bytes);
            }
          }
          expect([...told].sort((a, b) => a[0] - b[0])).toEqual([...truth].sort((a, b) => a[0] - b[0]));
        },
      ),
    );
  });

  test('of packets whose times go to and fro takes no entry for each of them', () => {
    const packets = createPackets(4096);
    const bytes = udp('10.0.0.1:1', '10.0.0.2:2', 10);
    for (let n = 0; n < 4096; n++) {
      packets.capLen[n] = packets.origLen[n] = bytes.length;
      packets.time[n] = (n & 1) * 1e9;
      packets.linkType[n] = 1;
    }
    packets.length = 4096;
    const { table } = track([]);
    for (let block = 0; block < 300; block++) table.add(packets, bytes, 0);
    expect(table.bins.finished.next.length).toBe(1 << 20);
    let counted = 0;
    table.forEachOpen((slot) => {
      for (let at = table.slots.ints[slot * INTS + BIN_LIST]!; at >= 0; at = table.bins.finished.next[at]!)
        counted += table.bins.finished.packets0[at]!;
    });
    expect(counted).toBe(300 * 4096 - 1);
  });

  test('of times before 1970 lies where their flow does: at its start', () => {
    const bytes = udp('10.0.0.1:1', '10.0.0.2:2', 10);
    const { flows } = track([-5, -4, 2].map((at) => ({ at, bytes })));
    expect(flows).toMatchObject([
      {
        start: 0,
        activity: [
          [2000, bytes.length],
          [0, 2 * bytes.length],
        ],
      },
    ]);
  });

  test('of times beyond the year 2262 lies in their last second, and none ends before it begins', () => {
    const bytes = udp('10.0.0.1:1', '10.0.0.2:2', 10);
    const { flows } = track([9_300_000_000.75, 9_300_000_001.25].map((at) => ({ at, bytes })));
    expect(flows.map(({ start, end }) => end - start)).toEqual([0]);
  });
});
