import { expect, test } from 'vitest';
import { csvOf, fileName } from './csv.ts';

test('commas, quotes and lines are quoted, numbers are plain, nothing is empty', () => {
  expect(
    csvOf({
      head: ['name', 'bytes'],
      rows: [
        ['a,b', 1234567],
        ['say "x"\n', undefined],
      ],
    }),
  ).toBe('name,bytes\r\n"a,b",1234567\r\n"say ""x""\n",\r\n');
});
test('a text that a spreadsheet would run is made harmless', () => {
  expect(csvOf({ head: ['v'], rows: [['=1+1'], ['-5'], [-5]] })).toBe("v\r\n'=1+1\r\n'-5\r\n-5\r\n");
});
test('a file is named after its question', () => {
  expect(fileName('Which applications carry the traffic?', 'csv')).toBe('which-applications-carry-the-traffic.csv');
});
