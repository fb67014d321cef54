/**
 * Initial packets of QUIC, RFC 9001 §5: keys from the client's first connection id, header protection, and the CRYPTO frames put in order.
 * A ClientHello may come in several packets; what is known of it is kept in a ring of PENDING places, so that an unfinished one is
 * forgotten in time. The authentication tag is not checked: a wrong key shows in frames that make no sense.
 */
import { Aes128 } from '../codec/aes128.ts';
import { DIGEST_BYTES, HmacSha256 } from '../codec/sha256.ts';
import type { QuicProfile } from './quic-versions.ts';

const PENDING = 256;
const MAX_CRYPTO = 8192;
const MOST_RANGES = 64;
const TAG_BYTES = 16;
const CRYPTO = 6;
const GOOGLE_CRYPTO = 8; // of Q050, T050 and T051; a STREAM frame elsewhere, and never in an Initial packet
const SAMPLE_BYTES = 16;
const MAX_PACKET = 2048;
/** GCM counts data blocks from 2, NIST SP 800-38D §7.1 */
const FIRST_DATA_BLOCK = [0, 0, 0, 2];

interface Keys {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly hp: Uint8Array;
}

/** A client's CRYPTO stream as far as it has been seen; then the server's. */
export interface CryptoStream {
  id: number;
  keys: Keys | undefined;
  /** the connection id the keys are made of */
  readonly connection: Uint8Array;
  connectionBytes: number;
  serverKeys: Keys | undefined;
  serverProfile: QuicProfile | undefined;
  readonly bytes: Uint8Array;
  /** half-open ranges seen, [from, to) pairs */
  readonly ranges: Int32Array;
  rangeCount: number;
}

const hmac = new HmacSha256();
const aes = new Aes128();
const initial = new Uint8Array(DIGEST_BYTES);
const client = new Uint8Array(DIGEST_BYTES);
const digest = new Uint8Array(DIGEST_BYTES);
const mask = new Uint8Array(16);
const counter = new Uint8Array(16);
const plaintext = new Uint8Array(MAX_PACKET);

/** HkdfLabel of TLS 1.3 (RFC 8446 §7.1) and the number of the one block of HKDF-Expand; the context is empty. */
function labelOf(label: string, length: number): Uint8Array {
  const name = `tls13 ${label}`;
  return Uint8Array.from([length >> 8, length & 0xff, name.length, ...Buffer.from(name, 'latin1'), 0, 1]);
}

const CLIENT_IN = labelOf('client in', 32);
const SERVER_IN = labelOf('server in', 32);
const LONGEST_ID = 20;
const labels = new Map<string, readonly [key: Uint8Array, iv: Uint8Array, hp: Uint8Array]>();

function labelsOf(prefix: string): readonly [Uint8Array, Uint8Array, Uint8Array] {
  let known = labels.get(prefix);
  if (known === undefined) {
    known = [labelOf(`${prefix}key`, 16), labelOf(`${prefix}iv`, 12), labelOf(`${prefix}hp`, 16)];
    labels.set(prefix, known);
  }
  return known;
}

/** RFC 9001 §5.2: what an observer of the first packet can derive. */
function keysOf(profile: QuicProfile, id: Uint8Array, side: Uint8Array): Keys {
  const [keyLabel, ivLabel, hpLabel] = labelsOf(profile.label);
  hmac.setKey(profile.salt);
  hmac.sign(id, initial);
  hmac.setKey(initial);
  hmac.sign(side, client);
  hmac.setKey(client);
  const expand = (label: Uint8Array, length: number): Uint8Array => {
    hmac.sign(label, digest);
    return digest.slice(0, length);
  };
  return { key: expand(keyLabel, 16), iv: expand(ivLabel, 12), hp: expand(hpLabel, 16) };
}

/** Memory that flows refer to by number; see across-packets.ts. */
export const cryptoStreams = { ring: new Array<CryptoStream | undefined>(PENDING).fill(undefined), lastId: 0 };

/** The stream with this id, or a new one where it was forgotten (or id is 0). */
export function cryptoStream(id: number): CryptoStream {
  const { ring } = cryptoStreams;
  const known = id === 0 ? undefined : ring[id % PENDING];
  if (known !== undefined && known.id === id) return known;
  const lastId = cryptoStreams.lastId >= 0xffffffff ? 1 : cryptoStreams.lastId + 1;
  cryptoStreams.lastId = lastId;
  const place = lastId % PENDING;
  let stream = ring[place];
  if (stream === undefined) {
    stream = {
      id: lastId,
      keys: undefined,
      connection: new Uint8Array(LONGEST_ID),
      connectionBytes: 0,
      serverKeys: undefined,
      serverProfile: undefined,
      bytes: new Uint8Array(MAX_CRYPTO),
      ranges: new Int32Array(2 * MOST_RANGES),
      rangeCount: 0,
    };
    ring[place] = stream;
  }
  stream.id = lastId;
  stream.keys = stream.serverKeys = stream.serverProfile = undefined;
  stream.rangeCount = stream.connectionBytes = 0;
  return stream;
}

/** Bytes known from the stream's start without a gap. */
export function cryptoPrefix(stream: CryptoStream): number {
  let length = 0;
  for (let grown = true; grown; ) {
    grown = false;
    for (let n = 0; n < stream.rangeCount; n++) {
      if (stream.ranges[2 * n] <= length && stream.ranges[2 * n + 1] > length) {
        length = stream.ranges[2 * n + 1];
        grown = true;
      }
    }
  }
  return length;
}

/**
 * Decrypts one Initial packet of a client, bytes [off, end) with its packet number at `numberAt`, and adds its CRYPTO frames to the
 * stream. The decrypted payload is returned, undefined when it can't be read.
 */
export function openInitial(
  profile: QuicProfile,
  stream: CryptoStream,
  id: Uint8Array,
  buf: Uint8Array,
  off: number,
  numberAt: number,
  end: number,
): Uint8Array | undefined {
  if (end - numberAt < 4 + SAMPLE_BYTES || end - off > MAX_PACKET) return undefined;
  if (stream.keys !== undefined) {
    const plain = decrypt(stream.keys, buf, off, numberAt, end);
    if (addFrames(stream, plain)) return plain;
  }
  const keys = keysOf(profile, id, CLIENT_IN);
  const plain = decrypt(keys, buf, off, numberAt, end);
  if (!addFrames(stream, plain) && !hasMessage(plain)) return undefined;
  stream.keys = keys;
  stream.connectionBytes = Math.min(id.length, LONGEST_ID);
  stream.connection.set(id.subarray(0, LONGEST_ID));
  return plain;
}

/** From here on the stream is the server's, whose keys come from the same connection id. */
export function turnToServer(stream: CryptoStream): void {
  stream.rangeCount = 0;
}

/** Decrypts one Initial packet of the server, as openInitial does; false when it can't be read. */
export function openAnswer(
  profile: QuicProfile,
  stream: CryptoStream,
  buf: Uint8Array,
  off: number,
  numberAt: number,
  end: number,
): boolean {
  if (end - numberAt < 4 + SAMPLE_BYTES || end - off > MAX_PACKET || stream.connectionBytes === 0) return false;
  if (stream.serverKeys === undefined || stream.serverProfile !== profile) {
    stream.serverKeys = keysOf(profile, stream.connection.subarray(0, stream.connectionBytes), SERVER_IN);
    stream.serverProfile = profile;
  }
  return addFrames(stream, decrypt(stream.serverKeys, buf, off, numberAt, end));
}

function decrypt(keys: Keys, buf: Uint8Array, off: number, numberAt: number, end: number): Uint8Array {
  aes.setKey(keys.hp);
  aes.encryptBlock(buf, numberAt + 4, mask);
  const numberBytes = ((buf[off] ^ (mask[0] & 0x0f)) & 3) + 1;
  counter.set(keys.iv);
  counter.set(FIRST_DATA_BLOCK, 12);
  for (let i = 0; i < numberBytes; i++) counter[12 - numberBytes + i] ^= buf[numberAt + i] ^ mask[1 + i];
  const from = numberAt + numberBytes;
  const to = Math.max(from, end - TAG_BYTES);
  aes.setKey(keys.key);
  aes.counterMode(counter, buf, from, to, plaintext);
  return plaintext.subarray(0, to - from);
}

/** A message of Google's QUIC crypto begins in these bytes. */
function hasMessage(plain: Uint8Array): boolean {
  return Buffer.from(plain.buffer, plain.byteOffset, plain.length).indexOf('CHLO') >= 0;
}

/** Adds CRYPTO frames; false when the bytes are not the frames of an Initial packet (RFC 9000 §12.4). */
function addFrames(stream: CryptoStream, plain: Uint8Array): boolean {
  let at = 0;
  let found = false;
  const end = plain.length;
  while (at < end) {
    const type = plain[at++];
    if (type === 0 || type === 1) continue; // PADDING, PING
    if (type === 2 || type === 3) {
      at = skipAck(plain, at, end, type);
      if (at < 0) return found;
      continue;
    }
    if (type === 0x1c) return true; // CONNECTION_CLOSE
    if (type !== CRYPTO && type !== GOOGLE_CRYPTO) return found;
    const offset = varint(plain, at, end);
    at = afterVarint(plain, at, end);
    const length = varint(plain, at, end);
    at = afterVarint(plain, at, end);
    if (offset < 0 || length < 0 || at + length > end) return found;
    found = true;
    addRange(stream, offset, plain, at, at + length);
    at += length;
  }
  return found;
}

/** Puts [from, to) of `source` in its place; nothing where it is too far off. */
export function addRange(stream: CryptoStream, offset: number, source: Uint8Array, from: number, to: number): void {
  const length = to - from;
  if (length <= 0 || offset + length > MAX_CRYPTO || stream.rangeCount >= MOST_RANGES) return;
  for (let i = 0; i < length; i++) stream.bytes[offset + i] = source[from + i];
  stream.ranges[2 * stream.rangeCount] = offset;
  stream.ranges[2 * stream.rangeCount + 1] = offset + length;
  stream.rangeCount++;
}

function skipAck(plain: Uint8Array, off: number, end: number, type: number): number {
  let at = afterVarint(plain, afterVarint(plain, off, end), end); // largest, delay
  const ranges = varint(plain, at, end);
  if (ranges < 0 || ranges > 256) return -1;
  at = afterVarint(plain, at, end);
  for (let n = 0; n < 1 + 2 * ranges + (type === 3 ? 3 : 0); n++) at = afterVarint(plain, at, end);
  return at > end ? -1 : at;
}

/** A variable-length integer, RFC 9000 §16; -1 when it is cut off. Above 2^32 it is only known to be large. */
export function varint(buf: Uint8Array, off: number, end: number): number {
  if (off < 0 || off >= end) return -1;
  const bytes = 1 << (buf[off] >> 6);
  if (off + bytes > end) return -1;
  let value = buf[off] & 0x3f;
  for (let i = 1; i < bytes; i++) value = value * 256 + buf[off + i];
  return value;
}

export function afterVarint(buf: Uint8Array, off: number, end: number): number {
  return off < 0 || off >= end ? end + 1 : off + (1 << (buf[off] >> 6));
}
