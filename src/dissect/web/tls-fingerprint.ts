/**
 * Fingerprints of hellos: JA3 and JA3S (Salesforce, BSD-3-Clause) and JA4 (FoxIO's specification of the TLS client, BSD-3-Clause).
 * Hellos of one program differ in names, keys and random alone, so what goes into the prints is put together as bytes first, and
 * the texts are made once for each: MOST_KEPT are remembered.
 */
import { hash } from 'node:crypto';
import { u16 } from '../bytes.ts';
import { Kept } from '../kept.ts';

const MOST_KEPT = 4096;
const EXT_SERVER_NAME = 0;
const EXT_ALPN = 16;
const NOTHING = '000000000000';
const LARGEST_KEPT = 2048;

/** Values RFC 8701 reserves so that nobody chokes on the unknown: 0x?a?a. */
export function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
}

/** Where the parts of a ClientHello lie; ranges are half-open, [0, 0) where there is none. Extensions are known by type. */
export interface HelloParts {
  /** of the hello itself, not of supported_versions */
  version: number;
  /** highest offered, GREASE left out */
  highest: number;
  ciphersFrom: number;
  ciphersTo: number;
  groupsFrom: number;
  groupsTo: number;
  formatsFrom: number;
  formatsTo: number;
  signaturesFrom: number;
  signaturesTo: number;
  /** first protocol of ALPN */
  alpnFrom: number;
  alpnTo: number;
  extensionCount: number;
  readonly extensions: Uint16Array;
}

export interface ClientPrints {
  readonly ja3: string;
  /** behind its first letter, which says the transport */
  readonly ja4: string;
}

const clients = new Kept<ClientPrints>(MOST_KEPT, LARGEST_KEPT);
const servers = new Kept<string>(MOST_KEPT, LARGEST_KEPT);

/** what goes into a print, so that equal bytes are equal prints */
const source = new Uint8Array(64 * 1024);
let length = 0;
/** a list was too long to be put there whole */
let isCut = false;

function put(value: number): void {
  source[length++] = value >> 8;
  source[length++] = value;
}
function putRange(buf: Uint8Array, from: number, to: number): void {
  const bytes = Math.max(0, Math.min(to - from, LARGEST_KEPT));
  if (bytes < to - from) isCut = true;
  put(bytes);
  for (let i = 0; i < bytes; i++) source[length++] = buf[from + i];
}
function putExtensions(extensions: Uint16Array, count: number): void {
  for (let i = 0; i < count; i++) put(extensions[i]);
}

export function clientPrints(buf: Uint8Array, parts: HelloParts): ClientPrints {
  length = 0;
  isCut = false;
  put(parts.version);
  put(parts.highest);
  putRange(buf, parts.ciphersFrom, parts.ciphersTo);
  putRange(buf, parts.groupsFrom, parts.groupsTo);
  putRange(buf, parts.formatsFrom, parts.formatsTo);
  putRange(buf, parts.signaturesFrom, parts.signaturesTo);
  putRange(buf, parts.alpnFrom, parts.alpnTo);
  putExtensions(parts.extensions, parts.extensionCount);
  const make = () => ({ ja3: ja3(buf, parts), ja4: ja4(buf, parts) });
  return isCut ? make() : clients.of(source, 0, length, make);
}

/** `extensions`: types in their order. */
export function ja3s(version: number, cipher: number, extensions: Uint16Array, count: number): string {
  length = 0;
  put(version);
  put(cipher);
  putExtensions(extensions, count);
  return servers.of(source, 0, length, () =>
    hash('md5', `${version},${cipher},${Array.from(extensions.subarray(0, count)).join('-')}`),
  );
}

/** 16-bit numbers in [from, to) without GREASE. */
function numbers(buf: Uint8Array, from: number, to: number): number[] {
  const all: number[] = [];
  for (let at = from; at + 2 <= to; at += 2) {
    const value = u16(buf, at);
    if (!isGrease(value)) all.push(value);
  }
  return all;
}

const extensionsOf = (parts: HelloParts): number[] =>
  Array.from(parts.extensions.subarray(0, parts.extensionCount)).filter((type) => !isGrease(type));

function ja3(buf: Uint8Array, parts: HelloParts): string {
  const text = [
    parts.version,
    numbers(buf, parts.ciphersFrom, parts.ciphersTo).join('-'),
    extensionsOf(parts).join('-'),
    numbers(buf, parts.groupsFrom, parts.groupsTo).join('-'),
    Array.from(buf.subarray(parts.formatsFrom, parts.formatsTo)).join('-'),
  ].join(',');
  return hash('md5', text);
}

const hex4 = (value: number): string => value.toString(16).padStart(4, '0');
const two = (count: number): string => String(Math.min(count, 99)).padStart(2, '0');
const short = (text: string): string => (text === '' ? NOTHING : hash('sha256', text).slice(0, 12));

function ja4(buf: Uint8Array, parts: HelloParts): string {
  const ciphers = numbers(buf, parts.ciphersFrom, parts.ciphersTo);
  const extensions = extensionsOf(parts);
  const name = extensions.includes(EXT_SERVER_NAME) ? 'd' : 'i';
  const head = `${ja4Version(parts.highest)}${name}${two(ciphers.length)}${two(extensions.length)}${ja4Alpn(buf, parts)}`;
  const sorted = extensions
    .filter((type) => type !== EXT_SERVER_NAME && type !== EXT_ALPN)
    .map(hex4)
    .sort();
  const signatures = numbers(buf, parts.signaturesFrom, parts.signaturesTo).map(hex4);
  const tail = signatures.length === 0 ? sorted.join(',') : `${sorted.join(',')}_${signatures.join(',')}`;
  return `${head}_${short(ciphers.map(hex4).sort().join(','))}_${short(tail)}`;
}

function ja4Version(version: number): string {
  switch (version) {
    case 0x0304:
      return '13';
    case 0x0303:
      return '12';
    case 0x0302:
      return '11';
    case 0x0301:
      return '10';
    case 0x0300:
      return 's3';
    case 0x0002:
      return 's2';
    case 0xfeff:
      return 'd1';
    case 0xfefd:
      return 'd2';
    case 0xfefc:
      return 'd3';
    default:
      return '00';
  }
}

const isAlphanumeric = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);

/**
 * First and last letter of the first protocol. Where they are no letters or digits: of its hexadecimal digits, but 9 for each that is
 * beyond ASCII, as FoxIO's own program prints it and as published prints have it.
 */
function ja4Alpn(buf: Uint8Array, { alpnFrom, alpnTo }: HelloParts): string {
  if (alpnTo <= alpnFrom) return '00';
  const first = buf[alpnFrom];
  const last = buf[alpnTo - 1];
  if (first > 127 || last > 127) return letterOr9(first) + letterOr9(last);
  if (isAlphanumeric(first) && isAlphanumeric(last)) return String.fromCharCode(first, last);
  return (first >> 4).toString(16) + (last & 15).toString(16);
}

const letterOr9 = (byte: number): string => (isAlphanumeric(byte) ? String.fromCharCode(byte) : '9');
