/**
 * Addresses as text and as numbers. Pure, used by browser and server alike.
 *
 * Every IP address is 128 bits; an IPv4 address is ::ffff:a.b.c.d (RFC 4291 §2.5.5.2). As words: four u32, most
 * significant first. As bigint: unsigned, so that a CIDR block is a range and numeric order is address order.
 */

/** Four u32, most significant first. */
export type IpWords = readonly [number, number, number, number];

export interface Ip {
  /** how the address was written; ::ffff:a.b.c.d counts as 4 */
  readonly version: 4 | 6;
  readonly words: IpWords;
}

/** An inclusive range of 128-bit addresses. */
export interface IpRange {
  readonly version: 4 | 6;
  readonly low: bigint;
  readonly high: bigint;
}

const MAPPED = 0xffff;
const ALL_ONES = (1n << 128n) - 1n;

/** Address of a text in the notation of RFC 4291 §2.2 or dotted decimal; undefined if it is neither. Zones are refused. */
export function parseIp(text: string): Ip | undefined {
  if (!text.includes(':')) {
    const v4 = parseDotted(text);
    return v4 === undefined ? undefined : { version: 4, words: [0, 0, MAPPED, v4] };
  }
  const words = parseColons(text);
  return words && { version: isMapped(words[0], words[1], words[2]) ? 4 : 6, words };
}

/** u32 of a dotted-decimal address of four parts; undefined otherwise. Leading zeros are refused: some read them as octal. */
function parseDotted(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  let value = 0;
  for (let i = 1; i <= 4; i++) {
    const part = match[i]!;
    if (Number(part) > 255 || (part.length > 1 && part[0] === '0')) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

function parseColons(text: string): IpWords | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1]!, true) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  const word = (i: number) => groups[i]! * 65536 + groups[i + 1]!;
  return [word(0), word(2), word(4), word(6)];
}

/** 16-bit groups between colons; the last may be dotted decimal where `endsAddress`. */
function parseGroups(text: string, endsAddress: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const dotted = endsAddress && i === parts.length - 1 ? parseDotted(part) : undefined;
    if (dotted === undefined) return undefined;
    groups.push(dotted >>> 16, dotted & 0xffff);
  }
  return groups;
}

/** True for the upper three words of ::ffff:0:0/96. */
export function isMapped(w0: number, w1: number, w2: number): boolean {
  return w0 === 0 && w1 === 0 && w2 === MAPPED;
}

/** Text of an address: dotted decimal for ::ffff:0:0/96, else RFC 5952. */
export function formatIp(w0: number, w1: number, w2: number, w3: number): string {
  return isMapped(w0, w1, w2) ? formatIpv4(w3) : formatIpv6(w0, w1, w2, w3);
}

/** Dotted decimal of a u32. */
export function formatIpv4(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as "::". */
function formatIpv6(w0: number, w1: number, w2: number, w3: number): string {
  const groups = [w0 >>> 16, w0 & 0xffff, w1 >>> 16, w1 & 0xffff, w2 >>> 16, w2 & 0xffff, w3 >>> 16, w3 & 0xffff];
  let best = 0;
  let bestLength = 1;
  for (let i = 0, run = 0; i < 8; i++) {
    run = groups[i] === 0 ? run + 1 : 0;
    if (run > bestLength) {
      best = i - run + 1;
      bestLength = run;
    }
  }
  const hex = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((g) => g.toString(16))
      .join(':');
  return bestLength < 2 ? hex(0, 8) : `${hex(0, best)}::${hex(best + bestLength, 8)}`;
}

/** Range of `address/length`, or of one address; undefined for anything else. Host bits are ignored, as in a route. */
export function parseCidr(text: string): IpRange | undefined {
  const match = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text);
  const ip = match ? parseIp(match[1]!) : undefined;
  if (!match || !ip) return undefined;
  const dotted = !match[1]!.includes(':');
  const length = match[2] === undefined ? 128 : Number(match[2]) + (dotted ? 96 : 0);
  if (length > 128) return undefined;
  const hosts = ALL_ONES >> BigInt(length);
  const low = bigintOfWords(...ip.words) & ~hosts;
  return { version: dotted || (ip.version === 4 && length >= 96) ? 4 : 6, low, high: low | hosts };
}

/** 128-bit number of four words. */
export function bigintOfWords(w0: number, w1: number, w2: number, w3: number): bigint {
  return (BigInt(w0) << 96n) | (BigInt(w1) << 64n) | (BigInt(w2) << 32n) | BigInt(w3);
}

/** Four words of a 128-bit number; bits above are ignored. */
export function wordsOfBigint(value: bigint): IpWords {
  const word = (shift: bigint) => Number((value >> shift) & 0xffffffffn);
  return [word(96n), word(64n), word(32n), word(0n)];
}

/** 128-bit number of an address text; undefined if it is none. */
export function bigintOfIp(text: string): bigint | undefined {
  const ip = parseIp(text);
  return ip && bigintOfWords(...ip.words);
}

/** Text of a 128-bit number. */
export function ipOfBigint(value: bigint): string {
  return formatIp(...wordsOfBigint(value));
}

/** aa:bb:cc:dd:ee:ff of a 48-bit number. */
export function formatMac(mac: number): string {
  return mac
    .toString(16)
    .padStart(12, '0')
    .replace(/(..)(?!$)/g, '$1:');
}

/** 48-bit number of a MAC address with colons, hyphens, Cisco's dots (aabb.ccdd.eeff) or nothing; undefined otherwise. */
export function parseMac(text: string): number | undefined {
  const known =
    /^[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}$/i.test(text) ||
    /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/i.test(text) ||
    /^[0-9a-f]{12}$/i.test(text);
  return known ? Number.parseInt(text.replace(/[^0-9a-f]/gi, ''), 16) : undefined;
}
