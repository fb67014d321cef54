/**
 * What is said later, by one side alone, or by another version: payloads that are not the first of a connection's first packet, each by itself. And
 * payloads built alike that are another's.
 */
import { expect, test } from 'vitest';
import { ascii, hear, hex } from './testing.ts';

type Said = readonly [app: string, proto: 6 | 17, dst: number, bytes: Uint8Array, fromServer?: true];
const lines = (text: string): Uint8Array => ascii(text.replace(/\n/g, '\r\n'));

const LATER: readonly Said[] = [
  ['irc', 6, 6667, lines('NOTICE AUTH :*** Looking up your hostname\n'), true],
  ['irc', 6, 6667, lines(':irc.example.net 372 nick :- motd\n'), true],
  ['irc', 6, 40000, lines(':nick!user@host PRIVMSG #a :hello\n'), true],
  ['irc', 6, 6667, lines('PING :abc\n'), true],
  ['irc', 6, 6667, lines('JOIN #a\n')],
  ['xmpp', 6, 5222, ascii("<iq type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>")],
  ['xmpp', 6, 5269, ascii("<message from='a@b' to='c@d'><body>x</body></message>")],
  ['nats', 6, 4222, lines('PUB foo 5\nhello\n')],
  ['nats', 6, 4222, lines('MSG foo 1 5\nhello\n'), true],
  ['nats', 6, 4222, lines('PING\n'), true],
  ['stomp', 6, 61613, ascii('SEND\ndestination:/queue/a\n\nhello\0')],
  ['stomp', 6, 40000, ascii('MESSAGE\nsubscription:0\nmessage-id:7\ndestination:/queue/a\n\nhello\0'), true],
  ['redis', 6, 6379, lines('$-1\n'), true],
  ['redis', 6, 6379, lines('INFO\n')],
  ['redis', 6, 6380, lines('auth secret\n')],
  ['memcached', 6, 11211, lines('NOT_FOUND\n'), true],
  ['memcached', 6, 11211, lines('flush_all\n')],
  ['memcached', 6, 11211, lines('append foo 0 0 3\nbar\n')],
  ['cassandra', 6, 9042, hex('84 00 0001 02 00000000'), true],
  ['cassandra', 6, 9042, hex('83 00 0000 00 0000000a 0000000a 0004 6f6f7073'), true],
  ['cassandra', 6, 9042, hex('04 00 0001 07 0000000f 00000008 53454c4543542031 0001 00')],
  ['nntp', 6, 119, lines('MODE READER\n')],
  ['nntp', 6, 119, lines('AUTHINFO USER x\n')],
  ['sip', 17, 5060, lines('OPTIONS urn:service:sos SIP/2.0\nVia: x\n\n')],
  ['quake', 17, 26000, hex('8000000c 01 5155414b4500 03')],
  ['minecraft', 6, 25565, hex('fe01')],
  ['minecraft', 6, 40000, hex('fe 01 fa 000b 004d0043007c00500069006e00670048006f00730074 0007')],
  ['minecraft', 6, 40000, hex('ff 0023 00a7 0031 0000 0034 0037 0000 0031'), true],
  ['minecraft', 6, 40000, hex('10 00 fd05 09 6c6f63616c686f7374 63dd 03')],
  ['minecraft', 6, 40000, hex(`8c01 00 fc05 8401 ${'61'.repeat(132)} 63dd 02`)],
  ['edonkey', 17, 40000, hex(`e4 21 02 ${'ab'.repeat(32)}`)],
  ['edonkey', 17, 40000, hex(`e4 29 ${'ab'.repeat(16)} 02 ${'cd'.repeat(50)}`)],
  ['edonkey', 17, 4672, hex('e4 60')],
  ['edonkey', 17, 4665, hex('e3 96 12345678')],
  ['ldap', 17, 389, hex('300c020101 6107 0a0100 0400 0400'), true],
  ['dhcp', 17, 67, hex(`01010600 12345678 0001 0000 ${'00'.repeat(16)} aabbccddeeff ${'00'.repeat(266)}`)],
  ['discord', 17, 50004, hex(`0001 0046 0003cfa8 ${'00'.repeat(66)}`)],
  ['discord', 17, 50004, hex(`0002 0046 12345678 3139322e302e322e31 ${'00'.repeat(55)} ea60`), true],
  ['rtsp', 6, 7000, lines('FLUSH rtsp://a/1 RTSP/1.0\nCSeq: 1\n\n')],
  ['rtsp', 6, 554, hex('24 00 0010 80 60 0001 00000000 11223344 aabbccdd'), true],
  ['telnet', 6, 23, lines('\nUser Access Verification\n\nPassword: '), true],
  ['mqtt', 6, 1883, hex('82 09 0001 0004 612f6263 00')],
  ['mqtt', 6, 1883, hex('90 03 0001 00'), true],
  ['amqp', 6, 40000, hex('0000001c 02 00 0000 00 53 10 c0 0f 03 a1 04 74657374 40 60 ffff 70 00100000'), true],
  ['http', 6, 40000, lines('SSTP_DUPLEX_POST /sra_{BA195980}/ HTTP/1.1\nHost: a\n\n')],
  ['http', 6, 40000, lines('RDG_IN_DATA /remoteDesktopGateway/ HTTP/1.1\nHost: a\n\n')],
  ['quic', 17, 443, hex(`f0 00000001 00 08 1122334455667788 ${'ab'.repeat(40)}`), true],
];

test.each(LATER.map((said, n) => ({ n, app: said[0], said })))('$n $app', ({ said }) => {
  const [app, proto, dst, bytes, fromServer] = said;
  const { app: told, by } = hear(proto, 50000, dst, [{ bytes, ...(fromServer ? { dst: true } : {}) }]);
  expect(`${told} ${by}`).toBe(`${app} inspected`);
});

test.each<[string, 6 | 17, number, Uint8Array]>([
  ['n2n, without the end of a name', 17, 40000, ascii('\x03\x0b\0\x48{"chat":"us-east","type":"x"}')],
  ['SNMP, whose PDU ends too early', 17, 161, hex('300c 020101 0403616263 a002 0102')],
  ['QUIC, with a Retry of nobody', 17, 40000, hex('ff 00000001 00 00 000001000000020000002000000020000000')],
  ['QUIC, longer than its datagram', 17, 443, hex(`e0 00000001 08 1122334455667788 00 5000 ${'ab'.repeat(80)}`)],
  ['HTTP/2, empty settings before a frame of data', 6, 40000, hex('000000040000000000 00000300000000020000 00')],
  [
    'sFlow, whose sample is longer than the datagram',
    17,
    40000,
    hex(`00000005 00000001 0a000001 ${'00000001'.repeat(5)} 00000100`),
  ],
  ['Discord, without an address', 17, 50004, hex(`0002 0046 12345678 ${'00'.repeat(64)} ea60`)],
  ['RTMP, of sixty bytes', 6, 1935, hex(`03 000000 41 0882dc04 ${'22'.repeat(70)}`)],
  [
    'a query of MongoDB, without a namespace',
    6,
    443,
    hex(`00010000 01000000 00000000 d4070000 00000000 4000 ${'00'.repeat(240)}`),
  ],
  ['Source, without the texts of a server', 17, 40000, hex(`ffffffff 49 11 ${'05'.repeat(20)} 00 ${'06'.repeat(20)}`)],
])('is not %s', (_what, proto, dst, bytes) => {
  expect(hear(proto, 50000, dst, [{ bytes }]).by).not.toBe('inspected');
});
