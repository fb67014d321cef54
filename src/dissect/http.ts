/**
 * HTTP/1.0 and 1.1, RFC 9112: request line or status line, then header lines. CONNECT and absolute targets (RFC 9112 §3.2) make it
 * http-proxy, Upgrade: websocket (RFC 6455 §4) websocket.
 */
import { fact } from '#fields/table.ts';
import { indexOfByte, indexOfText, isDigit, lineEnd, startsWith, startsWithNoCase } from './bytes.ts';
import type { Dissector, Facts, Payload } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';

const HOST = fact('host');
const METHOD = fact('http.method');
const PATH = fact('http.path');
const STATUS = fact('http.status');
const USER_AGENT = fact('http.user_agent');
const CONTENT_TYPE = fact('http.content_type');
const SERVER = fact('http.server');

/** IANA HTTP Method Registry, and those of ICY, RTSP-less players and WebDAV that are seen. */
const METHODS = [
  'GET',
  'POST',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'PATCH',
  'PROPFIND',
  'PROPPATCH',
  'MKCOL',
  'COPY',
  'MOVE',
  'LOCK',
  'UNLOCK',
  'SEARCH',
  'REPORT',
  'CHECKOUT',
  'MERGE',
  'MKACTIVITY',
  'VERSION-CONTROL',
  'BIND',
  'ACL',
  'PURGE',
  'LINK',
  'UNLINK',
  'BASELINE-CONTROL',
  'RPC_IN_DATA',
  'RPC_OUT_DATA',
  'BITS_POST',
  'CCM_POST',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'NOTIFY',
  'DESCRIBE',
  'QUERY',
];
const BY_FIRST: readonly (readonly string[])[] = Array.from({ length: 256 }, (_, byte) =>
  METHODS.filter((method) => method.charCodeAt(0) === byte).map((method) => `${method} `),
);
const LONGEST_TARGET = 8192;
const REQUEST_SEEN = 1;
const RESPONSE_SEEN = 2;
const MARK = 0x20;

/** Bytes of method and blank at off; 0 = none, -1 = may become one. */
function methodBytes(buf: Uint8Array, off: number, end: number): number {
  const candidates = BY_FIRST[buf[off]];
  for (let i = 0; i < candidates.length; i++) {
    const method = candidates[i];
    if (startsWith(buf, off, end, method)) return method.length;
    if (end - off < method.length && startsWith(buf, off, end, method.slice(0, end - off))) return -1;
  }
  return 0;
}

function isStatusLine(buf: Uint8Array, off: number, end: number): boolean {
  if (startsWith(buf, off, end, 'HTTP/1.')) return end - off < 12 || (buf[off + 8] === MARK && isDigit(buf[off + 9]));
  return startsWith(buf, off, end, 'ICY ') && end - off >= 7 && isDigit(buf[off + 4]) && isDigit(buf[off + 5]);
}

function probe({ buf, off, end, wireLength }: Payload): Verdict {
  if (isStatusLine(buf, off, end)) return Verdict.Yes;
  const method = methodBytes(buf, off, end);
  if (method === 0) return Verdict.No;
  if (method < 0) return Verdict.More;
  const target = off + method;
  if (target >= end) return Verdict.More;
  const first = buf[target];
  if (first <= MARK || first > 0x7e) return Verdict.No;
  const limit = Math.min(end, target + LONGEST_TARGET);
  const line = indexOfByte(buf, target, limit, 0x0a);
  if (line < 0) {
    if (limit < end) return Verdict.No;
    const cut = wireLength > end - off;
    return cut ? (first === 0x2f || first === 0x68 ? Verdict.Yes : Verdict.No) : Verdict.More;
  }
  for (let at = target; at + 8 <= line; at++) {
    if (buf[at] === MARK && startsWith(buf, at + 1, line, 'HTTP/')) return Verdict.Yes;
  }
  return Verdict.No;
}

/** Writes a Host header's or an authority's name: without its port. */
function writeHost(buf: Uint8Array, off: number, end: number, facts: Facts): void {
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

function parseRequest(payload: Payload, facts: Facts): void {
  const { buf, off, end } = payload;
  const method = methodBytes(buf, off, end);
  if (method <= 0) return;
  payload.stateA |= REQUEST_SEEN;
  facts.text(METHOD, buf, off, off + method - 1);
  const line = lineEnd(buf, off, end);
  const target = off + method;
  let stop = target;
  while (stop < line && buf[stop] !== MARK) stop++;
  if (method === 8 && buf[off] === 0x43 && buf[off + 3] === 0x4e) {
    // CONNECT
    writeHost(buf, target, stop, facts);
    facts.become('http-proxy');
  } else {
    facts.text(PATH, buf, target, stop);
    if (startsWithNoCase(buf, target, stop, 'http://')) facts.become('http-proxy');
  }
  for (let at = nextLine(buf, line, end); at >= 0; at = nextLine(buf, lineEnd(buf, at, end), end)) {
    const to = lineEnd(buf, at, end);
    if (to === at) break;
    switch (buf[at] | 0x20) {
      case 0x68: // h
        if (startsWithNoCase(buf, at, to, 'host:')) writeHost(buf, skipBlanks(buf, at + 5, to), to, facts);
        break;
      case 0x75: // u
        if (startsWithNoCase(buf, at, to, 'user-agent:')) facts.text(USER_AGENT, buf, skipBlanks(buf, at + 11, to), to);
        else if (startsWithNoCase(buf, at, to, 'upgrade: websocket')) facts.become('websocket');
        break;
      case 0x73: // s
        if (startsWithNoCase(buf, at, to, 'soapaction:')) facts.become('soap');
        break;
    }
  }
}

function parseResponse(payload: Payload, facts: Facts): void {
  const { buf, off, end } = payload;
  payload.stateA |= RESPONSE_SEEN;
  const digits = buf[off] === 0x49 ? off + 4 : off + 9; // ICY
  if (digits + 3 <= end && isDigit(buf[digits]) && isDigit(buf[digits + 1]) && isDigit(buf[digits + 2]))
    facts.number(STATUS, (buf[digits] - 48) * 100 + (buf[digits + 1] - 48) * 10 + buf[digits + 2] - 48);
  for (let at = nextLine(buf, lineEnd(buf, off, end), end); at >= 0; at = nextLine(buf, lineEnd(buf, at, end), end)) {
    const to = lineEnd(buf, at, end);
    if (to === at) break;
    switch (buf[at] | 0x20) {
      case 0x63: // c
        if (startsWithNoCase(buf, at, to, 'content-type:'))
          facts.text(CONTENT_TYPE, buf, skipBlanks(buf, at + 13, to), to);
        break;
      case 0x73: // s
        if (startsWithNoCase(buf, at, to, 'server:')) facts.text(SERVER, buf, skipBlanks(buf, at + 7, to), to);
        break;
    }
  }
}

/** Behind the line end at `at`; -1 at the end of what is there. */
function nextLine(buf: Uint8Array, at: number, end: number): number {
  let next = at;
  if (next < end && buf[next] === 0x0d) next++;
  if (next < end && buf[next] === 0x0a) next++;
  return next >= end || next === at ? -1 : next;
}

function skipBlanks(buf: Uint8Array, off: number, end: number): number {
  let at = off;
  while (at < end && (buf[at] === MARK || buf[at] === 0x09)) at++;
  return at;
}

/** The header section has ended within [off, end). */
function headersEnded(buf: Uint8Array, off: number, end: number): boolean {
  return indexOfText(buf, off, end, '\r\n\r\n') >= 0 || indexOfText(buf, off, end, '\n\n') >= 0;
}

export const http: Dissector = {
  app: 'http',
  over: [6],
  ports: [80, 8080, 8000, 8008, 8888, 3128],
  firstBytes: [...new Set(METHODS.map((method) => method.charCodeAt(0))), 0x48],
  probe,
  parse(payload, facts) {
    const { buf, off, end, wireLength } = payload;
    if (isStatusLine(buf, off, end)) parseResponse(payload, facts);
    else parseRequest(payload, facts);
    if (payload.stateA === 0) return Progress.Other;
    if (!headersEnded(buf, off, end) && wireLength === end - off) return Progress.More;
    return payload.stateA === (REQUEST_SEEN | RESPONSE_SEEN) ? Progress.Done : Progress.Other;
  },
};
