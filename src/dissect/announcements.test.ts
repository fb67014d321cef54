/** Flows that other flows announce: data connections, transfers and media. */
import { expect, test } from 'vitest';
import { fact } from '#fields/table.ts';
import { Hint } from './announcements.ts';
import { APPS } from './apps.ts';
import { createEngine } from './engine.ts';
import { ascii, hex, payloadOf } from './testing.ts';
import { WHY_TEXTS } from './why.ts';

const PAIR = 77;

/** Lets a flow of the pair say one payload, then opens another; returns its app and why. */
function announced(
  first: { proto: number; srcPort: number; dstPort: number; bytes: Uint8Array; dst?: boolean },
  second: { proto: number; srcPort: number; dstPort: number; bytes?: Uint8Array; pair?: number },
) {
  const engine = createEngine();
  engine.grow(2);
  engine.open(0, first.proto, 4, PAIR, first.srcPort, first.dstPort);
  const [sendPort, recvPort] = first.dst ? [first.dstPort, first.srcPort] : [first.srcPort, first.dstPort];
  engine.inspect(
    0,
    payloadOf(first.bytes, {
      proto: first.proto,
      pair: PAIR,
      fromSrc: !first.dst,
      side: first.dst ? 1 : 0,
      sendPort,
      recvPort,
    }),
  );
  const pair = second.pair ?? PAIR;
  const wants = engine.open(1, second.proto, 4, pair, second.srcPort, second.dstPort);
  if (wants && second.bytes !== undefined)
    engine.inspect(
      1,
      payloadOf(second.bytes, { proto: second.proto, pair, sendPort: second.srcPort, recvPort: second.dstPort }),
    );
  const rows = {
    app: new Uint16Array(1),
    appBy: new Uint8Array(1),
    appWhy: new Uint8Array(1),
    ipVersion: Uint8Array.of(4),
    etherType: Uint16Array.of(0x0800),
    factCount: 0,
    factRow: new Uint32Array(0),
    factField: new Uint16Array(0),
    factValue: new Uint32Array(0),
    factLength: new Uint32Array(0),
    heap: new Uint8Array(0),
    heapLength: 0,
  };
  engine.emit(1, second.srcPort, second.dstPort, rows, 0);
  return { app: APPS[rows.app[0]!], why: WHY_TEXTS[rows.appWhy[0]!] };
}

/** What the engine has been told of other flows. */
const announcements = (engine: ReturnType<typeof createEngine>) => engine.facts.announced!;

/** A text fact of a flow that is still open. */
function factOf(engine: ReturnType<typeof createEngine>, slot: number, key: string): string {
  const into = new Uint8Array(64);
  engine.facts.slot = slot;
  const bytes = engine.facts.read(fact(key), into);
  engine.facts.slot = -1;
  return new TextDecoder().decode(into.subarray(0, bytes));
}

const SIP = { proto: 17, srcPort: 5060, dstPort: 5060 };
const FTP = { proto: 6, srcPort: 50000, dstPort: 21 };
const DATA = { app: 'ftp-data', why: 'announced in another flow' };

test.each([
  ['227', { ...FTP, dst: true, bytes: ascii('227 Entering Passive Mode (10,0,0,1,195,203).\r\n') }],
  ['229', { ...FTP, dst: true, bytes: ascii('229 Entering Extended Passive Mode (|||50123|)\r\n') }],
  ['PORT', { ...FTP, bytes: ascii('PORT 10,0,0,2,195,203\r\n') }],
  ['EPRT', { ...FTP, bytes: ascii('EPRT |2|2001:db8::1|50123|\r\n') }],
])('the data connection that FTP announces by %s is ftp-data, whatever the file says', (_name, first) => {
  const web = ascii('HTTP/1.1 200 OK\r\n\r\n');
  expect(announced(first, { proto: 6, srcPort: 40000, dstPort: 50123, bytes: web })).toEqual(DATA);
});

test('an announcement holds for the two addresses that made it, and for one connection', () => {
  const first = { ...FTP, dst: true, bytes: ascii('227 Entering Passive Mode (10,0,0,1,195,203).\r\n') };
  expect(announced(first, { proto: 6, srcPort: 40000, dstPort: 50123, pair: 78 }).app).toBe('');
  expect(announced(first, { proto: 6, srcPort: 40000, dstPort: 50124 }).app).toBe('');
});

test('numbers that are no port announce nothing', () => {
  for (const text of [
    '227 Entering (10,0,0,1,999,203)\r\n',
    '229 (|||99999999|)\r\n',
    '227 no\r\n',
    '229 (',
    'PORT \r\n',
  ])
    expect(announced({ ...FTP, dst: true, bytes: ascii(text) }, { proto: 6, srcPort: 40000, dstPort: 50123 }).app).toBe(
      '',
    );
});

test('one RTP packet on a port of SDP is rtp, RTCP beside it rtcp, anything else is inspected as ever', () => {
  const invite = {
    proto: 17,
    srcPort: 5060,
    dstPort: 5060,
    bytes: ascii('INVITE sip:bob@10.0.0.1 SIP/2.0\r\n\r\nv=0\r\nm=audio 49170 RTP/AVP 0\r\n'),
  };
  const media = { proto: 17, srcPort: 41112, dstPort: 49170 };
  expect(announced(invite, { ...media, bytes: hex`80 00 0001 00000001 12345678 ffff` })).toEqual({
    app: 'rtp',
    why: 'announced in another flow',
  });
  expect(announced(invite, { ...media, dstPort: 49171, bytes: hex`81 ca 0001 12345678` }).app).toBe('rtcp');
  expect(announced(invite, { ...media, bytes: ascii('GET / HTTP/1.1\r\n') }).app).toBe('');
});

test('a portmapper answer names the program on its port', () => {
  const engineCall = hex`00000007 00000000 00000002 000186a0 00000002 00000003 00000000 00000000 00000000 00000000 000186a3 00000003 00000006 00000000`;
  const engine = createEngine();
  engine.grow(2);
  engine.open(0, 17, 4, PAIR, 800, 111);
  engine.inspect(0, payloadOf(engineCall, { pair: PAIR, sendPort: 800, recvPort: 111 }));
  engine.inspect(
    0,
    payloadOf(hex`00000007 00000001 00000000 00000000 00000000 00000000 00000801`, {
      pair: PAIR,
      fromSrc: false,
      side: 1,
      sendPort: 111,
      recvPort: 800,
    }),
  );
  engine.open(1, 6, 4, PAIR, 801, 2049);
  engine.inspect(1, payloadOf(hex`a5b6c7d8 a5b6c7d8`, { proto: 6, pair: PAIR, sendPort: 801, recvPort: 2049 }));
  const rows = {
    app: new Uint16Array(1),
    appBy: new Uint8Array(1),
    appWhy: new Uint8Array(1),
    ipVersion: Uint8Array.of(4),
    etherType: Uint16Array.of(0x0800),
    factCount: 0,
    factRow: new Uint32Array(0),
    factField: new Uint16Array(0),
    factValue: new Uint32Array(0),
    factLength: new Uint32Array(0),
    heap: new Uint8Array(0),
    heapLength: 0,
  };
  engine.emit(1, 801, 2049, rows, 0);
  expect([APPS[rows.app[0]!], WHY_TEXTS[rows.appWhy[0]!]]).toEqual(['nfs', 'announced in another flow']);
});

test('an answer of rpcbind 4 names the program at its universal address', () => {
  const call = hex`00000008 00000000 00000002 000186a0 00000004 00000003 00000000 00000000 00000000 00000000 000186a3 00000003 00000003 74637000 00000000 00000000`;
  const answer = hex`00000008 00000001 00000000 00000000 00000000 00000000 0000000c 31302e30 2e302e31 2e382e31`;
  const engine = createEngine();
  engine.grow(2);
  engine.open(0, 17, 4, PAIR, 800, 111);
  engine.inspect(0, payloadOf(call, { pair: PAIR, sendPort: 800, recvPort: 111 }));
  const back = { pair: PAIR, fromSrc: false, side: 1, sendPort: 111, recvPort: 800 };
  engine.inspect(0, payloadOf(answer, back));
  expect(announcements(engine).awaited(PAIR, 6, 801, 2049)).toBe(Hint.Nfs);
});

test('SDP names the dynamic payload types of the media it announces', () => {
  const sdp =
    'v=0\r\nm=audio 49170 RTP/AVP 111 101\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:101 telephone-event/8000\r\n';
  const engine = createEngine();
  engine.grow(2);
  engine.open(0, 17, 4, PAIR, 5060, 5060);
  const invite = ascii(`INVITE sip:b@example.org SIP/2.0\r\nCall-ID: 1\r\n\r\n${sdp}`);
  engine.inspect(0, payloadOf(invite, { pair: PAIR, sendPort: 5060, recvPort: 5060 }));
  engine.open(1, 17, 4, PAIR, 30000, 49170);
  const media = hex`806f 0001 00000000 01020304 a5a5a5a5`;
  engine.inspect(1, payloadOf(media, { pair: PAIR, sendPort: 30000, recvPort: 49170 }));
  expect(factOf(engine, 1, 'rtp.codec')).toBe('opus');
});

test('an ICE candidate over UDP is a port for media', () => {
  const sdp = 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=candidate:1 1 UDP 2130706431 10.0.1.1 8998 typ host\r\n';
  const invite = { ...SIP, bytes: ascii(`INVITE sip:b@example.org SIP/2.0\r\nCall-ID: 1\r\n\r\n${sdp}`) };
  const media = { proto: 17, srcPort: 30000, dstPort: 8998, bytes: hex`806f 0001 00000000 01020304 a5a5a5a5` };
  expect(announced(invite, media).app).toBe('rtp');
});

test('a TFTP transfer between new ports is told by its request', () => {
  const request = { proto: 17, srcPort: 3445, dstPort: 69, bytes: ascii('\0\x01boot.img\0octet\0') };
  expect(announced(request, { proto: 17, srcPort: 69, dstPort: 3445 }).app).toBe('tftp');
  expect(announced(request, { proto: 17, srcPort: 32000, dstPort: 3445 }).app).toBe('tftp');
});

test('a flow whose other side says something else keeps what proved it, and is asked once', () => {
  const engine = createEngine();
  engine.grow(1);
  engine.open(0, 6, 4, PAIR, 40_000, 8080);
  const said = (bytes: Uint8Array, side: number, seqOffset: number) =>
    engine.inspect(
      0,
      payloadOf(bytes, {
        proto: 6,
        side,
        fromSrc: side === 0,
        seqOffset,
        sendPort: 40_000,
        recvPort: 8080,
        pair: PAIR,
      }),
    );
  said(ascii('GET / HTTP/1.1\r\nHost: a.example\r\n\r\n'), 0, 0);
  for (let n = 0; n < 20; n++) said(hex`a5b6c7d8`, 1, 4 * n);
  const rows = {
    app: new Uint16Array(1),
    appBy: new Uint8Array(1),
    appWhy: new Uint8Array(1),
    ipVersion: Uint8Array.of(4),
    etherType: Uint16Array.of(0x0800),
    factCount: 0,
    factRow: new Uint32Array(0),
    factField: new Uint16Array(0),
    factValue: new Uint32Array(0),
    factLength: new Uint32Array(0),
    heap: new Uint8Array(0),
    heapLength: 0,
  };
  engine.emit(0, 40_000, 8080, rows, 0);
  expect([APPS[rows.app[0]!], WHY_TEXTS[rows.appWhy[0]!]]).toEqual(['http', 'first bytes of the client']);
});

test('what goes over UDP to the port of a tinc daemon is of its network', () => {
  const meta = { proto: 6, srcPort: 47341, dstPort: 1655, bytes: ascii('0 alpha 17.7\n') };
  const cipher = hex`2e6b6953e9c8d5ce9e39dab757df18c7d1371d945c982e01`;
  const told = { app: 'tinc', why: 'announced in another flow' };
  expect(announced(meta, { proto: 17, srcPort: 1655, dstPort: 1655, bytes: cipher })).toEqual(told);
  expect(announced(meta, { proto: 17, srcPort: 50000, dstPort: 1656, bytes: cipher }).app).toBe('');
});

test('between two of the DHT what TCP carries to their ports is BitTorrent, though it is cipher text', () => {
  const ping = {
    proto: 17,
    srcPort: 7101,
    dstPort: 7002,
    bytes: ascii(`d1:ad2:id20:${'a'.repeat(20)}e1:q4:ping1:t2:aa1:y1:qe`),
  };
  const cipher = hex`8f3a5c17d2e94b60aa71c3f85e2d9046b1f7083c`;
  const told = { app: 'bittorrent', why: 'announced in another flow' };
  expect(announced(ping, { proto: 6, srcPort: 52000, dstPort: 7002, bytes: cipher })).toEqual(told);
  expect(announced(ping, { proto: 6, srcPort: 52000, dstPort: 7003, bytes: cipher }).app).toBe('');
  expect(announced(ping, { proto: 6, srcPort: 52000, dstPort: 7002, bytes: ascii('GET / HTTP/1.1\r\n\r\n') }).app).toBe(
    'http',
  );
});
