/** Protocols that turn to TLS on the way: what the hello says is told, the flow keeps its name. */
import { expect, test } from 'vitest';
import { ascii, hear, hex, type Said } from './testing.ts';

const SNI = '0000 0014 0012 00 000f 7777772e6578616d706c652e6f7267';
const HELLO = hex(`16 0301 0049 01 000045 0303 ${'ab'.repeat(32)} 00 0004 1301 1302 01 00 0018 ${SNI}`);
const asks = (text: string): Said => ({ bytes: ascii(text.replaceAll('\n', '\r\n')) });
const answers = (text: string): Said => ({ bytes: ascii(text.replaceAll('\n', '\r\n')), dst: true });

test.each<[string, number, ...Said[]]>([
  // RFC 4642 §2.2
  [
    'nntp',
    119,
    answers('200 news.example.org ready\n'),
    asks('STARTTLS\n'),
    answers('382 Begin TLS negotiation now\n'),
  ],
  // ircv3.net/specs/deprecated/tls
  ['irc', 6667, asks('CAP LS 302\n'), asks('STARTTLS\n'), answers(':irc.example.org 670 * :STARTTLS successful\n')],
  // docs.nats.io, Client Protocol: tls_required
  ['nats', 4222, answers('INFO {"server_id":"N","tls_required":true}\n')],
  // NBD proto.md: NBD_OPT_STARTTLS is 5, NBD_REP_ACK 1
  [
    'nbd',
    10809,
    { bytes: hex`4e42444d41474943 49484156454f5054 0003`, dst: true },
    { bytes: hex`00000003 49484156454f5054 00000005 00000000` },
    { bytes: hex`0003e889045565a9 00000005 00000001 00000000`, dst: true },
  ],
  // rfbproto.rst: security type 19, version 0.2, sub-type 260 (X509None)
  [
    'vnc',
    5900,
    { bytes: ascii('RFB 003.008\n'), dst: true },
    { bytes: ascii('RFB 003.008\n') },
    { bytes: hex`01 13`, dst: true },
    { bytes: hex`13` },
    { bytes: hex`0002 01 00000104`, dst: true },
    { bytes: hex`00000104` },
    { bytes: hex`01`, dst: true },
  ],
  // draft-altman-telnet-starttls: DO, WILL, SB FOLLOWS
  [
    'telnet',
    23,
    { bytes: hex`fffd2e`, dst: true },
    { bytes: hex`fffb2e` },
    { bytes: hex`fffa2e01fff0` },
    { bytes: hex`fffa2e01fff0`, dst: true },
  ],
  // RFC 2817 §3.1
  [
    'http',
    80,
    asks('OPTIONS * HTTP/1.1\nHost: www.example.org\nUpgrade: TLS/1.0\nConnection: Upgrade\n\n'),
    answers('HTTP/1.1 101 Switching Protocols\nUpgrade: TLS/1.0, HTTP/1.1\nConnection: Upgrade\n\n'),
  ],
])('%s', (app, port, ...said) => {
  for (const hello of [[HELLO], [HELLO.subarray(0, 30), HELLO.subarray(30)]]) {
    const heard = hear(6, 40_000, port, [...said, ...hello.map((bytes) => ({ bytes }))]);
    expect(heard).toMatchObject({ app, by: 'inspected', facts: { 'tls.sni': 'www.example.org' } });
  }
});

test('IRC: the nick comes behind CAP LS in a line of its own; a password of any kind goes in clear', () => {
  const heard = hear(6, 40_000, 6667, [asks('CAP LS 302\n'), asks('PASS x\nNICK ada\nUSER a 0 * :Ada\n')]);
  expect(heard.facts).toEqual({ user: 'ada', 'credentials.clear': 2 });
});

test('NNTP: user and password of AUTHINFO, RFC 4643 §2.3', () => {
  const said = [answers('200 news.example.org ready\n'), asks('AUTHINFO USER ada\n'), answers('381 more\n')];
  const heard = hear(6, 40_000, 119, [...said, asks('AUTHINFO PASS x\n')]);
  expect(heard.facts).toEqual({
    'software.server': 'news.example.org ready',
    user: 'ada',
    'credentials.clear': 2,
  });
});

// MS-TDS §2.2.3.1: type, status (1 = last packet of the message), length, process, packet, window
const tds = (type: number, status: number, body: Uint8Array): Uint8Array =>
  Uint8Array.of(type, status, (body.length + 8) >> 8, (body.length + 8) & 0xff, 0, 0, 1, 0, ...body);
const PRELOGIN = hex`00 001a 0006 01 0020 0001 02 0021 0001 03 0022 0004 04 0026 0001 ff 0c0003e8000000000000000000`;

test('SQL Server: TLS in PRELOGIN packets, MS-TDS §3.2.5.2, however packets and segments fall', () => {
  const opens = [{ bytes: tds(0x12, 1, PRELOGIN) }, { bytes: tds(4, 1, PRELOGIN), dst: true as const }];
  const one = tds(0x12, 1, HELLO);
  const two = Uint8Array.of(...tds(0x12, 0, HELLO.subarray(0, 50)), ...tds(0x12, 1, HELLO.subarray(50)));
  for (const carried of [
    [one],
    [one.subarray(0, 5), one.subarray(5)],
    [two],
    [two.subarray(0, 60), two.subarray(60)],
  ]) {
    const encrypted = { bytes: hex`17 0303 0020 ${'cd'.repeat(32)}` };
    const heard = hear(6, 40_000, 1433, [...opens, ...carried.map((bytes) => ({ bytes })), encrypted, encrypted]);
    expect(heard).toMatchObject({
      app: 'mssql',
      facts: {
        'tls.sni': 'www.example.org',
        host: 'www.example.org',
      },
    });
  }
  expect(hear(6, 40_000, 40_001, [{ bytes: one, midstream: true }])).toMatchObject({ app: 'mssql', by: 'inspected' });
  expect(hear(6, 40_000, 1433, [...opens, { bytes: hex`12 00 0000 0000 01 00 16 0301 0049 01` }]).app).toBe('mssql');
});
