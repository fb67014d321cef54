import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropUnimported, isSegment, prune, segmentsIn } from './ring.ts';

const NOW = 1_700_000_000_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  for (let n = 1; n <= 5; n++) {
    const path = join(folder, `0000000${n}.pcapng`);
    writeFileSync(path, Buffer.alloc(100));
    // a minute apart, the last one now
    utimesSync(path, NOW / 1000 - (5 - n) * 60, NOW / 1000 - (5 - n) * 60);
  }
  writeFileSync(join(folder, 'other.pcapng'), Buffer.alloc(1000));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const numbers = (): readonly number[] => segmentsIn(folder).map(({ number }) => number);

test('the oldest go until the rest is small enough, and only what is in the dataset', () => {
  expect(prune(folder, 5, { keepBytes: 250 }, NOW)).toBe(3);
  expect(numbers()).toEqual([4, 5]);
  expect(prune(folder, 3, { keepBytes: 0 }, NOW)).toBe(0);
  expect(numbers()).toEqual([4, 5]);
  expect(readdirSync(folder)).toContain('other.pcapng');
});

test('the oldest go by their age', () => {
  expect(prune(folder, 5, { keepMs: 150_000 }, NOW)).toBe(2);
  expect(numbers()).toEqual([3, 4, 5]);
});

test('without limits all stay', () => {
  expect(prune(folder, 5, {}, NOW + 1e12)).toBe(0);
  expect(numbers()).toEqual([1, 2, 3, 4, 5]);
});

test('what a cancelled source has not imported goes with it', () => {
  dropUnimported(folder, 3);
  expect(numbers()).toEqual([1, 2, 3]);
});

test('a segment is known by its path', () => {
  expect(isSegment('/data/datasets/abcdefgh/live/abcdefg2/00000012.pcapng')).toBe(true);
  expect(isSegment('C:\\data\\live\\abcdefg2\\00000012.pcapng')).toBe(true);
  expect(isSegment('/data/live/00000012.pcapng')).toBe(false);
});
