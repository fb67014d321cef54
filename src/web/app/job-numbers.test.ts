import { expect, test } from 'vitest';
import type { Job } from '#app/model.ts';
import { jobNumbers, overall } from './job-numbers.ts';

const job = (part: Partial<Job>): Job => ({
  id: 'j',
  dataset: 'd',
  kind: 'files',
  name: 'a.pcap',
  state: 'running',
  bytesRead: 0,
  packets: 0,
  flows: 0,
  bytesPerSecond: 0,
  created: 0,
  started: 0,
  warnings: [],
  ...part,
});
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test('progress over several imports weighs them by size', () => {
  expect(overall([job({ bytesRead: 50, bytesTotal: 100 }), job({ bytesRead: 0, bytesTotal: 300 })])).toBe(0.125);
  expect(overall([job({ bytesRead: 50 })])).toBeUndefined();
});

test('a running import tells bytes, packets, flows, rate and time left', () => {
  const text = plain(
    jobNumbers(
      job({
        bytesRead: 5e8,
        bytesTotal: 1e9,
        packets: 1_500_000,
        flows: 80_000,
        bytesPerSecond: 4e8,
        secondsLeft: 1.2,
      }),
    ),
  );
  expect(text).toBe('500 MB of 1.00 GB · 1.50 M packets · 80 000 flows · 400 MB/s · 2 s left');
});

test('one is one', () => {
  expect(plain(jobNumbers(job({ state: 'cancelled', packets: 1, flows: 1 })))).toBe(
    '0 B · 1 packet · 1 flow · cancelled',
  );
});

test('flows joined to those of captures before it are no failure', () => {
  expect(plain(jobNumbers(job({ state: 'done', packets: 9 })))).toBe('0 B · 9 packets · 0 new flows');
  expect(plain(jobNumbers(job({ state: 'done' })))).toBe('0 B · 0 packets · 0 flows');
});

test('a watched folder has no whole: only what has come is told', () => {
  const watch = job({ kind: 'folder', standing: true, bytesRead: 32_700_000, bytesTotal: 3_920_000, secondsLeft: 0 });
  expect(overall([watch])).toBeUndefined();
  expect(plain(jobNumbers(watch))).toMatch(/^32\.7 MB · 0 packets · 0 flows$/);
});
