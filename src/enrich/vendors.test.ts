import { expect, test } from 'vitest';
import { parseMac } from '#base/address.ts';
import { builtFile } from '#base/program.ts';
import { packVendors, viewVendors } from './vendor-file.ts';
import { openVendors, vendorsOf } from './vendors.ts';

const built = openVendors(builtFile('geo/vendors.bin'));
const of = (mac: string): string => built.of(parseMac(mac)!);

test.each([
  ['00:00:0c:12:34:56', 'Cisco Systems, Inc'],
  ['00:0d:3a:f8:78:56', 'Microsoft Corp.'],
  ['00:15:5d:01:02:03', 'Microsoft Corporation'],
  ['b8:27:eb:00:00:01', 'Raspberry Pi Foundation'],
  // 28 and 36 bits within a block that the registry hands on in parts
  ['c8:5c:e2:7a:bc:de', 'SYNERGY SYSTEMS AND SOLUTIONS'],
  ['12:34:56:78:9a:bc', 'Azure virtual router'],
  ['52:54:00:12:34:56', 'QEMU/KVM virtual machine'],
  ['02:42:ac:11:00:02', 'Docker container'],
])('%s is of %s', (mac, vendor) => {
  expect(of(mac)).toBe(vendor);
});

test('groups, invented addresses and blocks nobody has are of nobody', () => {
  expect(['ff:ff:ff:ff:ff:ff', '01:00:5e:00:00:fb', 'da:a1:19:00:00:01', '00:00:00:00:00:00'].map(of)).toEqual([
    '',
    '',
    '',
    'XEROX CORPORATION',
  ]);
});

test('a block reaches to its last address, a block within it keeps its part', () => {
  const table = vendorsOf(
    viewVendors(
      packVendors([
        [0, ''],
        [0x100, 'A'],
        [0x120, 'Bé'],
        [0x130, 'A'],
        [0x200, ''],
      ]),
    ),
  );
  expect(
    [0xff, 0x100, 0x11f, 0x120, 0x12f, 0x130, 0x1ff, 0x200, 0xffffffffffff & 0].map((mac) => table.of(mac)),
  ).toEqual(['', 'A', 'A', 'Bé', 'Bé', 'A', 'A', '', '']);
});
