import { expect, test } from 'vitest';
import { CATEGORIES, SERVICES } from './services.ts';

test('index 0 is none; every name and every domain belongs to one service', () => {
  expect(SERVICES[0]).toEqual({ name: '', category: '', domains: [] });
  expect(SERVICES.length).toBeGreaterThan(250);
  expect(new Set(SERVICES.map((service) => service.name)).size).toBe(SERVICES.length);
  const domains = SERVICES.flatMap((service) => service.domains);
  expect(new Set(domains).size).toBe(domains.length);
});

test('domains are lower-case host names that the table can hold', () => {
  const odd = SERVICES.flatMap((service) => service.domains).filter(
    (domain) => !/^([a-z0-9-]{1,63}\.)*[a-z0-9-]{2,63}$/.test(domain) || domain.length > 255,
  );
  expect(odd).toEqual([]);
  expect(CATEGORIES).toContain('ads');
});
