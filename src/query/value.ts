/** Values of the filter language: text → value by the field's type, and back. Pure; undefined = not a value of the type. */
import { formatIp, formatMac, parseCidr, parseMac, wordsOfBigint } from '#base/address.ts';
import type { Field } from '#fields/table.ts';
import type { Value } from './ast.ts';
import { placeOf } from './words.ts';

const SIZES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  t: 1e12,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};
/** ns */
const SPANS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  sec: 1e9,
  m: 6e10,
  min: 6e10,
  h: 3.6e12,
  d: 8.64e13,
};
const NUMBER = /^(-?\d+(?:\.\d+)?|0x[0-9a-f]+)([a-zµ]*)$/i;
const WHEN = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** What can stand as a value of the field, for errors. */
export function expectedOf(field: Field): string {
  switch (field.type) {
    case 'ip':
      return 'an address or a block, such as 10.0.0.0/8 or 2001:db8::1';
    case 'mac':
      return 'a hardware address, such as 00:0d:3a:01:02:03';
    case 'port':
      return 'a port, 0 to 65535';
    case 'country':
      return 'a country code, a country name in quotes, or a place such as private';
    case 'asn':
      return 'an AS number, such as AS8075';
    case 'bytes':
      return 'a size, such as 1500 or 1MB';
    case 'duration':
    case 'ms':
      return 'a time span, such as 10ms or 2m';
    case 'time':
      return 'a time, such as 2024-10-21T19:25:46Z';
    case 'count':
    case 'number':
      return 'a number';
    case 'flag':
      return 'true or false';
    case 'text':
    case 'enum':
      return 'a word or a "text"';
  }
}

/** A value of the field as people write it; undefined: it is none. */
export function parseValue(field: Field, text: string): Value | undefined {
  switch (field.type) {
    case 'ip': {
      const range = parseCidr(text);
      return range && { kind: 'ip', low: range.low, high: range.high };
    }
    case 'mac':
      return number(parseMac(text));
    case 'port':
      return number(scaled(text, { '': 1 }), 65535);
    case 'asn':
      return number(scaled(text.replace(/^as/i, ''), { '': 1 }), 0xffffffff);
    case 'bytes':
    case 'count':
    case 'number':
      return number(scaled(text, SIZES));
    case 'duration':
      return number(scaled(text, { '': 1e9, ...SPANS }));
    case 'ms': {
      const ns = scaled(text, { '': 1e6, ...SPANS });
      return number(ns === undefined ? undefined : ns / 1000);
    }
    case 'time': {
      const ns = parseTime(text);
      return ns === undefined ? undefined : { kind: 'time', ns };
    }
    case 'country': {
      const value = placeOf(text);
      return value === undefined ? undefined : { kind: 'word', value };
    }
    case 'flag': {
      const lower = text.toLowerCase();
      if (lower === 'true' || lower === '1' || lower === 'yes') return { kind: 'flag', value: true };
      return lower === 'false' || lower === '0' || lower === 'no' ? { kind: 'flag', value: false } : undefined;
    }
    case 'enum':
      return text === '' ? undefined : { kind: 'word', value: text };
    case 'text':
      return { kind: 'text', value: field.words?.[text.toLowerCase()] ?? text };
  }
}

function number(value: number | undefined, most = Number.MAX_SAFE_INTEGER): Value | undefined {
  return value === undefined || value < 0 || value > most ? undefined : { kind: 'number', value: Math.round(value) };
}

function scaled(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = NUMBER.exec(text.trim());
  if (!match) return undefined;
  // In a hexadecimal number the letters belong to the digits.
  if (/^0x/i.test(text)) return /^0x[0-9a-f]+$/i.test(text) ? Number(text) * (units[''] ?? 1) : undefined;
  const unit = match[2]!.toLowerCase();
  return Object.hasOwn(units, unit) ? Number(match[1]) * units[unit]! : undefined;
}

/** ns since 1970 of an ISO 8601 time (UTC when no offset is written) or of seconds since 1970. */
export function parseTime(text: string): bigint | undefined {
  const seconds = /^(\d{1,12})(?:\.(\d{1,9}))?$/.exec(text);
  if (seconds) return BigInt(seconds[1]!) * 1_000_000_000n + BigInt((seconds[2] ?? '').padEnd(9, '0'));
  const m = WHEN.exec(text);
  if (!m) return undefined;
  const zone =
    m[8] === undefined || /z/i.test(m[8]) ? 'Z' : m[8].length === 5 ? `${m[8].slice(0, 3)}:${m[8].slice(3)}` : m[8];
  const ms = Date.parse(`${m[1]}-${m[2]}-${m[3]}T${m[4] ?? '00'}:${m[5] ?? '00'}:${m[6] ?? '00'}${zone}`);
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000_000n + BigInt((m[7] ?? '').padEnd(9, '0'));
}

/** ISO 8601 in UTC with the digits that count after the point: none, 3, 6 or 9, and at least `leastDigits`. */
export function formatTime(ns: bigint, leastDigits: 0 | 6 = 0): string {
  const seconds = ns >= 0n ? ns / 1_000_000_000n : -((-ns + 999_999_999n) / 1_000_000_000n);
  const rest = (ns - seconds * 1_000_000_000n).toString().padStart(9, '0');
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  const digits = rest.replace(/(?:000){1,3}$/, '').padEnd(leastDigits, '0');
  return `${date.toISOString().slice(0, -5)}${digits === '' ? '' : `.${digits}`}Z`;
}

const PLAIN_WORD = /^[\p{L}\p{N}_.:/*@+-]+$/u;
const RESERVED = /^(?:and|or|not|in|contains|matches|eq|ne|gt|ge|lt|le)$/i;

/** A text as it must be written in a filter: bare where it reads the same, else in quotes. */
export function quote(text: string): string {
  if (PLAIN_WORD.test(text) && !RESERVED.test(text) && !text.includes('..')) return text;
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `"${escaped}"`;
}

/** A value as the filter has it: parsed again it is the same. */
export function printValue(field: Field, value: Value): string {
  switch (value.kind) {
    case 'text':
    case 'word':
      return quote(value.value);
    case 'flag':
      return String(value.value);
    case 'time':
      return formatTime(value.ns);
    case 'ip':
      return printRange(value.low, value.high);
    case 'number':
      return printNumber(field, value.value);
  }
}

function printNumber(field: Field, value: number): string {
  switch (field.type) {
    case 'mac':
      return formatMac(value);
    case 'asn':
      return `AS${value}`;
    case 'duration':
      return printSpan(value);
    case 'ms':
      return printSpan(value * 1000);
    case 'bytes': {
      const unit = (['TB', 'GB', 'MB', 'KB'] as const).find((u) => value > 0 && value % SIZES[u.toLowerCase()]! === 0);
      return unit === undefined ? String(value) : `${value / SIZES[unit.toLowerCase()]!}${unit}`;
    }
    default:
      return String(value);
  }
}

function printSpan(ns: number): string {
  const unit = (['h', 'm', 's', 'ms', 'us'] as const).find((u) => ns > 0 && ns % SPANS[u]! === 0);
  return unit === undefined ? `${ns}ns` : `${ns / SPANS[unit]!}${unit}`;
}

function printRange(low: bigint, high: bigint): string {
  const address = formatIp(...wordsOfBigint(low));
  const hosts = high - low + 1n;
  const bits = hosts.toString(2).length - 1;
  if (bits === 0) return address;
  return `${address}/${(address.includes(':') ? 128 : 32) - bits}`;
}
