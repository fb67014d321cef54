/**
 * Microsoft SQL Server Tabular Data Stream, MS-TDS §2.2.3.1 and §2.2.6.5: packet header of 8 bytes; a connection opens with
 * PRELOGIN (0x12), or with LOGIN7 (0x10) of clients before 2005. TLS's handshake stands in PRELOGIN packets of both sides (§2.2.6.5,
 * §3.2.5.2), as long as each may be; what is encrypted follows without them.
 */
import { fact } from '#fields/table.ts';
import { u16, u16le, u32le } from '../bytes.ts';
import { writeLogon } from '../directory/gss.ts';
import { writeUtf16 } from '../directory/ntlm.ts';
import { type Dissector, type Facts, MAX_PREFIX_BYTES, type Payload, Progress, Verdict } from '../dissector.ts';
import { parseMessages } from '../framed.ts';
import { isHello, parseTls, TLS_INSIDE } from '../web/tls-stream.ts';

const HOST = fact('host');
const USER = fact('user');
const DATABASE = fact('database');
const CLIENT = fact('software.client');
const WORKSTATION = fact('ntlm.workstation');
const CLEAR = fact('credentials.clear');
const HEADER_BYTES = 8;
const LOGIN7 = 0x10;
const PRELOGIN = 0x12;
const SSPI = 0x11;
// MS-TDS §2.2.6.4: offset and length of each text stand here in LOGIN7
const CLIENT_NAME_AT = 36;
const USER_AT = 40;
const PASSWORD_AT = 44;
const PROGRAM_AT = 48;
const SERVER_AT = 52;
const DATABASE_AT = 68;
const LOGIN_BYTES = 94;

/** where records that stand in several packets are put together */
const carried = new Uint8Array(MAX_PREFIX_BYTES);

export const mssql: Dissector = {
  app: 'mssql',
  over: [6],
  ports: [1433, 2433],
  firstBytes: [0x12, 0x10, 0x04],
  probe({ buf, off, end }) {
    if (end - off < 13)
      return (buf[off] === PRELOGIN || buf[off] === LOGIN7) && (end - off < 2 || buf[off + 1] <= 1)
        ? Verdict.More
        : Verdict.No;
    const length = u16(buf, off + 2);
    if (buf[off + 1] > 1 || length < 16 || length > 4096 || buf[off + 7] !== 0) return Verdict.No;
    const body = off + 8;
    if (carriesTls(buf, off, end)) return Verdict.Yes;
    // options of PRELOGIN: token 0 VERSION, offset, length 6
    if (buf[off] === PRELOGIN || buf[off] === 0x04)
      return buf[body] === 0 && u16(buf, body + 1) < length && u16(buf, body + 3) === 6 ? Verdict.Yes : Verdict.No;
    return u32le(buf, body) === length - 8 && buf[body + 7] >= 0x70 && buf[body + 7] <= 0x74 ? Verdict.Yes : Verdict.No;
  },
  parse(payload, facts) {
    if ((payload.stateB & TLS_INSIDE) !== 0) return parseCarriedTls(payload, facts);
    const { buf, end } = payload;
    const progress = parseMessages(payload, facts, packetBytes, (_payload, _facts, off, stop) => {
      if (carriesTls(buf, off, stop)) return false;
      if (buf[off] === SSPI) writeLogon(buf, off + HEADER_BYTES, stop, facts);
      else if (buf[off] === LOGIN7 && stop - off >= HEADER_BYTES + LOGIN_BYTES)
        readLogin(buf, off + HEADER_BYTES, stop, facts);
      else return true;
      return !facts.has(USER); // who logs on by Windows tells it later
    });
    return carriesTls(buf, payload.off, end) ? parseCarriedTls(payload, facts) : progress;
  },
};

function carriesTls(buf: Uint8Array, off: number, end: number): boolean {
  return end - off > HEADER_BYTES && buf[off] === PRELOGIN && isHello(buf, off + HEADER_BYTES, end);
}

/** Records out of the packets at payload.off. Those are passed over once all that they carry was read. */
function parseCarriedTls(payload: Payload, facts: Facts): Progress {
  const { buf, off, end, stateA, stateB } = payload;
  const isCut = payload.wireLength > end - off;
  payload.stateB = (stateB | TLS_INSIDE) >>> 0;
  if (buf[off] !== PRELOGIN) return parseTls(payload, facts, isCut);
  let length = 0;
  let at = off;
  while (end - at >= HEADER_BYTES && buf[at] === PRELOGIN) {
    const next = at + u16(buf, at + 2);
    const from = at + HEADER_BYTES;
    if (next < from) return Progress.Other;
    const part = buf.subarray(from, Math.min(next, end, from + carried.length - length));
    carried.set(part, length);
    length += part.length;
    at = next;
  }
  const inside: Payload = { ...payload, buf: carried, off: 0, end: length, wireLength: length };
  const answer = parseTls(inside, facts, isCut);
  const isRead = inside.off === length && at <= end;
  if (answer !== Progress.Next || isRead) {
    payload.stateA = inside.stateA;
    payload.stateB = inside.stateB;
    payload.off = isRead ? at : end;
    return answer;
  }
  payload.stateA = stateA; // all of it comes again, with more
  return isCut ? Progress.Other : Progress.Next;
}

function packetBytes(buf: Uint8Array, off: number, end: number): number {
  if (end - off < HEADER_BYTES) return 0;
  const length = u16(buf, off + 2);
  return buf[off] >= 1 && buf[off] <= 0x12 && length >= HEADER_BYTES ? length : -1;
}

function readLogin(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const text = (descriptor: number, field: number): void => {
    const from = off + u16le(buf, off + descriptor);
    const to = from + 2 * u16le(buf, off + descriptor + 2);
    if (to > from && to <= end) writeUtf16(buf, from, to, field, facts);
  };
  text(CLIENT_NAME_AT, WORKSTATION);
  text(USER_AT, USER);
  text(PROGRAM_AT, CLIENT);
  text(SERVER_AT, HOST);
  text(DATABASE_AT, DATABASE);
  if (u16le(buf, off + PASSWORD_AT + 2) > 0) facts.flag(CLEAR, true); // but for a mask that everybody knows
  writeLogon(buf, off, end, facts);
}
