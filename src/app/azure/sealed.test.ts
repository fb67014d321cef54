import { expect, test } from 'vitest';
import { Seal } from './sealed.ts';

const KEY = 'a key of an operator, long enough';

test('what is sealed opens with the same key alone, and tells nothing of itself', () => {
  const seal = Seal.of({ CAPSCOPE_SECRET_KEY: KEY })!;
  const sealed = seal.close('https://account/?sig=secret');
  expect(sealed).not.toContain('secret');
  expect(seal.close('https://account/?sig=secret')).not.toBe(sealed);
  expect(Seal.of({ CAPSCOPE_SECRET_KEY: KEY })!.open(sealed)).toBe('https://account/?sig=secret');
  expect(Seal.of({ CAPSCOPE_SECRET_KEY: `${KEY}.` })!.open(sealed)).toBeUndefined();
});

test('a changed or cut one does not open, and does not throw', () => {
  const seal = Seal.of({ CAPSCOPE_SECRET_KEY: KEY })!;
  const sealed = seal.close('x');
  for (const text of ['', 'capscope1:', sealed.slice(0, 30), sealed.replace(/.{4}$/, 'AAAA'), `x${sealed}`])
    expect(seal.open(text)).toBeUndefined();
});

test('without a key nothing is sealed; a short one is refused', () => {
  expect(Seal.of({})).toBeUndefined();
  expect(() => Seal.of({ CAPSCOPE_SECRET_KEY: 'short' })).toThrow('must have 16 characters or more');
});
