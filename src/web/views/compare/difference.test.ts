import { expect, test } from 'vitest';
import type { Answer } from '#query/question.ts';
import { changes } from './difference.ts';

const volume = (bytes: number) => ({
  flows: 1,
  bytes,
  packets: 1,
  sentBytes: bytes,
  receivedBytes: 0,
  sentPackets: 1,
  receivedPackets: 0,
});
const answer = (rows: Readonly<Record<string, number>>): Answer<'groups'> => ({
  groups: Object.keys(rows).length,
  total: volume(Object.values(rows).reduce((sum, one) => sum + one, 0)),
  rows: Object.entries(rows).map(([name, bytes]) => ({ values: [name], more: {}, ...volume(bytes) })),
});

test('amounts: what came, went, grew and shrank, the largest difference first', () => {
  const found = changes(answer({ tls: 100, dns: 10, ftp: 30 }), answer({ tls: 150, dns: 5, ssh: 40 }), 'bytes', false);
  expect(found.map(({ value, kind, difference }) => [value, kind, difference])).toEqual([
    ['tls', 'more', 50],
    ['ssh', 'new', 40],
    ['ftp', 'gone', -30],
    ['dns', 'less', -5],
  ]);
});
test('shares: twice as much of everything is no change', () => {
  const found = changes(answer({ tls: 10, dns: 30 }), answer({ tls: 20, dns: 60 }), 'bytes', true);
  expect(found.map(({ kind }) => kind)).toEqual(['same', 'same']);
});
