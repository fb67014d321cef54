/**
 * Places that are not countries: addresses that are not routed in public, from the IANA special-purpose registries
 * (RFC 6890). Stored in the u16 country columns as values below 0x4141 ('AA').
 */
export const PLACES = ['unknown', 'private', 'loopback', 'link-local', 'multicast', 'broadcast', 'reserved', 'carrier-nat'] as const;
export type Place = (typeof PLACES)[number];

/** u16 of a country code or place word; 0 for unknown ones. */
export function placeCode(word: string): number {
  if (/^[A-Z]{2}$/.test(word)) return (word.charCodeAt(0) << 8) | word.charCodeAt(1);
  const index = PLACES.indexOf(word as Place);
  return index < 0 ? 0 : index;
}

/** Country code or place word of a u16; undefined for 0 (unknown). */
export function placeWord(code: number): string | undefined {
  if (code >= 0x4141) return String.fromCharCode(code >> 8, code & 0xff);
  return code === 0 ? undefined : PLACES[code];
}
