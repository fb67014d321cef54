import { expect, test } from 'vitest';
import { APPS } from '#dissect/apps.ts';
import { APP_SERVICES } from './app-services.ts';
import { CERTIFICATE_SERVICES } from './certificate-services.ts';
import { SERVICE_PORTS } from './service-ports.ts';
import { SERVICES } from './services.ts';

test('applications and their services are those of the tables', () => {
  const services = new Set(SERVICES.map(({ name }) => name));
  const unknown = Object.entries(APP_SERVICES).filter(([app, name]) => !APPS.includes(app) || !services.has(name));
  expect(unknown).toEqual([]);
});

test('what certificates tell are services of the table', () => {
  const services = new Set(SERVICES.map(({ name }) => name));
  expect([...CERTIFICATE_SERVICES.values()].filter((name) => !services.has(name))).toEqual([]);
});

test('ports tell services of the table', () => {
  const services = new Set(SERVICES.map(({ name }) => name));
  expect(SERVICE_PORTS.filter(([of, , , , service]) => !services.has(of) || !services.has(service))).toEqual([]);
});
