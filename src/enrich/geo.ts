/**
 * Country and network operator of an address, from tables compiled by scripts/build-geo.ts. Words are most significant
 * first, IPv4 as ::ffff:a.b.c.d. Special-purpose addresses have a place (registry/places.ts) instead of a country, and
 * no operator. NAT64 addresses (64:ff9b::/96) count as the IPv4 address inside.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { placeOf } from '#registry/places.ts';
import { type GeoColumns, type OrgColumns, viewGeo, viewOrgs } from './geo-file.ts';

export interface Geo {
  /** code of registry/places.ts: country, place, or 0 = unknown */
  countryOf(w0: number, w1: number, w2: number, w3: number): number;
  /** number of the autonomous system that announces the address, 0 = none known */
  asnOf(w0: number, w1: number, w2: number, w3: number): number;
  /** name of the operator of an autonomous system; '' = not known */
  orgOf(asn: number): string;
  /** Row of the table for countryAt and asnAt; places come first. One search answers both. */
  find(w0: number, w1: number, w2: number, w3: number): number;
  countryAt(row: number): number;
  asnAt(row: number): number;
  /** dates of the data, yyyy-mm-dd */
  readonly countryDate: string;
  readonly asnDate: string;
}

/** Rows below are place codes; rows of the table follow. */
const PLACE_ROWS = 16;

/** Opens the tables in a folder: two file reads, no copies. */
export function openGeo(dir: string | URL): Geo {
  const folder = typeof dir === 'string' ? dir : fileURLToPath(dir);
  let orgs: OrgColumns | undefined;
  const table = viewGeo(readAligned(join(folder, 'geo.bin')));
  return new GeoTable(table, () => {
    orgs ??= viewOrgs(readAligned(join(folder, 'orgs.bin')));
    return orgs;
  });
}

function readAligned(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
}

class GeoTable implements Geo {
  readonly countryDate: string;
  readonly asnDate: string;
  private readonly table: GeoColumns;
  private readonly orgs: () => OrgColumns;

  constructor(table: GeoColumns, orgs: () => OrgColumns) {
    this.table = table;
    this.orgs = orgs;
    this.countryDate = isoDate(table.countryDate);
    this.asnDate = isoDate(table.asnDate);
  }

  countryOf(w0: number, w1: number, w2: number, w3: number): number {
    return this.countryAt(this.find(w0, w1, w2, w3));
  }

  asnOf(w0: number, w1: number, w2: number, w3: number): number {
    return this.asnAt(this.find(w0, w1, w2, w3));
  }

  countryAt(row: number): number {
    return row < PLACE_ROWS ? row : this.table.country[row - PLACE_ROWS]!;
  }

  asnAt(row: number): number {
    return row < PLACE_ROWS ? 0 : this.table.asn[row - PLACE_ROWS]!;
  }

  find(w0: number, w1: number, w2: number, w3: number): number {
    const place = placeOf(w0, w1, w2, w3);
    if (place !== 0) return place;
    if (w0 === 0) return this.find4(w3); //                            no other public address starts with 32 zero bits
    if (w0 === 0x0064ff9b) return placeOf(0, 0, 0xffff, w3) || this.find4(w3); // RFC 6052
    return this.find6(w0, w1);
  }

  private find4(word: number): number {
    const { index4, start4 } = this.table;
    let low = index4[word >>> 16]!;
    let high = index4[(word >>> 16) + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (start4[middle]! <= word) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : PLACE_ROWS + low - 1;
  }

  private find6(w0: number, w1: number): number {
    const { index6, high6, low6, rows4 } = this.table;
    const bucket = (w0 >>> 12) - 0x20000;
    let low = index6[bucket]!;
    let high = index6[bucket + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const start = high6[middle]!;
      if (start < w0 || (start === w0 && low6[middle]! <= w1)) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : PLACE_ROWS + rows4 + low - 1;
  }

  orgOf(asn: number): string {
    const { asn: asns, end, names } = this.orgs();
    let low = 0;
    let high = asns.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (asns[middle]! < asn) low = middle + 1;
      else high = middle;
    }
    if (asns[low] !== asn) return '';
    return new TextDecoder().decode(names.subarray(low === 0 ? 0 : end[low - 1]!, end[low]!));
  }
}

function isoDate(yyyymmdd: number): string {
  return String(yyyymmdd).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
}
