/** Messages of SMB 1, MS-CIFS §2.2.4 and MS-SMB §2.2.4: dialect, log-on, systems, shares, first file, first error. */
import { fact } from '#fields/table.ts';
import { indexOfByte, u16le, u32le } from '../bytes.ts';
import { writeLogon } from '../directory/gss.ts';
import { utf16 } from '../directory/ntlm.ts';
import type { Facts } from '../dissector.ts';
import { writeFile, writeShare, writeStatus } from './smb2.ts';

const USER = fact('user');
const DOMAIN = fact('ntlm.domain');
const DIALECT = fact('smb.dialect');
const SERVER = fact('software.server');
const CLIENT = fact('software.client');

const HEADER_BYTES = 32;
const REPLY = 0x80;
const UNICODE = 0x8000;
const NT_STATUS = 0x4000;
const NEGOTIATE = 0x72;
const SESSION_SETUP = 0x73;
const TREE_CONNECT = 0x75;
const CREATE = 0xa2;
const LONGEST_TEXT = 512;

let cursor = 0;

/** The text at `cursor`, up to its zero; moves the cursor behind it. `header`: UTF-16 stands at even offsets from it. */
function nextText(buf: Uint8Array, header: number, end: number, isUnicode: boolean): string {
  if (isUnicode && ((cursor - header) & 1) !== 0) cursor++;
  const from = cursor;
  if (from >= end) return '';
  if (!isUnicode) {
    const zero = indexOfByte(buf, from, Math.min(end, from + LONGEST_TEXT), 0);
    const to = zero < 0 ? Math.min(end, from + LONGEST_TEXT) : zero;
    cursor = to + 1;
    return Buffer.from(buf.buffer, buf.byteOffset + from, to - from).toString('latin1');
  }
  let to = from;
  while (to + 1 < end && to - from < LONGEST_TEXT && (buf[to] !== 0 || buf[to + 1] !== 0)) to += 2;
  cursor = to + 2;
  return utf16(buf, from, Math.min(to, end));
}

/** The message [off, end). */
export function readSmb1(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  if (end - off < HEADER_BYTES + 3) return;
  const flags2 = u16le(buf, off + 10);
  const isUnicode = (flags2 & UNICODE) !== 0;
  const words = off + HEADER_BYTES + 1;
  const count = buf[off + HEADER_BYTES];
  const data = words + 2 * count + 2; // behind the count of bytes
  if (data > end) return;
  const isReply = (buf[off + 9] & REPLY) !== 0;
  if (isReply && (flags2 & NT_STATUS) !== 0) writeStatus(u32le(buf, off + 5), facts);
  cursor = data;
  switch (buf[off + 4]) {
    case NEGOTIATE:
      if (isReply && count === 17) facts.word(DIALECT, 'NT LM 0.12');
      return;
    case SESSION_SETUP:
      if (isReply) readSetupReply(buf, off, end, words, count, isUnicode, facts);
      else readSetup(buf, off, end, words, count, isUnicode, facts);
      return;
    case TREE_CONNECT:
      if (isReply || count !== 4) return;
      cursor = data + u16le(buf, words + 6); // the password of the share
      writeShare(nextText(buf, off, end, isUnicode), facts);
      return;
    case CREATE:
      if (!isReply && count === 24) writeFile(nextText(buf, off, end, isUnicode), facts);
  }
}

function readSetup(
  buf: Uint8Array,
  off: number,
  end: number,
  words: number,
  count: number,
  isUnicode: boolean,
  facts: Facts,
): void {
  if (count === 12) {
    writeLogon(buf, cursor, end, facts);
    cursor += u16le(buf, words + 14); // security blob
  } else if (count === 13) {
    cursor += u16le(buf, words + 14) + u16le(buf, words + 16); // passwords
    const user = nextText(buf, off, end, isUnicode);
    const domain = nextText(buf, off, end, isUnicode);
    if (user !== '') facts.word(USER, user);
    if (domain !== '') facts.word(DOMAIN, domain);
  } else return;
  const system = nextText(buf, off, end, isUnicode);
  if (system !== '' && !facts.has(CLIENT)) facts.word(CLIENT, system);
}

function readSetupReply(
  buf: Uint8Array,
  off: number,
  end: number,
  words: number,
  count: number,
  isUnicode: boolean,
  facts: Facts,
): void {
  if (count !== 3 && count !== 4) return;
  if (count === 4) cursor += u16le(buf, words + 6); // security blob
  const system = nextText(buf, off, end, isUnicode);
  if (system !== '' && !facts.has(SERVER)) facts.word(SERVER, system);
}
