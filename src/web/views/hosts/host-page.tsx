/** One host: what is known of it, whom it calls and who calls it, over what, when. */

import { Button } from '@mantine/core';
import { IconArrowLeft, IconFilter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { Question } from '#query/question.ts';
import { WhenSeen } from '../../chart/when-seen.tsx';
import { t } from '../../language/t.ts';
import { HoursPanel } from '../../pictures/hours-panel.tsx';
import { TopPanel } from '../../pictures/top-panel.tsx';
import { useAnswer } from '../../state/answer.ts';
import { useMarks } from '../../state/marks.tsx';
import { both } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import { Flag } from '../../style/flag.tsx';
import * as format from '../../style/format.ts';
import { placeName } from '../../style/places.ts';
import { FailureNote, FaultNote, Skeleton } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';
import { HostMarksEditor } from '../../tags/own-marks.tsx';
import { HostHours } from './host-hours.tsx';
import css from './hosts.module.css';
import { PeersTree } from './peers-tree.tsx';
import { Station } from './station.tsx';

/** Hosts that may have as many flows as the one looked for, such as its only peer. */
const TIES = 10;

export function HostPage({ ip, onBack }: { readonly ip: string; readonly onBack: () => void }): ReactNode {
  const { scope, measure, setView, setFilter, filter } = useScope();
  const marks = useMarks();
  const [zone] = useZone();
  const own = `ip.addr == ${ip}`;
  const mine = { ...scope, filter: both(scope.filter, own) };
  // it is an end of all of these flows: no other has more, and few have as many
  const asked = useAnswer({
    kind: 'hosts',
    scope: mine,
    sort: 'flows',
    descending: true,
    offset: 0,
    limit: TIES,
  } satisfies Question);
  const row = asked.data?.rows.find((one) => one.ip === ip);
  const count = useAnswer({ kind: 'distinct', scope: mine, fields: ['app'] } satisfies Question);
  const place = row?.country;
  const isSource = `src.ip == ${ip}`;
  const isDestination = `dst.ip == ${ip}`;
  const facts: readonly (readonly [string, ReactNode])[] = row
    ? [
        [t('First seen'), format.dateTime(row.first, zone, 3)],
        [t('Last seen'), format.dateTime(row.last, zone, 3)],
        [t('Flows'), format.exact(row.flows)],
        [t('As source'), format.exact(row.asSource)],
        [t('As destination'), format.exact(row.asDestination)],
        [t('Sent'), format.bytes(row.sentBytes)],
        [t('Received'), format.bytes(row.receivedBytes)],
        [t('Packets'), format.exact(row.packets)],
        [t('Peers'), format.exact(row.peers)],
        [t('Applications'), count.data ? format.exact(count.data.counts.app ?? 0) : '…'],
        ...(row.mac === undefined
          ? []
          : [[row.macShared ? t('MAC of the way to it') : t('MAC'), <Station key="mac" host={row} />] as const]),
        [t('Open ports'), row.ports.length === 0 ? t('none that answered') : row.ports.join(', ')],
      ]
    : [];
  return (
    <div className={css.page}>
      <header className={css.title}>
        <Button size="compact-sm" variant="default" leftSection={<IconArrowLeft size={15} />} onClick={onBack}>
          {t('All hosts')}
        </Button>
        <h2 className="mono">{ip}</h2>
        <span className={css.words}>
          {place !== undefined && (
            <>
              <Flag place={String(place)} /> {placeName(String(place))}
            </>
          )}
          {row?.org !== undefined && ` · ${row.org}`}
          {row !== undefined && row.names.length > 0 && ` · ${row.names.join(', ')}`}
        </span>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconFilter size={14} />}
          onClick={() => marks.act('ip', ip, {})}
        >
          {t('Filter by it')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setFilter(both(filter, own));
            setView('flows');
          }}
        >
          {t('Its flows')}
        </Button>
      </header>
      {asked.error ? (
        <FailureNote error={asked.error} retry={asked.retry} />
      ) : asked.fault ? (
        <FaultNote fault={asked.fault} />
      ) : asked.loading ? (
        <Skeleton />
      ) : row === undefined ? (
        <p className="muted">{t('No flow in scope has {ip} at an end. Widen the filter or the time.', { ip })}</p>
      ) : (
        <>
          <dl className={css.facts}>
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <HostMarksEditor ip={ip} />
          <div className={css.grid}>
            <HostHours ip={ip} />
            <PeersTree ip={ip} began={row.asSource > 0} />
            <div className={css.wide}>
              <HoursPanel title={t('On which days, at which hours is it active?')} within={own} />
            </div>
            <TopPanel
              field="dst.ip"
              within={isSource}
              title={t('Whom does it call?')}
              many={t('other destinations')}
              measure={measure}
              nothing={t('It began no flow.')}
            />
            <TopPanel
              field="src.ip"
              within={isDestination}
              title={t('Who calls it?')}
              many={t('other sources')}
              measure={measure}
              nothing={t('It answered no flow.')}
            />
            <TopPanel
              field="app"
              within={isSource}
              title={t('What does it use?')}
              many={t('other applications')}
              measure={measure}
            />
            <TopPanel
              field="app"
              within={isDestination}
              title={t('What does it offer?')}
              many={t('other applications')}
              measure={measure}
            />
            <TopPanel
              field="dst.port"
              within={isDestination}
              title={t('At which ports is it called?')}
              many={t('other ports')}
              measure={measure}
              nothing={t('It was called at no port.')}
            />
            <TopPanel
              field="dst.country"
              within={isSource}
              title={t('Which countries does it call?')}
              many={t('other places')}
              measure={measure}
            />
            {(
              [
                ['host', own, t('Which names go with it?'), t('other names'), t('No flow of it tells a name.')],
                [
                  'http.user_agent',
                  isSource,
                  t('Which user agents?'),
                  t('other user agents'),
                  t('It sent no HTTP in clear.'),
                ],
                ['tls.ja4', isSource, t('Which TLS clients (JA4)?'), t('other fingerprints'), t('It began no TLS.')],
                [
                  'software.server',
                  isDestination,
                  t('Which software answers?'),
                  t('others'),
                  t('No server said what it is.'),
                ],
              ] as const
            ).map(
              ([field, within, title, many, nothing]) =>
                FIELD_BY_KEY.has(field) && (
                  <WhenSeen key={field} height={200}>
                    <TopPanel
                      field={field}
                      within={within}
                      title={title}
                      many={many}
                      nothing={nothing}
                      measure={measure}
                    />
                  </WhenSeen>
                ),
            )}
          </div>
        </>
      )}
    </div>
  );
}
