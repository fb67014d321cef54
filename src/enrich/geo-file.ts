/**
 * The layout of geo.bin and orgs.bin, shared by the script that makes them and by enrich/geo.ts that reads them.
 *
 * geo.bin: header, then columns, each aligned to 4 bytes, little-endian:
 *   index4   u32[65537]    first row of IPv4 whose start is ≥ i << 16
 *   index6   u32[131073]   first row of IPv6 whose start is ≥ (0x20000 + i) << 108; the table holds 2000::/3 only
 *   start4   u32[rows4]    ascending; a row reaches to the next row's start
 *   high6    u32[rows6]    first word of the start, ascending with low6
 *   low6     u32[rows6]    second word; nothing is told apart beyond /64
 *   asn      u32[rows]     IPv4 rows, then IPv6 rows; 0 = none
 *   country  u16[rows]     code as in registry/places.ts; 0 = unknown
 * orgs.bin: header, asn u32[rows] ascending, end u32[rows] (byte offset where the name ends), names in UTF-8.
 */
import { endianness } from 'node:os';
import { assert } from '#base/errors.ts';

const GEO_VERSION = 1;
const MAGIC = 0x4f454743; // "CGEO"
const HEADER_WORDS = 8;
export const INDEX4_ENTRIES = 65537;
export const INDEX6_ENTRIES = 131073;

export interface GeoHeader {
  readonly rows4: number;
  readonly rows6: number;
  /** dates of the data as yyyymmdd */
  readonly countryDate: number;
  readonly asnDate: number;
}

export interface GeoColumns extends GeoHeader {
  readonly index4: Uint32Array;
  readonly index6: Uint32Array;
  readonly start4: Uint32Array;
  readonly high6: Uint32Array;
  readonly low6: Uint32Array;
  readonly asn: Uint32Array;
  readonly country: Uint16Array;
}

export interface OrgColumns {
  readonly asn: Uint32Array;
  readonly end: Uint32Array;
  readonly names: Uint8Array;
}

/** Size of geo.bin in bytes. */
function geoBytes(rows4: number, rows6: number): number {
  const rows = rows4 + rows6;
  return 4 * (HEADER_WORDS + INDEX4_ENTRIES + INDEX6_ENTRIES + rows4 + 2 * rows6 + rows) + 2 * rows;
}

/** Columns of a file's bytes, as views: nothing is copied. */
export function viewGeo(file: Uint8Array): GeoColumns {
  const header = viewHeader(file);
  const rows4 = header[2]!;
  const rows6 = header[3]!;
  assert(file.byteLength === geoBytes(rows4, rows6), 'geo.bin has the size its header says');
  let at = file.byteOffset + 4 * HEADER_WORDS;
  const words = (length: number) => {
    const view = new Uint32Array(file.buffer, at, length);
    at += 4 * length;
    return view;
  };
  return {
    rows4,
    rows6,
    countryDate: header[4]!,
    asnDate: header[5]!,
    index4: words(INDEX4_ENTRIES),
    index6: words(INDEX6_ENTRIES),
    start4: words(rows4),
    high6: words(rows6),
    low6: words(rows6),
    asn: words(rows4 + rows6),
    country: new Uint16Array(file.buffer, at, rows4 + rows6),
  };
}

/** Bytes of a new geo.bin; the caller fills its columns through viewGeo. */
export function emptyGeo({ rows4, rows6, countryDate, asnDate }: GeoHeader): Uint8Array {
  const file = new Uint8Array(geoBytes(rows4, rows6));
  new Uint32Array(file.buffer, 0, HEADER_WORDS).set([MAGIC, GEO_VERSION, rows4, rows6, countryDate, asnDate]);
  return file;
}

/** Columns of orgs.bin, as views. */
export function viewOrgs(file: Uint8Array): OrgColumns {
  const rows = viewHeader(file)[2]!;
  const at = file.byteOffset + 4 * HEADER_WORDS;
  assert(file.byteLength >= 4 * HEADER_WORDS + 8 * rows, 'orgs.bin has the size its header says');
  return {
    asn: new Uint32Array(file.buffer, at, rows),
    end: new Uint32Array(file.buffer, at + 4 * rows, rows),
    names: file.subarray(4 * HEADER_WORDS + 8 * rows),
  };
}

/** Bytes of orgs.bin; `orgs` ascending by number. */
export function packOrgs(orgs: readonly (readonly [asn: number, name: string])[]): Uint8Array {
  const names = orgs.map(([, name]) => new TextEncoder().encode(name));
  const nameBytes = names.reduce((sum, name) => sum + name.length, 0);
  const file = new Uint8Array(4 * HEADER_WORDS + 8 * orgs.length + nameBytes);
  new Uint32Array(file.buffer, 0, HEADER_WORDS).set([MAGIC, GEO_VERSION, orgs.length]);
  const columns = viewOrgs(file);
  let end = 0;
  for (const [row, name] of names.entries()) {
    columns.names.set(name, end);
    end += name.length;
    columns.asn[row] = orgs[row]![0];
    columns.end[row] = end;
  }
  return file;
}

function viewHeader(file: Uint8Array): Uint32Array {
  assert(endianness() === 'LE', 'the machine is little-endian, as the tables are');
  assert(file.byteLength >= 4 * HEADER_WORDS, 'a geography table has a header');
  const header = new Uint32Array(file.buffer, file.byteOffset, HEADER_WORDS);
  assert(
    header[0] === MAGIC && header[1] === GEO_VERSION,
    'geography tables were built by this version: run npm run build',
  );
  return header;
}
