/** ARCHITECTURE.md names every package we depend on, with its version and a reason. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const packages: Readonly<Record<string, string>> = { ...dependencies, ...devDependencies };
const section = read('ARCHITECTURE.md').split('## Dependencies')[1]!.split('\n## ')[0]!;
const listed = [...section.matchAll(/^\| (\S+) \| (\d\S*) \| (.*) \|$/gm)];

test('every package is listed with its version and a reason, and no other', () => {
  expect(Object.fromEntries(listed.map(([, name, version]) => [name, version]))).toEqual(packages);
  expect(listed.filter(([, , , why]) => why!.trim() === '')).toEqual([]);
});

test('versions are exact', () => {
  expect(Object.entries(packages).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});
