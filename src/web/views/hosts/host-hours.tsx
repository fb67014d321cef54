/** What a host sends and receives over time. */

import { type ReactNode, useMemo } from 'react';
import type { Question } from '#query/question.ts';
import { t } from '../../language/t.ts';
import { useMarkedBins } from '../../pictures/marked-bins.ts';
import type { Series } from '../../pictures/series.ts';
import { SeriesChart } from '../../pictures/series-chart.tsx';
import { useAnswer } from '../../state/answer.ts';
import { both } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import css from './hosts.module.css';

export function HostHours({ ip }: { readonly ip: string }): ReactNode {
  const { scope } = useScope();
  const colors = useChartColors();
  const own = { ...scope, filter: both(scope.filter, `ip.addr == ${ip}`) };
  const asked = useAnswer({
    kind: 'timeline',
    scope: own,
    by: 'app',
    limit: 8,
    bins: 200,
  } satisfies Question);
  const answer = asked.data;
  const marking = useMarkedBins(own, 'app', 'bytes', answer);
  const marked = useMemo(
    () => marking && answer && marking.map((bytes) => (bytes * 1000) / answer.widthMs),
    [marking, answer],
  );
  const series = useMemo(
    () =>
      (answer?.series ?? []).map(
        (one): Series => ({
          name: one.value === undefined ? t('others') : one.value || t('Not known'),
          color: colors.app(one.value),
          ...(one.value === undefined ? {} : { of: { field: 'app', value: one.value || undefined } }),
          values: one.bytes.map((bytes) => (bytes * 1000) / answer!.widthMs),
        }),
      ),
    [answer, colors],
  );
  return (
    <div className={css.wide}>
      <ViewFrame
        title={t('When is it active?')}
        subtitle={
          answer &&
          t('bits a second of its flows, by application, a point every {widthMs}', {
            widthMs: format.round(format.duration(answer.widthMs / 1000)),
          })
        }
        answers={[asked]}
        empty={series.length === 0}
        data={() => ({
          head: ['time', ...series.map((one) => `${one.name}, bytes a second`)],
          rows: (series[0]?.values ?? []).map((_, bin) => [
            new Date(answer!.from + bin * answer!.widthMs).toISOString(),
            ...series.map((one) => one.values[bin] ?? 0),
          ]),
        })}
      >
        <SeriesChart
          label={t('Traffic of {ip}', { ip })}
          from={answer?.from ?? 0}
          widthMs={answer?.widthMs ?? 1}
          series={series}
          marked={marked}
          shape="area"
          stacked
          height={170}
          text={format.bitRate}
        />
      </ViewFrame>
    </div>
  );
}
