import { expect, test } from 'vitest';
import { parseIp } from '#base/address.ts';
import { PLACES, placeCode, placeOf, placeWord } from './places.ts';

test.each([
  ['private', '10.0.0.0 10.255.255.255 172.16.0.0 172.31.255.255 192.168.0.1 fc00::1 fdff::1 fec0::1 64:ff9b:1::1'],
  ['loopback', '127.0.0.1 127.255.255.255 ::1'],
  ['link-local', '169.254.0.0 169.254.169.254 fe80::1 febf::1'],
  ['multicast', '224.0.0.251 239.255.255.250 ff02::1'],
  ['broadcast', '255.255.255.255'],
  [
    'reserved',
    '0.0.0.0 192.0.0.1 192.0.2.1 198.18.0.1 198.19.255.255 198.51.100.9 203.0.113.1 240.0.0.1 255.255.255.254',
  ],
  ['reserved', ':: 100::1 2001:db8::1 2001:2::1 2001:10::1 3fff::1 3fff:fff::1 4000::1 5f00::1'],
  ['carrier-nat', '100.64.0.0 100.127.255.255'],
  ['unknown', '9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.0.0.1 128.0.0.1 169.253.1.1 169.255.0.1'],
  [
    'unknown',
    '172.15.255.255 172.32.0.0 192.0.1.1 192.167.1.1 192.169.0.0 198.17.1.1 198.20.0.0 203.0.112.1 223.1.1.1',
  ],
  ['unknown', '2a00::1 2001:4860::1 2002:808:808::1 2001:2:1::1 3fff:1000::1 64:ff9b::808:808'],
] as const)('%s: %s', (place, addresses) => {
  for (const address of addresses.split(' ')) {
    expect(`${address} ${PLACES[placeOf(...parseIp(address)!.words)]}`).toBe(`${address} ${place}`);
  }
});

test("Azure's wire server is a public address of Microsoft", () => {
  expect(placeOf(...parseIp('168.63.129.16')!.words)).toBe(0);
});

test('a country or place keeps its word through the code', () => {
  for (const word of ['NL', 'AA', 'ZZ', ...PLACES.slice(1)]) expect(placeWord(placeCode(word))).toBe(word);
  expect(placeWord(placeCode('unknown'))).toBeUndefined();
});
