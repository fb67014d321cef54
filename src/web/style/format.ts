/** Numbers, sizes and times as people read them. Three significant digits on marks; exact values for hover and copy. */
import type { Measure } from '#query/question.ts';
import { plural, t, withSign, written } from '../language/t.ts';

const NBSP = '\u00a0';

const COUNTS = ['', 'k', 'M', 'G', 'T'];

/** 12 345 678; between groups of three a space, as ISO 80000 writes numbers (the narrow one of the page's font is too narrow to be seen) */
export const exact = (value: number): string => written(value);

/** 3.42, 34.0, 342: always three significant digits, so that numbers in a column compare; without an exponent */
export function three(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 100) return String(Math.round(value));
  const rounded = Number(value.toPrecision(3));
  return withSign(rounded.toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))))));
}

/** A number that is round by nature (of an axis, an edge, a width) without zeros at its end: 1.50 MB as 1.5 MB */
export const round = (text: string): string => text.replace(/([.,]\d*?)0+(?!\d)/g, '$1').replace(/[.,](?!\d)/g, '');

function scaled(value: number, units: readonly string[], base = 1000): [number, string] {
  let step = 0;
  let rest = value;
  // 999.6 would print as 1000
  while (step < units.length - 1 && Math.abs(rest) >= base - 0.5) {
    rest /= base;
    step++;
  }
  return [rest, units[step]];
}

/** How sizes are written: read once, the page is loaded anew when it changes. */
export type Units = 'si' | 'iec' | 'bits' | 'bits-iec';
const UNITS_KEY = 'capscope-units';
const storage = typeof localStorage === 'undefined' ? undefined : localStorage;
const wished = storage?.getItem(UNITS_KEY);
export const units: Units = wished === 'iec' || wished === 'bits' || wished === 'bits-iec' ? wished : 'si';
export const setUnits = (next: Units): void => storage?.setItem(UNITS_KEY, next);

const SIZE_UNITS: Readonly<Record<Units, readonly string[]>> = {
  si: ['B', 'kB', 'MB', 'GB', 'TB', 'PB'],
  iec: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'],
  bits: ['bit', 'kbit', 'Mbit', 'Gbit', 'Tbit', 'Pbit'],
  'bits-iec': ['bit', 'Kibit', 'Mibit', 'Gibit', 'Tibit', 'Pibit'],
};
const inBits = (as: Units): boolean => as === 'bits' || as === 'bits-iec';
const baseOf = (as: Units): number => (as === 'iec' || as === 'bits-iec' ? 1024 : 1000);

/** What volumes are counted in, as a word. */
export const VOLUME = inBits(units)
  ? { name: t('Bits'), sent: t('Bits sent'), received: t('Bits received') }
  : { name: t('Bytes'), sent: t('Bytes sent'), received: t('Bytes received') };

/** From bytes: 3.42 GB in powers of 1000; or as the reader chose: GiB, Gbit, Gibit */
export function bytes(value: number, as: Units = units): string {
  const [rest, unit] = scaled(inBits(as) ? value * 8 : value, SIZE_UNITS[as], baseOf(as));
  return `${unit === 'B' || unit === 'bit' ? Math.round(rest) : three(rest)}${NBSP}${unit}`;
}

/** From bytes: 3 421 337 B, 27 370 696 bit */
export const exactBytes = (value: number, as: Units = units): string =>
  `${exact(inBits(as) ? value * 8 : value)}${NBSP}${SIZE_UNITS[as][0]}`;

/** 12 430 up to 99 999, then 1.24 M */
export function count(value: number): string {
  if (Math.abs(value) < 100_000) return exact(Math.round(value));
  const [rest, unit] = scaled(value, COUNTS);
  return `${three(rest)}${NBSP}${unit}`;
}

/** What is counted on the page: one of it, and many. */
const THINGS = {
  flow: (n: number, as: string) => plural(n, '{n} flow', '{n} flows', { n: as }),
  packet: (n: number, as: string) => plural(n, '{n} packet', '{n} packets', { n: as }),
  host: (n: number, as: string) => plural(n, '{n} host', '{n} hosts', { n: as }),
  name: (n: number, as: string) => plural(n, '{n} name', '{n} names', { n: as }),
  address: (n: number, as: string) => plural(n, '{n} address', '{n} addresses', { n: as }),
  peer: (n: number, as: string) => plural(n, '{n} peer', '{n} peers', { n: as }),
  operator: (n: number, as: string) => plural(n, '{n} operator', '{n} operators', { n: as }),
  service: (n: number, as: string) => plural(n, '{n} service', '{n} services', { n: as }),
  certificate: (n: number, as: string) => plural(n, '{n} certificate', '{n} certificates', { n: as }),
  capture: (n: number, as: string) => plural(n, '{n} capture', '{n} captures', { n: as }),
  checksum: (n: number, as: string) => plural(n, '{n} checksum', '{n} checksums', { n: as }),
  file: (n: number, as: string) => plural(n, '{n} file', '{n} files', { n: as }),
  'other flow': (n: number, as: string) => plural(n, '{n} other flow', '{n} other flows', { n: as }),
  'other place': (n: number, as: string) => plural(n, '{n} other place', '{n} other places', { n: as }),
} as const;
export type Thing = keyof typeof THINGS;

/** 1 flow, 12 430 flows */
export const counted = (value: number, thing: Thing): string => THINGS[thing](value, count(value));

/** The same with all its digits */
export const exactCounted = (value: number, thing: Thing): string => THINGS[thing](value, exact(value));

/** 84.2 Mbit/s, or 80.3 Mibit/s, from bytes a second: rates are told in bits whatever sizes are told in */
export function bitRate(bytesPerSecond: number, as: Units = units): string {
  const base = baseOf(as);
  const [rest, unit] = scaled(bytesPerSecond * 8, SIZE_UNITS[base === 1024 ? 'bits-iec' : 'bits'], base);
  return `${three(rest)}${NBSP}${unit}/s`;
}

/** The measure as a word within a sentence: bytes, packets, flows */
export const measureWord = (measure: Measure): string =>
  measure === 'packets' ? t('packets') : measure === 'flows' ? t('flows') : inBits(units) ? t('bits') : t('bytes');

/** A value in its measure: 3.42 GB, 12 430 packets */
export function measured(value: number, measure: Measure | 'sentBytes' | 'receivedBytes'): string {
  if (measure === 'packets') return counted(value, 'packet').replace(' ', NBSP);
  if (measure === 'flows') return counted(value, 'flow').replace(' ', NBSP);
  return bytes(value);
}

export function exactMeasured(value: number, measure: Measure | 'sentBytes' | 'receivedBytes'): string {
  if (measure === 'packets') return exactCounted(value, 'packet').replace(' ', NBSP);
  if (measure === 'flows') return exactCounted(value, 'flow').replace(' ', NBSP);
  return exactBytes(value);
}

/** 12.3 %, 7.0 %, < 0.1 %; '' of nothing */
export function share(part: number, whole: number): string {
  if (whole <= 0) return '';
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 0.1) return withSign(`<${NBSP}0.1${NBSP}%`);
  if (percent < 100 && percent > 99.9) return withSign(`>${NBSP}99.9${NBSP}%`);
  return `${percent === 0 || percent === 100 ? percent : withSign(percent.toFixed(1))}${NBSP}%`;
}

/** From seconds: 0 s, 12.3 µs, 4.20 ms, 1.05 s, 2:07 min as 00:02:07, 3 d 04:12:09 */
export function duration(seconds: number): string {
  if (seconds === 0) return `0${NBSP}s`;
  if (seconds < 0.9995e-3) return `${three(seconds * 1e6)}${NBSP}µs`;
  if (seconds < 0.9995) return `${three(seconds * 1e3)}${NBSP}ms`;
  if (seconds < 59.95) return `${three(seconds)}${NBSP}s`;
  return clock(seconds);
}

/** 00:14:07, 3 d 04:12:09 */
export function clock(seconds: number): string {
  const all = Math.round(seconds);
  const days = Math.floor(all / 86400);
  if (days && all % 86400 === 0) return `${days}${NBSP}d`;
  const time = [Math.floor(all / 3600) % 24, Math.floor(all / 60) % 60, all % 60].map(two).join(':');
  return days ? `${exact(days)}${NBSP}d${NBSP}${time}` : time;
}

/** UTC, the reader's own clock, or from a moment on, which is written behind `from:` in ms since 1970 */
export type Zone = 'utc' | 'local' | `from:${number}`;

const startOf = (zone: Zone): number | undefined => (zone.startsWith('from:') ? Number(zone.slice(5)) : undefined);

const two = (value: number) => String(value).padStart(2, '0');

interface Parts {
  readonly date: string;
  readonly time: string;
}

function parts(ms: number, zone: Zone): Parts {
  const start = startOf(zone);
  if (start !== undefined) {
    const past = ms - start;
    const seconds = Math.floor(Math.abs(past) / 1000 + 1e-9);
    const days = Math.floor(seconds / 86400);
    const time = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
    return { date: days > 0 ? `${days}${NBSP}d` : '', time: `${past < 0 ? '−' : '+'}${time}` };
  }
  const at = new Date(ms);
  return zone === 'utc'
    ? {
        date: `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`,
        time: `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`,
      }
    : {
        date: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
        time: `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`,
      };
}

/** Digits after the second that an ISO time carries: '' or '.123456' */
const fraction = (iso: string) => /\.\d+/.exec(iso)?.[0] ?? '';

/** 2024-10-21 19:25:46.123; a number is ms since 1970, a text ISO 8601, whose own digits are kept when `digits` is absent */
export function dateTime(at: number | string, zone: Zone, digits?: number): string {
  const { date, time } = parts(typeof at === 'number' ? at : Date.parse(at), zone);
  return `${date === '' ? '' : `${date} `}${time}${tail(at, digits, zone)}`;
}

/** 19:25:46.123 */
export function timeOfDay(at: number | string, zone: Zone, digits?: number): string {
  return parts(typeof at === 'number' ? at : Date.parse(at), zone).time + tail(at, digits, zone);
}

function tail(at: number | string, digits: number | undefined, zone: Zone): string {
  if (digits === 0) return '';
  const start = startOf(zone);
  if (start !== undefined) {
    // to the microsecond, as fine as ms since 1970 are in a double
    const micros = Math.round(((typeof at === 'number' ? at : Date.parse(at)) - start) * 1000);
    const part = String(Math.abs(micros + subMs(at)) % 1_000_000).padStart(6, '0');
    return `.${part.slice(0, digits ?? 6)}`;
  }
  const own =
    typeof at === 'string'
      ? fraction(at)
      : `.${String(Math.floor((((at % 1000) + 1000) % 1000) * 1000)).padStart(6, '0')}`;
  if (digits === undefined) return typeof at === 'string' ? own : own.replace(/\.?0+$/, '');
  return `.${own.slice(1, digits + 1).padEnd(digits, '0')}`;
}

/** µs below the ms that Date.parse keeps of an ISO time */
const subMs = (at: number | string): number =>
  typeof at === 'number' ? 0 : Number(fraction(at).slice(4, 7).padEnd(3, '0') || 0);

/** 2024-10-21 */
export const day = (ms: number, zone: Zone): string => parts(ms, zone).date;

/** UTC, or the offset of the reader's own clock then: UTC+02:00 */
export function zoneName(zone: Zone, ms: number): string {
  if (zone === 'utc') return 'UTC';
  if (startOf(zone) !== undefined) return t('from the start');
  const offset = -new Date(ms).getTimezoneOffset();
  return `UTC${offset < 0 ? '−' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}

/** Cut in the middle to at most `length` characters: both ends of a name matter. */
export function middle(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = Math.ceil((length - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (length - 1 - head))}`;
}
