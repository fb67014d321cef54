import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Interfaces } from './interfaces.ts';
import { slowTime, ticksPerSecond, wholeSeconds } from './tick-clock.ts';

/** exact where ns since the epoch stay below 2^53 */
const EXACT_SEC = 104 * 86_400;

function halves(ticks: bigint): [hi: number, lo: number] {
  return [Number(ticks >> 32n), Number(ticks & 0xffff_ffffn)];
}

const RESOLUTIONS = [0, 3, 6, 7, 9, 10, 12, 0x80, 0x80 | 10, 0x80 | 20, 0x80 | 30, 0x80 | 32];

test.each(RESOLUTIONS)('if_tsresol %i: nanoseconds since the epoch are exact, rounded down', (resolution) => {
  const perSecond = ticksPerSecond(resolution);
  // 64 bits of picoseconds end in the summer of 1970.
  const epoch = resolution === 12 ? 105 * 86_400 : 1_700_000_000;
  const interfaces = new Interfaces();
  interfaces.setEpoch(epoch);
  interfaces.add({ linkType: 1, snapLen: 0, resolution, offsetSec: 0 });
  fc.assert(
    fc.property(
      fc.integer({ min: -EXACT_SEC, max: EXACT_SEC }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (sec, part) => {
        const fraction = BigInt(Math.min(Math.floor(part * perSecond), perSecond - 1));
        const ticks = BigInt(epoch + sec) * BigInt(perSecond) + fraction;
        fc.pre(ticks < 1n << 64n);
        const ns = (ticks * 1_000_000_000n) / BigInt(perSecond) - BigInt(epoch) * 1_000_000_000n;
        const [hi, lo] = halves(ticks);
        expect(interfaces.time(0, hi, lo)).toBe(Number(ns));
        expect(interfaces.second(0, hi, lo)).toBe(epoch + sec);
      },
    ),
    { numRuns: 200 },
  );
});

test('the largest count of ticks is taken in every resolution', () => {
  for (let resolution = 0; resolution < 256; resolution++) {
    const interfaces = new Interfaces();
    interfaces.add({ linkType: 1, snapLen: 0, resolution, offsetSec: 0 });
    expect(interfaces.time(0, 0xffff_ffff, 0xffff_ffff)).not.toBeNaN();
    expect(interfaces.second(0, 0xffff_ffff, 0xffff_ffff)).not.toBeNaN();
  }
});

test('resolutions finer than any clock are read to the precision of a double', () => {
  expect(wholeSeconds(...halves(5n << 60n), 2 ** 60)).toBe(5);
  expect(slowTime(...halves(3n << 59n), 2 ** 60, 1)).toBe(500_000_000);
});
