import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bigintOfIp, bigintOfWords, parseCidr, parseIp } from '#base/address.ts';
import type { Service } from '#registry/services/services.ts';
import { ServiceNetworks } from './service-networks.ts';

const NONE: Service = { name: '', category: '', domains: [], networks: [] };
const of = (...networks: string[][]): ServiceNetworks =>
  new ServiceNetworks([NONE, ...networks.map((list, i) => ({ ...NONE, name: `s${i + 1}`, networks: list }))]);
const ask = (table: ServiceNetworks, ip: string): number => table.ofAddress(...parseIp(ip)!.words);

test('the smallest network that holds the address tells, to its first and last address', () => {
  const table = of(['10.0.0.0/8'], ['10.1.0.0/16'], ['10.1.2.3/32'], ['2001:db8::/32'], ['2001:db8:1::/48']);
  expect(['9.255.255.255', '10.0.0.0', '10.0.255.255', '10.1.0.0', '10.1.2.2'].map((ip) => ask(table, ip))).toEqual([
    0, 1, 1, 2, 2,
  ]);
  expect(
    ['10.1.2.3', '10.1.2.4', '10.1.255.255', '10.2.0.0', '10.255.255.255', '11.0.0.0'].map((ip) => ask(table, ip)),
  ).toEqual([3, 2, 2, 1, 1, 0]);
  expect(['2001:db8::1', '2001:db8:1::1', '2001:db9::'].map((ip) => ask(table, ip))).toEqual([4, 5, 0]);
});

test('the first and the last address of all', () => {
  const table = of(['0.0.0.0/1'], ['255.255.255.255/32']);
  expect(
    ['0.0.0.0', '127.255.255.255', '128.0.0.0', '255.255.255.254', '255.255.255.255'].map((ip) => ask(table, ip)),
  ).toEqual([1, 1, 0, 0, 2]);
});

test('agrees with a search of all networks for the longest prefix', () => {
  const cidr = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`);
  fc.assert(
    fc.property(
      fc.uniqueArray(cidr, { maxLength: 20, selector: (text) => `${parseCidr(text)!.low}/${text.split('/')[1]}` }),
      fc.array(fc.ipV4()),
      (cidrs, ips) => {
        const table = of(...cidrs.map((text) => [text]));
        const edges = cidrs.flatMap((text) => [parseCidr(text)!.low, parseCidr(text)!.high]);
        for (const address of [...edges, ...ips.map((ip) => bigintOfIp(ip)!)]) {
          let best = 0;
          let width = 1n << 64n;
          for (const [i, text] of cidrs.entries()) {
            const { low, high } = parseCidr(text)!;
            if (low <= address && address <= high && high - low < width) [best, width] = [i + 1, high - low];
          }
          expect(table.ofAddress(0, 0, 0xffff, Number(address & 0xffffffffn))).toBe(best);
        }
        expect(bigintOfWords(0, 0, 0xffff, 1)).toBe(bigintOfIp('0.0.0.1'));
      },
    ),
    { numRuns: 300 },
  );
});

test('AS numbers', () => {
  const table = of(['AS64500', 'AS4294967294']);
  expect([64500, 4294967294, 64501, 0].map((asn) => table.ofAsn(asn))).toEqual([1, 1, 0, 0]);
});
