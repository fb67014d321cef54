/**
 * NetBIOS over TCP/UDP, RFC 1002: the name service (§4.2), datagrams (§4.4) and the session request (§4.3). Names are 16 bytes, written as 32
 * letters A to P (first-level encoding, RFC 1001 §14.1).
 */
import { fact } from '#fields/table.ts';
import { u16, u24 } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { parseSmb } from '../files/smb.ts';

const HOST = fact('host');
const QUERY = fact('dns.query');
const TYPE = fact('dns.type');
const QUESTIONS = fact('dns.questions');
const RESPONSES = fact('dns.responses');
const NB = 0x20;
const NBSTAT = 0x21;
const NAME_PORT = 137;
const DATAGRAM_PORT = 138;
const ENCODED_BYTES = 32;
const NAME_HEADER = 12;
const DATAGRAM_HEADER = 14;
const SESSION_REQUEST = 0x81;
const POSITIVE = 0x82;
const NEGATIVE = 0x83;

/** A first-level encoded name with its length byte stands at off. */
function isEncoded(buf: Uint8Array, off: number, end: number): boolean {
  if (off + 1 + ENCODED_BYTES > end || buf[off] !== ENCODED_BYTES) return false;
  for (let i = 1; i <= ENCODED_BYTES; i++) if (buf[off + i] < 0x41 || buf[off + i] > 0x50) return false;
  return true;
}

const decoded = new Uint8Array(15);

function writeName(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  if (!isEncoded(buf, off, end)) return;
  let length = 0;
  for (let i = 0; i < 15; i++) {
    decoded[i] = ((buf[off + 1 + 2 * i] - 0x41) << 4) | (buf[off + 2 + 2 * i] - 0x41);
    if (decoded[i] !== 0x20 && decoded[i] !== 0) length = i + 1;
  }
  for (let i = 0; i < length; i++) if (decoded[i] >= 0x41 && decoded[i] <= 0x5a) decoded[i] |= 0x20;
  if (length > 0) facts.text(HOST, decoded, 0, length);
}

/** RFC 1002 §4.2.1.2: the name that was written last, and what is asked of it. */
function writeQuestion(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const type = off + ENCODED_BYTES + 2; // behind length, name and the scope's end
  if (!isEncoded(buf, off, end)) return;
  const bytes = facts.read(HOST, asked);
  if (bytes > 0) facts.text(QUERY, asked, 0, bytes);
  if (type + 2 <= end && buf[type - 1] === 0 && buf[type] === 0)
    facts.word(TYPE, buf[type + 1] === NB ? 'NB' : buf[type + 1] === NBSTAT ? 'NBSTAT' : '');
}

const asked = new Uint8Array(15);

function probeNames({ buf, off, end, sendPort, recvPort }: Payload): Verdict {
  if (end - off < NAME_HEADER + 2) return Verdict.No;
  const counts = u16(buf, off + 4) + u16(buf, off + 6) + u16(buf, off + 8) + u16(buf, off + 10);
  if (counts === 0 || counts > 64) return Verdict.No;
  if (isEncoded(buf, off + NAME_HEADER, end)) return Verdict.Yes;
  const own = sendPort === NAME_PORT || recvPort === NAME_PORT;
  return own && buf[off + NAME_HEADER] <= 63 && ((buf[off + 2] >> 3) & 15) <= 9 ? Verdict.Yes : Verdict.No;
}

function probeDatagram({ buf, off, end, wireLength }: Payload): Verdict {
  const type = buf[off];
  if (type < 0x10 || type > 0x16 || end - off < 10 || buf[off + 1] > 0x0f) return Verdict.No;
  if (u16(buf, off + 8) !== DATAGRAM_PORT && !isEncoded(buf, off + DATAGRAM_HEADER, end)) return Verdict.No;
  if (type >= 0x13) return wireLength <= 70 ? Verdict.Yes : Verdict.No;
  return u16(buf, off + 10) + DATAGRAM_HEADER >= wireLength - 100 && u16(buf, off + 10) <= wireLength
    ? Verdict.Yes
    : Verdict.No;
}

function probeSession({ buf, off, end }: Payload): Verdict {
  const size = end - off;
  if (size < 4) return Verdict.No;
  const length = u24(buf, off + 1);
  switch (buf[off]) {
    case SESSION_REQUEST:
      return length === 68 && isEncoded(buf, off + 4, end) ? Verdict.Yes : Verdict.No;
    case POSITIVE:
      return length === 0 && size === 4 ? Verdict.Yes : Verdict.No;
    case NEGATIVE:
      return length === 1 && size === 5 && buf[off + 4] >= 0x80 ? Verdict.Yes : Verdict.No;
    default:
      return Verdict.No;
  }
}

export const netbios: Dissector = {
  app: 'netbios',
  over: [6, 17],
  ports: [NAME_PORT, DATAGRAM_PORT, 139],
  onOwnPortsOnly: true,
  probe(payload) {
    if (payload.proto === 6) return probeSession(payload);
    const { sendPort, recvPort } = payload;
    return sendPort === DATAGRAM_PORT || recvPort === DATAGRAM_PORT ? probeDatagram(payload) : probeNames(payload);
  },
  parse(payload, facts) {
    const { buf, off, end, proto, sendPort, recvPort } = payload;
    if (proto === 6) {
      if (buf[off] === SESSION_REQUEST) writeName(buf, off + 4, end, facts);
      return parseSmb(payload, facts);
    }
    if (sendPort === DATAGRAM_PORT || recvPort === DATAGRAM_PORT)
      writeName(buf, off + DATAGRAM_HEADER, end, facts); // who sent it
    else {
      const isFirst = !facts.has(HOST);
      facts.count((buf[off + 2] & 0x80) !== 0 ? RESPONSES : QUESTIONS);
      if (!isFirst) return Progress.More;
      writeName(buf, off + NAME_HEADER, end, facts);
      writeQuestion(buf, off + NAME_HEADER, end, facts);
      return Progress.More;
    }
    return Progress.Done;
  },
};
