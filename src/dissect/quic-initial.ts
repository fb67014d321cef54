/**
 * Initial packets of QUIC, RFC 9001 §5: keys from the client's first connection id, header protection, and the CRYPTO frames put in order.
 * A ClientHello may come in several packets; what is known of it is kept in a ring of PENDING places, so that an unfinished one is
 * forgotten in time. The authentication tag is not checked: a wrong key shows in frames that make no sense.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { QuicProfile } from './quic-versions.ts';

const PENDING = 256;
const MAX_CRYPTO = 8192;
const MOST_RANGES = 64;
const TAG_BYTES = 16;
const SAMPLE_BYTES = 16;
const MAX_PACKET = 2048;

interface Keys {
  readonly key: Buffer;
  readonly iv: Buffer;
  readonly hp: Buffer;
}

/** A client's CRYPTO stream as far as it has been seen. */
export interface CryptoStream {
  id: number;
  keys: Keys | undefined;
  readonly bytes: Uint8Array;
  /** half-open ranges seen, [from, to) pairs */
  readonly ranges: Int32Array;
  rangeCount: number;
}

function expandLabel(secret: Buffer, label: string, length: number): Buffer {
  const info = Buffer.alloc(4 + 6 + label.length + 1);
  info.writeUInt16BE(length, 0);
  info[2] = 6 + label.length;
  info.write(`tls13 ${label}`, 3, 'latin1');
  info[info.length - 1] = 1; // the first block of HKDF-Expand; the context before it is empty
  return createHmac('sha256', secret).update(info).digest().subarray(0, length);
}

function clientKeys(profile: QuicProfile, id: Uint8Array): Keys {
  const initial = createHmac('sha256', profile.salt).update(id).digest();
  const client = expandLabel(initial, 'client in', 32);
  return {
    key: expandLabel(client, `${profile.label}key`, 16),
    iv: expandLabel(client, `${profile.label}iv`, 12),
    hp: expandLabel(client, `${profile.label}hp`, 16),
  };
}

const ring: (CryptoStream | undefined)[] = new Array(PENDING).fill(undefined);
let lastId = 0;

/** The stream with this id, or a new one where it was forgotten (or id is 0). */
export function cryptoStream(id: number): CryptoStream {
  const known = id === 0 ? undefined : ring[id % PENDING];
  if (known !== undefined && known.id === id) return known;
  lastId = lastId >= 0xffffffff ? 1 : lastId + 1;
  const place = lastId % PENDING;
  let stream = ring[place];
  if (stream === undefined) {
    stream = { id: lastId, keys: undefined, bytes: new Uint8Array(MAX_CRYPTO), ranges: new Int32Array(2 * MOST_RANGES), rangeCount: 0 };
    ring[place] = stream;
  }
  stream.id = lastId;
  stream.keys = undefined;
  stream.rangeCount = 0;
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
  profile: QuicProfile, stream: CryptoStream, id: Uint8Array, buf: Uint8Array, off: number, numberAt: number, end: number,
): Uint8Array | undefined {
  if (end - numberAt < 4 + SAMPLE_BYTES || end - off > MAX_PACKET) return undefined;
  if (stream.keys !== undefined) {
    const plain = decrypt(stream.keys, buf, off, numberAt, end);
    if (addFrames(stream, plain)) return plain;
  }
  const keys = clientKeys(profile, id);
  const plain = decrypt(keys, buf, off, numberAt, end);
  if (!addFrames(stream, plain) && !hasMessage(plain)) return undefined;
  stream.keys = keys;
  return plain;
}

function decrypt(keys: Keys, buf: Uint8Array, off: number, numberAt: number, end: number): Uint8Array {
  const cipher = createCipheriv('aes-128-ecb', keys.hp, null);
  const mask = cipher.update(buf.subarray(numberAt + 4, numberAt + 4 + SAMPLE_BYTES));
  const numberBytes = ((buf[off] ^ (mask[0] & 0x0f)) & 3) + 1;
  const counter = Buffer.alloc(16);
  keys.iv.copy(counter);
  counter[15] = 2; // GCM counts data blocks from 2, NIST SP 800-38D §7.1
  for (let i = 0; i < numberBytes; i++) counter[12 - numberBytes + i] ^= buf[numberAt + i] ^ mask[1 + i];
  return createDecipheriv('aes-128-ctr', keys.key, counter).update(buf.subarray(numberAt + numberBytes, Math.max(numberAt + numberBytes, end - TAG_BYTES)));
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
    if (type !== 6) return found;
    const offset = varint(plain, at, end);
    at = afterVarint(plain, at, end);
    const length = varint(plain, at, end);
    at = afterVarint(plain, at, end);
    if (offset < 0 || length < 0 || at + length > end) return found;
    found = true;
    if (offset + length <= MAX_CRYPTO && length > 0 && stream.rangeCount < MOST_RANGES) {
      for (let i = 0; i < length; i++) stream.bytes[offset + i] = plain[at + i];
      stream.ranges[2 * stream.rangeCount] = offset;
      stream.ranges[2 * stream.rangeCount + 1] = offset + length;
      stream.rangeCount++;
    }
    at += length;
  }
  return found;
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
