/**
 * PostgreSQL frontend/backend protocol 3, PostgreSQL documentation §54.7: startup, SSL, GSS and cancel requests. Of a server alone, or a
 * connection joined late: an authentication request, a simple query with its statement.
 */
import { fact } from '#fields/table.ts';
import { indexOfByte, startsWith, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { HANDSHAKE, parseTls } from '../web/tls-stream.ts';
import { isStatement } from './statements.ts';

const USER = fact('user');
const DATABASE = fact('database');
const CLIENT = fact('software.client');
const PROTOCOL_3 = 0x00030000;
const LOWEST_REQUEST = 80877102; // cancel; 80877103 SSL, 80877104 GSS encryption
const LONGEST_STARTUP = 10000;
const YES = 0x53; // 'S'

/** A request for encryption, of 8 bytes, stands at off. */
function isEncryptionRequest(buf: Uint8Array, off: number, end: number): boolean {
  return (
    end - off >= 8 &&
    u32(buf, off) === 8 &&
    (u32(buf, off + 4) === LOWEST_REQUEST + 1 || u32(buf, off + 4) === LOWEST_REQUEST + 2)
  );
}

const AUTHENTICATION = 0x52; // 'R'
const NO_TLS = 0x4e; // 'N', the answer to a request of TLS
const QUERY = 0x51; // 'Q'
const STATUS = 0x53; // 'S', parameter status

/** Authentication request (R): ok, clear text, MD5 with salt, GSS, SSPI, SASL with names of mechanisms. */
function isAuthentication(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < 9) return false;
  const length = u32(buf, off + 1);
  const code = u32(buf, off + 5);
  const next = off + 1 + length;
  if (code === 10) return length > 16 && length < 128 && next === end && startsWith(buf, off + 9, end, 'SCRAM-SHA-');
  if (code === 5) return length === 12 && next === end;
  if (code === 0) return length === 8 && (next === end || buf[next] === STATUS);
  return (code === 3 || code === 7 || code === 9) && length === 8 && next === end;
}

function isQuery(buf: Uint8Array, off: number, end: number, wireLength: number): boolean {
  if (end - off < 12 || u32(buf, off + 1) + 1 !== wireLength || (end - off === wireLength && buf[end - 1] !== 0))
    return false;
  return isStatement(buf, off + 5, end, 'with ');
}

export const postgresql: Dissector = {
  app: 'postgresql',
  over: [6],
  ports: [5432],
  firstBytes: [0, AUTHENTICATION, QUERY, NO_TLS],
  probe({ buf, off, end, wireLength }) {
    if (buf[off] === AUTHENTICATION) return isAuthentication(buf, off, end) ? Verdict.Yes : Verdict.No;
    if (buf[off] === NO_TLS) return isAuthentication(buf, off + 1, end) ? Verdict.Yes : Verdict.No;
    if (buf[off] === QUERY) return isQuery(buf, off, end, wireLength) ? Verdict.Yes : Verdict.No;
    if (buf[off] !== 0) return Verdict.No;
    if (end - off < 8) return Verdict.More;
    const length = u32(buf, off);
    const code = u32(buf, off + 4);
    if (code >= LOWEST_REQUEST && code <= LOWEST_REQUEST + 2)
      return length === 8 || length === 16 ? Verdict.Yes : Verdict.No;
    if (code >>> 16 !== PROTOCOL_3 >>> 16 || (code & 0xffff) > 2 || length > LONGEST_STARTUP || length < 9)
      return Verdict.No;
    return buf[off + 8] >= 0x61 && buf[off + 8] <= 0x7a ? Verdict.Yes : Verdict.No; // first key: user, database, …
  },
  parse(payload, facts) {
    const { buf, off, end, fromSrc } = payload;
    if (payload.stateA !== 0 || (buf[off] === HANDSHAKE && end - off > 1 && buf[off + 1] === 3))
      return parseTls(payload, facts);
    if (!fromSrc) {
      if (buf[off] !== YES || end - off > 1) return Progress.Other;
      payload.off = end; // the server takes TLS
      return Progress.Next;
    }
    if (isEncryptionRequest(buf, off, end)) {
      payload.off = off + 8;
      return payload.off < end && buf[payload.off] === HANDSHAKE ? parseTls(payload, facts) : Progress.Next;
    }
    if (end - off < 9) return Progress.More;
    // a prefix that began with an SSL request of 8 bytes goes on with the startup message when the server said no
    const start = u32(buf, off) === 8 ? off + 8 : off;
    let at = start + 8;
    if (at >= end || u32(buf, start + 4) >>> 16 !== PROTOCOL_3 >>> 16) return Progress.More;
    while (at < end && buf[at] !== 0) {
      const key = indexOfByte(buf, at, end, 0);
      const value = key < 0 ? -1 : indexOfByte(buf, key + 1, end, 0);
      if (value < 0) break;
      if (startsWith(buf, at, key + 1, 'user\0')) facts.text(USER, buf, key + 1, value);
      else if (startsWith(buf, at, key + 1, 'database\0')) facts.text(DATABASE, buf, key + 1, value);
      else if (startsWith(buf, at, key + 1, 'application_name\0')) facts.text(CLIENT, buf, key + 1, value);
      at = value + 1;
    }
    return Progress.Done;
  },
};
