/** The user's own networks beside the map, and those that have a point on it. */

import type { ReactNode } from 'react';
import type { OwnNetwork } from '#query/networks.ts';
import type { Measure, Question, Scope, Volume } from '#query/question.ts';
import { Bars, SentReceived } from '../../chart/bars.tsx';
import { t } from '../../language/t.ts';
import { volumeTable } from '../../pictures/volume-table.ts';
import type { Asked } from '../../state/answer.ts';
import type { MarkedTop } from '../../state/marked.ts';
import { useOwnScope } from '../../state/own-scope.ts';
import * as format from '../../style/format.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import css from './map.module.css';

const SHOWN = 200;

/** Volumes by own network. */
export const networkQuestion = (measure: Measure, scope: Scope) =>
  ({ kind: 'top', scope, field: 'network', measure, limit: SHOWN }) satisfies Question;

export interface NetworkPoint {
  readonly name: string;
  /** longitude, latitude */
  readonly at: readonly [number, number];
  /** undefined: no traffic in scope */
  readonly volume: Volume | undefined;
}

/** Those with a point; several of one name stand where the first of them does. */
export function networkPoints(
  networks: readonly OwnNetwork[],
  rows: readonly (Volume & { readonly value: unknown })[],
): readonly NetworkPoint[] {
  const points = new Map<string, NetworkPoint>();
  for (const { name, lat, lon } of networks) {
    if (lat === undefined || lon === undefined || points.has(name)) continue;
    points.set(name, { name, at: [lon, lat], volume: rows.find(({ value }) => value === name) });
  }
  return [...points.values()];
}

export function NetworkList({
  asked,
  measure,
  marked,
}: {
  readonly asked: Asked<'top'>;
  readonly measure: Measure;
  readonly marked: MarkedTop | undefined;
}): ReactNode {
  const { chosen } = useOwnScope('network');
  const rows = (asked.data?.rows ?? []).filter(({ value }) => value !== undefined);
  const total = asked.data?.total;
  return (
    <ViewFrame
      title={t('Which of your own networks?')}
      subtitle={
        <>
          {t('{measure} with an end in it', { measure: format.measureWord(measure) })}{' '}
          {measure !== 'flows' && <SentReceived own />}
        </>
      }
      answers={[asked]}
      empty={rows.length === 0}
      emptyNote={<p>{t('No flow in scope has an end in one of them.')}</p>}
      data={() =>
        volumeTable(
          ['network'],
          rows.map((row) => ({ values: [String(row.value)], volume: row })),
        )
      }
      bodyClassName={css.scroll!}
    >
      {total && (
        <Bars
          field="network"
          rows={rows.map((row) => ({ value: row.value, volume: row }))}
          whole={total}
          measure={measure}
          chosen={chosen}
          marked={marked}
          name={(value) => format.middle(String(value), 40)}
        />
      )}
    </ViewFrame>
  );
}
