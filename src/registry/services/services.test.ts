import { expect, test } from 'vitest';
import { parseCidr } from '#base/address.ts';
import { SERVICE_NETWORKS } from './service-networks.ts';
import { CATEGORIES, SERVICES } from './services.ts';

test('index 0 is none; every name and every domain belongs to one service', () => {
  expect(SERVICES[0]).toEqual({ name: '', category: '', domains: [], networks: [] });
  expect(SERVICES.length).toBeGreaterThan(600);
  expect(new Set(SERVICES.map((service) => service.name)).size).toBe(SERVICES.length);
  const domains = SERVICES.flatMap((service) => service.domains);
  expect(new Set(domains).size).toBe(domains.length);
});

test('domains are lower-case host names that the table can hold', () => {
  const odd = SERVICES.flatMap((service) => service.domains).filter(
    (domain) =>
      !/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/.test(domain) || domain.length > 255,
  );
  expect(odd).toEqual([]);
  expect(CATEGORIES).toContain('ads');
});

test('networks belong to services of the list, and each is a CIDR without host bits or an AS number', () => {
  const names = new Set(SERVICES.map((service) => service.name));
  expect(Object.keys(SERVICE_NETWORKS).filter((name) => !names.has(name))).toEqual([]);
  const networks = SERVICES.flatMap((service) => service.networks);
  expect(new Set(networks).size).toBe(networks.length);
  const odd = networks.filter((network) => {
    if (/^AS\d+$/.test(network)) return false;
    const range = parseCidr(network);
    return range === undefined || !network.includes('/') || bitsBelow(network) !== 0n;
  });
  expect(odd).toEqual([]);
});

/** Host bits set in the text of a CIDR. */
function bitsBelow(network: string): bigint {
  const range = parseCidr(network)!;
  const address = parseCidr(network.split('/')[0]!)!;
  return address.low - range.low;
}
