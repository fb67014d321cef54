/** All places with their volumes: countries, and what no map shows, so that the sum is whole. */

import type { ReactNode } from 'react';
import { Bars, SentReceived } from '../../chart/bars.tsx';
import { ValueName } from '../../chart/value-name.tsx';
import { t } from '../../language/t.ts';
import { volumeTable } from '../../pictures/volume-table.ts';
import type { Asked } from '../../state/answer.ts';
import type { MarkedTop } from '../../state/marked.ts';
import type { Value } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { isCountry, placeName } from '../../style/places.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import css from './map.module.css';
import type { Region } from './world.ts';

export function PlaceList({
  asked,
  regions,
  chosen,
  marked,
}: {
  readonly asked: Asked<'places'>;
  readonly regions: ReadonlyMap<string, Region> | undefined;
  readonly chosen: ReadonlySet<Value>;
  readonly marked: MarkedTop | undefined;
}): ReactNode {
  const { measure } = useScope();
  const rows = [...(asked.data?.rows ?? [])].sort((a, b) => b[measure] - a[measure]);
  const total = asked.data?.total;
  // until the map's shapes have come, and if they don't: countries
  const isMapped = (place: string | undefined) =>
    place !== undefined && (regions === undefined ? isCountry(place) : regions.has(place));
  const mapped = rows.filter((row) => isMapped(row.place));
  const apart = rows.filter((row) => !isMapped(row.place));
  const list = (some: typeof rows) =>
    total && (
      <Bars
        field="country"
        rows={some.map((row) => ({ value: row.place, volume: row }))}
        whole={total}
        measure={measure}
        chosen={chosen}
        marked={marked}
        name={(value) => <ValueName field="country" value={value} />}
      />
    );
  return (
    <ViewFrame
      title={t('Which places?')}
      subtitle={
        <>
          {t('{measure} with an end there; a flow between two places counts for both', {
            measure: format.measureWord(measure),
          })}{' '}
          {measure !== 'flows' && <SentReceived own />}
        </>
      }
      answers={[asked]}
      empty={rows.length === 0}
      data={() =>
        volumeTable(
          ['place', 'name', 'hosts'],
          rows.map((row) => ({ values: [row.place, placeName(row.place), row.hosts], volume: row })),
        )
      }
      className={css.list!}
      bodyClassName={css.scroll!}
    >
      {mapped.length > 0 && (
        <>
          <h3 className={css.heading}>{t('{n} on the map', { n: format.count(mapped.length) })}</h3>
          {list(mapped)}
        </>
      )}
      {apart.length > 0 && (
        <>
          <h3 className={css.heading}>{t('Not on the map')}</h3>
          {list(apart)}
        </>
      )}
      {total && (
        <p className={css.sum}>
          {t('{bytes} in {flows} in total; places add up to more, because a flow between two places counts for both.', {
            bytes: format.bytes(total.bytes),
            flows: format.counted(total.flows, 'flow'),
          })}
        </p>
      )}
    </ViewFrame>
  );
}
