/** Names of countries and of the places that are none. */

import { PLACES } from '#registry/places.ts';
import { language } from '../language/current.ts';
import { t } from '../language/t.ts';

const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });

const WORDS: Readonly<Record<string, string>> = {
  unknown: t('Unknown'),
  private: t('Private network'),
  loopback: t('Loopback'),
  'link-local': t('Link-local'),
  multicast: t('Multicast'),
  broadcast: t('Broadcast'),
  reserved: t('Reserved'),
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
