/**
 * ns since 1970 as ms: as near as a double tells, a whole ms exactly, and never in a later ms than it lies in. Divided as a double it
 * is up to 128 ns off: half of all whole ms were in the ms before, and what lay on the edge of a bin in none.
 */

const NS_A_MS = 1_000_000n;
/** ms, until the year 2109 */
const BELOW = 1 - 2 ** -11;

export function msOfNs(ns: bigint): number {
  const whole = Number(ns / NS_A_MS);
  return Math.min(whole + Number(ns % NS_A_MS) / 1e6, whole + BELOW);
}

/** The same in a statement. */
export const msSql = (ns: string): string =>
  `least((${ns} // 1000000)::DOUBLE + (${ns} % 1000000)::DOUBLE / 1e6, (${ns} // 1000000)::DOUBLE + ${BELOW}::DOUBLE)`;
