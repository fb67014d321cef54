/** The countries asked for: their share of what is sent and received, flows, hosts, applications. */

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer, Question, Volume } from '#query/question.ts';
import { Bars } from '../../chart/bars.tsx';
import { ValueName } from '../../chart/value-name.tsx';
import { language } from '../../language/current.ts';
import { t } from '../../language/t.ts';
import { useAnswer, useTotals } from '../../state/answer.ts';
import { useMarkedTop } from '../../state/marked.ts';
import type { Value } from '../../state/narrow.ts';
import { narrowed } from '../../state/narrow.ts';
import { useOwnScope } from '../../state/own-scope.ts';
import { useScope } from '../../state/scope.ts';
import { Flag } from '../../style/flag.tsx';
import * as format from '../../style/format.ts';
import { placeName } from '../../style/places.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import css from './map.module.css';
import { TopHosts } from './top-hosts.tsx';

const LIST = new Intl.ListFormat(language);

export function SelectedPlaces({
  places,
  rows,
  total,
}: {
  readonly places: ReadonlySet<Value>;
  readonly rows: Answer<'places'>['rows'];
  readonly total: Volume;
}): ReactNode {
  const { scope, measure, setFilter } = useScope();
  const { scope: without } = useOwnScope('country');
  const colors = useChartColors();
  const totals = useTotals(scope);
  const question = { kind: 'top', scope, field: 'app', measure, limit: 6 } satisfies Question;
  const apps = useAnswer(question);
  const marked = useMarkedTop(question);
  const chosen = [...places].map((place) => ({ place, row: rows.find((row) => row.place === place) }));
  const names = chosen.map(({ place }) => placeName(place as string | undefined));
  const exclude = () => {
    let next = without.filter;
    for (const place of places) next = narrowed(next, 'country', place, 'exclude');
    setFilter(next);
  };
  const inScope = totals.data?.scope;
  return (
    <ViewFrame
      title={
        names.length > 1
          ? t('{places}: what goes to and from them?', {
              places: names.length > 3 ? t('{n} places', { n: names.length }) : LIST.format(names),
            })
          : t('{place}: what goes to and from there?', { place: names[0] ?? '' })
      }
      subtitle={
        inScope &&
        t('{volume} in {flows} with an end there', {
          volume: format.measured(inScope[measure], measure),
          flows: format.counted(inScope.flows, 'flow'),
        })
      }
      answers={[totals, apps]}
      actions={
        <>
          <Button size="compact-xs" variant="default" onClick={exclude}>
            {places.size > 1 ? t('All but these') : t('All but this')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => setFilter(without.filter)}>
            {t('All places')}
          </Button>
        </>
      }
    >
      <table className={css.facts}>
        <thead>
          <tr>
            <th scope="col">{t('Place')}</th>
            <th scope="col">{t('Sent')}</th>
            <th scope="col">{t('Received')}</th>
            <th scope="col">{t('Flows')}</th>
            <th scope="col">{t('Hosts')}</th>
          </tr>
        </thead>
        <tbody>
          {chosen.map(({ place, row }) => (
            <tr key={String(place)}>
              <th scope="row">
                <Flag place={place as string | undefined} /> {placeName(place as string | undefined)}
              </th>
              {row ? (
                <>
                  <Part value={row.sentBytes} whole={total.bytes} kind="sent" />
                  <Part value={row.receivedBytes} whole={total.bytes} kind="received" />
                  <td>{format.exact(row.flows)}</td>
                  <td>{format.exact(row.hosts)}</td>
                </>
              ) : (
                <td colSpan={4}>{t('no traffic')}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <h3 className={css.heading}>{t('Applications')}</h3>
      {apps.data && (
        <Bars
          field="app"
          rows={apps.data.rows.map(({ value, ...volume }) => ({ value, volume }))}
          {...(apps.data.other ? { other: apps.data.other } : {})}
          whole={apps.data.total}
          measure={measure}
          marked={marked}
          many={t('other applications')}
          color={(value) => colors.app(String(value ?? ''))}
          name={(value) => <ValueName field="app" value={value} />}
        />
      )}
      <TopHosts places={places} without={without.filter} />
    </ViewFrame>
  );
}

/** Bytes and their share of all bytes in scope. */
function Part({
  value,
  whole,
  kind,
}: {
  readonly value: number;
  readonly whole: number;
  readonly kind: 'sent' | 'received';
}) {
  return (
    <td title={format.exactBytes(value)}>
      {format.share(value, whole) || '0 %'}
      <span className={css.part}>
        <i className={css[kind]} style={{ width: `${whole > 0 ? (value / whole) * 100 : 0}%` }} />
      </span>
      <small>{format.bytes(value)}</small>
    </td>
  );
}
