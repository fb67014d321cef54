import { expect, test } from 'vitest';
import { fitted, MONO } from './fit.ts';

test('what has room is whole', () => {
  expect(fitted('www.example.com', 400, 48, 12.5)).toBe('www.example.com');
  expect(fitted('www.example.com', undefined, 48, 12.5)).toBe('www.example.com');
});
test('what has none keeps its end, by which it differs from its like', () => {
  const [one, other] = ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'].map((name) =>
    fitted(name, 170, 48, 12.5),
  );
  expect(one).toMatch(/^TLS_.*….*SHA256$/);
  expect(other).toMatch(/^TLS_.*….*SHA384$/);
});
test('an address fills its room and no more', () => {
  const shown = fitted('2a01:cb01:2049:8b07:991d:ec85:28df:f629', 144, 48, 12, MONO);
  expect(shown).toHaveLength(20);
  expect(shown).toMatch(/^2a01:.*….*:f629$/);
});
test('never fewer than twelve letters, and never more than asked for', () => {
  expect(fitted('a'.repeat(100), 5, 48, 12.5)).toHaveLength(12);
  expect(fitted('a'.repeat(100), 5000, 48, 12.5)).toHaveLength(48);
});
