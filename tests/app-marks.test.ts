/** What the page says an application is told by is what its dissector says of itself. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DISSECTORS } from '#dissect/table.ts';
import { APP_MARKS } from '#registry/app-marks.ts';
import { marksFile } from '../scripts/build-marks.ts';

test('app-marks.ts is what build-marks.ts writes', () => {
  const path = new URL('../src/registry/app-marks.ts', import.meta.url).pathname;
  expect(readFileSync(path, 'utf8') === marksFile(), 'run node scripts/build-marks.ts').toBe(true);
});

test('every dissector says by what it tells its application, in a sentence', () => {
  const silent = DISSECTORS.filter(({ app }) => (APP_MARKS.get(app) ?? '').length < 20).map(({ app }) => app);
  expect(silent).toEqual([]);
});
