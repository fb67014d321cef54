import { describe, expect, test } from 'vitest';
import { FACTS } from '#fields/table.ts';
import { FindingsCounter } from '#wire/findings.ts';
import { bytesOf, FRAME4, onEthernet, outerUdp, TCP4 } from '#wire/testing.ts';
import type { DecodeSettings } from './settings.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { type TestPacket, track } from './testing.ts';

/** TCP with the right checksums: 10.0.0.1:1000 > 10.0.0.2:80, two bytes. */
const RIGHT = TCP4.replace('0001 0000 40 06 0000', '0001 0000 40 06 66cb').replace('0400 0000 0000', '0400 2b24 0000');
const packet = (hex: string, at = 0): TestPacket => ({ bytes: bytesOf(hex), at });
const frame = (ip: string, at = 0, tag = ''): TestPacket => packet(onEthernet(`${tag} 0800`, ip), at);
const settings = (of: Partial<DecodeSettings>): { settings: DecodeSettings } => ({
  settings: { ...DEFAULT_SETTINGS, ...of },
});
const findingsOf = (packets: readonly TestPacket[]) => track(packets).table.findings.since(new FindingsCounter());

describe('a packet captured twice', () => {
  const routed = RIGHT.replace('40 06', '3f 06');
  test('counts as a duplicate, also with another hop limit and another VLAN', () => {
    expect(
      findingsOf([frame(RIGHT), frame(RIGHT, 0.001), frame(routed, 0.002), frame(RIGHT, 0.003, '8100 0007')])
        .duplicates,
    ).toBe(3);
  });
  test('is none when it is half a second old, of another identification, or has other bytes', () => {
    const others = [
      frame(RIGHT, 0.5),
      frame(RIGHT.replace('0001 0000 40', '0002 0000 40'), 0.501),
      frame(RIGHT.replace('2b24', '2b25'), 0.502),
    ];
    expect(findingsOf([frame(RIGHT), ...others]).duplicates).toBe(0);
  });
  test('is found inside a tunnel as it is outside', () => {
    expect(
      findingsOf([frame(RIGHT), frame(outerUdp(4789, `08000000 00006400 ${FRAME4.replace(TCP4, RIGHT)}`), 0.001)])
        .duplicates,
    ).toBe(1);
  });
  test('acknowledgements without identification are sent again: only those that came another way count', () => {
    const ack = '45 00 0028 0000 4000 40 06 0000 0a000001 0a000002  03e8 0050 00000001 00000002 50 10 0400 0000 0000';
    expect(findingsOf([frame(ack), frame(ack, 0.001)]).duplicates).toBe(0);
    expect(findingsOf([frame(ack), frame(ack.replace('40 06', '3f 06'), 0.001)]).duplicates).toBe(1);
  });
  test('can be left out of flows, and stays in the accounts', () => {
    const { flows, table } = track([frame(RIGHT), frame(RIGHT, 0.001)], settings({ duplicates: 'drop' }));
    expect(flows).toMatchObject([{ srcPackets: 1 }]);
    expect(table.accounts.decoded).toBe(2);
    expect(track([frame(RIGHT), frame(RIGHT, 0.001)]).flows).toMatchObject([{ srcPackets: 2 }]);
  });
});

describe('checksums', () => {
  test('right ones', () => {
    expect(findingsOf([frame(RIGHT)]).checksums).toEqual([
      { layer: 'ipv4', checked: 1, wrong: 0, offloaded: 0 },
      { layer: 'tcp', checked: 1, wrong: 0, offloaded: 0 },
    ]);
  });
  test('wrong ones, by layer', () => {
    expect(findingsOf([frame(RIGHT.replace('6869', '6868').replace('66cb', '66cc'))]).checksums).toEqual([
      { layer: 'ipv4', checked: 1, wrong: 1, offloaded: 0 },
      { layer: 'tcp', checked: 1, wrong: 1, offloaded: 0 },
    ]);
  });
  test('those left to the network card: the sum of the pseudo-header alone, or zero', () => {
    const partial = RIGHT.replace('2b24', '141f').replace('66cb', '0000');
    expect(findingsOf([frame(partial), frame(RIGHT.replace('2b24', '0000'))]).checksums).toEqual([
      { layer: 'ipv4', checked: 2, wrong: 0, offloaded: 1 },
      { layer: 'tcp', checked: 2, wrong: 0, offloaded: 2 },
    ]);
  });
  test('of UDP may be absent; of a cut packet they are not verified', () => {
    expect(findingsOf([frame(outerUdp(9, '6869'))]).checksums).toMatchObject([{ layer: 'ipv4' }]);
    expect(
      findingsOf([{ ...frame(RIGHT), bytes: frame(RIGHT).bytes.slice(0, -1), origLen: 56 }]).checksums,
    ).toMatchObject([{ layer: 'ipv4' }]);
  });
});

describe('address spaces', () => {
  const two = [frame(RIGHT, 0, '8100 0001'), frame(RIGHT, 1, '8100 0002'), frame(RIGHT, 2, '8100 0001')];
  test('are one, unless flows are keyed by VLAN', () => {
    expect(track(two).flows).toMatchObject([{ srcPackets: 3 }]);
    expect(track(two, settings({ keyBy: ['vlan'] })).flows.map(({ vlan, srcPackets }) => [vlan, srcPackets])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    expect(track(two, settings({ keyBy: ['vni'] })).flows).toHaveLength(1);
  });
  test('are told by VNI, and ARP is kept apart, too', () => {
    const inVxlan = (vni: string, at: number): TestPacket => frame(outerUdp(4789, `08000000 ${vni}00 ${FRAME4}`), at);
    const packets = [inVxlan('000001', 0), inVxlan('000002', 1)];
    expect(track(packets).flows).toHaveLength(1);
    expect(track(packets, settings({ keyBy: ['vni'] })).flows).toHaveLength(2);
    const arp = (tag: string, at: number): TestPacket =>
      packet(onEthernet(`8100 ${tag} 0806`, '0001 0800 06 04 0001 0a00000000aa 0a000001 000000000000 0a000002'), at);
    expect(track([arp('0001', 0), arp('0002', 1)], settings({ keyBy: ['vlan'] })).flows).toHaveLength(2);
  });
});

test('of a tunnel the outer flow is told when asked for', () => {
  const packets = [frame(outerUdp(4789, `08000000 00006400 ${FRAME4}`))];
  expect(track(packets).flows).toMatchObject([{ src: '10.0.0.1:1000', srcBytes: packets[0]!.bytes.length }]);
  expect(track(packets, settings({ tunnels: 'outer' })).flows).toMatchObject([
    { src: '192.0.2.1:49152', dst: '192.0.2.2:4789' },
  ]);
});

test('later fragments of a datagram that carries a tunnel are of the flow inside', () => {
  // UDP of 8 + 8 + 56 bytes on 4789: the first 48 bytes, then 24
  const whole = bytesOf(`c000 12b5 0048 0000 08000000 00006400 ${FRAME4}`);
  const part = (from: number, to: number, flags: string, at: number): TestPacket => {
    const bytes = to - from;
    const head = `45 00 ${(20 + bytes).toString(16).padStart(4, '0')} 0007 ${flags} 40 11 0000 c0000201 c0000202`;
    return frame(`${head} ${Buffer.from(whole.slice(from, to)).toString('hex')}`, at);
  };
  const [first, later] = [part(0, 64, '2000', 1), part(64, 72, '0008', 2)];
  for (const order of [
    [first, later],
    [later, first],
  ])
    expect(track(order).flows).toMatchObject([
      { src: '10.0.0.1:1000', dst: '10.0.0.2:80', srcPackets: 2, srcPayload: 2 },
    ]);
});

test.each([2, 3, 4])('tunnels and fragments give the same flows with %i workers as with one', (shards) => {
  const datagram = (from: string, part: string, flags: string, at: number): TestPacket =>
    frame(`45 00 0024 0007 ${flags} 40 11 0000 ${from} c0000202 ${part}`, at);
  const packets = Array.from({ length: 40 }, (_, n) => {
    const host = n.toString(16).padStart(2, '0');
    const inner = FRAME4.replace('0a000001', `0a0000${host}`);
    return [
      frame(outerUdp(4789, `08000000 00006400 ${inner}`), n),
      datagram(`c00003${host}`, '61'.repeat(16), '0002', n),
      datagram(`c00003${host}`, `03e8 0035 0020 0000 ${'61'.repeat(8)}`, '2000', n),
      frame(RIGHT.replace('0a000001', `0a0000${host}`), n),
    ];
  }).flat();
  const words = (flows: ReturnType<typeof track>['flows']): string[] =>
    flows.map(({ src, dst, srcPackets, srcPayload }) => `${src} ${dst} ${srcPackets} ${srcPayload}`).sort();
  const together = Array.from({ length: shards }, (_, shard) => track(packets, { shard, shards }));
  expect(words(together.flatMap(({ flows }) => flows))).toEqual(words(track(packets).flows));
  expect(together.reduce((sum, { table }) => sum + table.accounts.decoded, 0)).toBe(packets.length);
});

test('facts of tunnels and quality have fields', () => {
  const keys = FACTS.map(({ key }) => key);
  for (const key of ['tunnel', 'vni', 'tunnel.id', 'vlan.inner', 'duplicates', 'malformed', 'checksum.wrong'])
    expect(keys).toContain(key);
});
