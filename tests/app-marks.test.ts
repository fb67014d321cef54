/** What the page says an application is told by is what its dissector says of itself. */
import { expect, test } from 'vitest';
import { DISSECTORS } from '#dissect/table.ts';
import { APP_MARKS } from '#registry/app-marks.ts';
import { readMarks } from '../scripts/build-marks.ts';

test('app-marks.ts has the applications that build-marks.ts finds', () => {
  expect([...APP_MARKS.keys()], 'run node scripts/build-marks.ts').toEqual(readMarks().map(([app]) => app));
});

test('every dissector says by what it tells its application, in a sentence', () => {
  const silent = DISSECTORS.filter(({ app }) => (APP_MARKS.get(app) ?? '').length < 20).map(({ app }) => app);
  expect(silent).toEqual([]);
});
