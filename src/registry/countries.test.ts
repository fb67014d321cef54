import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { COUNTRY_NAMES, countryName, countryOfFeature } from './countries.ts';
import { ETHER_TYPES, etherTypeName } from './ether-types.ts';
import { IP_PROTOCOLS, ipProtocolNumber } from './ip-protocols.ts';

interface Atlas {
  objects: { countries: { geometries: { id?: string; properties: { name: string } }[] } };
}

test.each(['110m', '50m'])('every country drawn on the %s map has a code and a name', (scale) => {
  const path = createRequire(import.meta.url).resolve(`world-atlas/countries-${scale}.json`);
  const atlas = JSON.parse(readFileSync(path, 'utf8')) as Atlas;
  const nameless = atlas.objects.countries.geometries.filter((feature) => {
    const code = countryOfFeature(feature.id, feature.properties.name);
    return code === undefined || !COUNTRY_NAMES.has(code);
  });
  expect(
    nameless.map((feature) => feature.properties.name).filter((name) => !/Indian Ocean|Siachen/.test(name)),
  ).toEqual([]);
});

test('a code without a country is shown as it is', () => {
  expect([countryName('NL'), countryName('XK'), countryName('QQ')]).toEqual(['Netherlands', 'Kosovo', 'QQ']);
});

test('protocols are named by keyword, the others by number, each name once', () => {
  expect([6, 17, 1, 58, 2, 50, 132, 47, 253].map((n) => IP_PROTOCOLS[n])).toEqual([
    'tcp',
    'udp',
    'icmp',
    'icmp6',
    'igmp',
    'esp',
    'sctp',
    'gre',
    '253',
  ]);
  expect(new Set(IP_PROTOCOLS).size).toBe(256);
  expect([ipProtocolNumber('TCP'), ipProtocolNumber('icmpv6'), ipProtocolNumber('253'), ipProtocolNumber('x')]).toEqual(
    [6, 58, 253, undefined],
  );
});

test('an EtherType without a name is written in hex', () => {
  expect([etherTypeName(0x0806), etherTypeName(0x88cc), etherTypeName(0x88b5)]).toEqual(['arp', 'lldp', '0x88b5']);
  expect([0x0042, 0x00fe, 0x00ff, 0x2000].map(etherTypeName)).toEqual(['stp', 'osi', 'ipx-raw', 'cdp']); // LLC and SNAP
  expect(new Set(ETHER_TYPES.values()).size).toBe(ETHER_TYPES.size);
});
