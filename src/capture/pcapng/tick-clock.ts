/**
 * Times of pcapng interfaces: 64-bit counts of ticks, of a length that each interface declares, turned into nanoseconds
 * since epochSec without bigint per packet. Exact where a double can be: within 104 days of the epoch.
 */

/** if_tsresol: high bit clear: 10^-n s, set: 2^-n s. https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/ §4.2 */
export const MICROSECOND_RESOLUTION = 6;

const TWO_32 = 0x1_0000_0000;
/** remainder * 256 and remainder * 1000 stay below 2^53 up to here */
const LONG_DIVISION_LIMIT = 2 ** 43;

/** Ticks per second of an if_tsresol byte. */
export function ticksPerSecond(resolution: number): number {
  return resolution & 0x80 ? 2 ** (resolution & 0x7f) : 10 ** resolution;
}

/** Nanoseconds of a tick where that is a whole number (10^0 to 10^-9 s), else 0: then `slowTime` applies. */
export function wholeNsPerTick(ticks: number): number {
  return ticks <= 1e9 && 1e9 % ticks === 0 ? 1e9 / ticks : 0;
}

/** The upper and lower 32 bits of the tick count at `sec`. The upper part is signed. */
export function ticksAt(sec: number, ticks: number): { hi: number; lo: number } {
  const count = BigInt(sec) * BigInt(ticks);
  return { hi: Number(count >> 32n), lo: Number(count & 0xffff_ffffn) };
}

/** Whole seconds of a tick count, rounded down. */
export function wholeSeconds(hi: number, lo: number, ticks: number): number {
  return divide(hi, lo, ticks, true);
}

/** ns since `baseSec` of a tick count, for resolutions that do not divide a nanosecond's multiple. Rounded down. */
export function slowTime(hi: number, lo: number, ticks: number, baseSec: number): number {
  if (ticks > LONG_DIVISION_LIMIT) return Math.floor(((hi * TWO_32 + lo) / ticks - baseSec) * 1e9);
  const fraction = divide(hi, lo, ticks, false);
  const milli = fraction * 1000;
  const micro = (milli % ticks) * 1000;
  const nano = (micro % ticks) * 1000;
  return (
    (divide(hi, lo, ticks, true) - baseSec) * 1e9 +
    Math.floor(milli / ticks) * 1e6 +
    Math.floor(micro / ticks) * 1000 +
    Math.floor(nano / ticks)
  );
}

/** Quotient or remainder of (hi * 2^32 + lo) / ticks, long division with digits of 8 bits. */
function divide(hi: number, lo: number, ticks: number, quotient: boolean): number {
  if (ticks > LONG_DIVISION_LIMIT) return quotient ? Math.floor((hi * TWO_32 + lo) / ticks) : 0;
  let rest = hi % ticks;
  let result = Math.floor(hi / ticks);
  for (let shift = 24; shift >= 0; shift -= 8) {
    rest = rest * 256 + ((lo >>> shift) & 0xff);
    result = result * 256 + Math.floor(rest / ticks);
    rest %= ticks;
  }
  return quotient ? result : rest;
}
