/** A capture of any size, made here: for measuring the pages. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** First octets of networks that lie in many countries. */
const NETWORKS = [
  5, 8, 13, 20, 31, 37, 41, 46, 58, 61, 77, 80, 91, 102, 103, 109, 133, 151, 163, 177, 186, 190, 197, 200, 202, 210,
  212, 217,
];
const START = 1_700_000_000;
const SPAN_SECONDS = 3600;

/** Ethernet, IPv4 and TCP or UDP around a payload, with its pcap record header. */
function record(
  out: Buffer,
  at: number,
  packet: {
    time: number;
    source: number;
    target: number;
    sport: number;
    dport: number;
    proto: number;
    flags: number;
    seq: number;
    payload: Buffer;
  },
): number {
  const transport = packet.proto === 6 ? 20 : 8;
  const length = 14 + 20 + transport + packet.payload.length;
  out.writeUInt32LE(Math.floor(packet.time), at);
  out.writeUInt32LE(Math.floor((packet.time % 1) * 1e6), at + 4);
  out.writeUInt32LE(length, at + 8);
  out.writeUInt32LE(length, at + 12);
  let o = at + 16;
  out.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0], o);
  out.writeUInt16BE(20 + transport + packet.payload.length, o + 16);
  out.set([0, 1, 0, 0, 64, packet.proto, 0, 0], o + 18);
  out.writeUInt32BE(packet.source, o + 26);
  out.writeUInt32BE(packet.target, o + 30);
  o += 34;
  out.writeUInt16BE(packet.sport, o);
  out.writeUInt16BE(packet.dport, o + 2);
  if (packet.proto === 6) {
    out.writeUInt32BE(packet.seq, o + 4);
    out.writeUInt32BE(packet.flags & 0x10 ? 1 : 0, o + 8);
    out.set([0x50, packet.flags, 0xff, 0xff, 0, 0, 0, 0], o + 12);
  } else {
    out.writeUInt16BE(8 + packet.payload.length, o + 4);
    out.writeUInt16BE(0, o + 6);
  }
  packet.payload.copy(out, o + transport);
  return at + 16 + length;
}

const HTTP = Buffer.from('GET /index.html HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: bench\r\n\r\n');
const HTTP_ANSWER = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n${'x'.repeat(900)}`,
);
const DNS = Buffer.from('12340100000100000000000003777777076578616d706c6503636f6d0000010001', 'hex');
const DNS_ANSWER = Buffer.from(
  '12348180000100010000000003777777076578616d706c6503636f6d0000010001c00c000100010000003c00045db8d822',
  'hex',
);
const NTP = Buffer.concat([Buffer.from([0x23]), Buffer.alloc(47)]);
const NTP_ANSWER = Buffer.concat([Buffer.from([0x24, 1]), Buffer.alloc(46)]);
const SSH = Buffer.from('SSH-2.0-OpenSSH_9.6\r\n');
const UNKNOWN = Buffer.alloc(120, 0xab);
const NONE = Buffer.alloc(0);

/** Writes a capture of `flows` distinct flows over an hour: web, DNS, NTP, SSH and what nobody knows, to many countries. */
export async function writeCapture(path: string, flows: number): Promise<void> {
  const stream = createWriteStream(path, { highWaterMark: 1 << 22 });
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt32LE(0x0004_0002, 4);
  header.writeUInt32LE(65535, 16);
  header.writeUInt32LE(1, 20);
  stream.write(header);
  const FLOWS_A_PIECE = 4096;
  let random = 1;
  const next = (): number => (random = (Math.imul(random, 1664525) + 1013904223) >>> 0);
  for (let from = 0; from < flows; from += FLOWS_A_PIECE) {
    const piece = Buffer.allocUnsafe(FLOWS_A_PIECE * 2400);
    let at = 0;
    for (let n = from; n < Math.min(flows, from + FLOWS_A_PIECE); n++) {
      const time = START + (n / flows) * SPAN_SECONDS;
      const kind = next() % 10;
      const proto = kind < 5 ? 6 : 17;
      const source = (10 << 24) | (n & 0x00ff_ffff);
      const target = ((NETWORKS[next() % NETWORKS.length]! << 24) | (next() & 0x00ff_ffff)) >>> 0;
      const sport = 1024 + (n % 60_000);
      const dport = [80, 80, 80, 22, 4444, 53, 53, 53, 123, 9999][kind]!;
      const [ask, answer] = [
        [HTTP, HTTP_ANSWER],
        [HTTP, HTTP_ANSWER],
        [HTTP, HTTP_ANSWER],
        [SSH, SSH],
        [UNKNOWN, UNKNOWN],
        [DNS, DNS_ANSWER],
        [DNS, DNS_ANSWER],
        [DNS, DNS_ANSWER],
        [NTP, NTP_ANSWER],
        [UNKNOWN, NONE],
      ][kind]!;
      const there = { time, source: source >>> 0, target, sport, dport, proto, flags: 0x18, seq: 1, payload: ask! };
      const back = {
        time: time + 0.02 + (next() % 1000) / 1e4,
        source: target,
        target: source >>> 0,
        sport: dport,
        dport: sport,
        proto,
        flags: 0x18,
        seq: 1,
        payload: answer!,
      };
      if (proto === 6) {
        at = record(piece, at, { ...there, flags: 2, seq: 0, payload: NONE });
        at = record(piece, at, { ...back, time: time + 0.01, flags: 0x12, seq: 0, payload: NONE });
      }
      at = record(piece, at, there);
      if (answer !== NONE) at = record(piece, at, back);
    }
    if (!stream.write(piece.subarray(0, at))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}
