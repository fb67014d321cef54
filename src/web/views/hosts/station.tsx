/** The hardware address in a host's frames, whose make it is, and what it cannot tell. */
import type { ReactNode } from 'react';
import type { HostRow } from '#query/question.ts';
import { t } from '../../language/t.ts';
import { useMarks } from '../../state/marks.tsx';
import css from './hosts.module.css';

type Seen = Pick<HostRow, 'mac' | 'vendor' | 'macShared'>;

/** In one line, for tables and copies. */
export function stationText({ mac, vendor, macShared }: Seen): string {
  if (mac === undefined) return '';
  const make = vendor === undefined ? mac : `${mac} ${vendor}`;
  return macShared ? t('{mac} (of several addresses)', { mac: make }) : make;
}

/** What stands behind it, in words. */
const stationAbout = (host: Seen): string =>
  host.macShared
    ? t(
        'Frames with this hardware address carry several addresses: it is a router’s on the way to this host, or of a host with several addresses.',
      )
    : t('Its own where the host is on the segment that was captured; of a host behind a router it is the router’s.');

export function Station({ host }: { readonly host: Seen }): ReactNode {
  const marks = useMarks();
  if (host.mac === undefined) return null;
  return (
    <span title={stationAbout(host)} className={css.station}>
      <button type="button" className="mono" {...marks.props('mac', host.mac)}>
        {host.mac}
      </button>
      {host.vendor !== undefined && <span>{host.vendor}</span>}
      {host.macShared && <span className="muted">{t('several addresses share it')}</span>}
    </span>
  );
}
