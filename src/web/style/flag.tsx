/** Flags as files of our own server; a place that is no country gets a plain sign. */
import { IconHome, IconQuestionMark, IconRepeat, IconUsersGroup } from '@tabler/icons-react';
import { isCountry, placeName } from './places.ts';

const urls = import.meta.glob<string>('../../../node_modules/flag-icons/flags/4x3/??.svg', {
  query: '?url',
  import: 'default',
  eager: true,
});

const flagUrl = (code: string): string | undefined =>
  urls[`../../../node_modules/flag-icons/flags/4x3/${code.toLowerCase()}.svg`];

const SIGNS: Readonly<Record<string, typeof IconHome>> = {
  private: IconHome,
  'link-local': IconHome,
  'carrier-nat': IconHome,
  loopback: IconRepeat,
  multicast: IconUsersGroup,
  broadcast: IconUsersGroup,
};

/** Decoration only: the name or code always stands beside it. */
export function Flag({ place, size = 12 }: { readonly place: string | undefined; readonly size?: number }) {
  const width = Math.round((size * 4) / 3);
  const url = isCountry(place) ? flagUrl(place) : undefined;
  if (url)
    return (
      <img
        src={url}
        width={width}
        height={size}
        alt=""
        title={placeName(place)}
        style={{ borderRadius: 1.5, boxShadow: '0 0 0 0.5px var(--line-strong)', verticalAlign: '-1px', flex: 'none' }}
      />
    );
  const Sign = (place && SIGNS[place]) || IconQuestionMark;
  return (
    <Sign
      size={size + 1}
      width={width}
      stroke={1.6}
      aria-hidden
      style={{ color: 'var(--muted)', verticalAlign: '-2px', flex: 'none' }}
    />
  );
}
