/**
 * Which addresses a download may connect to. What the user names may point anywhere, and what a name resolves to is chosen
 * by whoever owns it: addresses that only this machine or its own network can reach are refused unless the configuration
 * allows them (server-side request forgery, OWASP). IANA Special-Purpose Address Registries (2026-11), RFC 6890.
 */
import { bigintOfWords, type IpRange, type IpWords, parseCidr, parseIp } from '#base/address.ts';

/** Why an address may not be connected to. */
export interface Refused {
  /** whose it is */
  readonly what: string;
  /** the smallest network that would have to be allowed: 10.0.0.0/8; undefined: none is known */
  readonly cidr?: string;
}

interface Block extends Refused {
  readonly range: IpRange;
}

const block = (cidr: string, what: string): Block => {
  const range = parseCidr(cidr);
  if (range === undefined) throw new Error(`bug: ${cidr} is no CIDR`);
  return { range, what, cidr };
};

/** Smaller blocks first: they say more. */
const REFUSED: readonly Block[] = [
  block('169.254.169.254/32', "the cloud's metadata service"),
  block('168.63.129.16/32', "Azure's platform address"),
  block('100.100.100.200/32', "the cloud's metadata service"),
  block('192.0.0.192/32', "the cloud's metadata service"),
  block('fd00:ec2::254/128', "the cloud's metadata service"),
  block('fd20:ce::254/128', "the cloud's metadata service"),
  block('255.255.255.255/32', 'broadcast'),
  block('127.0.0.0/8', 'this machine'),
  block('0.0.0.0/8', 'this machine'),
  block('10.0.0.0/8', 'a private network'),
  block('172.16.0.0/12', 'a private network'),
  block('192.168.0.0/16', 'a private network'),
  block('100.64.0.0/10', "a provider's private network"),
  block('169.254.0.0/16', 'link-local'),
  block('192.0.0.0/24', 'a special purpose'),
  block('192.0.2.0/24', 'documentation'),
  block('198.51.100.0/24', 'documentation'),
  block('203.0.113.0/24', 'documentation'),
  block('192.88.99.0/24', 'a special purpose'),
  block('192.175.48.0/24', 'a special purpose'),
  block('198.18.0.0/15', 'benchmarks'),
  block('224.0.0.0/4', 'multicast'),
  block('240.0.0.0/4', 'nobody yet'),
  block('::/128', 'this machine'),
  block('::1/128', 'this machine'),
  block('fe80::/10', 'link-local'),
  block('fec0::/10', 'a private network'),
  block('fc00::/7', 'a private network'),
  block('ff00::/8', 'multicast'),
  block('100::/64', 'a special purpose'),
  block('2001:2::/48', 'benchmarks'),
  block('2001:db8::/32', 'documentation'),
  block('3fff::/20', 'documentation'),
  block('5f00::/16', 'a special purpose'),
];
const GLOBAL_UNICAST = block('2000::/3', '').range;
const NAT64 = block('64:ff9b::/96', '').range;

const within = (range: IpRange, address: bigint): boolean => range.low <= address && address <= range.high;
const v4 = (word: number): IpWords => [0, 0, 0xffff, word >>> 0];

/**
 * What an address belongs to when it may not be connected to; undefined when it may. Addresses that carry an IPv4 address
 * are judged by that, too: mapped and compatible (RFC 4291), NAT64 (RFC 6052, 8215), 6to4 (RFC 3056), Teredo (RFC 4380),
 * ISATAP (RFC 5214).
 */
function refusedAddress(words: IpWords, allowed: readonly IpRange[] = []): Refused | undefined {
  const address = bigintOfWords(...words);
  if (allowed.some((range) => within(range, address))) return undefined;
  const found = REFUSED.find(({ range }) => within(range, address));
  if (found !== undefined) return found;
  const [w0, w1, w2, w3] = words;
  if (w0 === 0 && w1 === 0 && w2 === 0xffff) return undefined;
  for (const word of innerIpv4(w0, w1, w2, w3)) {
    const refused = refusedAddress(v4(word), allowed);
    if (refused !== undefined) return refused;
  }
  return within(GLOBAL_UNICAST, address) || within(NAT64, address) ? undefined : { what: 'nobody yet' };
}

/** IPv4 addresses inside an IPv6 address, by the forms that carry one. */
function innerIpv4(w0: number, w1: number, w2: number, w3: number): readonly number[] {
  if (w0 === 0 && w1 === 0 && w2 === 0) return [w3];
  if (w0 === 0 && w1 === 0 && w2 === 0xffff0000) return [w3];
  if (w0 === 0x0064ff9b) return [w3];
  if (w0 >>> 16 === 0x2002) return [((w0 << 16) | (w1 >>> 16)) >>> 0];
  if (w0 === 0x20010000) return [w1, ~w3 >>> 0];
  if ((w2 & 0xfdffffff) >>> 0 === 0x00005efe) return [w3];
  return [];
}

/** The same for an address as text; a text that is no address is refused. */
export function refusedIp(text: string, allowed: readonly IpRange[] = []): Refused | undefined {
  const ip = parseIp(text.replace(/%.*$/, ''));
  return ip === undefined ? { what: 'no address' } : refusedAddress(ip.words, allowed);
}
