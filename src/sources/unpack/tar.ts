/** tar archives (POSIX ustar and pax, GNU), https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
import type { FileReader } from '../file-reader.ts';
import { Damaged } from './damaged.ts';
import { entryName } from './entry-name.ts';

export interface TarEntry {
  readonly name: string;
  /** where its bytes lie in the archive */
  readonly start: number;
  readonly bytes: number;
}

const BLOCK = 512;
const MAX_TEXT_BYTES = 64 * 1024;

/** Yields the plain files in order. Damaged where a header can't be one. */
export function* readTar(file: FileReader): Generator<TarEntry> {
  let longName: string | undefined;
  let longSize: number | undefined;
  for (let at = 0; ; ) {
    const head = file.look(at, BLOCK);
    if (head.length === 0) return;
    if (head.length < BLOCK) throw new Damaged('ends too early', at + head.length);
    if (head.every((byte) => byte === 0)) return;
    if (!isHeader(head)) throw new Damaged('is damaged', at);
    const type = String.fromCharCode(head[156]!);
    const size = longSize !== undefined && !'xgLK'.includes(type) ? longSize : number(head, 124, 12);
    if (!Number.isSafeInteger(size) || size < 0) throw new Damaged('is damaged', at);
    const start = at + BLOCK;
    if (type === 'L') longName = text(file.look(start, Math.min(size, MAX_TEXT_BYTES)), 0, MAX_TEXT_BYTES);
    else if (type === 'x') {
      const records = Buffer.from(file.look(start, Math.min(size, MAX_TEXT_BYTES))).toString('utf8');
      longName = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(records)?.[1] ?? longName;
      const told = /(?:^|\n)\d+ size=(\d+)\n/.exec(records)?.[1];
      longSize = told === undefined ? undefined : Number(told);
    } else if (type !== 'g' && type !== 'K') {
      if (type === '0' || type === '\0' || type === '7') {
        const prefix = text(head, 345, 155);
        const name = text(head, 0, 100);
        yield { name: entryName(longName ?? (prefix === '' ? name : `${prefix}/${name}`)), start, bytes: size };
      }
      longName = undefined;
      longSize = undefined;
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** The sum of all bytes, those of the sum itself taken for spaces. */
function isHeader(head: Uint8Array): boolean {
  let sum = 0;
  for (let n = 0; n < BLOCK; n++) sum += n >= 148 && n < 156 ? 0x20 : head[n]!;
  return sum === number(head, 148, 8);
}

/** Octal digits, or after a byte 0x80 the number itself. */
function number(head: Uint8Array, at: number, length: number): number {
  if (head[at] === 0x80) {
    let value = 0;
    for (let n = 1; n < length; n++) value = value * 256 + head[at + n]!;
    return value;
  }
  const digits = text(head, at, length).trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function text(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('utf8');
}
