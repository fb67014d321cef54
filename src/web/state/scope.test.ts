import { expect, test } from 'vitest';
import { narrowed, toggled, withoutLast, withoutPart } from './narrow.ts';
import { parseSearch, printSort, printSpan, readSearch, readSort, readSpan, stringifySearch } from './scope.ts';

test('a copied link shows the same: what is written into the URL is read back', () => {
  const search = {
    q: 'host contains "a&b=c" and ip == 10.0.0.0/8',
    t: '1729538746123-1729538747000.25',
    s: '-bytes,start',
    cols: 'start,src.ip',
  };
  expect(readSearch(parseSearch(stringifySearch(search)))).toEqual(search);
});

test('a filter stays readable in the address bar', () => {
  expect(stringifySearch({ q: 'ip == 10.0.0.0/8 and app in {tls dns}' })).toBe(
    '?q=ip+%3D%3D+10.0.0.0/8+and+app+in+%7Btls+dns%7D',
  );
});

test('a span that is none counts as absent', () => {
  expect(readSpan('5-5')).toBeUndefined();
  expect(readSpan('9-5')).toBeUndefined();
  expect(readSpan('yesterday')).toBeUndefined();
  expect(readSpan(printSpan({ from: 1729538746123.25, to: 1729538746124 }))).toEqual({
    from: 1729538746123.25,
    to: 1729538746124,
  });
});

test('the order of several columns survives the URL', () => {
  const sort = [
    { field: 'src.bytes', descending: true },
    { field: 'start', descending: false },
  ];
  expect(readSort(printSort(sort))).toEqual(sort);
});

test('marks choose, add and take out; the last part can be taken back', () => {
  const one = narrowed('', 'app', 'tls', 'only');
  const two = narrowed(one, 'dst.country', 'NL', 'exclude');
  expect(two).toBe('app == tls and not dst.country == NL');
  expect(narrowed(two, 'app', 'dns', 'add')).toContain('app in {tls dns}');
  expect(withoutLast(two)).toBe('app == tls');
  expect(withoutPart(two, 0)).toBe('not dst.country == NL');
});

test('a part turns from including to excluding and back', () => {
  expect(toggled('app == tls and bytes > 1MB', 0)).toBe('not app == tls and bytes > 1MB');
  expect(toggled('not app == tls', 0)).toBe('app == tls');
  expect(toggled('app != tls', 0)).toBe('app == tls');
});
