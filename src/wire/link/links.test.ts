import { describe, expect, test } from 'vitest';
import { bytesOf, ETH, FRAME4, INNER4, onEthernet, read, readAtEdges, TCP4, TCP6 } from '../testing.ts';
import { LE32, LINKS, SNAP, WIFI } from './link-testing.ts';

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

test("macOS' PKTAP under USER2's number is told by its header", () => {
  const header = `${LE32(108)} ${LE32(1)} ${LE32(1)} ${'00'.repeat(96)}`;
  expect(read(`${header} ${FRAME4}`, 149)).toMatchObject({ verdict: 'ok', stack: 'pktap:eth:ipv4:tcp', ends: INNER4 });
  expect(read(`${header.replace('6c', '6b')} ${FRAME4}`, 149).verdict).toBe('unsupported');
  expect(read(header.replace(/\s/g, '').slice(0, -2), 149, 57).verdict).toBe('unsupported');
});

test('the OSI network layer is told by its first byte behind LLC', () => {
  const frame = (llc: string): string => `0180c2000014 0a0000000001 0008 ${llc} ${'00'.repeat(8)}`;
  const typeOf = (llc: string): number => read(frame(llc)).h.etherType;
  expect([typeOf('fefe03 83'), typeOf('fefe03 82'), typeOf('fefe03 81')]).toEqual([0x383, 0x382, 0x381]);
  expect([typeOf('fefe03 84'), typeOf('fefe7f 83')]).toEqual([0xfe, 0xfe]);
  expect(read('0180c2000014 0a0000000001 0008 fefe03').h.etherType).toBe(0xfe);
});

test('and over serial lines: Cisco HDLC, with its byte of padding or without, and Frame Relay', () => {
  const typeOf = (packet: string, linkType: number): number => read(packet, linkType).h.etherType;
  expect(typeOf(`0f00 fefe 03 83 ${'00'.repeat(8)}`, 104)).toBe(0x383);
  expect(typeOf(`0f00 fefe 83 ${'00'.repeat(8)}`, 104)).toBe(0x383);
  expect(typeOf('0f00 fefe 7483 14', 104)).toBe(0x383);
  expect(typeOf('0f00 fefe 0000 14', 104)).toBe(0);
  expect(typeOf(`1841 03 81 ${'00'.repeat(8)}`, 107)).toBe(0x381);
});

test("makers' protocols of neighbours are told by organisation and type behind SNAP", () => {
  const typeOf = (snap: string): number =>
    read(`010081000100 0a0000000001 0010 aaaa03 ${snap} ${'00'.repeat(8)}`).h.etherType;
  expect([typeOf('000081 01a2'), typeOf('000081 01a3'), typeOf('00e02b 00bb')]).toEqual([0x390, 0x390, 0x391]);
  expect([typeOf('00e02b 00bc'), typeOf('00e052 2000'), typeOf('080007 809b')]).toEqual([0x392, 0x393, 0x809b]);
  expect([typeOf('00e02b 2000'), typeOf('000082 01a2'), typeOf('080007 809c')]).toEqual([0xaa, 0xaa, 0xaa]);
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
