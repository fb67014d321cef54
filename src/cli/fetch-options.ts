/** What fetching by URL may reach, from --allow-net and the environment. */
import { readFileSync } from 'node:fs';
import { type IpRange, parseCidr } from '#base/address.ts';
import { usage } from './usage.ts';

export interface FetchOptions {
  readonly allowed: readonly IpRange[];
}

/** `allowNet`: CIDRs separated by commas. */
export function fetchOptions(allowNet: string | undefined): FetchOptions {
  const allowed = (allowNet ?? '').split(',').flatMap((text) => {
    const cidr = text.trim();
    if (cidr === '') return [];
    const range = parseCidr(cidr);
    if (range === undefined) throw usage(`--allow-net takes networks such as 10.0.0.0/8, not ${JSON.stringify(cidr)}`);
    return [range];
  });
  return { allowed };
}

/** Addresses in a file, a line each ("-" is standard input): what stands on a command line can be read by all users. */
export function addressesIn(path: string | undefined): readonly string[] {
  if (path === undefined) return [];
  let text: string;
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch {
    throw usage(`--urls ${path}: the file cannot be read`);
  }
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
