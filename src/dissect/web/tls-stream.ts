/**
 * Records and handshake messages of TLS over TCP, RFC 8446 §5.1 and RFC 5246 §6.2, §7.4: both hellos, of TLS 1.2 and before also
 * certificates and the key exchange's group, and alerts in clear. Each side is read until it encrypts. Messages may span records and
 * segments. Used by tls.ts, and by protocols that turn to TLS on the way (parseStartTls).
 */
import { fact } from '#fields/table.ts';
import { alertName } from '#registry/tls-names.ts';
import { indexOfByte, u16, u24 } from '../bytes.ts';
import { type Facts, MAX_PREFIX_BYTES, type Payload, Progress } from '../dissector.ts';
import { isThirteen, versionName, writeClientHello, writeGroup, writeServerHello } from './tls-hello.ts';
import { writeCertificate } from './x509.ts';

const VERSION = fact('tls.version');
const ALERTS = fact('tls.alert');
const CHAIN = fact('tls.cert.chain');

export const RECORD_BYTES = 5;
const HANDSHAKE_BYTES = 4;
const MAX_RECORD = 16384 + 2048;
const CHANGE_CIPHER_SPEC = 0x14;
const ALERT = 0x15;
export const HANDSHAKE = 0x16;
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const SERVER_KEY_EXCHANGE = 12;
const CERTIFICATE_REQUEST = 13;
const SERVER_HELLO_DONE = 14;
const CERTIFICATE_STATUS = 22;
const HELLO_REQUEST = 0;
const NAMED_CURVE = 3;
const LARGEST_MESSAGE = 0x20000;
const MOST_CERTIFICATES = 32;

// stateA: what was heard, and how many bytes of the first record of src (dst) were read already; stateB: the client's session
const CLIENT_SEEN = 1;
const SERVER_SEEN = 2;
const CERTIFICATE_SEEN = 4;
const CLIENT_IS_SRC = 8;
const DONE_SHIFT_SRC = 4;
const DONE_SHIFT_DST = 18;
const DONE_BITS = 0x3fff;

/** of stateB, which TLS leaves alone: for a protocol that carries TLS, to know that the scratch of the flow is TLS's */
export const TLS_INSIDE = 1 << 31;

/** where messages that span records are put together */
const joined = new Uint8Array(MAX_PREFIX_BYTES);

const doneShift = (payload: Payload): number => (payload.fromSrc ? DONE_SHIFT_SRC : DONE_SHIFT_DST);
const setDone = (payload: Payload, bytes: number): void => {
  const shift = doneShift(payload);
  payload.stateA = ((payload.stateA & ~(DONE_BITS << shift)) | (bytes << shift)) >>> 0;
};
const isFromClient = ({ stateA, fromSrc }: Payload): boolean =>
  (stateA & CLIENT_SEEN) !== 0 && fromSrc === ((stateA & CLIENT_IS_SRC) !== 0);

/** Reads records from payload.off on. Other when this side has told all it tells in clear. `isCut`: by snapLen. */
export function parseTls(
  payload: Payload,
  facts: Facts,
  isCut: boolean = payload.wireLength > payload.end - payload.off,
): Progress {
  const { buf, end } = payload;
  if (payload.gap) setDone(payload, 0);
  while (end - payload.off >= RECORD_BYTES) {
    const off = payload.off;
    const type = buf[off];
    const length = u16(buf, off + 3);
    if (buf[off + 1] !== 3 || length > MAX_RECORD || type < CHANGE_CIPHER_SPEC || type > 0x18) return Progress.Other;
    if (type === HANDSHAKE) {
      const answer = readHandshake(payload, facts, isCut);
      if (answer !== Progress.Next || payload.off === off) return answer;
      continue;
    }
    recordVersion(buf, off, facts);
    if (type === CHANGE_CIPHER_SPEC && (payload.stateA & SERVER_SEEN) === 0 && length === 1) {
      payload.off += RECORD_BYTES + 1; // a client of TLS 1.3 that was asked to try again
      continue;
    }
    if (type !== ALERT || length !== 2) return Progress.Other; // encrypted from here on
    if (end - off < RECORD_BYTES + 2) return isCut ? Progress.Other : Progress.Next;
    const name = buf[off + 5] === 1 || buf[off + 5] === 2 ? alertName(buf[off + 6]) : undefined;
    if (name === undefined) return Progress.Other;
    if (buf[off + 6] !== 0) facts.list(ALERTS, name);
    payload.off += RECORD_BYTES + 2;
  }
  return isCut && payload.off < end ? Progress.Other : Progress.Next; // cut by snapLen: what is left over never gets longer
}

/** A flow that was joined half-way tells its version only in its records: certain below 1.2 alone. */
function recordVersion(buf: Uint8Array, off: number, facts: Facts): void {
  const version = u16(buf, off + 1);
  if (version < 0x0303 && !facts.has(VERSION)) facts.word(VERSION, versionName(version));
}

/** Messages in the run of handshake records at payload.off, which moves behind those records that were read whole. */
function readHandshake(payload: Payload, facts: Facts, isCut: boolean): Progress {
  const { buf, off, end } = payload;
  let source = buf;
  let from = off + RECORD_BYTES;
  let to = Math.min(end, from + u16(buf, off + 3));
  const isFirstWhole = to - from === u16(buf, off + 3);
  const done = (payload.stateA >>> doneShift(payload)) & DONE_BITS;
  let at = from + done;
  if (isFirstWhole && to < end && at + HANDSHAKE_BYTES <= to && at + HANDSHAKE_BYTES + u24(buf, at + 1) > to) {
    source = joined;
    to = join(buf, off, end);
    at = done;
    from = 0;
  }
  while (at + HANDSHAKE_BYTES <= to) {
    const need = u24(source, at + 1);
    if (need > LARGEST_MESSAGE) return Progress.Other;
    const next = at + HANDSHAKE_BYTES + need;
    const whole = next <= to;
    const answer = readMessage(payload, facts, source, at, Math.min(next, to), whole, isCut);
    if (answer !== Progress.Next) return answer;
    if (!whole) break;
    at = next;
  }
  return moveOn(payload, at - from, isCut);
}

/** A message as far as it is there. Other: nothing more of this side is wanted. */
function readMessage(
  payload: Payload,
  facts: Facts,
  buf: Uint8Array,
  at: number,
  stop: number,
  whole: boolean,
  isCut: boolean,
): Progress {
  const body = at + HANDSHAKE_BYTES;
  const cut = isCut || stop - at >= MAX_PREFIX_BYTES - 64;
  switch (buf[at]) {
    case CLIENT_HELLO: {
      const session = writeClientHello(buf, body, stop, facts, 't', (payload.stateA & SERVER_SEEN) !== 0, whole);
      if (session !== 0) payload.stateB = ((payload.stateB & TLS_INSIDE) | (session & ~TLS_INSIDE)) >>> 0;
      if (!whole && !cut) return Progress.Next;
      payload.stateA |= payload.fromSrc ? CLIENT_SEEN | CLIENT_IS_SRC : CLIENT_SEEN;
      return cut && !whole ? Progress.Other : Progress.Next;
    }
    case SERVER_HELLO: {
      if (!whole && !cut) return Progress.Next;
      const { version, isRetry } = writeServerHello(
        buf,
        body,
        stop,
        facts,
        (payload.stateB & ~TLS_INSIDE) >>> 0,
        whole,
      );
      if (isRetry) return Progress.Next;
      payload.stateA |= SERVER_SEEN;
      return isThirteen(version) || !whole ? Progress.Other : Progress.Next;
    }
    case CERTIFICATE:
      return readCertificates(payload, facts, buf, body, stop, whole, cut);
    case SERVER_KEY_EXCHANGE:
      if (whole && stop - body >= 3 && buf[body] === NAMED_CURVE) writeGroup(u16(buf, body + 1), facts);
      return cut && !whole ? Progress.Other : Progress.Next;
    case HELLO_REQUEST:
    case CERTIFICATE_REQUEST:
    case CERTIFICATE_STATUS:
    case SERVER_HELLO_DONE:
      return cut && !whole ? Progress.Other : Progress.Next;
    default:
      return Progress.Other;
  }
}

/** RFC 5246 §7.4.2: length of the list, then certificates with their lengths, the sender's own first. */
function readCertificates(
  payload: Payload,
  facts: Facts,
  buf: Uint8Array,
  body: number,
  stop: number,
  whole: boolean,
  cut: boolean,
): Progress {
  const isClient = isFromClient(payload);
  const own = body + 6;
  if ((payload.stateA & CERTIFICATE_SEEN) === 0 || isClient) {
    const to = own > stop ? -1 : own + u24(buf, body + 3);
    if (to > own && to <= stop) {
      writeCertificate(buf, own, to, facts, isClient);
      if (!isClient) payload.stateA |= CERTIFICATE_SEEN;
    } else if (whole) return Progress.Other; // the sender has none
  }
  if (isClient && whole) return Progress.Other;
  if (!whole) return cut ? Progress.Other : Progress.Next;
  let count = 0;
  for (let at = body + 3; at + 3 <= stop && count < MOST_CERTIFICATES; at += 3 + u24(buf, at)) count++;
  facts.number(CHAIN, count);
  return Progress.Next;
}

/** Puts payload.off behind the records whose messages were read: `bytes` of the run's contents. */
function moveOn(payload: Payload, bytes: number, isCut: boolean): Progress {
  const { buf, end } = payload;
  let left = bytes;
  let at = payload.off;
  while (at + RECORD_BYTES <= end && buf[at] === HANDSHAKE) {
    const length = u16(buf, at + 3);
    if (left < length || at + RECORD_BYTES + length > end) break;
    left -= length;
    at += RECORD_BYTES + length;
  }
  payload.off = at;
  if (left > DONE_BITS) return Progress.Other;
  setDone(payload, left);
  return isCut && payload.off < end && left > 0 ? Progress.Other : Progress.Next;
}

/** Contents of the handshake records from off on, put together in `joined`; their bytes. */
function join(buf: Uint8Array, off: number, end: number): number {
  let at = off;
  let length = 0;
  while (at + RECORD_BYTES <= end && buf[at] === HANDSHAKE && length < joined.length) {
    const from = at + RECORD_BYTES;
    const stop = Math.min(from + u16(buf, at + 3), end, from + joined.length - length);
    joined.set(buf.subarray(from, stop), length);
    length += stop - from;
    if (stop === from) break;
    at = stop;
  }
  return length;
}

/** Payloads are passed over until one begins with a hello; then TLS is read. The scratch of the flow is TLS's. */
export function parseUntilTls(payload: Payload, facts: Facts): Progress {
  if ((payload.stateB & TLS_INSIDE) === 0) {
    if (!isHello(payload.buf, payload.off, payload.end)) {
      payload.off = payload.end;
      return Progress.Next;
    }
    payload.stateA = 0;
    payload.stateB = TLS_INSIDE >>> 0;
  }
  return parseTls(payload, facts);
}

/** A record at off that begins with a ClientHello or a ServerHello, as far as it is there. */
export function isHello(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < RECORD_BYTES + 1 || buf[off] !== HANDSHAKE || buf[off + 1] !== 3 || buf[off + 2] > 4) return false;
  return buf[off + 5] === CLIENT_HELLO || buf[off + 5] === SERVER_HELLO;
}

/**
 * A protocol of lines that turns to TLS: true when the flow has done so, or does at `at`. Then parseTls is asked from the first record
 * on; the scratch of the flow is TLS's.
 */
export function isStartTls({ buf, end, stateA }: Payload, at: number): boolean {
  return stateA !== 0 || (buf[at] === HANDSHAKE && (at + 1 >= end || buf[at + 1] === 3));
}

/** Reads the records behind what is left of the lines; see isStartTls. */
export function parseStartTls(payload: Payload, at: number, facts: Facts): Progress {
  const { buf, end } = payload;
  const isCut = payload.wireLength > end - payload.off;
  let off = at;
  while (off < end && !(buf[off] >= CHANGE_CIPHER_SPEC && buf[off] <= 0x17 && (off + 1 >= end || buf[off + 1] === 3))) {
    const line = indexOfByte(buf, off, end, 0x0a);
    off = line < 0 ? end : line + 1;
  }
  payload.off = off;
  return parseTls(payload, facts, isCut);
}
