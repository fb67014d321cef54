import { expect, test } from 'vitest';
import { ownFilter, touched } from './own-scope.ts';

test('what chooses values of the field is taken out and told, the rest stays', () => {
  expect(ownFilter('app == tls and country in {NL DE} and not country == US', 'country')).toEqual({
    filter: 'app == tls and not country == US',
    chosen: new Set(['NL', 'DE']),
  });
});

test('an address is chosen as it is written by people, a block of addresses is no choice', () => {
  expect([...ownFilter('src.ip == 10.0.0.4', 'src.ip').chosen]).toEqual(['10.0.0.4']);
  expect([...ownFilter('src.ip == 2001:DB8:0::1', 'src.ip').chosen]).toEqual(['2001:db8::1']);
  expect(ownFilter('src.ip == 10.0.0.0/8', 'src.ip')).toEqual({ filter: 'src.ip == 10.0.0.0/8', chosen: new Set() });
});

test('"nothing known" can be chosen too', () => {
  expect([...ownFilter('not app', 'app').chosen]).toEqual([undefined]);
});

test('numbers are numbers, and ranges are no choice', () => {
  expect([...ownFilter('dst.port in {80 443}', 'dst.port').chosen]).toEqual([80, 443]);
  expect([...ownFilter('dst.port in {80..90}', 'dst.port').chosen]).toEqual([]);
});

test('a second touch gives back what the first chose', () => {
  const once = touched('dst.port == 443', 'app', 'tls', 'only');
  expect(once).toBe('dst.port == 443 and app == tls');
  expect(touched(once, 'app', 'tls', 'only')).toBe('dst.port == 443');
});

test('of several chosen, a touch leaves that one alone, and with Ctrl takes that one out', () => {
  expect(touched('app in {tls dns}', 'app', 'tls', 'only')).toBe('app == tls');
  expect(touched('app in {tls dns ssh}', 'app', 'tls', 'add')).toBe('app in {dns ssh}');
  expect(touched('app == tls', 'app', 'tls', 'add')).toBe('');
});
