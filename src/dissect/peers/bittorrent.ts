/**
 * BitTorrent: peer handshake (BEP 3), DHT messages (BEP 5), UDP tracker (BEP 15), local discovery (BEP 14) and µTP (BEP 29).
 * A µTP header alone is weak, so two of one direction must follow each other.
 */
import { fact } from '#fields/table.ts';
import { indexOfText, isDigit, mayBecome, startsWith, u16, u32 } from '../bytes.ts';
import { hexOf } from '../codec/der.ts';
import type { Dissector, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { announcePeers } from './announce-peers.ts';

const CLIENT = fact('software.client');
const HASH = fact('bittorrent.hash');
const HANDSHAKE = '\x13BitTorrent protocol';
const HASH_AT = 28; // offset in the handshake
const PEER_ID = 48;
const TRACKER_HIGH = 0x417;
const TRACKER_LOW = 0x27101980;
const UTP_HEADER_BYTES = 20;
const UTP_SYN = 0x41;
const SEEN = 0x10000;

/** Bencoded dictionary of a DHT message; its keys come in order: a/r, e, ip, q, t, v, y. */
function isDht(buf: Uint8Array, off: number, end: number, isCut: boolean): boolean {
  if (isCut) return startsWith(buf, off, end, 'd1:ad2:id20:') || startsWith(buf, off, end, 'd1:rd2:id20:');
  if (buf[off] !== 0x64 || buf[end - 1] !== 0x65) return false;
  return (
    startsWith(buf, off, end, 'd1:ad2:id20:') ||
    startsWith(buf, off, end, 'd1:rd2:id20:') ||
    (startsWith(buf, off, end, 'd1:ad') && indexOfText(buf, off + 5, Math.min(end, off + 32), '2:id20:') > 0) ||
    startsWith(buf, off, end, 'd2:ip') ||
    startsWith(buf, off, end, 'd1:eli20') ||
    (startsWith(buf, off, end, 'd1:') && startsWith(buf, off + 4, end, 'd2:') && buf[off + 3] >= 0x61)
  );
}

/** Extensions are linked: type of the next, length (selective ack: words of 32 bits, others 8 bytes). */
function extensionsFit(buf: Uint8Array, off: number, end: number): boolean {
  let next = buf[off + 1];
  let at = off + UTP_HEADER_BYTES;
  while (next !== 0) {
    if (next > 3 || at + 2 > end || buf[at + 1] < 4 || buf[at + 1] > 36 || (buf[at + 1] & 3) !== 0) return false;
    next = buf[at];
    at += 2 + buf[at + 1];
  }
  return at <= end;
}

function probeUtp(payload: Payload): Verdict {
  const { buf, off, end, wireLength } = payload;
  if (end - off < UTP_HEADER_BYTES || (buf[off] & 0x0f) !== 1 || buf[off] > UTP_SYN || buf[off + 1] > 2)
    return Verdict.No;
  if (buf[off + 1] !== 0 && !extensionsFit(buf, off, end)) return Verdict.No;
  const window = u32(buf, off + 12);
  if (window > 0x1000000) return Verdict.No;
  const sequence = u16(buf, off + 16);
  if (buf[off] === UTP_SYN) {
    const fresh = u32(buf, off + 8) === 0 && u16(buf, off + 18) === 0 && sequence !== 0;
    return fresh && (wireLength === UTP_HEADER_BYTES || buf[off + 1] !== 0) ? Verdict.Yes : Verdict.No;
  }
  // two of one direction: the same connection, stamps (µs) that rise by less than a minute
  const id = u16(buf, off + 2);
  const step = (u32(buf, off + 4) - payload.stateA) >>> 0;
  if (payload.stateB === (SEEN | id) >>> 0 && step > 0 && step < 60_000_000) return Verdict.Yes;
  payload.stateA = u32(buf, off + 4);
  payload.stateB = (SEEN | id) >>> 0;
  return Verdict.More;
}

export const bittorrent: Dissector = {
  app: 'bittorrent',
  over: [6, 17],
  ports: [6881, 6882, 6883, 6884, 6885, 6886, 6887, 6888, 6889],
  firstBytes: [0x13, 0x64, 0x00, 0x01, 0x11, 0x21, 0x31, 0x41, 0x42],
  probe(payload) {
    const { buf, off, end, proto, wireLength } = payload;
    if (buf[off] === 0x13) {
      if (startsWith(buf, off, end, HANDSHAKE)) return Verdict.Yes;
      return proto === 6 && mayBecome(buf, off, end, HANDSHAKE) ? Verdict.More : Verdict.No;
    }
    if (proto !== 17) return Verdict.No;
    if (buf[off] === 0x64) return isDht(buf, off, end, wireLength > end - off) ? Verdict.Yes : Verdict.No;
    if (buf[off] === 0x42) return startsWith(buf, off, end, 'BT-SEARCH * HTTP/1.1\r\n') ? Verdict.Yes : Verdict.No;
    if (buf[off] === 0) {
      if (wireLength !== 16 || end - off < 16) return Verdict.No;
      return u32(buf, off) === TRACKER_HIGH && u32(buf, off + 4) === TRACKER_LOW && u32(buf, off + 8) === 0
        ? Verdict.Yes
        : Verdict.No;
    }
    return probeUtp(payload);
  },
  announces: announcePeers,
  /** The peer id says the client in Azureus style (BEP 20): "-UT3450-". */
  parse({ buf, off, end, fromSrc }, facts) {
    if (buf[off] === 0x13 && end - off >= PEER_ID) facts.word(HASH, hexOf(buf, off + HASH_AT, off + PEER_ID));
    if (buf[off] !== 0x13 || end - off < PEER_ID + 8 || !fromSrc) return Progress.Done;
    if (buf[off + PEER_ID] === 0x2d && isDigit(buf[off + PEER_ID + 3]))
      facts.text(CLIENT, buf, off + PEER_ID + 1, off + PEER_ID + 7);
    return Progress.Done;
  },
};
