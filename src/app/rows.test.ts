import { expect, test } from 'vitest';
import { rowsHead, rowsText } from './rows.ts';

const row = { id: 1, 'src.ip': '10.0.0.4', host: 'a "b", c', packets: 3 };

test('JSON lines have one flow a line and no key where nothing is known', () => {
  expect(rowsText('jsonl', [row, row])).toBe(`${JSON.stringify(row)}\n`.repeat(2));
});

test('CSV has the keys on top, an empty cell where nothing is known, and quotes what needs it', () => {
  const keys = ['src.ip', 'app', 'host', 'packets'];
  expect(rowsHead('csv', keys) + rowsText('csv', [row], keys)).toBe(
    'src.ip,app,host,packets\r\n10.0.0.4,,"a ""b"", c",3\r\n',
  );
});

test('a line break in a name stays inside its cell', () => {
  expect(rowsText('csv', [{ id: 1, host: 'a\nb' }], ['host'])).toBe('"a\nb"\r\n');
});
