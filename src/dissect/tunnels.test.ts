/** Tunnels, remote access and file sharing. */
import { describe, expect, test } from 'vitest';
import { TCP, UDP } from '#registry/ip-protocols.ts';
import { rdp } from './access/rdp.ts';
import { smb } from './files/smb.ts';
import { gtp } from './network/mobile/gtp.ts';
import { bgp } from './network/routing/bgp.ts';
import { ascii, hear, hex, parseHex, payloadOf, probeHex } from './testing.ts';
import { espUdp } from './vpn/esp-udp.ts';
import { ike } from './vpn/ike.ts';
import { openvpn } from './vpn/openvpn.ts';
import { socks } from './vpn/socks.ts';
import { wireguard } from './vpn/wireguard.ts';

describe('openvpn', () => {
  const session = '334857703d96db39';
  test('a hard reset without authentication is 14 bytes, over TCP behind its length', () => {
    expect(probeHex(openvpn, hex(`38 ${session} 00 00000000`))).toBe('Yes');
    expect(probeHex(openvpn, hex(`000e 38 ${session} 00 00000000`), { proto: TCP })).toBe('Yes');
    expect(probeHex(openvpn, hex(`38 ${session} 00 00000001`))).toBe('No');
  });
  test('with tls-auth, packet 1 and a time stand behind the HMAC', () => {
    const hmac = 'a5'.repeat(20);
    expect(probeHex(openvpn, hex(`38 ${session} ${hmac} 00000001 60000000 00 00000000`))).toBe('Yes');
    expect(probeHex(openvpn, hex(`38 ${session} ${hmac} 00000002 60000000 00 00000000`))).toBe('No');
    // a client of 2.6 that takes the handshake without state: packet id 0f000001
    expect(probeHex(openvpn, hex(`38 ${session} ${hmac} 0f000001 60000000 00 00000000`))).toBe('Yes');
  });
  test('a DNS answer whose identifier looks like a reset is not OpenVPN', () => {
    expect(
      probeHex(
        openvpn,
        hex`080b 8180 0001 0001 0000 0000 0161 03636f6d 00 0001 0001 c00c 0001 0001 0000003c 0004 7f000001`,
      ),
    ).toBe('No');
  });
});

describe('wireguard', () => {
  test('the three handshake messages have exact lengths', () => {
    const initiation = hex(`01000000 d837d030 ${'5f'.repeat(124)} ${'00'.repeat(16)}`);
    expect(probeHex(wireguard, initiation)).toBe('Yes');
    const withCookie = hex(`01000000 d837d030 ${'5f'.repeat(140)}`);
    expect(probeHex(wireguard, withCookie)).toBe('More');
    expect(probeHex(wireguard, withCookie, { recvPort: 51820 })).toBe('Yes');
    expect(hear(UDP, 40000, 40001, [{ bytes: withCookie }, { bytes: withCookie }]).app).toBe('wireguard');
    expect(probeHex(wireguard, hex(`01000000 d837d030 ${'5f'.repeat(141)}`))).toBe('No');
    expect(probeHex(wireguard, hex(`01000001 d837d030 ${'5f'.repeat(140)}`))).toBe('No');
    // WARP: a number of the client in the reserved bytes, no cookie
    expect(probeHex(wireguard, hex(`01a1b2c3 d837d030 ${'5f'.repeat(124)} ${'00'.repeat(16)}`))).toBe('Yes');
  });
  test('data alone needs a second datagram', () => {
    const data = { bytes: hex(`04000000 15764979 0000000000000000 ${'3b'.repeat(32)}`) };
    expect(hear(UDP, 40000, 40001, [data]).by).toBe('none');
    expect(hear(UDP, 40000, 40001, [data, data]).app).toBe('wireguard');
  });
});

describe('ike and esp', () => {
  const header = 'b64ef32131a48952 0000000000000000 21 20 22 08 00000000 0000001c';
  test('the length in the header is the datagram; on port 4500 four zeros stand before', () => {
    expect(probeHex(ike, hex(header), { recvPort: 500 })).toBe('Yes');
    expect(probeHex(ike, hex(`00000000 ${header} 00`), { recvPort: 4500 })).toBe('No');
    expect(hear(UDP, 4500, 4500, [{ bytes: hex(`00000000 ${header}`) }]).app).toBe('ike');
  });
  test('ESP in UDP: one SPI, rising sequence', () => {
    const packet = (n: number) => ({ bytes: hex(`c0ffee01 0000000${n} ${'aa'.repeat(24)}`) });
    expect(hear(UDP, 4500, 4500, [packet(1), packet(2)])).toMatchObject({ app: 'esp', by: 'inspected' });
    expect(espUdp.probe(payloadOf(packet(1).bytes))).not.toBe(2);
    expect(hear(UDP, 40000, 40001, [packet(1), packet(2)]).by).toBe('none');
  });
});

test('GTP fills its datagram', () => {
  expect(probeHex(gtp, hex`32 01 0004 00000000 00000000`, { recvPort: 2123 })).toBe('Yes');
  expect(probeHex(gtp, hex`32 01 0005 00000000 00000000`, { recvPort: 2123 })).toBe('No');
  expect(probeHex(gtp, hex`48 20 0008 00000000 00000100`, { recvPort: 2123 })).toBe('Yes');
});

describe('rdp', () => {
  test('the cookie of a connection request is the user', () => {
    const cookie = Buffer.from('Cookie: mstshash=alice\r\n').toString('hex');
    const request = hex(`0300002b 26 e0 0000 0000 00 ${cookie} 01 00 0800 03000000`);
    expect(probeHex(rdp, request)).toBe('Yes');
    expect(parseHex(rdp, request)).toMatchObject({ user: 'alice' });
  });
  test('a connection request for TSAPs, as S7 sends, is not RDP', () => {
    expect(probeHex(rdp, hex`03000016 11 e0 0000 0007 00 c1020100 c2020102 c0010a`)).toBe('No');
  });
});

test('SMB is told by its mark behind the session header', () => {
  expect(probeHex(smb, hex`00000040 fe534d42 4000`)).toBe('Yes');
  expect(probeHex(smb, hex`00000040 ff534d42 72`)).toBe('Yes');
  expect(probeHex(smb, hex`0000`)).toBe('More');
  expect(probeHex(smb, ascii('\0\0\0\x40....'))).toBe('No');
});

test('SOCKS 5 offers methods, SOCKS 4a a name', () => {
  expect(probeHex(socks, hex`05 02 00 02`)).toBe('Yes');
  expect(probeHex(socks, hex`05 02 00 77`)).toBe('No');
  expect(probeHex(socks, hex`04 01 0050 00000001 00 6578616d706c652e636f6d 00`)).toBe('Yes');
  expect(probeHex(socks, hex`04 01 0050 00000000 00 6578616d706c652e636f6d 00`)).toBe('No');
});

test('BGP begins with sixteen bytes of ones', () => {
  expect(probeHex(bgp, hex(`${'ff'.repeat(16)} 0013 04`))).toBe('Yes');
  expect(probeHex(bgp, hex(`${'ff'.repeat(15)}fe 0013 04`))).toBe('No');
});
