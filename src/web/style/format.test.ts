import { expect, test } from 'vitest';
import {
  bitRate,
  bytes,
  clock,
  count,
  dateTime,
  duration,
  exact,
  exactBytes,
  middle,
  round,
  share,
  three,
  timeOfDay,
} from './format.ts';

/** spaces of any width read as one */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test('three significant digits on marks', () => {
  expect([0, 3.4217, 34.217, 342.17, 0.0042, 999.6].map(three)).toEqual([
    '0',
    '3.42',
    '34.2',
    '342',
    '0.00420',
    '1000',
  ]);
});

test('what compares has the same digits, what is round is written round', () => {
  expect([2.2e6, 339e3, 9.996e6, 99.96].map((n) => plain(n > 100 ? bytes(n) : three(n)))).toEqual([
    '2.20 MB',
    '339 kB',
    '10.0 MB',
    '100',
  ]);
  expect(['1.50 MB', '2.00 s', '10.0 kB', '100 kB', '1,50 MB', '1.05 s', '12 000'].map(round)).toEqual([
    '1.5 MB',
    '2 s',
    '10 kB',
    '100 kB',
    '1,5 MB',
    '1.05 s',
    '12 000',
  ]);
});

test('sizes step at powers of 1000, and never print 1000 of a unit', () => {
  expect([0, 999, 1000, 3_421_337, 999_600_000, 41e9].map((n) => plain(bytes(n)))).toEqual([
    '0 B',
    '999 B',
    '1.00 kB',
    '3.42 MB',
    '1.00 GB',
    '41.0 GB',
  ]);
});

test('sizes in powers of 1024, and in bits, for who wants them so', () => {
  expect([1023, 1024, 3_670_016].map((n) => plain(bytes(n, 'iec')))).toEqual(['1023 B', '1.00 KiB', '3.50 MiB']);
  expect([1, 125_000].map((n) => plain(bytes(n, 'bits')))).toEqual(['8 bit', '1.00 Mbit']);
  expect([127, 131_072].map((n) => plain(bytes(n, 'bits-iec')))).toEqual(['1016 bit', '1.00 Mibit']);
  expect((['si', 'iec', 'bits', 'bits-iec'] as const).map((as) => plain(exactBytes(1500, as)))).toEqual([
    '1 500 B',
    '1 500 B',
    '12 000 bit',
    '12 000 bit',
  ]);
  expect((['si', 'iec', 'bits', 'bits-iec'] as const).map((as) => plain(bitRate(131_072, as)))).toEqual([
    '1.05 Mbit/s',
    '1.00 Mibit/s',
    '1.05 Mbit/s',
    '1.00 Mibit/s',
  ]);
});

test('times from the start of the capture', () => {
  const start = Date.parse('2024-10-21T19:25:46.123Z');
  const zone = `from:${start}` as const;
  expect(timeOfDay('2024-10-21T19:25:46.123456Z', zone)).toBe('+00:00:00.000456');
  expect(plain(dateTime(start + 90_061_500, zone, 3))).toBe('1 d +01:01:01.500');
  expect(dateTime(start - 1000, zone, 0)).toBe('−00:00:01');
});

test('counts are exact while they are short', () => {
  expect(plain(count(12_430))).toBe('12 430');
  expect(plain(count(1_240_000))).toBe('1.24 M');
  expect(plain(exact(1_234_567))).toBe('1 234 567');
});

test('throughput is told in bits a second', () => {
  expect(plain(bitRate(1_250_000))).toBe('10.0 Mbit/s');
});

test('a share is never rounded to nothing or to all', () => {
  expect(plain(share(1, 100_000))).toBe('< 0.1 %');
  expect(plain(share(99_999, 100_000))).toBe('> 99.9 %');
  expect(plain(share(1, 3))).toBe('33.3 %');
  expect(share(1, 0)).toBe('');
});

test('durations go from microseconds to days', () => {
  expect([0, 0.0000123, 0.0042, 1.05, 59.9, 127, 274_329].map((s) => plain(duration(s)))).toEqual([
    '0 s',
    '12.3 µs',
    '4.20 ms',
    '1.05 s',
    '59.9 s',
    '00:02:07',
    '3 d 04:12:09',
  ]);
  expect(clock(847)).toBe('00:14:07');
});

test('times keep the digits the capture has, beyond a millisecond', () => {
  expect(dateTime('2024-10-21T19:25:46.123456789Z', 'utc')).toBe('2024-10-21 19:25:46.123456789');
  expect(timeOfDay('2024-10-21T19:25:46Z', 'utc', 6)).toBe('19:25:46.000000');
  expect(timeOfDay(Date.UTC(2024, 9, 21, 19, 25, 46, 123) + 0.25, 'utc', 6)).toBe('19:25:46.123250');
});

test('a long name keeps both ends', () => {
  expect(middle('very-long-host.example.com', 11)).toBe('very-…e.com');
  expect(middle('short', 11)).toBe('short');
});
