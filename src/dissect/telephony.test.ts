/** Voice, video and what opens the way for them. */
import { describe, expect, test } from 'vitest';
import { UDP } from '#registry/ip-protocols.ts';
import { h323 } from './media/h323.ts';
import { mgcp } from './media/mgcp.ts';
import { rtcp } from './media/rtcp.ts';
import { rtsp } from './media/rtsp.ts';
import { sip } from './media/sip.ts';
import { skinny } from './media/skinny.ts';
import { stun } from './media/stun.ts';
import { ascii, hear, hex, parseHex, probeHex } from './testing.ts';

const INVITE = ascii(
  'INVITE sip:bob@biloxi.example.com;user=phone SIP/2.0\r\n' +
    'Via: SIP/2.0/UDP pc33.example.org;branch=z9hG4bK776\r\n' +
    'From: Alice <sip:alice@atlanta.example.com>;tag=1928\r\n' +
    'User-Agent: ExamplePhone 2.1\r\n\r\n',
);

describe('sip', () => {
  test('an INVITE tells whom it is for, who calls and with what', () => {
    expect(probeHex(sip, INVITE, { proto: UDP })).toBe('Yes');
    expect(parseHex(sip, INVITE, { proto: UDP })).toMatchObject({
      host: 'biloxi.example.com',
      user: 'alice',
      'software.client': 'ExamplePhone 2.1',
    });
  });
  test('a status line is SIP, an HTTP request line is not', () => {
    expect(probeHex(sip, ascii('SIP/2.0 180 Ringing\r\n'))).toBe('Yes');
    expect(probeHex(sip, ascii('OPTIONS * HTTP/1.1\r\n'))).toBe('No');
  });
});

describe('stun', () => {
  // binding request: type, length 8, magic cookie, transaction; SOFTWARE "test"
  const request = hex`0001 0008 2112a442 000102030405060708090a0b 8022 0004 74657374`;
  const answer = hex`0101 0000 2112a442 000102030405060708090a0b`;
  test('the magic cookie proves it, and SOFTWARE names the client', () => {
    expect(hear(UDP, 50000, 40000, [{ bytes: request }])).toMatchObject({
      app: 'stun',
      by: 'inspected',
      facts: { 'software.client': 'test' },
    });
  });
  test('attributes that one maker alone sends tell whose calls these are', () => {
    const serviceOf = (bytes: Uint8Array) => parseHex(stun, bytes)['stun.service'];
    // binding request with MS-ICE2's implementation version 7; an allocation with WhatsApp's token
    expect(serviceOf(hex`0001 0008 2112a442 000102030405060708090a0b 8070 0004 00000007`)).toBe('microsoft teams');
    expect(serviceOf(hex`0003 0008 2112a442 000102030405060708090a0b 4001 0004 01000c83`)).toBe('whatsapp');
    expect(serviceOf(hex`0001 0008 2112a442 000102030405060708090a0b 4001 0004 01000c83`)).toBeUndefined();
    expect(serviceOf(hex`0001 0008 2112a442 000102030405060708090a0b 8022 0004 80704001`)).toBeUndefined();
    expect(serviceOf(hex`0001 0008 2112a442 000102030405060708090a0b 8070 0009 00000007`)).toBeUndefined();
  });
  test('on TCP messages follow one another, with a length before each or without', () => {
    const first = '0003 0000 2112a442 000102030405060708090a0b';
    const second = '0113 0008 2112a442 000102030405060708090a0b 0014 0004 61626364';
    const answers = (bytes: string) => hear(6, 50000, 3478, [{ bytes: hex(first) }, { bytes: hex(bytes), dst: true }]);
    expect(answers(second).facts).toMatchObject({ host: 'abcd' });
    const both = hear(6, 50000, 3478, [{ bytes: hex(`${first}${second}`) }]);
    expect(both.facts).toMatchObject({ host: 'abcd' });
    const framed = hear(6, 50000, 40000, [{ bytes: hex(`0014 ${first} 001c ${second}`) }]);
    expect(framed).toMatchObject({ app: 'stun', facts: { host: 'abcd' } });
  });
  test('a wrong length is not STUN', () => {
    expect(probeHex(stun, hex`0001 0009 2112a442 000102030405060708090a0b 8022 0004 74657374`)).toBe('No');
  });
  test('RFC 3489 without a cookie needs attributes that fill the datagram', () => {
    expect(probeHex(stun, hex`0001 0008 11223344 000102030405060708090a0b 0003 0004 00000000`)).toBe('Yes');
    expect(probeHex(stun, hex`0001 0008 11223344 000102030405060708090a0b 0003 0007 00000000`)).toBe('No');
  });
  test('a flow opened by ICE is named after the media it carries', () => {
    const media = (sequence: number) =>
      hex(`80 08 00${sequence.toString(16).padStart(2, '0')} 000000a0 3796cb71 d5d5d5d5`);
    const said = [{ bytes: request }, { bytes: answer, dst: true as const }, { bytes: media(1) }, { bytes: media(2) }];
    expect(hear(UDP, 50000, 40000, said).app).toBe('rtp');
    expect(
      hear(UDP, 50000, 40000, [...said.slice(0, 2), { bytes: hex`16fefd 0000 000000000000 0004 01000000` }]).app,
    ).toBe('dtls');
  });
});

describe('rtp and rtcp', () => {
  const packet = (sequence: number, ssrc: string) =>
    hex(`80 00 ${sequence.toString(16).padStart(4, '0')} 00000000 ${ssrc} ffffffffffffffff`);
  test('one header is not enough, two that follow each other are', () => {
    expect(hear(UDP, 30000, 40392, [{ bytes: packet(7, '3796cb71') }]).by).toBe('none');
    expect(hear(UDP, 30000, 40392, [{ bytes: packet(7, '3796cb71') }, { bytes: packet(8, '3796cb71') }]).app).toBe(
      'rtp',
    );
  });
  test('two sources, or a sequence that falls, are not RTP', () => {
    expect(hear(UDP, 30000, 40392, [{ bytes: packet(7, '3796cb71') }, { bytes: packet(8, '11111111') }]).by).toBe(
      'none',
    );
    expect(hear(UDP, 30000, 40392, [{ bytes: packet(8, '3796cb71') }, { bytes: packet(7, '3796cb71') }]).by).toBe(
      'none',
    );
  });
  test('RTCP is a chain of packets that fills the datagram', () => {
    const report = '81c90007 0b865519 549aa5da 00000000 00000000 00000000 00000000 00000000';
    expect(probeHex(rtcp, hex(`${report} 81ca0002 0b865519 01000000`))).toBe('Yes');
    expect(probeHex(rtcp, hex(`${report} 00`))).toBe('No');
    expect(probeHex(rtcp, hex(`${report} 80000001 00112233445566778899`))).toBe('Yes'); // SRTCP index and tag
  });
});

describe('rtsp, mgcp, h323, skinny', () => {
  test('an RTSP request names its host', () => {
    const request = ascii(
      'OPTIONS rtsp://camera.example.com:554/live RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: player\r\n\r\n',
    );
    expect(probeHex(rtsp, request)).toBe('Yes');
    expect(parseHex(rtsp, request)).toMatchObject({ host: 'camera.example.com', 'software.client': 'player' });
  });
  test('an MGCP command ends its line in the protocol', () => {
    expect(probeHex(mgcp, ascii('RSIP 1200 *@gw.example.net MGCP 1.0\r\n'))).toBe('Yes');
    expect(probeHex(mgcp, ascii('RSIP something else entirely\r\n'))).toBe('No');
  });
  test('a Q.931 setup in TPKT carries the object identifier of H.225.0', () => {
    expect(probeHex(h323, hex`03000010 08 02 77f4 05 20a8 06 0008914a 00`, { recvPort: 32803 })).toBe('Yes');
    expect(probeHex(h323, hex`03000010 08 02 77f4 05 20a8 06 0008914b 00`, { recvPort: 32803 })).toBe('No');
  });
  test('Skinny is told on port 2000 only', () => {
    const keepAlive = hex`04000000 00000000 00000000`;
    expect(probeHex(skinny, keepAlive, { recvPort: 2000 })).toBe('Yes');
    expect(probeHex(skinny, keepAlive, { recvPort: 2001 })).toBe('No');
  });
});
