import { expect, test } from 'vitest';
import { APPS } from '#dissect/apps.ts';
import { APP_CATEGORIES, categoryOfApp } from './app-categories.ts';

test('every application has one category, and only those', () => {
  const listed = Object.values(APP_CATEGORIES).flatMap((apps) => apps.split(' '));
  expect(listed.filter((app, i) => listed.indexOf(app) !== i)).toEqual([]);
  expect(APPS.slice(1).filter((app) => categoryOfApp(app) === '')).toEqual([]);
  expect(listed.filter((app) => !APPS.includes(app))).toEqual([]);
});
