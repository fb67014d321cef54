import { describe, expect, test } from 'vitest';
import { bytesOf, ETH, FRAME4, INNER4, INNER6, onEthernet, read, readAtEdges, TCP4, TCP6 } from './testing.ts';

const SNAP = 'aaaa03 000000 0800';
/** 802.11 data from a station (…aa) over its access point (…cc) to …bb */
const WIFI = `0801 0000 0a00000000cc 0a00000000aa 0a00000000bb 1000 ${SNAP} ${TCP4}`;
const WIFI_QOS = (qos: string, flags = '01', rest = ''): string =>
  `88${flags} 0000 0a00000000cc 0a00000000aa 0a00000000bb 1000 ${qos} ${rest}`;
const LE32 = (value: number): string => Buffer.from(Uint32Array.of(value).buffer).toString('hex');

const AX25 = `${'96'.repeat(6)}60 ${'92'.repeat(6)}61`;
const ascii = (text: string): string => Buffer.from(text).toString('hex');

/** name · link type · the packet · layers · ends */
const LINKS: readonly (readonly [string, number, string, string, string])[] = [
  ['NULL, little-endian', 0, `02000000 ${TCP4}`, 'null:ipv4:tcp', INNER4],
  ['LOOP with IPv6 of macOS', 108, `0000001e ${TCP6}`, 'null:ipv6:tcp', INNER6],
  ['Token Ring', 6, `10 40 0a00000000bb 0a00000000aa ${SNAP} ${TCP4}`, 'tr:llc:snap:ipv4:tcp', INNER4],
  [
    'Token Ring with a route',
    6,
    `10 40 0a00000000bb 8a00000000aa 0430 0011 ${SNAP} ${TCP4}`,
    'tr:llc:snap:ipv4:tcp',
    INNER4,
  ],
  ['SLIP', 8, `00${'00'.repeat(15)} ${TCP4}`, 'slip:ipv4:tcp', INNER4],
  ['PPP', 9, `ff03 0021 ${TCP4}`, 'ppp:ipv4:tcp', INNER4],
  ['PPP with a protocol of one byte', 9, `57 ${TCP6}`, 'ppp:ipv6:tcp', INNER6],
  ['PPP with bridged Ethernet', 9, `0031 00 01 ${FRAME4}`, 'ppp:eth:ipv4:tcp', INNER4],
  ['Cisco HDLC on PPP', 9, `0f00 0800 ${TCP4}`, 'chdlc:ipv4:tcp', INNER4],
  ['FDDI', 10, `50 0a00000000bb 0a00000000aa ${SNAP} ${TCP4}`, 'fddi:llc:snap:ipv4:tcp', INNER4],
  ['PPP in HDLC framing', 50, `ff03 0021 ${TCP4}`, 'ppp:ipv4:tcp', INNER4],
  ['Cisco HDLC on a PPP link type', 50, `0f00 0800 ${TCP4}`, 'chdlc:ipv4:tcp', INNER4],
  ['PPPoE', 51, `1100 0001 002c 0021 ${TCP4}`, 'pppoe:ppp:ipv4:tcp', INNER4],
  ['ATM with LLC', 100, `${SNAP} ${TCP4}`, 'atm:llc:snap:ipv4:tcp', INNER4],
  ['ATM with bridged Ethernet', 100, `aaaa03 0080c2 0007 0000 ${FRAME4}`, 'atm:llc:snap:eth:ipv4:tcp', INNER4],
  ['raw IP', 101, TCP6, 'raw:ipv6:tcp', INNER6],
  ['Cisco HDLC', 104, `0f00 0800 ${TCP4}`, 'chdlc:ipv4:tcp', INNER4],
  ['802.11', 105, WIFI, 'wlan:llc:snap:ipv4:tcp', INNER4],
  ['802.11 with QoS', 105, WIFI_QOS('0000', '01', `${SNAP} ${TCP4}`), 'wlan:llc:snap:ipv4:tcp', INNER4],
  ['802.11 with HT control', 105, WIFI_QOS('0000', '81', `00000000 ${SNAP} ${TCP4}`), 'wlan:llc:snap:ipv4:tcp', INNER4],
  [
    '802.11 between access points',
    105,
    `0803 0000 0a00000000cc 0a00000000dd 0a00000000bb 1000 0a00000000aa ${SNAP} ${TCP4}`,
    'wlan:llc:snap:ipv4:tcp',
    INNER4,
  ],
  [
    '802.11 with two A-MSDU subframes: the first decides',
    105,
    WIFI_QOS(
      '8000',
      '01',
      `0a00000000b1 0a00000000a1 0032 ${SNAP} ${TCP4} 0000 0a00000000b2 0a00000000a2 0032 ${SNAP} ${TCP4.replace('0a000001', '0a000009')}`,
    ),
    'wlan:llc:snap:ipv4:tcp',
    INNER4,
  ],
  ['Frame Relay', 107, `1841 03 cc ${TCP4}`, 'fr:ipv4:tcp', INNER4],
  ['Frame Relay with SNAP', 107, `1841 03 00 80 000000 0800 ${TCP4}`, 'fr:snap:ipv4:tcp', INNER4],
  ['Frame Relay as Cisco has it', 107, `1841 0800 ${TCP4}`, 'fr:ipv4:tcp', INNER4],
  ['enc', 109, `02000000 00001000 00000000 ${TCP4}`, 'enc:ipv4:tcp', INNER4],
  ['Linux cooked', 113, `0000 0001 0006 0a00000000aa 0000 0800 ${TCP4}`, 'sll:ipv4:tcp', INNER4],
  [
    'Linux cooked with LLC',
    113,
    `0000 0001 0006 0a00000000aa 0000 0004 ${SNAP} ${TCP4}`,
    'sll:llc:snap:ipv4:tcp',
    INNER4,
  ],
  ['Linux cooked of a GRE device', 113, `0000 030a 0000 0000000000000000 0800 ${TCP4}`, 'sll:ipv4:tcp', INNER4],
  [
    'Linux cooked of a wireless device',
    113,
    `0000 0321 0006 0a00000000aa 0000 0004 ${WIFI}`,
    'sll:wlan:llc:snap:ipv4:tcp',
    INNER4,
  ],
  ['pflog', 117, `3d 02 ${'00'.repeat(59)} 000000 ${TCP4}`, 'pflog:ipv4:tcp', INNER4],
  ['Prism', 119, `44000000 90000000 ${'00'.repeat(136)} ${WIFI}`, 'prism:wlan:llc:snap:ipv4:tcp', INNER4],
  ['IP over Fibre Channel', 122, `1000 0a00000000bb 1000 0a00000000aa ${SNAP} ${TCP4}`, 'fc:llc:snap:ipv4:tcp', INNER4],
  ['SunATM', 123, `02 00 0020 ${SNAP} ${TCP4}`, 'atm:llc:snap:ipv4:tcp', INNER4],
  ['radiotap', 127, `0000 0800 00000000 ${WIFI}`, 'radiotap:wlan:llc:snap:ipv4:tcp', INNER4],
  [
    'radiotap with time, flags and check sequence',
    127,
    `0000 1900 03000080 00000000 00000000 0000000000000000 10 ${WIFI} 12345678`,
    'radiotap:wlan:llc:snap:ipv4:tcp',
    INNER4,
  ],
  ['TZSP', 128, `01 00 0001 01 ${FRAME4}`, 'tzsp:eth:ipv4:tcp', INNER4],
  ['IP over IEEE 1394', 138, `${'00'.repeat(16)} 0800 ${TCP4}`, 'ieee1394:ipv4:tcp', INNER4],
  ['DOCSIS with an extended header', 143, `01 02 0040 1234 5678 ${FRAME4}`, 'docsis:eth:ipv4:tcp', INNER4],
  ['AVS', 163, `80211001 00000040 ${'00'.repeat(56)} ${WIFI}`, 'avs:wlan:llc:snap:ipv4:tcp', INNER4],
  ['PPP of pppd', 166, `01 03 0021 ${TCP4}`, 'ppp:ipv4:tcp', INNER4],
  ["Juniper's Ethernet", 178, `4d4743 81 0006 800101 020102 ${FRAME4}`, 'juniper:eth:ipv4:tcp', INNER4],
  ['PPI', 192, `00 00 0800 69000000 ${WIFI}`, 'ppi:wlan:llc:snap:ipv4:tcp', INNER4],
  ['PPI with Ethernet', 192, `00 00 0800 01000000 ${FRAME4}`, 'ppi:eth:ipv4:tcp', INNER4],
  ['ERF with Ethernet', 197, `${'00'.repeat(8)} 02 00 0060 0000 0048 0000 ${FRAME4}`, 'erf:eth:ipv4:tcp', INNER4],
  [
    'ERF with an extension header',
    197,
    `${'00'.repeat(8)} 96 00 0060 0000 0048 ${'00'.repeat(8)} ${TCP4}`,
    'erf:ipv4:tcp',
    INNER4,
  ],
  ['PPP with direction', 204, `01 ff03 0021 ${TCP4}`, 'ppp:ipv4:tcp', INNER4],
  ['Cisco HDLC with direction', 205, `01 0f00 0800 ${TCP4}`, 'chdlc:ipv4:tcp', INNER4],
  ['MPLS', 219, `00064140 ${TCP4}`, 'mpls:ipv4:tcp', INNER4],
  ['ipnet', 226, `01 02 ${'00'.repeat(22)} ${TCP4}`, 'ipnet:ipv4:tcp', INNER4],
  ['IPv4', 228, TCP4, 'raw:ipv4:tcp', INNER4],
  ['NFLOG', 239, `02 00 0001 0800 0100 08000000 2e00 0900 ${TCP4}`, 'nflog:ipv4:tcp', INNER4],
  ['NFLOG, big-endian', 239, `0a 00 0001 0042 0009 ${TCP6}`, 'nflog:ipv6:tcp', INNER6],
  ['netANALYZER', 240, `00000000 ${FRAME4} 12345678`, 'netanalyzer:eth:ipv4:tcp', INNER4],
  ['InfiniBand', 242, `${'00'.repeat(40)} 0800 0000 ${TCP4}`, 'ipoib:ipv4:tcp', INNER4],
  ['PKTAP', 258, `${LE32(12)} ${LE32(1)} ${LE32(1)} ${FRAME4}`, 'pktap:eth:ipv4:tcp', INNER4],
  ['Ethernet with its preamble', 274, `55555555555555d5 ${FRAME4} 12345678`, 'eth:ipv4:tcp', INNER4],
  ['Linux cooked v2', 276, `0800 0000 00000002 0001 00 06 0a00000000aa 0000 ${TCP4}`, 'sll2:ipv4:tcp', INNER4],
  ["Broadcom's tag", 281, `0a00000000bb 0a00000000aa 00000000 0800 ${TCP4}`, 'eth:dsa:ipv4:tcp', INNER4],
  ['AX.25', 3, `${AX25} 03 cc ${TCP4}`, 'ax25:ipv4:tcp', INNER4],
  [
    'AX.25 with a digipeater',
    3,
    `${'96'.repeat(6)}60 ${'92'.repeat(6)}60 ${'94'.repeat(6)}61 00 cc ${TCP4}`,
    'ax25:ipv4:tcp',
    INNER4,
  ],
  ['ARCNET of BSD', 7, `01 02 d4 00 0001 ${TCP4}`, 'arcnet:ipv4:tcp', INNER4],
  ['ARCNET of BSD, an exception frame', 7, `01 02 d4 ff 0000 d4 00 0001 ${TCP4}`, 'arcnet:ipv4:tcp', INNER4],
  ['ARCNET as RFC 1051 has it', 7, `01 02 f0 ${TCP4}`, 'arcnet:ipv4:tcp', INNER4],
  ['Redback', 32, `${'00'.repeat(16)} 0044 0001 0018 0018 ${TCP4}`, 'redback:ipv4:tcp', INNER4],
  ['Redback with a frame', 32, `${'00'.repeat(16)} 0044 0001 0018 0026 ${FRAME4}`, 'redback:eth:ipv4:tcp', INNER4],
  ['Symantec', 99, `0a000001 0000 0800 ${'00'.repeat(36)} ${TCP4}`, 'symantec:ipv4:tcp', INNER4],
  ['Symantec 3', 99, `0a000001 000000000000 86dd ${'00'.repeat(44)} ${TCP6}`, 'symantec:ipv6:tcp', INNER6],
  ['Cisco HDLC of NetBSD', 112, `0f00 0800 ${TCP4}`, 'chdlc:ipv4:tcp', INNER4],
  ['ARCNET of Linux', 129, `01 02 0000 c4 00 0001 ${TCP6}`, 'arcnet:ipv6:tcp', INNER6],
  ["Juniper's multilink PPP", 130, `4d4743 01 0007 ff03 0021 ${TCP4}`, 'juniper:ppp:ipv4:tcp', INNER4],
  ["Juniper's multilink Frame Relay", 131, `4d4743 00 54000000 03cc ${TCP4}`, 'juniper:ipv4:tcp', INNER4],
  ["Juniper's GGSN", 133, `4d4743 00 0200 0000 ${TCP4}`, 'juniper:ipv4:tcp', INNER4],
  ["Juniper's ATM 2 with SNAP", 135, `4d4743 01 0000000000000000 ${SNAP} ${TCP4}`, 'juniper:llc:snap:ipv4:tcp', INNER4],
  ["Juniper's ATM 2 with a frame", 135, `4d4743 00 003f000000000000 ${FRAME4}`, 'juniper:eth:ipv4:tcp', INNER4],
  ["Juniper's services", 136, `4d4743 01 ${'00'.repeat(16)} ${TCP4}`, 'juniper:ipv4:tcp', INNER4],
  ["Juniper's ATM 1", 137, `4d4743 01 00000000 ${SNAP} ${TCP4}`, 'juniper:llc:snap:ipv4:tcp', INNER4],
  ["Juniper's PPPoE", 167, `4d4743 01 ${FRAME4}`, 'juniper:eth:ipv4:tcp', INNER4],
  ["Juniper's PPPoE over ATM", 168, `4d4743 01 8864 1100 0001 002c 0021 ${TCP4}`, 'juniper:pppoe:ppp:ipv4:tcp', INNER4],
  ["Juniper's voice card", 183, `4d4743 00 ${'00'.repeat(18)} ${TCP4}`, 'juniper:ipv4:tcp', INNER4],
  [
    "Juniper's secure tunnel",
    200,
    `4d4743 00 ${ETH} 0800 4500 0076 0000 0000 4032 0000 c0000201 c0000202 00000001 00000002 ${'ee'.repeat(16)} ${TCP4}`,
    'juniper:ipv4:tcp',
    INNER4,
  ],
  ['GFP with Ethernet', 171, `0038 0000 0001 0000 ${FRAME4}`.replace('0038', '003c'), 'gfp:eth:ipv4:tcp', INNER4],
  ['GFP with IP, linear, checked', 171, `0036 0000 1110 0000 01000000 ${TCP4} 12345678`, 'gfp:ipv4:tcp', INNER4],
  ['Frame Relay over several links', 182, `c0 01 1841 03 cc ${TCP4}`, 'fr:ipv4:tcp', INNER4],
  [
    'ERF with HDLC of a channel',
    197,
    `${'00'.repeat(8)} 05 00 0060 0000 0048 00000001 0f00 0800 ${TCP4}`,
    'erf:chdlc:ipv4:tcp',
    INNER4,
  ],
  [
    'ERF with AAL5',
    197,
    `${'00'.repeat(8)} 04 00 0060 0000 0048 00000000 ${SNAP} ${TCP4}`,
    'erf:atm:llc:snap:ipv4:tcp',
    INNER4,
  ],
  ['AX.25 in KISS', 202, `00 ${AX25} 13 cc ${TCP4}`, 'ax25:ipv4:tcp', INNER4],
  [
    'Fibre Channel',
    224,
    `04 000001 00 000002 05 000000 00 20 0000 0000 0000 00000000 1000 0a00000000bb 1000 0a00000000aa ${SNAP} ${TCP4}`,
    'fc:llc:snap:ipv4:tcp',
    INNER4,
  ],
  [
    'Fibre Channel with delimiters',
    225,
    `bcb55656 04 000001 00 000002 05 000000 00 00 0000 0000 0000 00000000 ${SNAP} ${TCP4} bc957575`,
    'fc:llc:snap:ipv4:tcp',
    INNER4,
  ],
  [
    'InfiniBand, a datagram with a global header',
    247,
    `0003 0000 0000 0000 ${'00'.repeat(40)} 64 ${'00'.repeat(11)} ${'00'.repeat(8)} 0800 0000 ${TCP4} ${'ee'.repeat(6)}`,
    'infiniband:ipv4:tcp',
    INNER4,
  ],
  [
    'InfiniBand, connected',
    247,
    `0002 0000 0000 0000 04 ${'00'.repeat(11)} 86dd 0000 ${TCP6} ${'ee'.repeat(6)}`,
    'infiniband:ipv6:tcp',
    INNER6,
  ],
  [
    'an exported frame',
    252,
    `000c 0010 ${ascii('eth_withoutfcs\0\0')} 0000 0000 ${FRAME4}`,
    'exported:eth:ipv4:tcp',
    INNER4,
  ],
  ['an exported packet', 252, `0063 0000 000c 0004 ${ascii('ip\0\0')} 0000 0000 ${TCP6}`, 'exported:ipv6:tcp', INNER6],
  ['EPON', 259, `d555 55 0001 7a ${FRAME4}`, 'epon:eth:ipv4:tcp', INNER4],
  ['EPON with one byte more', 259, `55 d555 55 0001 7a ${FRAME4}`, 'epon:eth:ipv4:tcp', INNER4],
  ['VPP, IPv4 by its hint', 280, `01 00 04 02 00000001 ${ascii('ip4-lookup\0\0\0\0')} ${TCP4}`, 'vpp:ipv4:tcp', INNER4],
  [
    'VPP with a trace, a frame',
    280,
    `01 00 05 00 00000001 ${ascii('a\0b\0c\0d\0e\0')} ${FRAME4}`,
    'vpp:eth:ipv4:tcp',
    INNER4,
  ],
  ['ALP', 289, `002a ${TCP4}`, 'alp:ipv4:tcp', INNER4],
  ['ALP with stream and extension', 289, `082a 03 01 05 00 ee ${TCP4}`, 'alp:ipv4:tcp', INNER4],
  ["Marvell's tag", 284, `0a00000000bb 0a00000000aa e0000064 0800 ${TCP4}`, 'eth:dsa:ipv4:tcp', INNER4],
];

describe('a link type', () => {
  test.each(LINKS)('%s', (_, linkType, packet, layers, ends) => {
    const { verdict, stack, ends: found } = read(packet, linkType);
    expect([verdict, stack, found]).toEqual(['ok', layers, ends]);
  });

  test.each(LINKS)('%s, cut anywhere, is cut and not broken', (_, linkType, packet) => {
    const hex = packet.replace(/\s+/g, '');
    for (let cut = 0; cut < hex.length / 2; cut++) {
      const { verdict } = read(hex.slice(0, 2 * cut), linkType, hex.length / 2 - cut);
      expect(['ok', 'truncated'], `cut at ${cut}`).toContain(verdict);
    }
  });

  test.each(LINKS)('%s, with any byte at its edge, is told by its own bytes', (_, linkType, packet) => {
    for (const [one, other] of readAtEdges(bytesOf(packet), linkType)) expect(one).toBe(other);
  });

  test.each([12345, 149, 187, 189, 220, 253])('%i is unsupported', (linkType) => {
    expect(read(FRAME4, linkType).verdict).toBe('unsupported');
  });
});

describe('tags', () => {
  const behind = (tag: string): string => `${ETH} ${tag}`;
  test.each([
    ['802.1Q', `8100 0064 0800 ${TCP4}`, 'eth:vlan:ipv4:tcp', [100, -1]],
    ['QinQ', `88a8 0064 8100 0065 0800 ${TCP4}`, 'eth:vlan:vlan:ipv4:tcp', [100, 101]],
    ['802.1ah', `88e7 00123456 ${FRAME4}`, 'eth:pbb:eth:ipv4:tcp', [-1, -1]],
    ['VN-Tag', `8926 00010002 0800 ${TCP4}`, 'eth:vntag:ipv4:tcp', [-1, -1]],
    [
      'MACsec without encryption',
      `88e5 2000 00000001 0a00000000aa0001 0800 ${TCP4} ${'00'.repeat(16)}`,
      'eth:macsec:ipv4:tcp',
      [-1, -1],
    ],
    ['HSR', `892f 0032 0001 0800 ${TCP4}`, 'eth:hsr:ipv4:tcp', [-1, -1]],
    ['R-TAG', `f1c1 0000 0001 0800 ${TCP4}`, 'eth:rtag:ipv4:tcp', [-1, -1]],
    ['Cisco MetaData', `8909 01 01 0001 0064 0800 ${TCP4}`, 'eth:cmd:ipv4:tcp', [-1, -1]],
    ['FabricPath', `8903 0001 ${FRAME4}`, 'eth:fabricpath:eth:ipv4:tcp', [-1, -1]],
    ['TRILL', `22f3 0000 0001 0002 ${FRAME4}`, 'eth:trill:eth:ipv4:tcp', [-1, -1]],
    ['DSA with an EtherType', `dada 0000 e0000064 0800 ${TCP4}`, 'eth:dsa:ipv4:tcp', [100, -1]],
    ['B.A.T.M.A.N.', `4305 40 0f 32 00 0a00000000bb ${FRAME4}`, 'eth:batadv:eth:ipv4:tcp', [-1, -1]],
    ['NSH', `894f 0002 0103 000001ff ${FRAME4}`, 'eth:nsh:eth:ipv4:tcp', [-1, -1]],
    ['MPLS', `8847 00064040 00065140 ${TCP4}`, 'eth:mpls:mpls:ipv4:tcp', [-1, -1]],
    ['a pseudowire with control word', `8847 00064140 00000000 ${FRAME4}`, 'eth:mpls:pw:eth:ipv4:tcp', [-1, -1]],
    ['a pseudowire without', `8847 00064140 ${FRAME4}`, 'eth:mpls:pw:eth:ipv4:tcp', [-1, -1]],
    [
      'a pseudowire whose station begins like IPv4',
      `8847 00064140 4500000000bb 0a00000000aa 0800 ${TCP4}`,
      'eth:mpls:pw:eth:ipv4:tcp',
      [-1, -1],
    ],
    ['PPPoE', `8864 1100 0001 002c 0021 ${TCP4}`, 'eth:pppoe:ppp:ipv4:tcp', [-1, -1]],
    ['LLC and SNAP', `0032 ${SNAP} ${TCP4}`, 'eth:llc:snap:ipv4:tcp', [-1, -1]],
  ])('%s', (_, tag, layers, vlans) => {
    const { verdict, stack, ends, h } = read(behind(tag));
    expect([verdict, stack, ends, [h.vlan, h.innerVlan]]).toEqual(['ok', layers, INNER4, vlans]);
  });

  test("Cisco's ISL", () => {
    const packet = `01000c000000 0a00000000cc 0060 aaaa03 00000c 00c9 0000 0000 ${FRAME4}`;
    expect(read(packet)).toMatchObject({ verdict: 'ok', stack: 'eth:isl:eth:ipv4:tcp', ends: INNER4 });
    expect(read(packet).h.vlan).toBe(100);
  });

  test('MACsec with encryption is between its stations', () => {
    expect(read(behind(`88e5 2c00 00000001 0a00000000aa0001 ${'5a'.repeat(64)}`))).toMatchObject({
      verdict: 'ok',
      stack: 'eth:macsec',
      ends: '020000000001 > 020000000002',
    });
  });
});

describe('802.11 frames that carry no packet we could read', () => {
  test.each([
    [
      'protected data',
      `0841 0000 0a00000000cc 0a00000000aa 0a00000000bb 1000 ${'5a'.repeat(40)}`,
      '0a00000000aa > 0a00000000bb',
    ],
    [
      'a beacon',
      `8000 0000 ffffffffffff 0a00000000cc 0a00000000cc 1000 ${'00'.repeat(12)}`,
      '0a00000000cc > ffffffffffff',
    ],
    ['an RTS', 'b400 0000 0a00000000bb 0a00000000aa', '0a00000000aa > 0a00000000bb'],
    ['an ACK, which has one end', 'd400 0000 0a00000000bb', '000000000000 > 0a00000000bb'],
    ['data without data', '4801 0000 0a00000000cc 0a00000000aa 0a00000000bb 1000', '0a00000000aa > 0a00000000bb'],
    [
      'a later fragment',
      `0801 0000 0a00000000cc 0a00000000aa 0a00000000bb 1100 ${'5a'.repeat(40)}`,
      '0a00000000aa > 0a00000000bb',
    ],
  ])('%s is between stations', (_, packet, ends) => {
    expect(read(packet, 105)).toMatchObject({ verdict: 'ok', stack: 'wlan', ends });
  });

  test('one that failed its check is malformed, and nobody is named', () => {
    const bad = read(`0000 0900 02000000 50 ${WIFI}`, 127);
    expect([bad.verdict, bad.why, bad.ends]).toEqual([
      'malformed',
      'radiotap failed the check of its radio',
      '000000000000 > 000000000000',
    ]);
  });
});

describe('bounds', () => {
  test.each([
    ['radiotap shorter than itself', 127, `0000 0700 00000000 ${WIFI}`, 'radiotap has an impossible header length'],
    ['radiotap longer than its packet', 127, `0000 ffff 00000000 ${WIFI}`, 'radiotap is longer than what carries it'],
    [
      'radiotap whose words of presence do not end',
      127,
      `0000 1000 00000080 00000080 00000080 ${WIFI}`,
      'radiotap has an impossible header length',
    ],
    [
      'radiotap without room for its flags',
      127,
      `0000 0800 02000000 ${WIFI}`,
      'radiotap has an impossible header length',
    ],
    ['PPI in PPI', 192, `00 00 0800 c0000000 00 00 0800 c0000000`, 'ppi nests deeper than we follow'],
    [
      'a field of PPI that runs over',
      192,
      `00 00 0c00 69000000 0200 0100 ${WIFI}`,
      'ppi has an impossible header length',
    ],
    ['PKTAP in PKTAP', 258, `${LE32(12)} ${LE32(1)} ${LE32(258)} ${FRAME4}`, 'pktap nests deeper than we follow'],
    ['NFLOG with a length of zero', 239, `02 00 0001 0000 0900 ${TCP4}`, 'nflog has a length below its own header'],
    ['NFLOG with a length too large', 239, `02 00 0001 2f00 0900 ${TCP4}`, 'nflog is longer than what carries it'],
    ['PPPoE with a length too large', 51, `1100 0001 002d 0021 ${TCP4}`, 'pppoe is longer than what carries it'],
    ['pflog with a header of zero', 117, `00 02 0000 ${TCP4}`, 'pflog has an impossible header length'],
    [
      'Prism with a message of its own',
      119,
      `45000000 90000000 ${'00'.repeat(136)}`,
      'prism has a field its specification forbids',
    ],
    ['IPv4 one byte too long', 101, TCP4.replace('002a', '002b'), 'ipv4 is longer than what carries it'],
    ['IPv4 shorter than its header', 101, TCP4.replace('002a', '0013'), 'ipv4 has a length below its own header'],
    ['IPv4 with a header of four words', 101, TCP4.replace('45 00', '44 00'), 'ipv4 has an impossible header length'],
    ['IPv6 one byte too long', 101, TCP6.replace('0016 06', '0017 06'), 'ipv6 is longer than what carries it'],
    ['TCP with a header of four words', 101, TCP4.replace('50 18', '40 18'), 'tcp has an impossible header length'],
    ['TCP with a header beyond its packet', 101, TCP4.replace('50 18', '60 18'), 'tcp has an impossible header length'],
    ['a packet without bytes', 1, '', 'eth ends inside its header'],
  ])('%s', (_, linkType, packet, why) => {
    expect(read(packet, linkType).why).toBe(why);
  });

  test('the transport of a packet cut before it is nowhere, whatever was read before', () => {
    const fragment = `60000000 0048 2c 40 ${'20010db8000000000000000000000001'} ${'20010db8000000000000000000000002'}  3a00 0001`;
    for (const [packet, wire] of [
      [fragment, 64],
      [TCP4.replaceAll(' ', '').replace('4500', '4600').slice(0, 44), 20],
    ] as const) {
      const { h, verdict } = read(packet, 101, wire);
      expect([verdict, h.transportOff]).toEqual(['truncated', h.payloadEnd]);
    }
  });

  test('addresses of a malformed packet are known where they were read', () => {
    expect(read(onEthernet('0800', TCP4.replace('50 18', '40 18')))).toMatchObject({
      verdict: 'malformed',
      ends: INNER4,
    });
  });
});
