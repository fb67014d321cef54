/** What was meant by a filter that can't be read: tcpdump's manner, a unit apart from its number. Pure. */
import { parseCidr } from '#base/address.ts';
import { fieldNamed } from './names.ts';
import { parseValue, quote } from './value.ts';
import { PROTOCOL_WORDS } from './words.ts';

const UNIT = /^(?:[kmgt]i?b|[kmgt]|b|ns|us|µs|ms|s|sec|min|h|d)$/i;
const NUMBER = /^\d+(?:\.\d+)?$/;
const SIDES: ReadonlySet<string> = new Set(['src', 'dst']);
/** tcpdump's words before an address. */
const OF_ADDRESSES: ReadonlySet<string> = new Set(['host', 'net', 'ip', 'addr', 'src', 'dst']);

/** `word` was not expected behind `before`: what should stand there; undefined where that can't be told. */
export function hintBehind(before: string, word: string): string | undefined {
  if (NUMBER.test(before) && UNIT.test(word)) return `a unit stands right behind its number: ${before}${word}`;
  const meant = clauseOf(before, word);
  if (meant !== undefined) return `an operator is missing: ${meant}`;
  if (fieldNamed(word) !== undefined || PROTOCOL_WORDS.has(word.toLowerCase()))
    return `"and" or "or" is missing before "${word}"`;
  return undefined;
}

/** tcpdump's "port 443" in our manner; undefined for anything else. */
export function clauseOf(before: string, word: string): string | undefined {
  const lower = before.toLowerCase();
  const side = SIDES.has(lower) ? lower : undefined;
  if (OF_ADDRESSES.has(lower) && parseCidr(word) !== undefined) return `${side ? `${side}.` : ''}ip == ${word}`;
  if (side !== undefined && fieldNamed(`${side}.${word}`) !== undefined) return `${side}.${word.toLowerCase()} == …`;
  const field = fieldNamed(before)?.field;
  if (field === undefined || PROTOCOL_WORDS.has(lower) || fieldNamed(word) !== undefined) return undefined;
  return parseValue(field, word) === undefined ? undefined : `${field.key} == ${quote(word)}`;
}

/** A value that stands alone, with the field it is likely of. */
export function fieldOf(value: string): string | undefined {
  if (parseCidr(value) !== undefined) return `ip == ${value}`;
  if (/^as\d{1,10}$/i.test(value)) return `asn == ${value.toUpperCase()}`;
  return /^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? `port == ${value}` : undefined;
}
