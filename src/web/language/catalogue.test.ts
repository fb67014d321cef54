import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FIELDS } from '#fields/table.ts';
import { pageWords, wordsOf } from '../../../tests/page-words.ts';
import dutch, * as nl from './nl.ts';
import { plural, t, written } from './t.ts';
import { toldBy } from './told.ts';

const words = pageWords();
const SRC = fileURLToPath(new URL('../..', import.meta.url));

const names = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test('every text a reader sees goes through t()', () => {
  expect(words.bare.map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
});

test('every text of the page has Dutch', () => {
  const without = [...words.keys, ...words.plurals].filter(({ text }) => !Object.hasOwn(dutch, text));
  expect(without.map(({ place, text }) => `${place}: ${text}`)).toEqual([]);
});

test('every label and meaning of the field table has Dutch', () => {
  const texts = new Set(FIELDS.flatMap(({ label, about, section }) => [label, about, section]));
  expect([...texts].filter((text) => !Object.hasOwn(dutch, text))).toEqual([]);
});

test('no Dutch line is left of a text that is gone', () => {
  const keys = new Set([...words.keys, ...words.plurals].map(({ text }) => text));
  const fields = new Set(FIELDS.flatMap(({ label, about, section }) => [label, about, section]));
  expect(Object.keys(nl.page).filter((text) => !keys.has(text) && !fields.has(text))).toEqual([]);
  expect(Object.keys(nl.fields).filter((text) => !fields.has(text))).toEqual([]);
  const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.startsWith('web/') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(SRC, name), 'utf8'))
    .join('\n');
  // a template is told with other names of its values, and may be put together of parts
  const isTold = (text: string) =>
    text
      .split(/\{\w+\}| \(|[:;,.]/)
      .map((part) => part.trim())
      .filter((part) => part.length >= 8)
      .every((part) => sources.includes(part));
  expect(Object.keys(nl.told).filter((text) => !isTold(text))).toEqual([]);
});

test('no text has Dutch in two parts of the catalogue', () => {
  const texts = nl.parts.flatMap((part) => Object.keys(part));
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
});

test('Dutch fills in what English does', () => {
  const texts = Object.entries(dutch).flatMap(([english, text]) =>
    (typeof text === 'string' ? [text] : Object.values(text as object)).map((one) => [english, String(one)] as const),
  );
  expect(texts.filter(([english, text]) => names(english).join() !== names(text).join())).toEqual([]);
});

test('a text that was forgotten is named with its place', () => {
  const source = `export const A = () => (
    <p title="Some words">
      Free words {t('Kept words')}
      <i aria-label={isOne ? 'one of them' : t('none')}>{\`\${n} more\`}</i>
    </p>
  );`;
  const { bare, keys } = wordsOf(source, 'a.tsx');
  expect(bare.map(({ text, place }) => `${place} ${text}`)).toEqual([
    'a.tsx:2 Some words',
    'a.tsx:3 Free words',
    'a.tsx:4 one of them',
    'a.tsx:4 more',
  ]);
  expect(keys.map(({ text }) => text)).toEqual(['Kept words', 'none']);
});

test('numbers stand in groups, what follows || is not shown, one is told from many', () => {
  expect(written(12345.5)).toBe('12\u00a0345.5');
  expect(t('Open||a door')).toBe('Open');
  expect(plural(1, '{n} flow', '{n} flows')).toBe('1 flow');
  expect(plural(12000, '{n} flow', '{n} flows')).toBe('12\u00a0000 flows');
});

test('sentences of the server are known by their templates, one within another, one after another', () => {
  const told = toldBy(dutch);
  expect(told('a.pcap: the file is empty (0 bytes)')).toBe('a.pcap: het bestand is leeg (0 bytes)');
  expect(told('a.pcap: not imported: the file ends within a packet (3 of 60 bytes)')).toBe(
    'a.pcap: niet geïmporteerd: het bestand eindigt midden in een pakket (3 van 60 bytes)',
  );
  expect(told('The capture says that no packet was lost while it was made. 2 of 3 files do not tell.')).toBe(
    'De capture zegt dat er tijdens het maken geen pakket verloren ging. 2 van 3 bestanden vertellen het niet.',
  );
  expect(told('something nobody translated')).toBe('something nobody translated');
  expect(told('{'.repeat(100_000))).toHaveLength(100_000);
});
