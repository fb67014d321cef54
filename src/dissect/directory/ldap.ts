/**
 * LDAP, RFC 4511 §4.1.1: SEQUENCE { messageID, [APPLICATION n] operation }; over UDP it is CLDAP, RFC 1798 and MS-ADTS §6.3.3. After a log-on by
 * SASL messages may stand in buffers with four bytes of length before (RFC 4422 §3.7), in those that are signed alone in clear.
 */
import { fact } from '#fields/table.ts';
import { ldapResult } from '#registry/ldap-names.ts';
import { u16, u32 } from '../bytes.ts';
import { berContent, berLength, berNext } from '../codec/ber.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { MAX_PREFIX_BYTES, Progress, Verdict } from '../dissector.ts';
import { HANDSHAKE, parseTls } from '../web/tls-stream.ts';
import { writeLogon } from './gss.ts';

const USER = fact('user');
const OPERATIONS = fact('ldap.operation');
const RESULT = fact('ldap.result');
const BASE = fact('ldap.base');
const CLEAR = fact('credentials.clear');
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIND_REQUEST = 0x60;
const BIND_RESPONSE = 0x61;
const SEARCH_REQUEST = 0x63;
const OCTETS = 0x04;
const ENUMERATED = 0x0a;
const SIMPLE = 0x80;
const SASL = 0xa3;
const SICILY_RESPONSE = 0x8b; // MS-ADTS §5.1.1.1.3
const IN_PROGRESS = 14;
const OPERATION_NAMES: Readonly<Record<number, string>> = {
  [BIND_REQUEST]: 'bind',
  66: 'unbind',
  [SEARCH_REQUEST]: 'search',
  102: 'modify',
  104: 'add',
  74: 'delete',
  108: 'rename',
  110: 'compare',
  80: 'abandon',
  119: 'extended',
};
/** Results of LDAPMessages, without those of single entries found. */
const RESULTS: ReadonlySet<number> = new Set([BIND_RESPONSE, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x78]);
/** CLDAP and LDAP messages longer than this are answers of many entries. */
const LONGEST_WAITED = 8192;
const LENGTH_BYTES = 4;

/** Where the operation of the message at off begins, or -1. */
function operation(buf: Uint8Array, off: number, end: number): number {
  if (buf[off] !== SEQUENCE) return -1;
  const id = berContent(buf, off, end);
  if (id < 0 || end - id < 4 || buf[id] !== INTEGER || buf[id + 1] < 1 || buf[id + 1] > 4) return -1;
  const at = berNext(buf, id, end);
  return at > 0 && at < end ? at : -1;
}

function probeMessage({ buf, off, end, wireLength, proto }: Payload): Verdict {
  const at = operation(buf, off, end);
  if (at < 0) return Verdict.No;
  const tag = buf[at];
  const message = berContent(buf, off, end);
  const length = berLength(buf, off);
  if (proto === 17 && message - off + length !== wireLength) return Verdict.No;
  if (tag === 0x42) return length === 5 ? Verdict.Yes : Verdict.No; // unbind: empty
  const known =
    (tag >= 0x60 && tag <= 0x65) || (tag >= 0x66 && tag <= 0x6f) || tag === 0x73 || (tag >= 0x77 && tag <= 0x79);
  const content = berContent(buf, at, end);
  if (!known || content < 0 || end - content < 2) return Verdict.No;
  const rest = length - (content - message);
  if (berLength(buf, at) > rest) return Verdict.No;
  switch (tag) {
    case BIND_REQUEST:
      return buf[content] === INTEGER && buf[content + 1] === 1 && (buf[content + 2] === 3 || buf[content + 2] === 2)
        ? Verdict.Yes
        : Verdict.No;
    case 0x61:
    case 0x65:
    case 0x67:
    case 0x69:
    case 0x6b:
    case 0x6d:
    case 0x6f:
    case 0x78: // results: ENUMERATED of one byte
      return buf[content] === 0x0a && buf[content + 1] === 1 ? Verdict.Yes : Verdict.No;
    case 0x77:
      return buf[content] === 0x80 ? Verdict.Yes : Verdict.No; // requestName
    default:
      return buf[content] === 0x04 && berLength(buf, content) <= rest ? Verdict.Yes : Verdict.No; // a DN
  }
}

/** Writes what the message at off tells, as far as it is there. */
function readMessage(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const at = operation(buf, off, end);
  if (at < 0) return;
  const tag = buf[at];
  const name = OPERATION_NAMES[tag];
  if (name !== undefined) facts.list(OPERATIONS, name);
  const content = berContent(buf, at, end);
  if (content < 0 || content >= end) return;
  if (tag === BIND_REQUEST) readBind(buf, content + 3, end, facts);
  else if (tag === SEARCH_REQUEST && buf[content] === OCTETS && !facts.has(BASE)) {
    const text = berContent(buf, content, end);
    const stop = berNext(buf, content, end);
    if (text > 0 && stop > text) facts.text(BASE, buf, text, stop);
  } else if (RESULTS.has(tag) && buf[content] === ENUMERATED && content + 2 < end && buf[content + 1] === 1) {
    const code = buf[content + 2];
    if (code !== IN_PROGRESS && !facts.has(RESULT)) facts.word(RESULT, ldapResult(code));
  }
}

/** Behind the version: name, and the way to prove it, RFC 4511 §4.2. */
function readBind(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const text = off < end && buf[off] === OCTETS ? berContent(buf, off, end) : -1;
  const stop = text < 0 ? -1 : berNext(buf, off, end);
  if (stop < 0) return;
  if (stop > text) facts.text(USER, buf, text, stop);
  if (stop >= end) return;
  if (buf[stop] === SIMPLE && berContent(buf, stop, end) > 0 && berLength(buf, stop) > 0) facts.flag(CLEAR, true);
  else if (buf[stop] === SASL || buf[stop] === SICILY_RESPONSE) writeLogon(buf, stop, end, facts);
}

/** Of Kerberos (RFC 4121 §4.2.6.2: 05 04, flags, ff, sizes of what is added and turned to the front, number) or NTLM (MS-NLMP §2.2.2.9.1). */
const SIGNED_BYTES = 16;
const SEALED = 2;
const MOST_IN_BUFFER = 64;

const isKerberosWrap = (buf: Uint8Array, off: number): boolean =>
  u16(buf, off) === 0x0504 && buf[off + 2] <= 7 && buf[off + 3] === 0xff;

/** A buffer alone, of a connection joined late: of Kerberos, on a port of LDAP's. */
function probeBuffer({ buf, off, end, sendPort, recvPort }: Payload): Verdict {
  const isOwn = [sendPort, recvPort].some((port) => port === 389 || port === 3268);
  if (!isOwn || end - off < LENGTH_BYTES + SIGNED_BYTES) return Verdict.No;
  return isKerberosWrap(buf, off + LENGTH_BYTES) ? Verdict.Yes : Verdict.No;
}

/** Messages of the buffer [off, end), behind its length; false when they are encrypted. */
function readBuffer(buf: Uint8Array, off: number, end: number, facts: Facts): boolean {
  let at = off + SIGNED_BYTES;
  let stop = end;
  if (isKerberosWrap(buf, off)) {
    const added = u16(buf, off + 4);
    const turned = u16(buf, off + 6);
    if ((buf[off + 2] & SEALED) !== 0 || (turned !== 0 && turned !== added)) return false;
    at += turned;
    if (turned === 0) stop -= added;
  }
  if (at >= stop || operation(buf, at, stop) < 0) return false;
  for (let n = 0; n < MOST_IN_BUFFER && at < stop; n++) {
    const content = buf[at] === SEQUENCE ? berContent(buf, at, stop) : -1;
    if (content < 0) break;
    const next = content + berLength(buf, at);
    readMessage(buf, at, Math.min(next, stop), facts);
    at = next;
  }
  return true;
}

export const ldap: Dissector = {
  app: 'ldap',
  over: [6],
  ports: [389, 3268],
  firstBytes: [SEQUENCE, 0],
  probe: (payload) => (payload.buf[payload.off] === 0 ? probeBuffer(payload) : probeMessage(payload)),
  parse(payload, facts) {
    const { buf, off, end, wireLength } = payload;
    const isCut = wireLength > end - off;
    while (end - payload.off >= 2) {
      const at = payload.off;
      if (payload.stateA !== 0 || buf[at] === HANDSHAKE) return parseTls(payload, facts, isCut); // StartTLS
      if (buf[at] === 0) {
        if (end - at < LENGTH_BYTES + SIGNED_BYTES) return isCut ? Progress.Other : Progress.Next;
        const next = at + LENGTH_BYTES + u32(buf, at);
        const isWhole = next <= end;
        if (!isWhole && !isCut && next - at <= LONGEST_WAITED && end - at < MAX_PREFIX_BYTES - 1) return Progress.Next;
        if (!readBuffer(buf, at + LENGTH_BYTES, Math.min(next, end), facts)) return Progress.Other;
        payload.off = next;
        continue;
      }
      const content = buf[at] === SEQUENCE ? berContent(buf, at, end) : -1;
      if (content < 0) return end - at < 6 && buf[at] === SEQUENCE && !isCut ? Progress.Next : Progress.Other;
      const stop = content + berLength(buf, at);
      const isWaited = stop - at <= LONGEST_WAITED && end - at < MAX_PREFIX_BYTES - 1;
      if (stop > end && !isCut && isWaited) return Progress.Next;
      readMessage(buf, at, Math.min(stop, end), facts);
      payload.off = stop;
    }
    return Progress.Next;
  },
};

export const cldap: Dissector = {
  app: 'ldap',
  over: [17],
  ports: [389],
  firstBytes: [SEQUENCE],
  probe: probeMessage,
  parse({ buf, off, end }, facts) {
    readMessage(buf, off, end, facts);
    return Progress.More;
  },
};
