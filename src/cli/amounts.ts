/** Sizes and times on the command line: 10GB, 24h. */
import { usage } from './usage.ts';

const BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** Bytes; undefined when nothing was said or "all". */
export function readBytes(text: string | undefined, option: string): number | undefined {
  if (text === undefined || text === 'all') return undefined;
  const value = amount(text, BYTES);
  if (value === undefined)
    throw usage(`--${option} is a size such as 500MB or 10GB, or all, not ${JSON.stringify(text)}`);
  return Math.round(value);
}

/** Seconds; undefined when nothing was said or "all". */
export function readSeconds(text: string | undefined, option: string): number | undefined {
  if (text === undefined || text === 'all') return undefined;
  const value = amount(text, SECONDS);
  if (value === undefined)
    throw usage(`--${option} is a time such as 90s, 30m, 24h or 7d, not ${JSON.stringify(text)}`);
  return value;
}

function amount(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text) ?? [];
  const factor = units[unit.toLowerCase()];
  return factor === undefined ? undefined : Number(number) * factor;
}
