import { expect, test } from 'vitest';
import { checkNetworks, printNetworks, readNetworks } from './networks.ts';

test('a network is kept as it is meant: host bits cleared, country as its code, blanks single', () => {
  const checked = checkNetworks([
    { cidr: ' 10.1.2.3/16 ', name: '  HQ\u00a0 Amsterdam ', country: 'netherlands', lat: '52.37', lon: 4.9 },
    { cidr: '2001:DB8::1', name: 'One', country: '' },
  ]);
  expect(checked).toEqual({
    ok: true,
    networks: [
      { cidr: '10.1.0.0/16', name: 'HQ Amsterdam', country: 'NL', lat: 52.37, lon: 4.9 },
      { cidr: '2001:db8::1/128', name: 'One' },
    ],
  });
});

test('each fault says where it is and what is wrong', () => {
  const checked = checkNetworks([
    { cidr: '10.0.0.0/33', name: 'a' },
    { cidr: '10.0.0.0/8', name: '' },
    { cidr: '10.9.9.9/8', name: 'b', country: 'private' },
    { cidr: '0.0.0.0/0', name: 'c', lat: '91', lon: '1e2' },
    { cidr: '192.0.2.0/24', name: 'a\u202eb', lat: 1 },
  ]);
  expect(!checked.ok && checked.faults.map(({ row, part, message }) => `${row} ${part}: ${message}`)).toEqual([
    '0 cidr: "10.0.0.0/33" is no block of addresses, such as 10.1.0.0/16 or 2001:db8::/48',
    '1 name: a network needs a name',
    '2 cidr: 10.0.0.0/8 is there already, in row 2',
    '2 country: "private" is no country: a code such as NL, or an English name',
    '3 cidr: 0.0.0.0/0 is every address',
    '3 lat: the latitude is a number of degrees from -90 to 90, such as 52.37',
    '3 lon: the longitude is a number of degrees from -180 to 180, such as 4.9',
    '4 name: the name has control characters',
    '4 lon: a point needs both latitude and longitude',
  ]);
});

test('lists are read from CSV, from cells of a spreadsheet and from JSON, and CSV comes back as it was', () => {
  const networks = [
    { cidr: '10.0.0.0/8', name: 'Smith, "Jones"', country: 'NL', lat: 52.37, lon: 4.9 },
    { cidr: '2001:db8::/32', name: 'Six' },
  ];
  const read = (text: string) => {
    const list = readNetworks(text);
    return list.ok ? checkNetworks(list.written) : list;
  };
  expect(read(printNetworks(networks))).toEqual({ ok: true, networks });
  expect(read('\ufeff# ours\r\n10.0.0.0/8\tSmith, "Jones"\tNL\t52.37\t4.9\r\n\r\n2001:db8::/32\tSix\r\n')).toEqual({
    ok: true,
    networks,
  });
  expect(read(JSON.stringify(networks))).toEqual({ ok: true, networks });
  expect(read('[{')).toEqual({ ok: false, message: 'it begins as JSON and is none' });
});
