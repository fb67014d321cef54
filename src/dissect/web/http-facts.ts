/** Headers of HTTP/1 and HTTP/2 → facts, the first request's and the first response's. Passwords are never kept. */
import { fact } from '#fields/table.ts';
import { indexOfByte, startsWithNoCase } from '../bytes.ts';
import { decodeBase64 } from '../codec/base64.ts';
import { writeLogon } from '../directory/gss.ts';
import type { Facts } from '../dissector.ts';
import { writeOs } from './os-hint.ts';

const HOST = fact('host');
const HOSTS = fact('http.hosts');
const USER = fact('user');
const USER_AGENT = fact('http.user_agent');
const REFERER = fact('http.referer');
const AUTH = fact('http.auth');
const CONTENT_TYPE = fact('http.content_type');
const LENGTH = fact('http.length');
const SERVER = fact('http.server');
const LOCATION = fact('http.location');
const CLEAR = fact('credentials.clear');
const MARK = 0x20;
const LARGEST_LENGTH = 0xfffffffe;

/** Writes a Host header's or an authority's name: without its port. */
export function writeHost(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  let to = end;
  if (buf[off] === 0x5b) {
    const bracket = indexOfByte(buf, off, end, 0x5d);
    if (bracket > 0) {
      facts.text(HOST, buf, off + 1, bracket);
      return;
    }
  }
  const colon = indexOfByte(buf, off, end, 0x3a);
  if (colon > 0) to = colon;
  if (to > off) facts.text(HOST, buf, off, to);
}

const hostBefore = new Uint8Array(256);

/** Writes the host of a later request: in http.hosts, together with the first one, when it is another. */
export function writeFurtherHost(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const bracket = buf[off] === 0x5b ? indexOfByte(buf, off, end, 0x5d) : -1;
  const from = bracket > 0 ? off + 1 : off;
  const colon = bracket > 0 ? bracket : indexOfByte(buf, off, end, 0x3a);
  const to = colon > 0 ? colon : end;
  if (to <= from || to - from > hostBefore.length) return;
  const bytes = facts.read(HOST, hostBefore);
  let same = bytes === to - from;
  for (let i = 0; same && i < bytes; i++) same = hostBefore[i] === buf[from + i];
  if (same || bytes === 0) return;
  if (!facts.has(HOSTS)) facts.list(HOSTS, latin1(hostBefore, 0, bytes));
  facts.list(HOSTS, latin1(buf, from, to));
}

const latin1 = (buf: Uint8Array, off: number, end: number): string =>
  Buffer.from(buf.buffer, buf.byteOffset + off, end - off).toString('latin1');

export function writeUserAgent(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  facts.text(USER_AGENT, buf, off, end);
  writeOs(buf, off, end, facts);
}

export function writeReferer(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  facts.text(REFERER, buf, off, end);
}

const credentials = new Uint8Array(2048);

/** Authorization, RFC 9110 §11.6.2: its scheme; of Basic (RFC 7617) the user; of NTLM and Negotiate what NTLM says. */
export function writeAuthorization(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const blank = indexOfByte(buf, off, end, MARK);
  const to = blank < 0 ? end : blank;
  if (to - off > 32) return;
  if (!facts.has(AUTH)) facts.text(AUTH, buf, off, to);
  if (blank < 0) return;
  let from = blank + 1;
  while (from < end && buf[from] === MARK) from++;
  if (startsWithNoCase(buf, off, to, 'basic')) {
    const bytes = decodeBase64(buf, from, end, credentials);
    const colon = indexOfByte(credentials, 0, bytes, 0x3a);
    if (colon < 0) return;
    if (colon > 0) facts.text(USER, credentials, 0, colon);
    facts.flag(CLEAR, true);
  } else if (startsWithNoCase(buf, off, to, 'ntlm') || startsWithNoCase(buf, off, to, 'negotiate'))
    writeLogon(credentials, 0, decodeBase64(buf, from, end, credentials), facts);
}

export function writeContentType(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  let to = indexOfByte(buf, off, end, 0x3b); // parameters
  if (to < 0) to = end;
  while (to > off && (buf[to - 1] === MARK || buf[to - 1] === 0x09)) to--;
  facts.text(CONTENT_TYPE, buf, off, to);
}

/** What a request carries, where that is a protocol of its own: printing (RFC 8010 §4). */
export function becomeByContent(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  if (startsWithNoCase(buf, off, end, 'application/ipp')) facts.become('ipp');
}

export function writeServer(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  facts.text(SERVER, buf, off, end);
}

export function writeLocation(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  facts.text(LOCATION, buf, off, end);
}

export function writeLength(length: number, facts: Facts): void {
  if (length > 0 && length <= LARGEST_LENGTH) facts.number(LENGTH, length);
}
