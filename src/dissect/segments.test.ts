/** However a conversation falls into segments, and wherever its capture begins, it has its own name or none. */
import { describe, expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import { ascii, type Heard, hear, hex, type Said } from './testing.ts';

const NAME = 'mail.example.org';
const SNI = `0000 0015 0013 00 0010 ${Buffer.from(NAME).toString('hex')}`;
const HELLO = hex(`16 0301 0048 01 000044 0303 ${'ab'.repeat(32)} 00 0002 1301 01 00 0019 ${SNI}`);
const client = (bytes: Uint8Array): Said => ({ bytes });
const server = (bytes: Uint8Array): Said => ({ bytes, dst: true });
const says = (text: string): Said => client(ascii(text));
const answers = (text: string): Said => server(ascii(text));

interface Talk {
  readonly app: string;
  readonly port: number;
  readonly said: readonly Said[];
}

/** Protocols that turn to TLS on the way: RFC 3207, 2595, 4217, 4511 §4.14, 6120 §5, and those of the two databases. */
const TURNING: readonly Talk[] = [
  {
    app: 'smtps',
    port: 587,
    said: [
      answers('220 mx.example.org ESMTP\r\n'),
      says('EHLO a.example\r\n'),
      answers('250-mx.example.org\r\n250 STARTTLS\r\n'),
      says('STARTTLS\r\n'),
      answers('220 go ahead\r\n'),
      client(HELLO),
    ],
  },
  {
    app: 'imaps',
    port: 143,
    said: [
      answers('* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n'),
      says('a1 STARTTLS\r\n'),
      answers('a1 OK begin\r\n'),
      client(HELLO),
    ],
  },
  {
    app: 'pop3s',
    port: 110,
    said: [answers('+OK POP3 server ready\r\n'), says('STLS\r\n'), answers('+OK begin\r\n'), client(HELLO)],
  },
  {
    app: 'ftps',
    port: 21,
    said: [answers('220 FTP server ready\r\n'), says('AUTH TLS\r\n'), answers('234 proceed\r\n'), client(HELLO)],
  },
  {
    app: 'ldap',
    port: 389,
    said: [
      client(hex`301d 020101 7718 8016 312e332e362e312e342e312e313436362e3230303337`),
      server(hex`300c 020101 7807 0a0100 0400 0400`),
      client(HELLO),
    ],
  },
  {
    app: 'xmpp',
    port: 5222,
    said: [
      says(
        "<stream:stream to='example.org' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>",
      ),
      answers(
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' id='1' version='1.0'>",
      ),
      says("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
      answers("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
      client(HELLO),
    ],
  },
  { app: 'postgresql', port: 5432, said: [client(hex`00000008 04d2162f`), answers('S'), client(HELLO)] },
  {
    app: 'mysql',
    port: 3306,
    said: [
      server(
        hex(
          `4a000000 0a 382e302e3336 00 08000000 ${'61'.repeat(8)} 00 ffff ff 0200 ffcf 15 ${'00'.repeat(10)} ${'62'.repeat(12)} 00 ${Buffer.from('mysql_native_password').toString('hex')} 00`,
        ),
      ),
      client(hex(`20000001 85aeff19 00000001 ff ${'00'.repeat(23)}`)),
      client(HELLO),
    ],
  },
];

const OTHERS: readonly Talk[] = [
  {
    app: 'http',
    port: 4711,
    said: [says(`GET /a HTTP/1.1\r\nHost: ${NAME}\r\n\r\n`), answers('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')],
  },
  { app: 'tls', port: 4711, said: [client(HELLO)] },
  { app: 'ssh', port: 4711, said: [answers('SSH-2.0-OpenSSH_9.7\r\n'), says('SSH-2.0-PuTTY\r\n')] },
  {
    app: 'sip',
    port: 5060,
    said: [says(`OPTIONS sip:${NAME} SIP/2.0\r\nCall-ID: 1\r\nFrom: <sip:a@b.example>\r\n\r\n`)],
  },
  { app: 'redis', port: 6379, said: [says('*1\r\n$4\r\nPING\r\n'), answers('+PONG\r\n')] },
  {
    app: 'rtsp',
    port: 554,
    said: [says(`OPTIONS rtsp://${NAME}/a RTSP/1.0\r\nCSeq: 1\r\n\r\n`), answers('RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n')],
  },
  { app: 'mqtt', port: 1883, said: [client(hex`1010 0004 4d515454 04 02 003c 0004 61626364`), server(hex`2002 0000`)] },
  {
    app: 'dns',
    port: 53,
    said: [client(hex`001d 1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 6f7267 00 0001 0001`)],
  },
  {
    app: 'socks',
    port: 1080,
    said: [client(hex`05 02 00 02`), server(hex`05 00`), client(hex`05 01 00 01 c0000201 01bb`)],
  },
  { app: 'smb', port: 445, said: [client(hex(`00000040 fe534d42 4000 ${'00'.repeat(58)}`))] },
  {
    app: 'modbus',
    port: 502,
    said: [client(hex`0001 0000 0006 01 03 0000 000a`), server(hex`0001 0000 0005 01 03 02 0001`)],
  },
];

const engine = createEngine();
const heard = ({ port, said }: Talk, variant = said): Heard => hear(6, 50000, port, variant, engine);

/** Each payload in pieces of `bytes`. */
function pieces(said: readonly Said[], bytes: number): Said[] {
  return said.flatMap((one) => {
    const whole = one.bytes as Uint8Array;
    const count = Math.ceil(whole.length / bytes);
    return Array.from({ length: count }, (_, n) => ({ ...one, bytes: whole.subarray(n * bytes, (n + 1) * bytes) }));
  });
}

/** With places in their streams, so that the order may be changed. */
function placed(said: readonly Said[]): Said[] {
  const next = [0, 0];
  return said.map((one) => {
    const side = one.dst ? 1 : 0;
    const seqOffset = next[side]!;
    next[side]! += (one.bytes as Uint8Array).length;
    return { ...one, seqOffset };
  });
}

describe.each([...TURNING, ...OTHERS])('$app on port $port', (talk) => {
  test('is told from whole segments', () => {
    expect(heard(talk)).toMatchObject({ app: talk.app, by: 'inspected' });
  });

  test.each([31, 11])('is told from segments of %i bytes', (bytes) => {
    expect(heard(talk, pieces(talk.said, bytes))).toMatchObject({ app: talk.app, by: 'inspected' });
  });

  test('is told where the second half of its first payload came first', () => {
    const first = talk.said[0]!.bytes as Uint8Array;
    const [half, rest] = pieces(talk.said.slice(0, 1), Math.ceil(first.length / 2));
    const all = placed([half!, rest!, ...talk.said.slice(1)]);
    const swapped = [all[1]!, all[0]!, ...all.slice(2)];
    expect(heard(talk, swapped)).toMatchObject({ app: talk.app, by: 'inspected' });
  });

  test('has its own name or none where the capture begins later', () => {
    const narrower = [talk.app, '', 'tls', talk.app.replace(/s$/, '')];
    for (let n = 1; n < talk.said.length; n++) {
      const later = talk.said.slice(n).map((one) => ({ ...one, midstream: true as const }));
      const { app, by } = heard(talk, later);
      if (by === 'inspected') expect(narrower, `from payload ${n}`).toContain(app);
    }
  });
});

test.each(TURNING)('the name asked for under TLS in $app is told', (talk) => {
  expect(heard(talk).facts).toMatchObject({ 'tls.sni': NAME });
});

test('a head that comes in a short segment of its own is waited for', () => {
  const cut = (text: string, at: number, port: number) => {
    const bytes = ascii(text);
    const { app, by } = hear(6, 50000, port, [{ bytes: bytes.subarray(0, at) }, { bytes: bytes.subarray(at) }]);
    return by === 'inspected' ? app : '';
  };
  expect(cut('INVITE sip:bob@example.org SIP/2.0\r\nVia: SIP/2.0/TCP a\r\n\r\n', 5, 40000)).toBe('sip');
  expect(cut('DESCRIBE rtsp://example.org/a RTSP/1.0\r\nCSeq: 1\r\n\r\n', 20, 40000)).toBe('rtsp');
  expect(cut(`\x13BitTorrent protocol${'\0'.repeat(48)}`, 4, 40000)).toBe('bittorrent');
  expect(cut('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', 3, 40000)).toBe('http');
  expect(cut('INVITE everyone to the party on Friday, says she', 5, 40000)).toBe('');
  // a portmapper's call: record mark, transaction, call, RPC 2, program 100000, version 2, GETPORT, no credentials
  const call = String.fromCharCode(
    ...hex`80000038 00000001 00000000 00000002 000186a0 00000002 00000003 ${'00000000'.repeat(4)} 000186a3 00000003 00000006 00000000`,
  );
  expect(cut(call, 4, 40000)).toBe('rpc');
});

test('an RTMP handshake is one though the snap length leaves little of it', () => {
  const cut = { bytes: hex('03 00000000 00000000 7c02f778'), wireLength: 1448 };
  expect(hear(6, 50000, 40000, [cut])).toMatchObject({ app: 'rtmp', by: 'inspected' });
  expect(hear(6, 50000, 40000, [{ ...cut, wireLength: 13 }]).by).toBe('none');
});

test('an SRT handshake that the snap length cut is not QUIC that negotiates versions', () => {
  const whole = `80000000 00000000 0000608e 00000000 00000004 00000002 3bc82cd0 000005dc 00002000 00000001 151f7e52 00000000`;
  const cut = { bytes: hex(`${whole} 02004d0a 0000`), wireLength: 64 };
  expect(hear(17, 50000, 40000, [cut])).toMatchObject({ app: 'srt', by: 'inspected' });
});

test('a transport stream cut to the head of each datagram is told by three of one size', () => {
  const cut = (bytes = '47 4011 10 00', wireLength = 1316) => ({
    bytes: hex(`${bytes} ${'a5'.repeat(40)}`),
    wireLength,
  });
  expect(hear(17, 50000, 30060, [cut(), cut(), cut()])).toMatchObject({ app: 'mpeg-ts', by: 'inspected' });
  expect(hear(17, 50000, 30060, [cut(), cut()]).by).toBe('none');
  expect(hear(17, 50000, 30060, [cut(), cut(undefined, 752), cut()]).by).toBe('none');
  expect(hear(17, 50000, 30060, [cut(), cut(), cut('48 4011 10 00')]).by).toBe('none');
});
test('an RTMP handshake with a version in place of zeros is one, cut or not', () => {
  const said = [{ bytes: hex('03 00000000 09007c02 f778551e'), wireLength: 1537 }];
  expect(hear(6, 50000, 40000, said)).toMatchObject({ app: 'rtmp', by: 'inspected' });
});
