/** BSON documents (bsonspec.org, version 1.1), of bytes that others wrote: elements one by one, as far as they are there. */
import { indexOfByte, u32le } from '../bytes.ts';

const MOST_ELEMENTS = 64;
export const BSON_STRING = 0x02;
export const BSON_DOCUMENT = 0x03;
export const BSON_BINARY = 0x05;
/** Bytes of values of a fixed size, by type; others say theirs. */
const FIXED: Readonly<Record<number, number>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
};

/** An element: its name, type, and where its value stands: of texts without length and zero, of bytes behind length and kind. */
export type VisitElement = (name: string, type: number, from: number, to: number) => void;

/** Hands on the elements of the document at off, [off, end) or as much of it as there is. */
export function eachBsonElement(buf: Uint8Array, off: number, end: number, visit: VisitElement): void {
  if (end - off < 5) return;
  const stop = Math.min(end, off + u32le(buf, off));
  let at = off + 4;
  for (let n = 0; n < MOST_ELEMENTS && at < stop && buf[at] !== 0; n++) {
    const type = buf[at]!;
    const zero = indexOfByte(buf, at + 1, stop, 0);
    if (zero < 0) return;
    const value = zero + 1;
    const fixed = FIXED[type];
    let next: number;
    if (fixed !== undefined) next = value + fixed;
    else if (stop - value < 5) return;
    else if (type === BSON_DOCUMENT || type === 0x04) next = value + u32le(buf, value);
    else if (type === BSON_BINARY) next = value + 5 + u32le(buf, value);
    else if (type === BSON_STRING || type === 0x0d || type === 0x0e) next = value + 4 + u32le(buf, value);
    else return; // regular expressions and what is out of use
    if (next > stop || next < value) return;
    const name = Buffer.from(buf.buffer, buf.byteOffset + at + 1, zero - at - 1).toString('latin1');
    if (type === BSON_STRING) visit(name, type, value + 4, Math.max(value + 4, next - 1));
    else visit(name, type, type === BSON_BINARY ? value + 5 : value, next);
    at = next;
  }
}
