/** Host names of URLs: literal addresses told from names, and names resolved to addresses that may be connected to. */
import { lookup } from 'node:dns/promises';
import { type IpRange, parseIp } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { refusedIp } from './reach.ts';

export interface Endpoint {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Addresses of a name, as the system resolves it. */
export type Resolve = (hostname: string) => Promise<readonly Endpoint[]>;

export const resolveBySystem: Resolve = async (hostname) => {
  const found = await lookup(hostname, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/** The literal address in a URL's hostname (IPv6 in brackets), without them; undefined for names. */
export function literalOf(hostname: string): string | undefined {
  const text = hostname.replace(/^\[(.*)\]$/, '$1');
  return parseIp(text.replace(/%.*$/, '')) === undefined ? undefined : text;
}

export const isIp = (hostname: string): boolean => literalOf(hostname) !== undefined;

/**
 * The addresses to connect to, every one of which was checked; the connection must use these and not resolve again.
 * AppError URL_REFUSED when one of them may not be reached, or when there is none.
 */
export async function reachable(
  hostname: string,
  shown: string,
  resolve: Resolve,
  allowed: readonly IpRange[],
): Promise<readonly Endpoint[]> {
  const refuse = (reason: string): never => {
    throw new AppError('URL_REFUSED', { url: shown, reason });
  };
  const literal = literalOf(hostname);
  let found: readonly Endpoint[];
  if (literal === undefined) {
    try {
      found = await resolve(hostname);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return refuse(
        code === 'ENOTFOUND' || code === 'ENODATA'
          ? `there is no host ${hostname}: is the name spelt right?`
          : `the name ${hostname} cannot be resolved now (${code ?? 'no answer'})`,
      );
    }
  } else found = [{ address: literal, family: literal.includes(':') ? 6 : 4 }];
  if (found.length === 0) return refuse(`the name ${hostname} has no address`);
  for (const { address } of found) {
    const refused = refusedIp(address, allowed);
    if (refused === undefined) continue;
    const { what, cidr = address.replace(/%.*$/, '') } = refused;
    return refuse(
      `${literal === undefined ? `${hostname} is at ${address}, which belongs to` : `${address} belongs to`} ${what}: such addresses are not fetched from unless Capscope is started with --allow-net ${cidr}`,
    );
  }
  return found;
}
