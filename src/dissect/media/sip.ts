/** Session Initiation Protocol, RFC 3261 §7: a request line with a SIP URI, or a status line "SIP/2.0 …". */

import { fact } from '#fields/table.ts';
import { TCP } from '#registry/ip-protocols.ts';
import { headerValue, indexOfByte, isDigit, lineEnd, mayBecome, startsWith } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { announceSdp } from './announce-media.ts';

const HOST = fact('host');
const USER = fact('user');
const CLIENT = fact('software.client');
const SERVER = fact('software.server');
const METHOD = fact('sip.method');
const STATUS = fact('sip.status');
const FROM = fact('sip.from');
const TO = fact('sip.to');
const CALL = fact('sip.call_id');
const VERSION = 'SIP/2.0';
/** beginnings of requests that a short first segment may hold */
const METHODS = [
  'INVITE sip:',
  'REGISTER sip:',
  'OPTIONS sip:',
  'MESSAGE sip:',
  'SUBSCRIBE sip:',
  'NOTIFY sip:',
  'BYE sip:',
  'SIP/2.0 ',
];
const SCHEMES = ['sip:', 'sips:', 'tel:', 'urn:service:']; // RFC 3261 §19.1, RFC 3966, RFC 5031
const LONGEST_METHOD = 9; // SUBSCRIBE
const MARK = 0x20;

/** Where the request URI begins, behind an upper-case method; -1 when this is no request line. */
function requestUri(buf: Uint8Array, off: number, end: number): number {
  let at = off;
  while (at < end && at - off <= LONGEST_METHOD && buf[at] >= 0x41 && buf[at] <= 0x5a) at++;
  if (at - off < 3 || at >= end || buf[at] !== MARK) return -1;
  at++;
  for (let i = 0; i < SCHEMES.length; i++) if (startsWith(buf, at, end, SCHEMES[i])) return at;
  return -1;
}

/** Writes the user of the first SIP URI in [off, end). */
function writeUser(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  for (let at = off; at + 4 < end; at++) {
    if (buf[at] !== 0x73 || !startsWith(buf, at, end, 'sip')) continue;
    const colon = buf[at + 3] === 0x73 ? at + 4 : at + 3;
    const sign = indexOfByte(buf, colon, end, 0x40);
    if (buf[colon] === 0x3a && sign > colon + 1) facts.text(USER, buf, colon + 1, sign);
    return;
  }
}

/** Writes the host part of the URI at `uri`: behind the user and before port and parameters. */
function writeHost(buf: Uint8Array, uri: number, end: number, facts: Facts): void {
  const stop = indexOfByte(buf, uri, end, MARK);
  const colon = indexOfByte(buf, uri, end, 0x3a);
  if (stop < 0 || colon < 0 || startsWith(buf, uri, end, 'tel:') || startsWith(buf, uri, end, 'urn:')) return;
  const sign = indexOfByte(buf, colon, stop, 0x40);
  const start = sign < 0 ? colon + 1 : sign + 1;
  let at = start;
  while (at < stop && buf[at] !== 0x3a && buf[at] !== 0x3b && buf[at] !== 0x3f) at++;
  if (at > start) facts.text(HOST, buf, start, at);
}

function writeHeader(payload: Payload, name: string, field: number, facts: Facts): void {
  const at = headerValue(payload.buf, payload.off, payload.end, name);
  if (at >= 0) facts.text(field, payload.buf, at, lineEnd(payload.buf, at, payload.end));
}

/** Final status codes: those of 200 and above. */
function writeStatus(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const at = off + VERSION.length + 1;
  if (!startsWith(buf, off, end, VERSION) || at + 3 > end) return;
  let code = 0;
  for (let i = at; i < at + 3; i++) {
    if (!isDigit(buf[i])) return;
    code = code * 10 + buf[i] - 48;
  }
  if (code >= 200 && code < 700) facts.number(STATUS, code);
}

/** The address of a header, in its long or compact form (RFC 3261 §7.3.3): the URI without display name, brackets and parameters. */
function writeAddress(payload: Payload, name: string, compact: string, field: number, facts: Facts): void {
  const { buf, off, end } = payload;
  let from = headerValue(buf, off, end, name);
  if (from < 0) from = headerValue(buf, off, end, compact);
  if (from < 0) return;
  const stop = lineEnd(buf, from, end);
  const open = indexOfByte(buf, from, stop, 0x3c);
  const close = open < 0 ? -1 : indexOfByte(buf, open, stop, 0x3e);
  const start = close < 0 ? from : open + 1;
  let to = close < 0 ? stop : close;
  const parameters = indexOfByte(buf, start, to, 0x3b);
  if (parameters > 0) to = parameters;
  if (to > start) facts.text(field, buf, start, to);
}

export const sip: Dissector = {
  app: 'sip',
  announces: announceSdp,
  over: [6, 17, 132],
  ports: [5060, 5061],
  firstBytes: [0x41, 0x42, 0x43, 0x49, 0x4d, 0x4e, 0x4f, 0x50, 0x52, 0x53, 0x55],
  probe({ buf, off, end, proto }) {
    if (startsWith(buf, off, end, VERSION) && buf[off + VERSION.length] === MARK) return Verdict.Yes;
    if (requestUri(buf, off, end) > 0) return Verdict.Yes;
    return proto === TCP && METHODS.some((method) => mayBecome(buf, off, end, method)) ? Verdict.More : Verdict.No;
  },
  parse(payload, facts) {
    const { buf, off, end, fromSrc } = payload;
    const uri = requestUri(buf, off, end);
    if (uri > 0) facts.list(METHOD, Buffer.from(buf.buffer, buf.byteOffset + off, uri - off - 1).toString('latin1'));
    else writeStatus(buf, off, end, facts);
    if ((uri > 0 || startsWith(buf, off, end, VERSION)) && !facts.has(CALL)) {
      writeAddress(payload, 'from:', 'f:', FROM, facts);
      writeAddress(payload, 'to:', 't:', TO, facts);
      writeHeader(payload, 'call-id:', CALL, facts);
      if (!facts.has(CALL)) writeHeader(payload, 'i:', CALL, facts);
    }
    if (uri > 0) {
      if (!facts.has(HOST)) writeHost(buf, uri, end, facts);
      const from = headerValue(buf, off, end, 'from:');
      if (from >= 0 && !facts.has(USER)) writeUser(buf, from, lineEnd(buf, from, end), facts);
    }
    writeHeader(payload, 'user-agent:', fromSrc ? CLIENT : SERVER, facts);
    if (!fromSrc && !facts.has(SERVER)) writeHeader(payload, 'server:', SERVER, facts);
    return Progress.More;
  },
};
