/** Messages of SMB 2 and 3, MS-SMB2 §2.2: dialect, log-on, shares, first file, first error. */
import { fact } from '#fields/table.ts';
import { ntStatusError } from '#registry/nt-status.ts';
import { u16le, u32le } from '../bytes.ts';
import { writeLogon } from '../directory/gss.ts';
import { utf16 } from '../directory/ntlm.ts';
import type { Facts } from '../dissector.ts';

const HOST = fact('host');
const DIALECT = fact('smb.dialect');
const SHARE = fact('smb.share');
const FILE = fact('smb.file');
const STATUS = fact('smb.status');

const HEADER_BYTES = 64;
const MOST_COMPOUND = 8;
const RESPONSE = 1;
const NEGOTIATE = 0;
const SESSION_SETUP = 1;
const TREE_CONNECT = 3;
const CREATE = 5;
const MORE_PROCESSING = 0xc0000016; // log-on goes on
const LONGEST_NAME = 1024;

function dialectName(dialect: number): string {
  switch (dialect) {
    case 0x0202:
      return '2.0.2';
    case 0x0210:
      return '2.1';
    case 0x0300:
      return '3.0';
    case 0x0302:
      return '3.0.2';
    case 0x0311:
      return '3.1.1';
    default:
      return ''; // 0x02ff: to be agreed in another round
  }
}

/** A share "\\server\share": the share, and the server as the host where that is a name. */
export function writeShare(path: string, facts: Facts): void {
  if (!path.startsWith('\\')) return;
  if (!path.includes(' ')) facts.list(SHARE, path);
  else if (!facts.has(SHARE)) facts.word(SHARE, path);
  const server = path.slice(2, path.indexOf('\\', 2));
  if (!facts.has(HOST) && /^[A-Za-z][\w.-]*$/.test(server)) facts.word(HOST, server.toLowerCase());
}

export function writeFile(name: string, facts: Facts): void {
  if (name !== '' && !facts.has(FILE)) facts.word(FILE, name);
}

export function writeStatus(status: number, facts: Facts): void {
  if (status === 0 || status === MORE_PROCESSING || facts.has(STATUS)) return;
  const name = ntStatusError(status);
  if (name !== '') facts.word(STATUS, name);
}

/** The text whose offset from the header and length in bytes stand at `descriptor`. */
function textAt(buf: Uint8Array, off: number, end: number, descriptor: number): string {
  if (descriptor + 4 > end) return '';
  const from = off + u16le(buf, descriptor);
  const bytes = u16le(buf, descriptor + 2);
  return bytes === 0 || bytes > LONGEST_NAME || from + bytes > end ? '' : utf16(buf, from, from + bytes);
}

/** The message [off, end), and those chained to it. */
export function readSmb2(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  let at = off;
  for (let n = 0; n < MOST_COMPOUND && end - at >= HEADER_BYTES + 8; n++) {
    const command = u16le(buf, at + 12);
    const isResponse = (u32le(buf, at + 16) & RESPONSE) !== 0;
    const body = at + HEADER_BYTES;
    if (isResponse) {
      writeStatus(u32le(buf, at + 8), facts);
      if (command === NEGOTIATE && u16le(buf, body) === 65) {
        const dialect = dialectName(u16le(buf, body + 4));
        if (dialect !== '') facts.word(DIALECT, dialect);
      }
    } else if (command === SESSION_SETUP) writeLogon(buf, body, end, facts);
    else if (command === TREE_CONNECT) writeShare(textAt(buf, at, end, body + 4), facts);
    else if (command === CREATE) writeFile(textAt(buf, at, end, body + 44), facts);
    const next = u32le(buf, at + 20);
    if (next < HEADER_BYTES || at + next > end) return;
    at += next;
  }
}
