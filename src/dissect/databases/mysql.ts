/**
 * MySQL and MariaDB: packet of 3 bytes length, 1 byte sequence; the server greets with protocol 10 and its version. Of a client alone, or a
 * connection joined late: a login (HandshakeResponse41: 19 zeros at least behind the charset), an SQL statement in a packet (COM_QUERY).
 */
import { fact } from '#fields/table.ts';
import { indexOfByte, isDigit, isText, startsWith, u16le, u24le, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { parseTls, TLS_INSIDE } from '../web/tls-stream.ts';
import { isStatement } from './statements.ts';

const SERVER = fact('software.server');
const USER = fact('user');
const DATABASE = fact('database');
const HEADER_BYTES = 4;
const PROTOCOL_10 = 10;
const ERROR = 0xff;
const HASH = 0x23;
const STATE_BYTES = 6; // # and five letters or digits
const SSL_REQUEST_BYTES = HEADER_BYTES + 32; // the head of a login, and no more
const LOGIN_USER = HEADER_BYTES + 32; // behind capabilities, packet size, charset and 23 zeros
const CLIENT_PROTOCOL_41 = 0x200;
const CLIENT_SSL = 0x800;
const CLIENT_WITH_DATABASE = 0x08;
const CLIENT_LENGTH_ENCODED = 0x200000; // of the answer to the challenge

const QUERY = 3;
const ZEROS = 19;

/** A login, or the request of TLS that is its head; the body, of `length` bytes, begins at `at`. */
function isLogin(buf: Uint8Array, at: number, end: number, length: number): boolean {
  if (length < SSL_REQUEST_BYTES - HEADER_BYTES || length > 1024 || end - at < SSL_REQUEST_BYTES - HEADER_BYTES)
    return false;
  if ((u32le(buf, at) & CLIENT_PROTOCOL_41) === 0 || buf[at + 8] === 0) return false;
  for (let zero = at + 9; zero < at + 9 + ZEROS; zero++) if (buf[zero] !== 0) return false;
  if (length === SSL_REQUEST_BYTES - HEADER_BYTES) return (u32le(buf, at) & CLIENT_SSL) !== 0;
  const user = at + SSL_REQUEST_BYTES - HEADER_BYTES;
  const stop = indexOfByte(buf, user, Math.min(end, at + length), 0);
  return stop >= user && isText(buf, user, stop);
}

/** COM_QUERY; MySQL 8 has two bytes of attributes, 00 01, before the statement. */
function isQuery(buf: Uint8Array, at: number, end: number): boolean {
  if (end - at < 8 || buf[at] !== QUERY) return false;
  const text = buf[at + 1] === 0 && buf[at + 2] === 1 ? at + 3 : at + 1;
  return isStatement(buf, text, end, 'replace ');
}

/** A greeting that the snap length cut in its version: "5.5.5-10.11…", "8.0.36-…". */
function isCutGreeting(buf: Uint8Array, body: number, end: number, length: number, wireLength: number): boolean {
  if (length + HEADER_BYTES !== wireLength || end - body < 8) return false;
  const point = indexOfByte(buf, body + 1, Math.min(end, body + 4), 0x2e);
  return point > body + 1 && isDigit(buf[point + 1]) && isText(buf, body + 1, end);
}

/**
 * An error before the greeting, so without a state of SQL: "Host 'a' is not allowed to connect to this …", "Host 'a' is blocked because …",
 * "Too many connections" (errmsg-utf8.txt, 1130, 1129, 1040).
 */
function isRefusal(buf: Uint8Array, body: number, end: number, length: number): boolean {
  if (length < 12 || length > 512 || end - body < 12) return false;
  const code = u16le(buf, body + 1);
  const text = buf[body + 3] === HASH ? body + 3 + STATE_BYTES : body + 3;
  if (code === 1040) return startsWith(buf, text, end, 'Too many ');
  return (code === 1129 || code === 1130) && startsWith(buf, text, end, "Host '");
}

const AUTH_DATA_1 = 13; // behind the version: 4 bytes thread id, 8 bytes salt, one zero

export const mysql: Dissector = {
  app: 'mysql',
  over: [6],
  ports: [3306],
  probe({ buf, off, end, sendPort, wireLength }) {
    if (end - off < HEADER_BYTES + 1) return end - off < 4 || buf[off + 3] === 0 ? Verdict.More : Verdict.No;
    if (buf[off + 3] > 1) return Verdict.No;
    const length = u24le(buf, off);
    const body = off + HEADER_BYTES;
    if (
      length + HEADER_BYTES === wireLength &&
      (buf[off + 3] === 1 ? isLogin(buf, body, end, length) : isQuery(buf, body, end))
    )
      return Verdict.Yes;
    if (buf[off + 3] !== 0) return Verdict.No;
    if (buf[body] === PROTOCOL_10) {
      if (length < 30 || length > 512 || end - body < 2 || !isDigit(buf[body + 1])) return Verdict.No;
      const zero = indexOfByte(buf, body + 1, end, 0);
      if (zero < 0 && end - off < wireLength)
        return isCutGreeting(buf, body, end, length, wireLength) ? Verdict.Yes : Verdict.No;
      if (zero < 0) return end - body < 80 ? Verdict.More : Verdict.No;
      if (!isText(buf, body + 1, zero) || end - zero < AUTH_DATA_1 + 1) return Verdict.No;
      return buf[zero + AUTH_DATA_1] === 0 ? Verdict.Yes : Verdict.No;
    }
    if (buf[body] !== ERROR) return Verdict.No;
    if (length + HEADER_BYTES === wireLength && isRefusal(buf, body, end, length)) return Verdict.Yes;
    return sendPort === 3306 && length < 512 && end - body >= length ? Verdict.Yes : Verdict.No;
  },
  parse(payload, facts) {
    const { buf, off, end, fromSrc } = payload;
    if ((payload.stateB & TLS_INSIDE) !== 0) return parseTls(payload, facts);
    const body = off + HEADER_BYTES;
    if (!fromSrc) {
      const zero = indexOfByte(buf, body, end, 0);
      if (buf[body] === PROTOCOL_10 && zero > 0) facts.text(SERVER, buf, body + 1, zero);
      payload.off = end;
      return buf[body] === ERROR || facts.has(USER) ? Progress.Done : Progress.Next;
    }
    if (end - off >= SSL_REQUEST_BYTES && u24le(buf, off) === SSL_REQUEST_BYTES - HEADER_BYTES) {
      payload.off = off + SSL_REQUEST_BYTES;
      payload.stateB = TLS_INSIDE >>> 0;
      return payload.off < end ? parseTls(payload, facts) : Progress.Next;
    }
    const user = off + LOGIN_USER;
    if (end > user && buf[off + 3] === 1 && (u32le(buf, body) & CLIENT_PROTOCOL_41) !== 0) {
      const zero = indexOfByte(buf, user, end, 0);
      if (zero > user) facts.text(USER, buf, user, zero);
      if (zero >= user && zero + 1 < end && (u32le(buf, body) & CLIENT_WITH_DATABASE) !== 0) {
        const isCounted = (u32le(buf, body) & (CLIENT_LENGTH_ENCODED | 0x8000)) !== 0;
        const answer = isCounted ? zero + 2 + buf[zero + 1] : indexOfByte(buf, zero + 1, end, 0) + 1;
        const stop = answer > zero && answer < end ? indexOfByte(buf, answer, end, 0) : -1;
        if (stop > answer && buf[zero + 1] < 0xfb) facts.text(DATABASE, buf, answer, stop);
      }
    }
    return facts.has(SERVER) ? Progress.Done : Progress.Other;
  },
};
