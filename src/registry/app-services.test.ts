import { expect, test } from 'vitest';
import { APPS } from '#dissect/table.ts';
import { APP_SERVICES } from './app-services.ts';
import { SERVICES } from './services.ts';

test('applications and their services are those of the tables', () => {
  const services = new Set(SERVICES.map(({ name }) => name));
  const unknown = Object.entries(APP_SERVICES).filter(([app, name]) => !APPS.includes(app) || !services.has(name));
  expect(unknown).toEqual([]);
});
