/**
 * The layout of vendors.bin, shared by the script that makes it and by enrich/vendors.ts that reads it. Little-endian:
 * header of 4 words, start f64[rows] ascending (a row reaches to the next row's start), vendor u32[rows] (0 = none, else
 * its place in the list of names), end u32[names] (byte offset where the name ends), names in UTF-8.
 */
import { endianness } from 'node:os';
import { assert } from '#base/errors.ts';

const MAGIC = 0x31524e56; // "VNR1"
const HEADER_BYTES = 16;

export interface VendorColumns {
  /** 48-bit hardware addresses */
  readonly start: Float64Array;
  readonly vendor: Uint32Array;
  readonly end: Uint32Array;
  readonly names: Uint8Array;
}

/** Columns of a file's bytes, as views: nothing is copied. */
export function viewVendors(file: Uint8Array): VendorColumns {
  assert(endianness() === 'LE', 'the machine is little-endian, as the tables are');
  assert(file.byteLength >= HEADER_BYTES, 'the vendor table has a header');
  const [magic, rows, count] = new Uint32Array(file.buffer, file.byteOffset, 4) as unknown as [number, number, number];
  assert(magic === MAGIC, 'the vendor table was built by this version: run npm run build');
  const at = file.byteOffset + HEADER_BYTES;
  const nameBytes = file.byteLength - HEADER_BYTES - 12 * rows - 4 * count;
  assert(nameBytes >= 0, 'the vendor table has the size its header says');
  return {
    start: new Float64Array(file.buffer, at, rows),
    vendor: new Uint32Array(file.buffer, at + 8 * rows, rows),
    end: new Uint32Array(file.buffer, at + 12 * rows, count),
    names: new Uint8Array(file.buffer, at + 12 * rows + 4 * count, nameBytes),
  };
}

/** Bytes of vendors.bin. `rows`: start and name, ascending by start; '' = nobody's. */
export function packVendors(rows: readonly (readonly [start: number, name: string])[]): Uint8Array {
  const names = [...new Set(rows.map(([, name]) => name).filter((name) => name !== ''))];
  const placeOf = new Map(names.map((name, i) => [name, i + 1]));
  const texts = names.map((name) => new TextEncoder().encode(name));
  const nameBytes = texts.reduce((sum, text) => sum + text.length, 0);
  const file = new Uint8Array(HEADER_BYTES + 12 * rows.length + 4 * names.length + nameBytes);
  new Uint32Array(file.buffer, 0, 3).set([MAGIC, rows.length, names.length]);
  const columns = viewVendors(file);
  for (const [i, [start, name]] of rows.entries()) {
    columns.start[i] = start;
    columns.vendor[i] = placeOf.get(name) ?? 0;
  }
  let end = 0;
  for (const [i, text] of texts.entries()) {
    columns.names.set(text, end);
    end += text.length;
    columns.end[i] = end;
  }
  return file;
}
