import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Aes128 } from './codec/aes128.ts';
import { HmacSha256 } from './codec/sha256.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex');

describe('AES-128', () => {
  test('gives the example of FIPS 197, appendix C.1', () => {
    const aes = new Aes128();
    aes.setKey(bytes('000102030405060708090a0b0c0d0e0f'));
    const out = new Uint8Array(16);
    aes.encryptBlock(bytes('00112233445566778899aabbccddeeff'), 0, out);
    expect(hexOf(out)).toBe('69c4e0d86a7b0430d8cdb78070b4c55a');
  });
  test('in counter mode agrees with OpenSSL at every length', () => {
    const aes = new Aes128();
    for (let length = 0; length < 100; length++) {
      const key = randomBytes(16);
      const counter = randomBytes(16);
      counter.fill(0, 12);
      const text = randomBytes(length);
      aes.setKey(key);
      const out = new Uint8Array(length);
      aes.counterMode(counter, text, 0, length, out);
      expect(hexOf(out)).toBe(createCipheriv('aes-128-ctr', key, counter).update(text).toString('hex'));
    }
  });
});

describe('HMAC-SHA-256', () => {
  test('gives test case 2 of RFC 4231', () => {
    const hmac = new HmacSha256();
    hmac.setKey(Buffer.from('Jefe'));
    const out = new Uint8Array(32);
    hmac.sign(Buffer.from('what do ya want for nothing?'), out);
    expect(hexOf(out)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });
  test('agrees with OpenSSL for keys and messages of all lengths it takes', () => {
    const hmac = new HmacSha256();
    const out = new Uint8Array(32);
    for (let n = 0; n < 200; n++) {
      const key = randomBytes(n % 65);
      const message = randomBytes(n % 56);
      hmac.setKey(key);
      hmac.sign(message, out);
      expect(hexOf(out)).toBe(createHmac('sha256', key).update(message).digest('hex'));
    }
  });
});
