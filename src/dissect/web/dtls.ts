/**
 * DTLS, RFC 9147 (1.3), RFC 6347 (1.2), and the 0.9 that OpenSSL spoke (version 0x0100). A datagram holds whole records; messages
 * come in fragments, which are put together as QUIC's CRYPTO frames are.
 */
import { fact } from '#fields/table.ts';
import { alertName } from '#registry/tls-names.ts';
import { u16, u24 } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { addRange, cryptoPrefix, cryptoStream } from './quic-initial.ts';
import { isThirteen, versionName, writeClientHello, writeGroup, writeServerHello } from './tls-hello.ts';
import { writeCertificate } from './x509.ts';

const VERSION = fact('tls.version');
const ALERTS = fact('tls.alert');
const RECORD_BYTES = 13;
const HANDSHAKE_BYTES = 12;
const CHANGE_CIPHER_SPEC = 20;
const ALERT = 21;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const SERVER_KEY_EXCHANGE = 12;
const NAMED_CURVE = 3;
const CLIENT_SEEN = 1;
const SERVER_SEEN = 2;
const CERTIFICATE_SEEN = 4;
const KEPT = 0xff00; // << 8: low byte of the number of the message being put together, + 1
const MOST_RECORDS = 16;
const LARGEST_MESSAGE = 8192;

function isVersion(version: number): boolean {
  return version === 0xfeff || version === 0xfefd || version === 0xfefc || version === 0x0100;
}

function probe({ buf, off, end, wireLength }: Payload): Verdict {
  if (end - off < RECORD_BYTES || !isVersion(u16(buf, off + 1))) return Verdict.No;
  const length = u16(buf, off + 11);
  if (length === 0 || RECORD_BYTES + length > wireLength) return Verdict.No;
  if (buf[off] !== HANDSHAKE) return u16(buf, off + 3) <= 16 ? Verdict.Yes : Verdict.No; // epoch
  return Verdict.Yes;
}

export const dtls: Dissector = {
  app: 'dtls',
  over: [17],
  ports: [4433, 5684],
  firstBytes: [CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA, 26],
  probe,
  parse(payload, facts) {
    const { buf, end } = payload;
    let off = payload.off;
    for (let n = 0; n < MOST_RECORDS && end - off >= RECORD_BYTES && isVersion(u16(buf, off + 1)); n++) {
      const from = off + RECORD_BYTES;
      const stop = Math.min(end, from + u16(buf, off + 11));
      if (!facts.has(VERSION)) facts.word(VERSION, versionName(u16(buf, off + 1)));
      if (buf[off] === APPLICATION_DATA || buf[off] === CHANGE_CIPHER_SPEC) return Progress.Done;
      if (u16(buf, off + 3) === 0) {
        if (buf[off] === HANDSHAKE && readFragments(payload, from, stop, facts)) return Progress.Done;
        if (buf[off] === ALERT && stop - from === 2) writeAlert(buf, from, facts);
      }
      off = from + u16(buf, off + 11);
    }
    return Progress.More;
  },
};

function writeAlert(buf: Uint8Array, off: number, facts: Facts): void {
  const name = buf[off] === 1 || buf[off] === 2 ? alertName(buf[off + 1]) : undefined;
  if (name !== undefined && buf[off + 1] !== 0) facts.list(ALERTS, name);
}

/** Handshake messages of a record, RFC 6347 §4.2.2. True when all is told. */
function readFragments(payload: Payload, off: number, end: number, facts: Facts): boolean {
  const { buf } = payload;
  for (let at = off; end - at >= HANDSHAKE_BYTES; at += HANDSHAKE_BYTES + u24(buf, at + 9)) {
    const length = u24(buf, at + 1);
    const place = u24(buf, at + 6);
    const body = at + HANDSHAKE_BYTES;
    const stop = Math.min(end, body + u24(buf, at + 9));
    if (place === 0 && u24(buf, at + 9) >= length) {
      if (readMessage(payload, buf[at], buf, body, stop, stop - body === length, facts)) return true;
      continue;
    }
    if (length > LARGEST_MESSAGE) return false;
    const mark = ((buf[at + 5] + 1) << 8) & KEPT;
    const isSame = (payload.stateA & KEPT) === mark;
    const stream = cryptoStream(isSame ? payload.stateB : 0);
    payload.stateB = stream.id;
    payload.stateA = (payload.stateA & ~KEPT) | mark;
    addRange(stream, place, buf, body, stop);
    const known = cryptoPrefix(stream);
    if (known >= length && readMessage(payload, buf[at], stream.bytes, 0, length, true, facts)) return true;
  }
  return false;
}

function readMessage(
  payload: Payload,
  type: number,
  buf: Uint8Array,
  off: number,
  end: number,
  whole: boolean,
  facts: Facts,
): boolean {
  switch (type) {
    case CLIENT_HELLO:
      writeClientHello(buf, off, end, facts, 'd', (payload.stateA & SERVER_SEEN) !== 0, whole);
      payload.stateA |= CLIENT_SEEN;
      return false;
    case SERVER_HELLO: {
      const { version, isRetry } = writeServerHello(buf, off, end, facts, 0, whole);
      if (isRetry) return false;
      payload.stateA |= SERVER_SEEN;
      return isThirteen(version) && (payload.stateA & CLIENT_SEEN) !== 0;
    }
    case CERTIFICATE: {
      const isClient = (payload.stateA & CERTIFICATE_SEEN) !== 0; // the server speaks first
      const own = off + 6;
      const to = end - off < 6 ? -1 : own + u24(buf, off + 3);
      if (to > own && to <= end) {
        writeCertificate(buf, own, to, facts, isClient);
        payload.stateA |= CERTIFICATE_SEEN;
      }
      return isClient;
    }
    case SERVER_KEY_EXCHANGE:
      if (end - off >= 3 && buf[off] === NAMED_CURVE) writeGroup(u16(buf, off + 1), facts);
      return false;
    default:
      return false;
  }
}
