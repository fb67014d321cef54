/** One host: what is known of it, whom it calls and who calls it, over what, when. */

import { Button } from '@mantine/core';
import { IconArrowLeft, IconFilter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { Question } from '#query/question.ts';
import { WhenSeen } from '../../chart/when-seen.tsx';
import { t } from '../../language/t.ts';
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
import { HostHours } from './host-hours.tsx';
import css from './hosts.module.css';

export function HostPage({ ip, onBack }: { readonly ip: string; readonly onBack: () => void }): ReactNode {
  const { scope, measure, setView, setFilter, filter } = useScope();
  const marks = useMarks();
  const [zone] = useZone();
  const own = `ip.addr == ${ip}`;
  // all flows of the host within the filter; the host is the only address that is the end of all of them
  const asked = useAnswer({
    kind: 'groups',
    scope: { ...scope, filter: both(scope.filter, own) },
    by: ['ip', 'country', 'org'],
    more: ['first', 'last'],
    sort: 'flows',
    offset: 0,
    limit: 1000,
  } satisfies Question);
  const row = asked.data?.rows.find((one) => one.values[0] === ip);
  const count = useAnswer({
    kind: 'distinct',
    scope: { ...scope, filter: both(scope.filter, own) },
    fields: ['ip', 'country', 'app', 'dst.port'],
  } satisfies Question);
  const names = useAnswer({
    kind: 'top',
    scope: { ...scope, filter: both(scope.filter, `dst.ip == ${ip}`) },
    field: 'dst.name',
    measure: 'flows',
    limit: 5,
  } satisfies Question);
  const place = row?.values[1];
  const isSource = `src.ip == ${ip}`;
  const isDestination = `dst.ip == ${ip}`;
  const facts: readonly (readonly [string, ReactNode])[] = row
    ? [
        [t('First seen'), row.more.first === undefined ? '–' : format.dateTime(row.more.first, zone, 3)],
        [t('Last seen'), row.more.last === undefined ? '–' : format.dateTime(row.more.last, zone, 3)],
        [t('Flows'), format.exact(row.flows)],
        [t('Sent'), format.bytes(row.sentBytes)],
        [t('Received'), format.bytes(row.receivedBytes)],
        [t('Packets'), format.exact(row.packets)],
        [t('Peers'), count.data ? format.exact(Math.max(0, (count.data.counts.ip ?? 1) - 1)) : '…'],
        [t('Applications'), count.data ? format.exact(count.data.counts.app ?? 0) : '…'],
      ]
    : [];
  const known = (names.data?.rows ?? []).filter((one) => one.value !== undefined);
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
          {row?.values[2] !== undefined && ` · ${row.values[2]}`}
          {known.length > 0 && ` · ${known.map((one) => one.value).join(', ')}`}
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
          <div className={css.grid}>
            <HostHours ip={ip} />
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
