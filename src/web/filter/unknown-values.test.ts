import { expect, test } from 'vitest';
import { namedValues, unknownValues } from './unknown-values.ts';

test('words that a field is held against are found, numbers and patterns are not', () => {
  expect(namedValues('app == htttp and not service in {github "x y"} and bytes > 5 and host matches "a"')).toEqual([
    { field: 'app', word: 'htttp' },
    { field: 'service', word: 'github' },
    { field: 'service', word: 'x y' },
  ]);
});
test('a word that no flow has is told, with what is near', async () => {
  const apps = ['tls', 'http', 'dns'];
  const values = async (_: string, text: string) =>
    apps.filter((app) => app.includes(text.toLowerCase())).map((value) => ({ value }));
  expect(await unknownValues('app == htttp', values)).toEqual(['no flow here has app htttp; is http meant?']);
  expect(await unknownValues('app == HTTP or app == tls', values)).toEqual([]);
});
