import { expect, test } from 'vitest';
import { parseFilter } from '#query/filter.ts';
import { binFilter, binText, markedBins, sizeText } from './histogram.tsx';

test.each([
  ['duration', { from: 0, to: 1e-9 }, 'duration < 1ns'],
  ['duration', { from: 0.002, to: 0.005 }, 'duration >= 0.002 and duration < 0.005'],
  ['bytes', { from: 100, to: 200 }, 'bytes >= 100 and bytes < 200'],
  ['tcp.rtt', { from: 5, to: 10 }, 'tcp.rtt >= 5000us and tcp.rtt < 10000us'],
])('%s: a bin is a filter that is understood', (field, bin, expected) => {
  expect(binFilter(field, bin)).toBe(expected);
  expect(parseFilter(expected).ok).toBe(true);
});
test('sizes in their own units', () => {
  expect([sizeText('tcp.rtt', 5), sizeText('packet.size', 1500), sizeText('packets', 7)]).toEqual([
    '5.00\u00a0ms',
    '1.50\u00a0kB',
    '7',
  ]);
});
test('what is highlighted stands in the bin it lies in, also where its own first bin begins at zero', () => {
  const bins = [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 2, to: 5 },
  ];
  const part = (from: number, to: number, flows: number) => ({ from, to, flows, bytes: 0, packets: 0 });
  expect(markedBins(bins, [part(0, 1, 3), part(2, 5, 4)], 'flows')).toEqual([3, 0, 4]);
});
test('a bin of counts is named by its numbers, one of sizes by its edges', () => {
  const text = (field: string, from: number, to: number) => binText(field, { from, to }).replaceAll('\u00a0', ' ');
  expect([text('http.requests', 1, 2), text('http.requests', 2, 5), text('dns.latency', 5, 10)]).toEqual([
    '1',
    '2 to 4',
    '5 ms to 10 ms',
  ]);
});
