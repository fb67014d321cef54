import { describe, expect, test } from 'vitest';
import { createHeaders } from '../headers.ts';
import { readPacket } from '../packet.ts';
import {
  bytesOf,
  FRAME4,
  INNER4,
  INNER6,
  onEthernet,
  outerIp,
  outerUdp,
  read,
  readAtEdges,
  TCP4,
  TCP6,
} from '../testing.ts';

const OUTER = '192.0.2.1>192.0.2.2';
const ip = (payload: string): string => onEthernet('0800', payload);
const ARP_FRAME = 'ffffffffffff 0a00000000aa 0806 0001 0800 06 04 0001 0a00000000aa 0a000001 000000000000 0a000002';

/** name · the packet · layers above the outer IP header · ends · tunnel · its vni and number */
const TUNNELS: readonly (readonly [string, string, string, string, string, number, number])[] = [
  ['IP in IP', ip(outerIp('04', TCP4)), 'ipv4:tcp', INNER4, `ipip ${OUTER}`, -1, 0],
  ['6in4', ip(outerIp('29', TCP6)), 'ipv6:tcp', INNER6, `6in4 ${OUTER}`, -1, 0],
  ['MPLS in IP', ip(outerIp('89', `00064140 ${TCP4}`)), 'mpls:ipv4:tcp', INNER4, `mpls ${OUTER}`, -1, 0],
  ['EtherIP', ip(outerIp('61', `3000 ${FRAME4}`)), 'etherip:eth:ipv4:tcp', INNER4, `etherip ${OUTER}`, -1, 0],
  ['PIM Register', ip(outerIp('67', `2100 deff 00000000 ${TCP4}`)), 'pim:ipv4:tcp', INNER4, `pim ${OUTER}`, -1, 0],
  ['GRE', ip(outerIp('2f', `0000 0800 ${TCP4}`)), 'gre:ipv4:tcp', INNER4, `gre ${OUTER}`, -1, 0],
  [
    'GRE with checksum, key and sequence number',
    ip(outerIp('2f', `b000 86dd 00000000 0000002a 00000007 ${TCP6}`)),
    'gre:ipv6:tcp',
    INNER6,
    `gre ${OUTER}`,
    -1,
    42,
  ],
  [
    'GRE with source routes',
    ip(outerIp('2f', `4000 0800 00000000 0800 00 04 c0000203 00000000 ${TCP4}`)),
    'gre:ipv4:tcp',
    INNER4,
    `gre ${OUTER}`,
    -1,
    0,
  ],
  ['Ethernet in GRE', ip(outerIp('2f', `0000 6558 ${FRAME4}`)), 'gre:eth:ipv4:tcp', INNER4, `gre ${OUTER}`, -1, 0],
  [
    'NVGRE',
    ip(outerIp('2f', `2000 6558 00186a05 ${FRAME4}`)),
    'gre:nvgre:eth:ipv4:tcp',
    INNER4,
    `nvgre ${OUTER}`,
    0x186a,
    0,
  ],
  [
    'a small GRE key, which is no VSID',
    ip(outerIp('2f', `2000 6558 00000064 ${FRAME4}`)),
    'gre:eth:ipv4:tcp',
    INNER4,
    `gre ${OUTER}`,
    -1,
    100,
  ],
  [
    "PPTP's GRE",
    ip(outerIp('2f', `3081 880b 002e 0009 00000001 00000000 ff03 0021 ${TCP4}`)),
    'gre:pptp:ppp:ipv4:tcp',
    INNER4,
    `pptp ${OUTER}`,
    -1,
    9,
  ],
  ['ERSPAN I', ip(outerIp('2f', `0000 88be ${FRAME4}`)), 'gre:erspan:eth:ipv4:tcp', INNER4, `erspan ${OUTER}`, -1, 0],
  [
    'ERSPAN II',
    ip(outerIp('2f', `1000 88be 00000001 1064 0065 00000000 ${FRAME4}`)),
    'gre:erspan:eth:ipv4:tcp',
    INNER4,
    `erspan ${OUTER}`,
    -1,
    101,
  ],
  [
    'ERSPAN III with its platform header',
    ip(outerIp('2f', `1000 22eb 00000001 2064 0065 00000000 0000 0001 0000000000000000 ${FRAME4}`)),
    'gre:erspan:eth:ipv4:tcp',
    INNER4,
    `erspan ${OUTER}`,
    -1,
    101,
  ],
  [
    'VXLAN',
    ip(outerUdp(4789, `08000000 00006400 ${FRAME4}`)),
    'udp:vxlan:eth:ipv4:tcp',
    INNER4,
    `vxlan ${OUTER}`,
    100,
    0,
  ],
  [
    'VXLAN with network 0',
    ip(outerUdp(4789, `08000000 00000000 ${FRAME4}`)),
    'udp:vxlan:eth:ipv4:tcp',
    INNER4,
    `vxlan ${OUTER}`,
    0,
    0,
  ],
  [
    'VXLAN with group policy',
    ip(outerUdp(4789, `88000007 00006400 ${FRAME4}`)),
    'udp:vxlan:eth:ipv4:tcp',
    INNER4,
    `vxlan ${OUTER}`,
    100,
    0,
  ],
  [
    'VXLAN on a port of its own choice',
    ip(outerUdp(40000, `08000000 ffffff00 ${FRAME4}`)),
    'udp:vxlan:eth:ipv4:tcp',
    INNER4,
    `vxlan ${OUTER}`,
    0xffffff,
    0,
  ],
  [
    'VXLAN-GPE',
    ip(outerUdp(4790, `0c000001 00006400 ${TCP4}`)),
    'udp:vxlan-gpe:ipv4:tcp',
    INNER4,
    `vxlan-gpe ${OUTER}`,
    100,
    0,
  ],
  [
    'NSH in VXLAN-GPE',
    ip(outerUdp(4790, `0c000004 00006400 0002 02 01 000001ff ${TCP4}`)),
    'udp:vxlan-gpe:nsh:ipv4:tcp',
    INNER4,
    `vxlan-gpe ${OUTER}`,
    100,
    0,
  ],
  [
    'GENEVE with options',
    ip(outerUdp(6081, `03006558 00006400 0103 80 02 0000000000000000 ${FRAME4}`)),
    'udp:geneve:eth:ipv4:tcp',
    INNER4,
    `geneve ${OUTER}`,
    100,
    0,
  ],
  ['GTP-U', ip(outerUdp(2152, `30ff002a 0000002a ${TCP4}`)), 'udp:gtp:ipv4:tcp', INNER4, `gtp ${OUTER}`, -1, 42],
  [
    'GTP-U with an extension header',
    ip(outerUdp(2152, `34ff0032 0000002a 000000 85 01 0009 00 ${TCP4}`)),
    'udp:gtp:ipv4:tcp',
    INNER4,
    `gtp ${OUTER}`,
    -1,
    42,
  ],
  [
    'L2TP',
    ip(outerUdp(1701, `4002 0036 0001 0007 ff03 0021 ${TCP4}`)),
    'udp:l2tp:ppp:ipv4:tcp',
    INNER4,
    `l2tp ${OUTER}`,
    -1,
    7,
  ],
  [
    'L2TP with a reserved bit, which is ignored',
    ip(outerUdp(1701, `0022 0001 0007 ff03 0021 ${TCP4}`)),
    'udp:l2tp:ppp:ipv4:tcp',
    INNER4,
    `l2tp ${OUTER}`,
    -1,
    7,
  ],
  [
    'L2TPv3 over IP with a cookie',
    ip(outerIp('73', `00000007 11223344 ${FRAME4}`)),
    'l2tp:eth:ipv4:tcp',
    INNER4,
    `l2tp ${OUTER}`,
    -1,
    7,
  ],
  [
    'L2TPv3 over UDP',
    ip(outerUdp(1701, `0003 0000 00000007 ${FRAME4}`)),
    'udp:l2tp:eth:ipv4:tcp',
    INNER4,
    `l2tp ${OUTER}`,
    -1,
    7,
  ],
  [
    'CAPWAP with an Ethernet frame',
    ip(outerUdp(5247, `00 100200 00000000 ${FRAME4}`)),
    'udp:capwap:eth:ipv4:tcp',
    INNER4,
    `capwap ${OUTER}`,
    -1,
    0,
  ],
  [
    'CAPWAP with an 802.11 frame, frame control swapped',
    ip(
      outerUdp(
        5247,
        `00 100300 00000000 0108 0000 0a00000000bb 0a00000000aa 0a00000000cc 7630 aaaa03 000000 0800 ${TCP4}`,
      ),
    ),
    'udp:capwap:wlan:llc:snap:ipv4:tcp',
    INNER4,
    `capwap ${OUTER}`,
    -1,
    0,
  ],
  [
    'TZSP',
    ip(outerUdp(37008, `01 00 0001 0a 01 05 01 ${FRAME4}`)),
    'udp:tzsp:eth:ipv4:tcp',
    INNER4,
    `tzsp ${OUTER}`,
    -1,
    0,
  ],
  ['LISP', ip(outerUdp(4341, `08000000 00006400 ${TCP4}`)), 'udp:lisp:ipv4:tcp', INNER4, `lisp ${OUTER}`, 100, 0],
  ['GUE', ip(outerUdp(6080, `00 04 0000 ${TCP4}`)), 'udp:gue:ipv4:tcp', INNER4, `gue ${OUTER}`, -1, 0],
  [
    'AH',
    ip(outerIp('33', `06 01 0000 00000001 00000001 03e8 0050 00000001 00000002 5018 0400 0000 0000`)),
    'ah:tcp',
    '192.0.2.1:1000 > 192.0.2.2:80',
    '',
    -1,
    0,
  ],
];

describe('inside', () => {
  test.each(TUNNELS)('%s is the packet', (_, packet, layers, ends, tunnel, vni, number) => {
    const { verdict, stack, ends: found, tunnel: named, h } = read(packet);
    expect([verdict, stack, found, named, h.vni, h.tunnelId]).toEqual([
      'ok',
      `eth:ipv4:${layers}`,
      ends,
      tunnel,
      vni,
      number,
    ]);
  });

  test.each(TUNNELS.filter(([name]) => name !== 'AH'))(
    '%s no byte is looked for that was not captured',
    (_, packet) => {
      const bytes = packet.replace(/\s+/g, '').length / 2;
      for (let cut = 14; cut < bytes; cut++) {
        const { verdict } = read(packet.replace(/\s+/g, '').slice(0, 2 * cut), 1, bytes - cut);
        expect(['ok', 'truncated'], `cut at ${cut}`).toContain(verdict);
      }
    },
  );

  test.each(TUNNELS)('%s, with any byte at its edge, is told by its own bytes', (_, packet) => {
    for (const [one, other] of readAtEdges(bytesOf(packet), 1)) expect(one).toBe(other);
  });

  test.each(TUNNELS.filter(([name]) => name !== 'AH'))(
    '%s is not looked for when outer flows are asked for',
    (_, packet) => {
      const { ends, tunnel, verdict } = read(packet, 1, 0, { tunnels: 'outer' });
      expect([verdict, tunnel]).toEqual(['ok', '']);
      expect(ends).toMatch(/^192\.0\.2\.1(:49152)? > 192\.0\.2\.2/);
    },
  );

  test('ARP in VXLAN is between its stations', () => {
    const { verdict, ends, stack } = read(ip(outerUdp(4789, `08000000 00006400 ${ARP_FRAME}`)));
    expect([verdict, ends, stack]).toEqual(['ok', '0a00000000aa > ffffffffffff', 'eth:ipv4:udp:vxlan:eth:arp']);
  });

  test('a mirror of a tunnel: the names of both, the outermost first', () => {
    const inner = onEthernet('0800', outerUdp(2152, `30ff002a 0000002a ${TCP4}`));
    const { ends, tunnel, h } = read(ip(outerUdp(4789, `08000000 00006400 ${inner}`)));
    expect([ends, tunnel, h.vni, h.tunnelId]).toEqual([INNER4, `vxlan ${OUTER} gtp ${OUTER}`, 100, 42]);
  });

  test('Teredo is told by its addresses on any port', () => {
    const packet = TCP6.replace('20010db8000000000000000000000001', '20010000000000000000000000000001');
    expect(read(ip(outerUdp(40000, packet)))).toMatchObject({ tunnel: `teredo ${OUTER}` });
    expect(read(ip(outerUdp(40000, TCP6)))).toMatchObject({ tunnel: '', ends: '192.0.2.1:49152 > 192.0.2.2:40000' });
  });
});

describe('on the port of a tunnel, but not one', () => {
  const outer = (port: number): string => `192.0.2.1:49152 > 192.0.2.2:${port}`;
  test.each([
    ['VXLAN without its flag', 4789, `00000000 00006400 ${FRAME4}`],
    ['VXLAN with reserved bits and no frame', 4789, '08ffffff 000064ff 00112233445566778899aabbccddeeff'],
    ['text on 8472', 8472, Buffer.from('hello there, general').toString('hex')],
    ['GENEVE of another version', 6081, `40006558 00006400 ${FRAME4}`],
    ['GENEVE whose option runs over', 6081, `01006558 00006400 01038007 ${FRAME4}`],
    ['GENEVE whose options do not fill their room', 6081, `02006558 00006400 01038000 0103 80 01 ${FRAME4}`],
    ['GTP echo', 2152, '32010004 00000000 00000000'],
    ['GTP-U whose extension has no length', 2152, `34ff0032 0000002a 00000085 00000000 ${TCP4}`],
    ['GTP-U longer than its datagram', 2152, `30ffffff 0000002a ${TCP4}`],
    ['L2TP without PPP', 1701, '0022 0005 0006 ee00 1234 5678'],
    ['L2TP control', 1701, 'c802 000c 0000 0000 0000 0000'],
    ['L2TP longer than its datagram', 1701, `4002 ffff 0001 0007 ff03 0021 ${TCP4}`],
    ['CAPWAP DTLS', 5247, `01000000 16feff00 ${FRAME4}`],
    ['CAPWAP keep-alive', 5247, `00 100208 00000000 ${FRAME4}`],
    ['TZSP without its last tag', 37008, '01000001 0a0105'],
    ['LISP whose inner length is too large', 4341, `08000000 00006400 ${TCP4.replace('002a', 'ffff')}`],
  ])('%s stays the outer flow', (_, port, payload) => {
    expect(read(ip(outerUdp(port, payload)))).toMatchObject({ verdict: 'ok', ends: outer(port), tunnel: '' });
  });

  test.each([
    ['Register of PIM that carries nothing', outerIp('67', `2100 deff 40000000 ${TCP4}`)],
    ['Hello of PIM', outerIp('67', `2000 deff 40000000 ${TCP4}`)],
    ['Register of PIM cut within its header', outerIp('67', '2100 deff 000000')],
    ['keep-alive of GRE', outerIp('2f', '0000 0000')],
    ['GRE of an unknown version', outerIp('2f', `0002 0800 ${TCP4}`)],
    ["acknowledgement of PPTP's GRE", outerIp('2f', '2081 880b 0000 0009 00000001')],
    ['compressed PPP in GRE', outerIp('2f', '3001 880b 0004 0009 00000001 00fd 1234')],
  ])('%s is of the outer flow', (_, packet) => {
    expect(read(ip(packet))).toMatchObject({ verdict: 'ok', ends: '192.0.2.1 > 192.0.2.2' });
  });
});

describe('bombs', () => {
  test('tunnels in tunnels end at a depth, as malformed, with the last flow that was read', () => {
    let packet = TCP4;
    for (let n = 0; n < 40; n++) packet = outerIp('04', packet);
    expect(read(ip(packet))).toMatchObject({ verdict: 'malformed', ends: '192.0.2.1 > 192.0.2.2' });
    expect(read(ip(packet)).why).toBe('ipv4 nests deeper than we follow');
  });

  test('eight tunnels in each other are followed', () => {
    let packet = TCP4;
    for (let n = 0; n < 8; n++) packet = outerIp('04', packet);
    expect(read(ip(packet))).toMatchObject({ verdict: 'ok', ends: INNER4 });
  });

  test('tags without end, labels without a bottom, extension headers in a row', () => {
    expect(read(onEthernet('8100', '0064 8100 '.repeat(300))).why).toBe('vlan nests deeper than we follow');
    expect(read(onEthernet('8847', '00064040'.repeat(300))).why).toBe('mpls nests deeper than we follow');
    const chain = `${'0000000000000000'.repeat(20)}`;
    const packet = `60000000 00a0 00 40 ${'00'.repeat(15)}01 ${'00'.repeat(15)}02 ${chain}`;
    expect(read(onEthernet('86dd', packet)).why).toBe('ipv6 nests deeper than we follow');
  });

  test('GRE routes and GTP extensions without end stop', () => {
    expect(read(ip(outerIp('2f', `4000 0800 00000000 ${'0800000000'.repeat(0)}${'08000000'.repeat(100)}`))).why).toBe(
      'gre nests deeper than we follow',
    );
    const gtp = `34ff0190 00000001 00000085 ${'01000085'.repeat(99)}`;
    expect(read(ip(outerUdp(2152, gtp)))).toMatchObject({ verdict: 'ok', tunnel: '' });
  });
});

test('a packet that was cut by what mirrored it is truncated, and as long as it says', () => {
  const long = (packet: string): string =>
    packet.replace('4500002a', '450005dc').replace('600000000016', '600000000590');
  const [tcp4, tcp6] = [TCP4, TCP6].map((packet) => long(packet.replaceAll(' ', ''))) as [string, string];
  expect(tcp4 + tcp6).toMatch(/^450005dc.*600000000590/);
  const frames = [tcp4, tcp6].map((packet, n) => `0a00000000bb 0a00000000aa ${n === 0 ? '0800' : '86dd'} ${packet}`);
  for (const [n, frame] of frames.entries()) {
    const mirrored = [
      outerUdp(4789, `08000000 00004d00 ${frame}`),
      outerIp('2f', `1000 88be 00000005 10640005 00000007 ${frame}`),
    ];
    for (const packet of mirrored) {
      const { verdict, ends, h } = read(ip(packet));
      expect({ verdict, ends }).toEqual({ verdict: 'truncated', ends: n === 0 ? INNER4 : INNER6 });
      expect(h.payloadWire).toBe(n === 0 ? 1500 - 40 : 0x590 - 20);
      expect(h.payloadEnd - h.payloadOff).toBe(2);
    }
  }
  expect(read(ip(tcp4)).verdict).toBe('malformed'); // on the link itself nobody cuts
});

test('a tunnel on the link itself has one number, whatever was read before', () => {
  const h = createHeaders();
  const told = [TCP4, TCP6.replace('20010db8', '20010db9')].map((before) => {
    const ip = bytesOf(before);
    readPacket(h, ip, 0, ip.length, ip.length, 101);
    const tzsp = bytesOf(`01 00 0001 01 ${FRAME4}`);
    readPacket(h, tzsp, 0, tzsp.length, tzsp.length, 128);
    return h.tunnel;
  });
  expect(told[0]).toBe(told[1]);
});

test('the numbers of tunnels are bounded, and told by kind beyond that', () => {
  const { h } = read(ip(outerIp('04', TCP4)));
  const level = { ...h.outer };
  let node = 0;
  for (let n = 0; n < 40_000; n++) {
    level.src3 = n;
    node = h.tunnels.push(0, 30, level);
  }
  expect(h.tunnels.name(node, false)).not.toContain('>');
  level.src3 = 5;
  expect(h.tunnels.name(h.tunnels.push(0, 30, level), true)).toContain('192.0.2.2>0.0.0.5');
});
