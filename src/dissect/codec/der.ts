/** Values of DER, ITU-T X.690: texts, names, times, numbers. Total: what does not fit its rules is '' or undefined, never a throw. */

import { ATTRIBUTES } from '../web/x509-names.ts';
import { berContent, berNext } from './ber.ts';

const SEQUENCE = 0x30;
const SET = 0x31;
const OID = 0x06;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const LONGEST_OID = 64;
const LONGEST_TEXT = 256;
const MOST_ATTRIBUTES = 64;
const LONGEST_NAME = 1024;

/** Dotted notation of the OBJECT IDENTIFIER at off; '' when it is none. */
export function oid(buf: Uint8Array, off: number, end: number): string {
  const from = buf[off] === OID ? berContent(buf, off, end) : -1;
  const to = from < 0 ? -1 : berNext(buf, off, end);
  if (to <= from || to - from > LONGEST_OID) return '';
  let text = '';
  let value = 0;
  for (let at = from; at < to; at++) {
    if (value > 2 ** 40) return '';
    value = value * 128 + (buf[at] & 0x7f);
    if ((buf[at] & 0x80) !== 0) continue;
    if (text === '') {
      const first = Math.min(2, Math.floor(value / 40));
      text = `${first}.${value - 40 * first}`;
    } else text += `.${value}`;
    value = 0;
  }
  return (buf[to - 1] & 0x80) === 0 ? text : '';
}

const utf8 = new TextDecoder();
const latin1 = new TextDecoder('latin1');
const utf16 = new TextDecoder('utf-16be');

/** Text of the string at off, cut at LONGEST_TEXT bytes; undefined when it is no string. */
function derText(buf: Uint8Array, off: number, end: number): string | undefined {
  const from = berContent(buf, off, end);
  const next = from < 0 ? -1 : berNext(buf, off, end);
  if (next < 0) return undefined;
  const bytes = buf.subarray(from, Math.min(next, from + LONGEST_TEXT));
  switch (buf[off]) {
    case 0x0c: // UTF8String
    case 0x12: // NumericString
    case 0x13: // PrintableString
    case 0x16: // IA5String
    case 0x1a: // VisibleString
    case 0x1b: // GeneralString
      return utf8.decode(bytes);
    case 0x14: // T61String, as everybody writes it
      return latin1.decode(bytes);
    case 0x1e: // BMPString
      return utf16.decode(bytes);
    case 0x1c: {
      // UniversalString
      let text = '';
      for (let at = 0; at + 4 <= bytes.length; at += 4) {
        const code = ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
        text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
      }
      return text;
    }
    default:
      return undefined;
  }
}

/** A Name at off as RFC 4514 writes it: the last part first. '' when there is none. Names longer than LONGEST_NAME end in "…". */
export function distinguishedName(buf: Uint8Array, off: number, end: number): string {
  const stop = buf[off] === SEQUENCE ? berNext(buf, off, end) : -1;
  if (stop < 0) return '';
  const names: string[] = [];
  let length = 0;
  for (let set = berContent(buf, off, end); set >= 0 && set < stop; set = berNext(buf, set, stop)) {
    if (buf[set] !== SET || names.length >= MOST_ATTRIBUTES) break;
    const setEnd = berNext(buf, set, stop);
    const values: string[] = [];
    for (let at = berContent(buf, set, stop); at >= 0 && at < setEnd; at = berNext(buf, at, setEnd)) {
      const value = attribute(buf, at, setEnd);
      if (value === '' || values.length >= MOST_ATTRIBUTES) break;
      values.push(value);
    }
    const name = values.join('+');
    if (name === '') continue;
    length += name.length + 1;
    if (length > LONGEST_NAME) {
      names.push('…');
      break;
    }
    names.push(name);
  }
  return names.reverse().join(',');
}

/** One AttributeTypeAndValue. */
function attribute(buf: Uint8Array, off: number, end: number): string {
  if (buf[off] !== SEQUENCE) return '';
  const stop = berNext(buf, off, end);
  const typeAt = stop < 0 ? -1 : berContent(buf, off, end);
  const valueAt = typeAt < 0 ? -1 : berNext(buf, typeAt, stop);
  const type = typeAt < 0 ? '' : oid(buf, typeAt, stop);
  if (type === '' || valueAt < 0 || valueAt >= stop) return '';
  const text = derText(buf, valueAt, stop);
  const name = ATTRIBUTES[type] ?? type;
  if (text !== undefined) return `${name}=${escaped(text)}`;
  const last = berNext(buf, valueAt, stop);
  return last < 0 ? '' : `${name}=#${hexOf(buf, valueAt, Math.min(last, valueAt + LONGEST_TEXT))}`;
}

/** RFC 4514 §2.4. */
function escaped(text: string): string {
  return text
    .replace(/[\\",+;<>]/g, '\\$&')
    .replace(/\0/g, '\\00')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ');
}

/** Lower-case hexadecimal digits of [from, to). */
export function hexOf(buf: Uint8Array, from: number, to: number): string {
  return Buffer.from(buf.buffer, buf.byteOffset + from, Math.max(0, to - from)).toString('hex');
}

/** The time at off as ISO 8601 in UTC, whole seconds; '' when it is none. RFC 5280 §4.1.2.5, and what older makers wrote. */
export function derTime(buf: Uint8Array, off: number, end: number): string {
  const kind = buf[off];
  const from = kind === UTC_TIME || kind === GENERALIZED_TIME ? berContent(buf, off, end) : -1;
  const to = from < 0 ? -1 : berNext(buf, off, end);
  if (to < 0 || to - from > 32) return '';
  const text = latin1.decode(buf.subarray(from, to));
  const digits = kind === UTC_TIME ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/ : GENERALIZED;
  const m = digits.exec(text);
  if (m === null) return '';
  const year = kind === GENERALIZED_TIME ? Number(m[1]) : Number(m[1]) + (Number(m[1]) < 50 ? 2000 : 1900);
  const [month, day, hour, minute, second] = [m[2], m[3], m[4], m[5], m[6] ?? '0'].map(Number);
  if (month! < 1 || month! > 12 || day! < 1 || day! > 31 || hour! > 23 || minute! > 59 || second! > 59) return '';
  const date = new Date(0);
  date.setUTCFullYear(year, month! - 1, day);
  date.setUTCHours(hour!, minute!, second!);
  if (date.getUTCDate() !== day) return ''; // 30 February
  const zone = m[7]!;
  if (zone !== 'Z') {
    const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
    date.setTime(date.getTime() + (zone[0] === '+' ? -minutes : minutes) * 60_000);
  }
  const iso = date.toISOString();
  return iso.length === 24 ? `${iso.slice(0, 19)}Z` : ''; // years 0 to 9999
}
const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(Z|[+-]\d{4})$/;

/** Bits of the non-negative INTEGER at off; 0 when it is none. */
export function integerBits(buf: Uint8Array, off: number, end: number): number {
  const from = buf[off] === 0x02 ? berContent(buf, off, end) : -1;
  const to = from < 0 ? -1 : berNext(buf, off, end);
  if (to < 0) return 0;
  let at = from;
  while (at < to && buf[at] === 0) at++;
  return at === to ? 0 : (to - at) * 8 - Math.clz32(buf[at]) + 24;
}
