/**
 * Microsoft SQL Server Tabular Data Stream, MS-TDS §2.2.3.1 and §2.2.6.5: packet header of 8 bytes; a connection opens with
 * PRELOGIN (0x12), or with LOGIN7 (0x10) of clients before 2005.
 */
import { fact } from '#fields/table.ts';
import { u16, u16le, u32le } from '../bytes.ts';
import { writeNtlm, writeUtf16 } from '../directory/ntlm.ts';
import type { Dissector, Facts } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { parseMessages } from '../framed.ts';

const HOST = fact('host');
const USER = fact('user');
const DATABASE = fact('database');
const CLIENT = fact('software.client');
const WORKSTATION = fact('ntlm.workstation');
const CLEAR = fact('credentials.clear');
const HEADER_BYTES = 8;
const LOGIN7 = 0x10;
// MS-TDS §2.2.6.4: offset and length of each text stand here in LOGIN7
const CLIENT_NAME_AT = 36;
const USER_AT = 40;
const PASSWORD_AT = 44;
const PROGRAM_AT = 48;
const SERVER_AT = 52;
const DATABASE_AT = 68;
const LOGIN_BYTES = 94;

export const mssql: Dissector = {
  app: 'mssql',
  over: [6],
  ports: [1433, 2433],
  firstBytes: [0x12, 0x10, 0x04],
  probe({ buf, off, end }) {
    if (end - off < 13)
      return (buf[off] === 0x12 || buf[off] === 0x10) && (end - off < 2 || buf[off + 1] <= 1)
        ? Verdict.More
        : Verdict.No;
    const length = u16(buf, off + 2);
    if (buf[off + 1] > 1 || length < 16 || length > 4096 || buf[off + 7] !== 0) return Verdict.No;
    const body = off + 8;
    // options of PRELOGIN: token 0 VERSION, offset, length 6
    if (buf[off] === 0x12 || buf[off] === 0x04)
      return buf[body] === 0 && u16(buf, body + 1) < length && u16(buf, body + 3) === 6 ? Verdict.Yes : Verdict.No;
    return u32le(buf, body) === length - 8 && buf[body + 7] >= 0x70 && buf[body + 7] <= 0x74 ? Verdict.Yes : Verdict.No;
  },
  parse: (payload, facts) =>
    parseMessages(payload, facts, packetBytes, ({ buf }, _facts, off, end) => {
      if (buf[off] !== LOGIN7 || end - off < HEADER_BYTES + LOGIN_BYTES) return true;
      readLogin(buf, off + HEADER_BYTES, end, facts);
      return false;
    }),
};

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
  writeNtlm(buf, off, end, facts);
}
