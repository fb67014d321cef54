import { expect, test } from 'vitest';
import { FIELD_BY_KEY } from '#fields/table.ts';
import {
  BALANCE,
  COLUMN_BY_KEY,
  DEFAULT_KEYS,
  fieldsOf,
  growthOf,
  nextSort,
  phoneColumns,
  printColumns,
  readColumns,
  shortLabel,
  widthOf,
} from './columns.ts';

const column = (key: string) => COLUMN_BY_KEY.get(key)!;

test('the first look holds every field that the field table shows, and the balance; countries are flags', () => {
  const shown = [...FIELD_BY_KEY.values()].filter((field) => field.shown).map((field) => field.key);
  const flags = ['src.country', 'dst.country'];
  expect([...DEFAULT_KEYS, ...flags].sort()).toEqual([...shown, BALANCE].sort());
  expect(fieldsOf([column('src.ip')])).toContain('src.country');
});

test('columns survive the URL; unknown ones are dropped', () => {
  expect(readColumns('start,nonsense,app').map((one) => one.key)).toEqual(['start', 'app']);
  expect(printColumns(['start', 'app'])).toBe('start,app');
  expect(printColumns(DEFAULT_KEYS)).toBeUndefined();
});

test('the balance is drawn from bytes sent and received; an application comes with how it is known', () => {
  expect(fieldsOf([column(BALANCE), column('app')])).toEqual(['app', 'app.by', 'dst.bytes', 'src.bytes']);
});

test('a number is sorted large to small first, then the other way, then not at all', () => {
  const one = nextSort([], column('src.bytes'), false);
  expect(one).toEqual([{ field: 'src.bytes', descending: true }]);
  const two = nextSort(one, column('src.bytes'), false);
  expect(two).toEqual([{ field: 'src.bytes', descending: false }]);
  expect(nextSort(two, column('src.bytes'), false)).toEqual([]);
});

test('with Shift a column sorts among the others', () => {
  const one = nextSort([{ field: 'app', descending: false }], column('src.bytes'), true);
  expect(one).toEqual([
    { field: 'app', descending: false },
    { field: 'src.bytes', descending: true },
  ]);
});

/** A window of 1440 px without the rail, a scroll bar and the column that opens a row. */
const FIRST_LOOK = 1440 - 88 - 15 - 30;

test('who, to whom, over what and how much fit 1440 pixels, with addresses of IPv4 whole', () => {
  const columns = readColumns(undefined);
  const last = columns.findIndex(({ key }) => key === 'dst.bytes');
  const widths = columns.slice(0, last + 1).map((one, index) => {
    const label = one.key === 'start' ? `${one.label} 2026-11-23` : shortLabel(columns, index);
    return widthOf(one, label);
  });
  expect(widths.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(FIRST_LOOK);
  expect(widthOf(column('src.ip'), 'Source')).toBeGreaterThanOrEqual('255.255.255.255'.length * 7.22 + 16 + 22);
});

test('a wide window has addresses of IPv6 whole', () => {
  const text = '2001:0db8:85a3:0000:0000:8a2e:0370:7334';
  expect(growthOf(column('src.ip'))!.most).toBeGreaterThanOrEqual(text.length * 7.22 + 16 + 22);
});

test('a port beside its address needs no word for the end', () => {
  const columns = readColumns('src.ip,src.port,dst.ip,app,dst.port');
  expect(columns.map((_, index) => shortLabel(columns, index))).toEqual([
    'Source',
    'Port',
    'Destination',
    'Application',
    'Destination port',
  ]);
});

test('a phone shows who talks to whom first, and all the same columns', () => {
  const keys = phoneColumns().map((column) => column.key);
  expect(keys.slice(0, 3)).toEqual(['src.ip', 'dst.ip', 'app']);
  expect([...keys].sort()).toEqual([...DEFAULT_KEYS].sort());
});
