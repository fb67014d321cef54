/** Names of countries and of the places that are none. */

import { PLACES } from '#registry/places.ts';
import { t } from '../language/t.ts';

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

const WORDS: Readonly<Record<string, string>> = {
  unknown: t('Unknown'),
  private: t('Private network'),
  loopback: 'Loopback',
  'link-local': 'Link-local',
  multicast: 'Multicast',
  broadcast: 'Broadcast',
  reserved: 'Reserved',
  'carrier-nat': t('Carrier NAT'),
};

export const isCountry = (place: string | undefined): place is string =>
  place !== undefined && /^[A-Z]{2}$/.test(place);

/** NL → Netherlands, private → Private network, undefined → Unknown */
export function placeName(place: string | undefined): string {
  if (place === undefined) return WORDS.unknown;
  if ((PLACES as readonly string[]).includes(place)) return WORDS[place] ?? place;
  return isCountry(place) ? (names.of(place) ?? place) : place;
}
