/** NTLMSSP, MS-NLMP §2.2.1: who logs on, from which domain and computer. Hashes and challenges are never kept. */
import { fact } from '#fields/table.ts';
import { startsWith, u16le, u32le } from '../bytes.ts';
import type { Facts } from '../dissector.ts';

const USER = fact('user');
const DOMAIN = fact('ntlm.domain');
const WORKSTATION = fact('ntlm.workstation');

const SIGNATURE = 'NTLMSSP\0';
const AUTHENTICATE = 3;
const AUTHENTICATE_BYTES = 64;
const UNICODE = 1; // NTLMSSP_NEGOTIATE_UNICODE
const LONGEST = 512;

/** Writes what the first AUTHENTICATE message in [off, end) tells. */
export function writeNtlm(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  for (let at = off; at + AUTHENTICATE_BYTES <= end; at++) {
    if (buf[at] !== 0x4e || !startsWith(buf, at, end, SIGNATURE)) continue;
    if (u32le(buf, at + 8) !== AUTHENTICATE) continue;
    const isUnicode = (u32le(buf, at + 60) & UNICODE) !== 0;
    writeText(buf, at, at + 28, end, isUnicode, DOMAIN, facts);
    writeText(buf, at, at + 36, end, isUnicode, USER, facts);
    writeText(buf, at, at + 44, end, isUnicode, WORKSTATION, facts);
    return;
  }
}

/** Length, room and offset of a text stand at `descriptor`. */
function writeText(
  buf: Uint8Array,
  message: number,
  descriptor: number,
  end: number,
  isUnicode: boolean,
  field: number,
  facts: Facts,
): void {
  const length = u16le(buf, descriptor);
  const from = message + u32le(buf, descriptor + 4);
  if (length === 0 || length > LONGEST || from < message || from + length > end) return;
  if (isUnicode) writeUtf16(buf, from, from + length, field, facts);
  else facts.text(field, buf, from, from + length);
}

/** Little-endian UTF-16 in [off, end), up to a zero. */
export function utf16(buf: Uint8Array, off: number, end: number): string {
  const text = Buffer.from(buf.buffer, buf.byteOffset + off, Math.max(0, (end - off) & ~1)).toString('utf16le');
  const zero = text.indexOf('\0');
  return zero < 0 ? text : text.slice(0, zero);
}

export function writeUtf16(buf: Uint8Array, off: number, end: number, field: number, facts: Facts): void {
  const text = utf16(buf, off, end);
  if (text !== '') facts.word(field, text);
}
