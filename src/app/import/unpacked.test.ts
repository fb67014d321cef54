import { expect, test } from 'vitest';
import { warningsOf } from './unpacked.ts';

test('a warning about one of the captures in an archive is told with that one, all others with the first', () => {
  const warnings = [
    'all.tar/b.pcap.gz: the gzip data ends too early, at byte 9; what it held up to there was read',
    'all.tar/c.pcap was left out: it is encrypted',
    'the tar archive is damaged, at its byte 512; what it held up to there was read',
  ];
  const names = new Set(['all.tar/a.pcap', 'all.tar/b.pcap.gz']);
  expect(warningsOf('all.tar/a.pcap', names, warnings)).toEqual(warnings.slice(1));
  expect(warningsOf('all.tar/b.pcap.gz', undefined, warnings)).toEqual([
    'the gzip data ends too early, at byte 9; what it held up to there was read',
  ]);
});
