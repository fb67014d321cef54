/**
 * QUIC, RFC 9000 §17.2 (invariants RFC 8999), its drafts, and Google's QUIC before it (Q024 … Q050, T05x). The client's Initial packets are
 * decrypted (at most MOST_OPENED a flow) for its ClientHello, then the server's for the answer.
 */
import { fact } from '#fields/table.ts';
import { indexOfText, startsWith, u16le, u24, u32, u32le } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import {
  afterVarint,
  type CryptoStream,
  cryptoPrefix,
  cryptoStream,
  openAnswer,
  openInitial,
  turnToServer,
  varint,
} from './quic-initial.ts';
import { isGoogleQuic, isReservedVersion, type QuicProfile, quicProfile, quicVersionName } from './quic-versions.ts';
import { writeClientHello, writeServerHello } from './tls-hello.ts';

const HOST = fact('host');
const SNI = fact('tls.sni');
const CLIENT = fact('software.client');
const VERSION = fact('quic.version');

const LONG_HEADER = 0x80;
const MAX_ID = 20;
const SMALLEST_INITIAL = 1200;
const MOST_OPENED = 6;
const MOST_COALESCED = 4;
const TAG_BYTES = 16;
const SHORTEST_PACKET = 20; // RFC 9001 §5.4.2
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
// stateA: Initial packets that were opened, and
const HELLO_READ = 0x100; // of the client: the server's is awaited
const CLIENT_IS_SRC = 0x200;
const OPENED = 0xff;
const RETRY = 3; // long header type in version 1; of version 2 it is 0
const Q_FLAG_VERSION = 1;
const Q_FLAG_ID = 8;
const Q_ID_BYTES = 8;

/** Where the version stands in a packet of Google's QUIC before Q044: behind flags and connection id; -1 = it has none. */
function oldVersionAt(buf: Uint8Array, off: number, end: number): number {
  const flags = buf[off];
  if ((flags & 0xc0) !== 0 || (flags & Q_FLAG_VERSION) === 0) return -1;
  const at = off + 1 + ((flags & Q_FLAG_ID) !== 0 ? Q_ID_BYTES : 0);
  return at + 4 <= end ? at : -1;
}

/**
 * Version 1, §17.2: what stands behind the connection ids, of which the second's length is at sourceAt, fits into the datagram, which goes to `wireEnd`: tokens, and a length with
 * room for packet number, sample and tag; of a Retry the token's tag. What is cut off may be anything.
 */
function holdsPacket(buf: Uint8Array, off: number, sourceAt: number, end: number, wireEnd: number): boolean {
  const type = (buf[off] >> 4) & 3;
  const at = sourceAt + 1 + buf[sourceAt];
  if (type === RETRY) return buf[sourceAt] !== 0 && wireEnd - at > TAG_BYTES;
  let from = at;
  if (type === 0) {
    const token = varint(buf, at, end);
    if (token < 0) return end < wireEnd;
    from = afterVarint(buf, at, end) + token;
    if (from >= wireEnd) return false;
  }
  const length = varint(buf, from, end);
  if (length < 0) return end < wireEnd;
  return length >= SHORTEST_PACKET && afterVarint(buf, from, end) + length <= wireEnd;
}

function probe({ buf, off, end, wireLength, sendPort }: Payload): Verdict {
  if (end - off < 7) return Verdict.No;
  if ((buf[off] & LONG_HEADER) === 0) {
    const at = oldVersionAt(buf, off, end);
    if (at >= 0) return isGoogleQuic(u32(buf, at)) ? Verdict.Yes : Verdict.No;
    // a rejection by the server, before which nothing was captured: flags, id, packet number, hash, frame, REJ
    return sendPort === 443 && wireLength > 100 && indexOfText(buf, off + 14, Math.min(end, off + 60), 'REJ\0') > 0
      ? Verdict.Yes
      : Verdict.No;
  }
  const version = u32(buf, off + 1);
  if (isGoogleQuic(version)) return Verdict.Yes;
  const destination = buf[off + 5];
  if (destination > MAX_ID || off + 6 + destination >= end) return Verdict.No;
  const sourceAt = off + 6 + destination;
  if (buf[sourceAt] > MAX_ID || sourceAt + 1 + buf[sourceAt] > end) return Verdict.No;
  if (version === 0) {
    // Version Negotiation, RFC 9000 §17.2.1: the client's own id comes back, then versions fill the datagram
    const from = sourceAt + 1 + buf[sourceAt];
    if (buf[sourceAt] === 0 || (off + wireLength - from) % 4 !== 0) return Verdict.No;
    for (let at = from; at + 4 <= end; at += 4) if (quicProfile(u32(buf, at)) !== undefined) return Verdict.Yes;
    return Verdict.No;
  }
  const profile = quicProfile(version);
  if (profile !== undefined)
    return (version !== 1 || (buf[off] & 0x40) !== 0 || wireLength >= SMALLEST_INITIAL) &&
      (version !== 1 || holdsPacket(buf, off, sourceAt, end, off + wireLength))
      ? Verdict.Yes
      : Verdict.No;
  return (isReservedVersion(version) || version >>> 16 === 0) &&
    wireLength >= SMALLEST_INITIAL &&
    destination >= 8 &&
    (buf[off] & 0x40) !== 0
    ? Verdict.Yes
    : Verdict.No;
}

/** Writes server name and agent of a CHLO message (tag, count, pairs of tag and end offset, values; all little-endian). */
function writeChlo(buf: Uint8Array, off: number, end: number, facts: Facts): boolean {
  const at = indexOfText(buf, off, end, 'CHLO');
  if (at < 0 || at + 8 > end) return false;
  const count = u16le(buf, at + 4);
  const values = at + 8 + 8 * count;
  let from = values;
  for (let n = 0; n < count && at + 16 + 8 * n <= end; n++) {
    const tag = at + 8 + 8 * n;
    const to = values + u32le(buf, tag + 4);
    if (to < from || to > end) break;
    if (startsWith(buf, tag, end, 'SNI\0')) {
      facts.text(SNI, buf, from, to);
      facts.text(HOST, buf, from, to);
    } else if (startsWith(buf, tag, end, 'UAID')) facts.text(CLIENT, buf, from, to);
    from = to;
  }
  return true;
}

/** Opens the Initial packets of a datagram; true when the ClientHello is told. */
function openDatagram(
  payload: Payload,
  facts: Facts,
  stream: CryptoStream,
  profile: QuicProfile,
  isAnswer: boolean,
): boolean {
  const { buf, end } = payload;
  let at = payload.off;
  for (let n = 0; n < MOST_COALESCED && at + 7 < end && (buf[at] & LONG_HEADER) !== 0; n++) {
    const idAt = at + 6;
    const idEnd = idAt + buf[at + 5];
    if (buf[at + 5] > MAX_ID || idEnd >= end) return false;
    let field = idEnd + 1 + buf[idEnd];
    const initial = ((buf[at] >> 4) & 3) === profile.initialType;
    if (initial) {
      const token = varint(buf, field, end);
      if (token < 0) return false;
      field = afterVarint(buf, field, end) + token;
    }
    const length = varint(buf, field, end);
    field = afterVarint(buf, field, end);
    if (length < 0 || field > end) return false;
    const stop = Math.min(field + length, end);
    if (initial) {
      payload.stateA++;
      if (isAnswer) {
        if (openAnswer(profile, stream, buf, at, field, stop) && writeAnswer(stream, facts)) return true;
      } else {
        const plain = openInitial(profile, stream, buf.subarray(idAt, idEnd), buf, at, field, stop);
        if (plain !== undefined && writeHello(plain, stream, facts)) return true;
      }
    }
    at = field + length;
  }
  return false;
}

function writeHello(plain: Uint8Array, stream: CryptoStream, facts: Facts): boolean {
  const known = cryptoPrefix(stream);
  const { bytes } = stream;
  if (known < 4 || bytes[0] !== CLIENT_HELLO) return writeChlo(plain, 0, plain.length, facts);
  const length = 4 + u24(bytes, 1);
  writeClientHello(bytes, 4, Math.min(known, length), facts, 'q', false, known >= length);
  return known >= length;
}

/** True when the ServerHello is told; one that asks to try again is followed by another. */
function writeAnswer(stream: CryptoStream, facts: Facts): boolean {
  const known = cryptoPrefix(stream);
  const { bytes } = stream;
  if (known < 4 || bytes[0] !== SERVER_HELLO) return known >= 4;
  const length = 4 + u24(bytes, 1);
  if (known < length) return false;
  return !writeServerHello(bytes, 4, length, facts, 0, true).isRetry;
}

/** Packets of a server that speaks on its own port. */
function isFromServer({ sendPort, recvPort, fromSrc }: Payload): boolean {
  return !fromSrc && sendPort < 1024 && recvPort >= 1024;
}

function writeVersion({ buf, off, end }: Payload, facts: Facts): void {
  const at = (buf[off] & LONG_HEADER) !== 0 ? off + 1 : oldVersionAt(buf, off, end);
  if (at < 0 || at + 4 > end) return;
  const name = quicVersionName(u32(buf, at));
  if (name !== '') facts.word(VERSION, name);
}

export const quic: Dissector = {
  app: 'quic',
  over: [17],
  ports: [443],
  firstBytes: Array.from({ length: 256 }, (_, byte) => byte).filter(
    (byte) => byte >= LONG_HEADER || (byte < 0x40 && byte >= 0x08),
  ),
  probe,
  parse(payload, facts) {
    const { buf, off, end } = payload;
    if (!facts.has(VERSION)) writeVersion(payload, facts);
    if ((buf[off] & LONG_HEADER) === 0) {
      return writeChlo(buf, off, end, facts) || oldVersionAt(buf, off, end) < 0 ? Progress.Done : Progress.More;
    }
    if (end - off < 7) return Progress.More;
    const version = u32(buf, off + 1);
    const profile = quicProfile(version);
    if (profile === undefined) return Progress.More;
    if (profile.salt.length === 0)
      return writeChlo(buf, off, end, facts) || !isGoogleQuic(version) ? Progress.Done : Progress.More;
    const stream = cryptoStream(payload.stateB);
    payload.stateB = stream.id;
    if ((payload.stateA & HELLO_READ) !== 0) {
      if (payload.fromSrc === ((payload.stateA & CLIENT_IS_SRC) !== 0)) return Progress.More;
      if (((buf[off] >> 4) & 3) === (profile.initialType === 0 ? RETRY : 0)) {
        payload.stateA = payload.stateB = 0; // the client asks again, by another connection id
        return Progress.More;
      }
      const isTold = openDatagram(payload, facts, stream, profile, true);
      return isTold || (payload.stateA & OPENED) >= MOST_OPENED ? Progress.Done : Progress.More;
    }
    if (isFromServer(payload)) return Progress.More; // whose keys are others
    if (openDatagram(payload, facts, stream, profile, false)) {
      if (isGoogleQuic(version) || stream.keys === undefined) return Progress.Done;
      turnToServer(stream);
      payload.stateA = HELLO_READ | (payload.fromSrc ? CLIENT_IS_SRC : 0);
      return Progress.More;
    }
    return (payload.stateA & OPENED) >= MOST_OPENED ? Progress.Done : Progress.More;
  },
};
