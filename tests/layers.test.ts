/** The layer table of ARCHITECTURE.md, held: imports point down only. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = new URL('../src/', import.meta.url).pathname;
const LAYERS = [
  'base',
  'registry',
  'fields',
  'capture',
  'wire',
  'dissect',
  'flow',
  'enrich',
  'query',
  'store',
  'sources',
  'app',
  'server',
  'cli',
];
/** The browser sees pure layers only, and of app the types of model.ts. */
const WEB = ['base', 'registry', 'fields', 'query'];
const WEB_FILES = ['app/model.ts'];

interface Import {
  readonly file: string;
  readonly layer: string;
  readonly target: string;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.tsx?$/.test(entry.name) &&
        !/\.test\.tsx?$|(^|[-/])testing\.ts$|\.bench\.ts$/.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

const IMPORTS: Import[] = filesOf(SRC).flatMap((path) => {
  const file = path.slice(SRC.length);
  const layer = file.split('/')[0]!;
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => ({ file, layer, target: match[1]! }));
});

describe('layers', () => {
  test('the sources are seen', () => {
    expect(IMPORTS.length).toBeGreaterThan(100);
  });
  test.each([...LAYERS, 'web'])('%s imports only what lies below it', (layer) => {
    const allowed = layer === 'web' ? WEB : LAYERS.slice(0, LAYERS.indexOf(layer));
    const wrong = IMPORTS.filter((one) => one.layer === layer && one.target.startsWith('#')).filter(({ target }) => {
      const [other] = target.slice(1).split('/');
      if (layer === 'web' && WEB_FILES.includes(target.slice(1))) return false;
      return other !== layer && !allowed.includes(other!);
    });
    expect(wrong).toEqual([]);
  });
  test('no file reaches out of its layer by a relative path', () => {
    const wrong = IMPORTS.filter(({ file, target }) => {
      if (!target.startsWith('.')) return false;
      const resolved = join(file, '..', target);
      return resolved.startsWith('..') || resolved.split('/')[0] !== file.split('/')[0];
    });
    expect(wrong).toEqual([]);
  });
  test('no files import each other in a circle', () => {
    const imported = Map.groupBy(IMPORTS, ({ file }) => file);
    const isDone = new Set<string>();
    const circle = (file: string, path: readonly string[]): readonly string[] => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (isDone.has(file)) return [];
      for (const { target } of imported.get(file) ?? []) {
        if (!/^[.#]/.test(target)) continue;
        const next = target.startsWith('#') ? target.slice(1) : join(file, '..', target);
        const found = circle(next, [...path, file]);
        if (found.length > 0) return found;
      }
      isDone.add(file);
      return [];
    };
    expect([...imported.keys()].map((file) => circle(file, [])).find((files) => files.length > 0)).toBeUndefined();
  });
  test('no clock and no randomness below app', () => {
    const below = LAYERS.slice(0, LAYERS.indexOf('store'));
    const wrong = filesOf(SRC).filter((path) => {
      const layer = path.slice(SRC.length).split('/')[0]!;
      return below.includes(layer) && /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)/.test(readFileSync(path, 'utf8'));
    });
    expect(wrong).toEqual([]);
  });
});
