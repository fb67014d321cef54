/**
 * HTTP/1.0 and 1.1, RFC 9112: request line or status line, then header lines. CONNECT and absolute targets (RFC 9112 §3.2) make it
 * http-proxy, Upgrade: websocket (RFC 6455 §4) websocket. What a tunnel or an upgrade leads to is read as well: TLS, HTTP/2 (h2c).
 */
import { fact } from '#fields/table.ts';
import { indexOfByte, isDigit, lineEnd, mayBecome, startsWith, startsWithNoCase } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import * as headers from './http-facts.ts';
import { parseFrames } from './http2.ts';
import { HANDSHAKE, isHello, parseTls, TLS_INSIDE } from './tls-stream.ts';

const METHOD = fact('http.method');
const PATH = fact('http.path');
const STATUS = fact('http.status');
const VERSION = fact('http.version');
const REQUESTS = fact('http.requests');
const RESPONSES = fact('http.responses');
const WORST = fact('http.worst');

/** IANA HTTP Method Registry, WebDAV and CalDAV, UPnP, and Microsoft's (MS-WDVMODUU, MS-TSGU, MS-SSTP, BITS, Configuration Manager). */
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
  'RDG_IN_DATA',
  'RDG_OUT_DATA',
  'SSTP_DUPLEX_POST',
  'MKCALENDAR',
  'MKREDIRECTREF',
  'UPDATEREDIRECTREF',
  'ORDERPATCH',
  'LABEL',
  'UPDATE',
  'UNCHECKOUT',
  'CHECKIN',
  'MKWORKSPACE',
  'REBIND',
  'UNBIND',
  'BCOPY',
  'BDELETE',
  'BMOVE',
  'BPROPFIND',
  'BPROPPATCH',
  'POLL',
  'X-MS-ENUMATTS',
  'DEBUG',
  'BAN',
];
const BY_FIRST: readonly (readonly string[])[] = Array.from({ length: 256 }, (_, byte) =>
  METHODS.filter((method) => method.charCodeAt(0) === byte).map((method) => `${method} `),
);
const LONGEST_TARGET = 8192;
const LONGEST_HEADERS = 15 * 1024;
const LARGEST_BODY = 1 << 30;
const MOST_HEADERS = 256;
const LETTER_C = 0x63;
const LETTER_T = 0x74;

// stateA
const REQUEST_SEEN = 1;
const RESPONSE_SEEN = 2;
const TUNNEL = 4; // CONNECT was asked for
const HEAD = 8; // the latest request wants no body
const SWITCHED = 16; // answered 101: TLS may come (RFC 2817)
const IS_HTTP2 = 1 << 31; // upgraded; the rest of the scratch is HTTP/2's
/** of stateB: the highest status so far */
const STATUS_BITS = 0x3ff;
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
  if (mayBecome(buf, off, end, 'HTTP/1.')) return Verdict.More;
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

/** Behind the empty line that ends the headers; -1 when it is not there. */
function headersEnd(buf: Uint8Array, off: number, end: number): number {
  for (let at = off; at < end; at++) {
    if (buf[at] !== 0x0a) continue;
    if (at + 1 < end && buf[at + 1] === 0x0a) return at + 2;
    if (at + 2 < end && buf[at + 1] === 0x0d && buf[at + 2] === 0x0a) return at + 3;
  }
  return -1;
}

// what the headers that were read last say of the body
let contentLength = -1;
let isChunked = false;

type Write = (buf: Uint8Array, off: number, end: number, facts: Facts) => void;
interface Header {
  readonly name: string;
  readonly write: Write;
}
const UPGRADE: Header = {
  name: 'upgrade:',
  write: (buf, off, end, facts) => {
    if (startsWithNoCase(buf, off, end, 'websocket')) facts.become('websocket');
  },
};
const AUTHORIZATION: readonly Header[] = [
  { name: 'authorization:', write: headers.writeAuthorization },
  { name: 'proxy-authorization:', write: headers.writeAuthorization },
];
const OF_REQUEST: readonly Header[] = [
  { name: 'host:', write: headers.writeHost },
  { name: 'user-agent:', write: headers.writeUserAgent },
  { name: 'referer:', write: headers.writeReferer },
  ...AUTHORIZATION,
  UPGRADE,
  { name: 'content-type:', write: headers.becomeByContent },
  { name: 'soapaction:', write: (_buf, _off, _end, facts) => facts.become('soap') },
];
/** A login comes after the answer 401, an upgrade may come after other requests. */
const OF_LATER: readonly Header[] = [{ name: 'host:', write: headers.writeFurtherHost }, ...AUTHORIZATION, UPGRADE];
const OF_RESPONSE: readonly Header[] = [
  { name: 'content-type:', write: headers.writeContentType },
  { name: 'server:', write: headers.writeServer },
  { name: 'location:', write: headers.writeLocation },
];

/** 101: what was asked for in a request that may not have been captured */
const OF_SWITCH: readonly Header[] = [...OF_RESPONSE, UPGRADE];

/** Lines from off to the empty one at end: what they say of the body, and those of `wanted`. */
function readHeaders(
  buf: Uint8Array,
  off: number,
  end: number,
  wanted: readonly Header[] | undefined,
  facts: Facts,
): void {
  contentLength = -1;
  isChunked = false;
  let line = off;
  for (let n = 0; line < end && n < MOST_HEADERS; n++) {
    const stop = lineEnd(buf, line, end);
    if (stop === line) return;
    const first = buf[line] | 0x20;
    if (first === LETTER_C && startsWithNoCase(buf, line, stop, 'content-length:'))
      contentLength = number(buf, line + 15, stop);
    else if (first === LETTER_T && startsWithNoCase(buf, line, stop, 'transfer-encoding:')) isChunked = true;
    else if (wanted !== undefined) {
      for (let i = 0; i < wanted.length; i++) {
        if (wanted[i].name.charCodeAt(0) !== first || !startsWithNoCase(buf, line, stop, wanted[i].name)) continue;
        let from = line + wanted[i].name.length;
        while (from < stop && (buf[from] === MARK || buf[from] === 0x09)) from++;
        wanted[i].write(buf, from, stop, facts);
      }
    }
    line = stop;
    if (line < end && buf[line] === 0x0d) line++;
    line++;
  }
}

/** Decimal digits behind blanks; -1 when there are none, or more than a length has. */
function number(buf: Uint8Array, off: number, end: number): number {
  let at = off;
  while (at < end && (buf[at] === MARK || buf[at] === 0x09)) at++;
  const from = at;
  let value = 0;
  for (; at < end && isDigit(buf[at]); at++) value = value * 10 + buf[at] - 48;
  return at === from || at - from > 12 ? -1 : value;
}

/** A request whose headers end at `stop`; its facts when it is the first. */
function readRequest(payload: Payload, off: number, stop: number, method: number, facts: Facts): void {
  const { buf } = payload;
  facts.count(REQUESTS);
  const first = (payload.stateA & REQUEST_SEEN) === 0;
  payload.stateA = ((payload.stateA & ~HEAD) | REQUEST_SEEN | (startsWith(buf, off, stop, 'HEAD ') ? HEAD : 0)) >>> 0;
  const line = lineEnd(buf, off, stop);
  if (first) {
    const target = off + method;
    let to = target;
    while (to < line && buf[to] !== MARK) to++;
    facts.text(METHOD, buf, off, target - 1);
    facts.text(PATH, buf, target, to);
    if (startsWith(buf, to + 1, line, 'HTTP/')) facts.text(VERSION, buf, to + 6, line);
    if (startsWith(buf, off, stop, 'CONNECT ')) {
      headers.writeHost(buf, target, to, facts);
      facts.become('http-proxy');
      payload.stateA |= TUNNEL;
    } else if (startsWithNoCase(buf, target, to, 'http://')) facts.become('http-proxy');
  }
  readHeaders(buf, Math.min(stop, line + 2 - (buf[line] === 0x0a ? 1 : 0)), stop, first ? OF_REQUEST : OF_LATER, facts);
}

/** A response whose headers end at `stop`; its facts when it is the first final one. Returns its status. */
function readResponse(payload: Payload, off: number, stop: number, facts: Facts): number {
  const { buf } = payload;
  const digits = buf[off] === 0x49 ? off + 4 : off + 9; // ICY
  const status =
    digits + 3 <= stop && isDigit(buf[digits]) && isDigit(buf[digits + 1]) && isDigit(buf[digits + 2])
      ? (buf[digits] - 48) * 100 + (buf[digits + 1] - 48) * 10 + buf[digits + 2] - 48
      : 0;
  const line = lineEnd(buf, off, stop);
  const isFinal = status === 101 || status >= 200;
  const first = isFinal && (payload.stateA & RESPONSE_SEEN) === 0;
  readHeaders(
    buf,
    Math.min(stop, line + 2 - (buf[line] === 0x0a ? 1 : 0)),
    stop,
    status === 101 ? OF_SWITCH : first ? OF_RESPONSE : undefined,
    facts,
  );
  if (isFinal) {
    facts.count(RESPONSES);
    const worst = Math.max(payload.stateB & STATUS_BITS, status);
    if (!first) facts.most(WORST, worst);
    payload.stateB = ((payload.stateB & ~STATUS_BITS) | worst) >>> 0;
    payload.stateA |= RESPONSE_SEEN;
  }
  if (first) {
    facts.number(STATUS, status);
    headers.writeLength(contentLength, facts);
  }
  return status;
}

/** Bytes of the body that follow a message, as far as its headers tell; -1 = to be found out. */
function bodyBytes(isRequest: boolean, status: number, answersHead: boolean): number {
  if (!isRequest && (answersHead || status < 200 || status === 204 || status === 304)) return 0;
  if (isChunked) return -1;
  if (contentLength >= 0) return contentLength > LARGEST_BODY ? -1 : contentLength;
  return isRequest ? 0 : -1;
}

/** Messages one behind the other; bodies are passed over. Bits of stateB above the tenth are left as they are. */
export function parseHttp(payload: Payload, facts: Facts): Progress {
  const { buf, end, off, wireLength } = payload;
  if ((payload.stateB & TLS_INSIDE) !== 0) return parseTls(payload, facts);
  if ((payload.stateA & IS_HTTP2) !== 0) return parseFrames(payload, facts, payload.fromSrc);
  const isCut = wireLength > end - off;
  while (payload.off < end) {
    const at = payload.off;
    if (
      ((payload.stateA & TUNNEL) !== 0 && buf[at] === HANDSHAKE && (at + 1 >= end || buf[at + 1] === 3)) ||
      ((payload.stateA & SWITCHED) !== 0 && isHello(buf, at, end))
    ) {
      payload.stateA = 0;
      payload.stateB = TLS_INSIDE >>> 0;
      return parseTls(payload, facts, isCut);
    }
    if (startsWith(buf, at, end, 'PRI * HTTP/2')) {
      facts.become('http2');
      payload.stateA = (IS_HTTP2 | 1) >>> 0; // its first request was this upgrade
      payload.stateB = 1;
      return parseFrames(payload, facts, payload.fromSrc);
    }
    const isResponse = isStatusLine(buf, at, end);
    const method = isResponse ? 0 : methodBytes(buf, at, end);
    if (!isResponse && method === 0) {
      payload.off = end; // a body, or what is no HTTP
      return (payload.stateA & (REQUEST_SEEN | RESPONSE_SEEN)) === 0 ? Progress.Other : Progress.Next;
    }
    const stop = headersEnd(buf, at, end);
    if ((stop < 0 || method < 0) && !isCut && end - at < LONGEST_HEADERS) return Progress.Next;
    const to = stop < 0 ? end : stop;
    let status = 0;
    if (isResponse) status = readResponse(payload, at, to, facts);
    else if (method > 0) readRequest(payload, at, to, method, facts);
    if (isResponse && status === 101) payload.stateA |= SWITCHED;
    if (isResponse && status === 101 && buf[to] !== undefined && (payload.stateA & TUNNEL) === 0) {
      payload.off = to;
      return Progress.Next;
    }
    const body = stop < 0 ? -1 : bodyBytes(!isResponse, status, (payload.stateA & HEAD) !== 0);
    payload.off = body < 0 ? end : to + body;
  }
  return Progress.Next;
}

export const http: Dissector = {
  app: 'http',
  over: [6],
  ports: [80, 8080, 8000, 8008, 8888, 3128],
  firstBytes: [...new Set(METHODS.map((method) => method.charCodeAt(0))), 0x48],
  probe,
  everyDatagram: true, // requests are counted to the end
  parse: parseHttp,
};
