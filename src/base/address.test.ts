import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bigintOfIp,
  bigintOfWords,
  formatIp,
  formatMac,
  ipOfBigint,
  parseCidr,
  parseIp,
  parseMac,
  wordsOfBigint,
} from './address.ts';

const word = fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.constantFrom(0, 1, 0xffff, 0xffff0000, 0x10000));

describe('IP addresses', () => {
  test('whatever is formatted is parsed back to the same bits', () => {
    fc.assert(
      fc.property(word, word, word, word, (a, b, c, d) => {
        expect(parseIp(formatIp(a, b, c, d))?.words).toEqual([a, b, c, d]);
        expect(wordsOfBigint(bigintOfWords(a, b, c, d))).toEqual([a, b, c, d]);
        expect(bigintOfIp(ipOfBigint(bigintOfWords(a, b, c, d)))).toBe(bigintOfWords(a, b, c, d));
      }),
    );
  });

  test('formatting agrees with the URL standard, which also follows RFC 5952', () => {
    fc.assert(
      fc.property(word, word, word, word, (a, b, c, d) => {
        const text = formatIp(a, b, c, d);
        if (text.includes(':')) expect(new URL(`http://[${text}]/`).hostname).toBe(`[${text}]`);
      }),
    );
  });

  test.each([
    ['10.0.0.4', [0, 0, 0xffff, 0x0a000004], 4],
    ['::ffff:10.0.0.4', [0, 0, 0xffff, 0x0a000004], 4],
    ['::', [0, 0, 0, 0], 6],
    ['::1', [0, 0, 0, 1], 6],
    ['1::', [0x10000, 0, 0, 0], 6],
    ['2001:DB8::8:800:200c:417A', [0x20010db8, 0, 0x00080800, 0x200c417a], 6],
    ['64:ff9b::192.0.2.33', [0x0064ff9b, 0, 0, 0xc0000221], 6],
    ['1:2:3:4:5:6:7::', [0x10002, 0x30004, 0x50006, 0x70000], 6],
  ] as const)('%s is read', (text, words, version) => {
    expect(parseIp(text)).toEqual({ version, words });
  });

  test.each(['', '1', '1.2.3', '1.2.3.256', '1.2.3.04', '1.2.3.4.5', ':', ':::', '1:2', '1::2::3', '12345::', 'g::'])(
    '"%s" is not an address',
    (text) => {
      expect(parseIp(text)).toBeUndefined();
    },
  );
  test.each(['1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', ':1:2:3:4:5:6:7', '1.2.3.4::', 'fe80::1%eth0', ' ::1', '::1 '])(
    '"%s" is not an address either',
    (text) => {
      expect(parseIp(text)).toBeUndefined();
    },
  );

  test('of two longest zero runs the first is shortened, and a single zero group never', () => {
    expect(formatIp(0x20010db8, 0, 0x00010000, 0x00000001)).toBe('2001:db8::1:0:0:1');
    expect(formatIp(0x20010db8, 0x00000001, 0x00010001, 0x00010001)).toBe('2001:db8:0:1:1:1:1:1');
  });
});

describe('CIDR blocks', () => {
  test('a block is the range of its addresses, IPv4 inside ::ffff:0:0/96', () => {
    expect(parseCidr('10.1.2.3/8')).toEqual({
      version: 4,
      low: bigintOfIp('10.0.0.0'),
      high: bigintOfIp('10.255.255.255'),
    });
    expect(parseCidr('2001:db8::/32')).toEqual({
      version: 6,
      low: bigintOfIp('2001:db8::'),
      high: bigintOfIp('2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'),
    });
    expect(parseCidr('::/0')).toEqual({ version: 6, low: 0n, high: (1n << 128n) - 1n });
  });

  test('an address alone is a block of one', () => {
    expect(parseCidr('192.0.2.1')).toEqual({ version: 4, low: bigintOfIp('192.0.2.1'), high: bigintOfIp('192.0.2.1') });
    expect(parseCidr('192.0.2.1/32')).toEqual(parseCidr('192.0.2.1'));
  });

  test.each(['10.0.0.0/33', '::/129', '10.0.0.0/', '/8', '10.0.0.0/8/8', '10.0.0.0/-1', '10/8', ''])(
    '"%s" is not a block',
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );

  test('every address of a block is inside its range, the ones beside it are not', () => {
    fc.assert(
      fc.property(word, fc.integer({ min: 1, max: 32 }), (address, length) => {
        const { low, high } = parseCidr(`${formatIp(0, 0, 0xffff, address)}/${length}`)!;
        const value = bigintOfWords(0, 0, 0xffff, address);
        expect(low <= value && value <= high).toBe(true);
        expect(high - low + 1n).toBe(1n << BigInt(32 - length));
        expect(low % (1n << BigInt(32 - length))).toBe(0n);
      }),
    );
  });
});

describe('MAC addresses', () => {
  test('whatever is formatted is parsed back, in every notation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (mac) => {
        const text = formatMac(mac);
        expect(text).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
        const digits = text.replaceAll(':', '');
        const cisco = `${digits.slice(0, 4)}.${digits.slice(4, 8)}.${digits.slice(8)}`;
        for (const form of [text, text.toUpperCase(), text.replaceAll(':', '-'), digits, cisco]) {
          expect(parseMac(form)).toBe(mac);
        }
      }),
    );
  });
  test.each(['', '00:11:22:33:44', '00:11:22:33:44:5g', '00:11-22:33:44:55', '00:11:22:33:44:55:66'])(
    '"%s" is not a MAC address',
    (text) => {
      expect(parseMac(text)).toBeUndefined();
    },
  );
});
