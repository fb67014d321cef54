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

test('a text that a spreadsheet would run is a text: it stands behind an apostrophe', () => {
  const texts = ['=HYPERLINK("http://x")', '+1', '-2', '@sum', '\tx', '\rx', 'a=b', '1-2'];
  const cells = texts.map((host, id) => rowsText('csv', [{ id, host }], ['host']).slice(0, -2));
  expect(cells).toEqual([`"'=HYPERLINK(""http://x"")"`, "'+1", "'-2", "'@sum", "'\tx", `"'\rx"`, 'a=b', '1-2']);
});

test('a negative number stays a number', () => {
  expect(rowsText('csv', [{ id: 1, duration: -0.5 }], ['duration'])).toBe('-0.5\r\n');
});
