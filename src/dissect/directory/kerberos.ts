/** Kerberos 5, RFC 4120 §5.4 to §5.9 (messages are [APPLICATION n] SEQUENCE) and §7.2 (TCP: four bytes of length before). */
import { fact } from '#fields/table.ts';
import { kerberosCipher, kerberosError } from '#registry/kerberos-names.ts';
import { u32 } from '../bytes.ts';
import { berContent, berNext } from '../codec/ber.ts';
import type { Dissector, Facts } from '../dissector.ts';
import { MAX_PREFIX_BYTES, Progress, Verdict } from '../dissector.ts';

const USER = fact('user');
const HOST = fact('host');
const REALM = fact('kerberos.realm');
const SERVICE = fact('kerberos.service');
const MESSAGES = fact('kerberos.messages');
const FAULT = fact('kerberos.error');
const CIPHER = fact('kerberos.cipher');
const MESSAGE_NAMES: Readonly<Record<number, string>> = {
  10: 'AS-REQ',
  11: 'AS-REP',
  12: 'TGS-REQ',
  13: 'TGS-REP',
  14: 'AP-REQ',
  15: 'AP-REP',
  20: 'KRB-SAFE',
  21: 'KRB-PRIV',
  22: 'KRB-CRED',
  30: 'KRB-ERROR',
};
const TICKET = 0xa5;
const MOST_PARTS = 8;
const AS_REQUEST = 0x6a;
const TGS_REQUEST = 0x6c;
export const AP_REQUEST = 0x6e;
const ERROR = 0x7e;
const REQUEST_BODY = 0xa4;

const SHORT_HEAD = 32; // length, tags and lengths of the first elements

/** Message numbers 10 to 15, 20 to 22 and 30; false when `pvno 5` and `msg-type` do not follow. */
function isMessage(buf: Uint8Array, off: number, end: number): boolean {
  const tag = buf[off];
  if (!(tag >= AS_REQUEST && tag <= 0x6f) && !(tag >= 0x74 && tag <= 0x76) && tag !== ERROR) return false;
  const sequence = berContent(buf, off, end);
  if (sequence < 0 || buf[sequence] !== 0x30) return false;
  const at = berContent(buf, sequence, end);
  if (at < 0 || end - at < 10) return false;
  const first = tag === AS_REQUEST || tag === TGS_REQUEST ? 0xa1 : 0xa0;
  const version = buf[at] === first && buf[at + 1] === 3 && buf[at + 2] === 2 && buf[at + 3] === 1 && buf[at + 4] === 5;
  return version && buf[at + 5] === first + 1 && buf[at + 9] === (tag & 0x1f);
}

/** Writes the text inside the tagged element at off: [n] { GeneralString } */
function writeString(buf: Uint8Array, off: number, end: number, field: number, facts: Facts): void {
  const string = berContent(buf, off, end);
  if (string < 0 || buf[string] !== 0x1b) return;
  const text = berContent(buf, string, end);
  const stop = berNext(buf, string, end);
  if (text > 0 && stop > text) facts.text(field, buf, text, stop);
}

/** Components of [n] PrincipalName { [0] type, [1] SEQUENCE OF string } with slashes between; '' where there are none. */
function principal(buf: Uint8Array, off: number, end: number): string {
  const sequence = berContent(buf, off, end);
  const type = sequence < 0 ? -1 : berContent(buf, sequence, end);
  const names = type < 0 ? -1 : berNext(buf, type, end);
  if (names < 0 || names >= end || buf[names] !== 0xa1) return '';
  const list = berContent(buf, names, end);
  const stop = list < 0 || list >= end ? -1 : berNext(buf, list, end);
  const parts: string[] = [];
  for (let at = stop < 0 ? -1 : berContent(buf, list, end); at >= 0 && at < stop; at = berNext(buf, at, stop)) {
    const text = berContent(buf, at, stop);
    const next = text < 0 ? -1 : berNext(buf, at, stop);
    if (next < 0 || parts.length >= MOST_PARTS) break;
    parts.push(Buffer.from(buf.buffer, buf.byteOffset + text, next - text).toString('utf8'));
  }
  return parts.join('/');
}

function writeUser(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const name = principal(buf, off, end);
  if (name !== '') facts.word(USER, name);
}

function writeService(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const name = principal(buf, off, end);
  if (name !== '') facts.word(SERVICE, name);
}

function writeRealm(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  writeString(buf, off, end, HOST, facts);
  writeString(buf, off, end, REALM, facts);
}

/** The small non-negative [n] INTEGER at off; -1 when it is none. */
function integerAt(buf: Uint8Array, off: number, end: number): number {
  const at = berContent(buf, off, end);
  if (at < 0 || at + 2 > end || buf[at] !== 0x02 || buf[at + 1] < 1 || buf[at + 1] > 3) return -1;
  const stop = at + 2 + buf[at + 1];
  if (stop > end) return -1;
  let value = 0;
  for (let i = at + 2; i < stop; i++) value = value * 256 + buf[i];
  return value;
}

/** [n] Ticket, RFC 4120 §5.3: its realm, service and encryption. */
function writeTicket(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const ticket = berContent(buf, off, end);
  const sequence = ticket < 0 || ticket >= end ? -1 : berContent(buf, ticket, end);
  let at = sequence < 0 || sequence >= end ? -1 : berContent(buf, sequence, end);
  for (let n = 0; n < MOST_PARTS && at >= 0 && at < end; n++) {
    if (buf[at] === 0xa1) writeString(buf, at, end, REALM, facts);
    else if (buf[at] === 0xa2) writeService(buf, at, end, facts);
    else if (buf[at] === 0xa3) {
      const encrypted = berContent(buf, at, end);
      const type = encrypted < 0 || encrypted >= end ? -1 : berContent(buf, encrypted, end);
      const cipher = type < 0 || type >= end ? -1 : integerAt(buf, type, end);
      if (cipher > 0) facts.word(CIPHER, kerberosCipher(cipher));
      return;
    }
    at = berNext(buf, at, end);
  }
}

/** The body of a request: [1] client, [2] realm, [3] service. */
function walkBody(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const body = berContent(buf, off, end);
  let at = body < 0 ? -1 : berContent(buf, body, end);
  while (at > 0 && at < end) {
    if (buf[at] === 0xa1) writeUser(buf, at, end, facts);
    else if (buf[at] === 0xa2) writeRealm(buf, at, end, facts);
    else if (buf[at] === 0xa3) {
      writeService(buf, at, end, facts);
      return;
    }
    at = berNext(buf, at, end);
  }
}

function walk(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const tag = buf[off];
  facts.list(MESSAGES, MESSAGE_NAMES[tag & 0x1f] ?? '');
  const sequence = berContent(buf, off, end);
  let at = sequence < 0 ? -1 : berContent(buf, sequence, end);
  const isReply = tag === 0x6b || tag === 0x6d;
  while (at > 0 && at < end) {
    const part = buf[at];
    if (tag === AS_REQUEST || tag === TGS_REQUEST) {
      if (part === REQUEST_BODY) {
        walkBody(buf, at, end, facts);
        return;
      }
    } else if (isReply) {
      if (part === 0xa4) writeUser(buf, at, end, facts);
      else if (part === 0xa3 && !facts.has(HOST)) writeRealm(buf, at, end, facts);
      else if (part === TICKET) {
        writeTicket(buf, at, end, facts);
        return;
      }
    } else if (tag === ERROR) {
      if (part === 0xa6 && !facts.has(FAULT)) {
        const code = integerAt(buf, at, end);
        if (code > 0) facts.word(FAULT, kerberosError(code));
      } else if (part === 0xa8 && !facts.has(USER)) writeUser(buf, at, end, facts);
      else if (part === 0xa9 && !facts.has(REALM)) writeRealm(buf, at, end, facts);
      else if (part === 0xaa && !facts.has(SERVICE)) writeService(buf, at, end, facts);
    } else if (tag === AP_REQUEST && part === 0xa3) {
      writeTicket(buf, at, end, facts);
      return;
    }
    at = berNext(buf, at, end);
  }
}

/** An AP-REQ, if one begins at off, as far as it is there: what its ticket says in clear. */
export function writeApRequest(buf: Uint8Array, off: number, end: number, facts: Facts): boolean {
  const isOne = buf[off] === AP_REQUEST && isMessage(buf, off, end);
  if (isOne) walk(buf, off, end, facts);
  return isOne;
}

export const kerberos: Dissector = {
  app: 'kerberos',
  over: [17, 6],
  ports: [88, 464],
  firstBytes: [0, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x74, 0x75, 0x76, ERROR],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (proto === 17) return isMessage(buf, off, end) ? Verdict.Yes : Verdict.No;
    if (buf[off] !== 0) return Verdict.No;
    if (end - off < 4) return Verdict.More;
    const length = u32(buf, off);
    if (length < 20 || length > 0x20000) return Verdict.No;
    if (end - off < SHORT_HEAD && end - off === wireLength)
      return sendPort === 88 || recvPort === 88 ? Verdict.More : Verdict.No;
    return isMessage(buf, off + 4, end) ? Verdict.Yes : Verdict.No;
  },
  parse(payload, facts) {
    const { buf, off, end, proto, wireLength } = payload;
    if (proto === 17) {
      if (isMessage(buf, off, end)) walk(buf, off, end, facts);
      return Progress.More;
    }
    const isCut = wireLength > end - off;
    if (payload.gap) return Progress.Other; // where the next message begins is not known
    while (end - payload.off >= 4) {
      const at = payload.off + 4;
      const stop = at + u32(buf, payload.off);
      if (stop - at > 0x20000) return Progress.Other;
      if (stop > end && !isCut && end - payload.off < MAX_PREFIX_BYTES - 1) return Progress.Next;
      if (isMessage(buf, at, Math.min(stop, end))) walk(buf, at, Math.min(stop, end), facts);
      payload.off = stop;
    }
    return Progress.Next;
  },
};
