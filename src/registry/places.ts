/**
 * Places that are not countries: addresses that are not routed in public, from the IANA special-purpose registries
 * (RFC 6890). Stored in the u16 country columns as values below 0x4141 ('AA').
 */
export const PLACES = [
  'unknown',
  'private',
  'loopback',
  'link-local',
  'multicast',
  'broadcast',
  'reserved',
  'carrier-nat',
] as const;
export type Place = (typeof PLACES)[number];

/** u16 of a country code or place word; 0 for unknown ones. */
export function placeCode(word: string): number {
  if (/^[A-Z]{2}$/.test(word)) return (word.charCodeAt(0) << 8) | word.charCodeAt(1);
  const index = PLACES.indexOf(word as Place);
  return Math.max(index, 0);
}

/** Country code or place word of a u16; undefined for 0 (unknown). */
export function placeWord(code: number): string | undefined {
  if (code >= 0x4141) return String.fromCharCode(code >> 8, code & 0xff);
  return code === 0 ? undefined : PLACES[code];
}

const UNKNOWN = 0;
const PRIVATE = PLACES.indexOf('private');
const LOOPBACK = PLACES.indexOf('loopback');
const LINK_LOCAL = PLACES.indexOf('link-local');
const MULTICAST = PLACES.indexOf('multicast');
const BROADCAST = PLACES.indexOf('broadcast');
const RESERVED = PLACES.indexOf('reserved');
const CARRIER_NAT = PLACES.indexOf('carrier-nat');

/**
 * Place code of a special-purpose address, 0 for one that is routed in public: the IANA IPv4 and IPv6 Special-Purpose
 * Address Registries (RFC 6890, 2025-02). Words most significant first, IPv4 as ::ffff:a.b.c.d.
 */
export function placeOf(w0: number, w1: number, w2: number, w3: number): number {
  return w0 === 0 && w1 === 0 && w2 === 0xffff ? placeOfIpv4(w3) : placeOfIpv6(w0, w1, w2, w3);
}

function placeOfIpv4(word: number): number {
  switch (word >>> 24) {
    case 10:
      return PRIVATE;
    case 0:
      return RESERVED; //                                                     this network
    case 100:
      return word >>> 22 === 0x191 ? CARRIER_NAT : UNKNOWN; //                100.64.0.0/10
    case 127:
      return LOOPBACK;
    case 169:
      return word >>> 16 === 0xa9fe ? LINK_LOCAL : UNKNOWN; //                169.254.0.0/16
    case 172:
      return word >>> 20 === 0xac1 ? PRIVATE : UNKNOWN; //                    172.16.0.0/12
    case 192:
      if (word >>> 16 === 0xc0a8) return PRIVATE; //                          192.168.0.0/16
      return word >>> 8 === 0xc00000 || word >>> 8 === 0xc00002 ? RESERVED : UNKNOWN; // 192.0.0.0/24, 192.0.2.0/24
    case 198:
      return word >>> 17 === 0x6309 || word >>> 8 === 0xc63364 ? RESERVED : UNKNOWN; // 198.18.0.0/15, 198.51.100.0/24
    case 203:
      return word >>> 8 === 0xcb0071 ? RESERVED : UNKNOWN; //                 203.0.113.0/24
    default:
      if (word >>> 28 < 0xe) return UNKNOWN;
      if (word >>> 28 === 0xe) return MULTICAST;
      return word >>> 0 === 0xffffffff ? BROADCAST : RESERVED;
  }
}

function placeOfIpv6(w0: number, w1: number, w2: number, w3: number): number {
  if (w0 >>> 29 === 1) return placeOfGlobalUnicast(w0, w1);
  if (w0 >>> 24 === 0xff) return MULTICAST;
  if (w0 >>> 22 === 0x3fa) return LINK_LOCAL; //                              fe80::/10
  if (w0 >>> 25 === 0x7e || w0 >>> 22 === 0x3fb) return PRIVATE; //           fc00::/7, fec0::/10 (site-local, RFC 3879)
  if (w0 === 0x0064ff9b) return w1 === 0 && w2 === 0 ? UNKNOWN : PRIVATE; //  NAT64: 64:ff9b::/96 global, 64:ff9b:1::/48
  return w0 === 0 && w1 === 0 && w2 === 0 && w3 === 1 ? LOOPBACK : RESERVED;
}

/** Inside 2000::/3. */
function placeOfGlobalUnicast(w0: number, w1: number): number {
  if (w0 === 0x20010db8 || w0 >>> 12 === 0x3fff0) return RESERVED; //         documentation: 2001:db8::/32, 3fff::/20
  if (w0 === 0x20010002 && w1 >>> 16 === 0) return RESERVED; //               benchmarking: 2001:2::/48
  return w0 >>> 4 === 0x2001001 ? RESERVED : UNKNOWN; //                      ORCHID: 2001:10::/28
}
