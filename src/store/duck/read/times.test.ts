import { expect, test } from 'vitest';
import { msOfNs } from './times.ts';

test('a whole ms is told exactly', () => {
  for (let ms = 1_759_508_963_000; ms < 1_759_508_963_500; ms++) expect(msOfNs(BigInt(ms) * 1_000_000n)).toBe(ms);
});

test('a time never lies in a later ms than its own', () => {
  for (const rest of [1n, 499_999n, 999_500n, 999_900n, 999_999n]) {
    const ms = msOfNs(1_759_508_963_634_000_000n + rest);
    expect(Math.floor(ms)).toBe(1_759_508_963_634);
    expect(Math.abs(ms - 1_759_508_963_634 - Number(rest) / 1e6)).toBeLessThan(0.0005);
  }
});

test('before 1970, too', () => {
  expect(msOfNs(-1_500_000n)).toBe(-1.5);
  expect(msOfNs(-2_000_000n)).toBe(-2);
});
