import { expect, test } from 'vitest';
import { scopeWords } from './scope-words.ts';

const volume = (bytes: number, flows: number) => ({
  bytes,
  flows,
  packets: flows,
  sentBytes: bytes,
  receivedBytes: 0,
  sentPackets: flows,
  receivedPackets: 0,
});
const words = (text: string) => text.replaceAll(/\s/g, ' ');

test('says the unit, the sum, and how much of the dataset that is', () => {
  expect(words(scopeWords('bytes', volume(3_400_000, 20), 20))).toBe('bytes, both directions, 3.40 MB in all 20 flows');
  expect(words(scopeWords('bytes', volume(60, 1), 1))).toBe('bytes, both directions, 60 B in 1 flow');
  expect(words(scopeWords('flows', volume(3_400_000, 20), 60))).toBe('20 of 60 flows');
});

test('a choice that is shown among the rest is told apart from the rest', () => {
  const rows = [
    { value: 'tls', ...volume(2_000_000, 8) },
    { value: 'dns', ...volume(1_000, 12) },
  ];
  expect(words(scopeWords('bytes', volume(3_400_000, 20), 20, rows, new Set(['tls'])))).toBe(
    'bytes, both directions, 2.00 MB chosen among 3.40 MB in all 20 flows',
  );
});
