import { expect, test } from 'vitest';
import { fitted } from './name-room.ts';

test('what has room is whole', () => {
  expect(fitted('www.example.com', 400, 48)).toBe('www.example.com');
  expect(fitted('www.example.com', undefined, 48)).toBe('www.example.com');
});
test('what has none keeps its end, by which it differs from its like', () => {
  const [one, other] = ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'].map((name) =>
    fitted(name, 170, 48),
  );
  expect(one).toMatch(/^TLS_.*….*SHA256$/);
  expect(other).toMatch(/^TLS_.*….*SHA384$/);
});
test('never fewer than twelve letters, and never more than asked for', () => {
  expect(fitted('a'.repeat(100), 5, 48)).toHaveLength(12);
  expect(fitted('a'.repeat(100), 5000, 48)).toHaveLength(48);
});
