/** The minutes of one hour, chosen in the picture of days and hours. */
import { Button } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { isMostGuessed } from '#query/guessed.ts';
import type { Question } from '#query/question.ts';
import { valueText } from '../../chart/value-name.tsx';
import { t } from '../../language/t.ts';
import { useMarkedBins } from '../../pictures/marked-bins.ts';
import { headOf, type Series } from '../../pictures/series.ts';
import { SeriesChart } from '../../pictures/series-chart.tsx';
import { useAnswer } from '../../state/answer.ts';
import { useGuessed } from '../../state/guessed.ts';
import { type Span, useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';

const MINUTE = 60_000;
const SERIES = 8;

export function Minutes({
  hour,
  by,
  onClose,
}: {
  readonly hour: Span;
  readonly by: string;
  readonly onClose: () => void;
}): ReactNode {
  const { scope, measure, setSpan } = useScope();
  const colors = useChartColors();
  const [zone] = useZone();
  const bins = Math.max(1, Math.ceil((hour.to - hour.from) / MINUTE));
  const asked = useAnswer({
    kind: 'timeline',
    scope: { filter: scope.filter, ...hour },
    by,
    limit: SERIES,
    bins,
  } satisfies Question);
  const answer = asked.data;
  const marked = useMarkedBins({ filter: scope.filter, ...hour }, by, measure, answer);
  const guessed = useGuessed(by === 'app' ? { filter: scope.filter, ...hour } : undefined);
  const series = useMemo(
    () =>
      (answer?.series ?? []).map((one): Series => {
        if (one.value === undefined) return { name: t('others'), color: colors.other, values: one[measure] };
        const value = one.value || undefined;
        return {
          name: valueText(by, value),
          color: by === 'app' ? colors.app(one.value) : value === undefined ? colors.other : colors.value(one.value),
          of: { field: by, value },
          isGuess: isMostGuessed(guessed, value),
          values: one[measure],
        };
      }),
    [answer, measure, by, colors, guessed],
  );
  const measured = measure === 'flows' ? t('flows begun') : format.measureWord(measure);
  return (
    <ViewFrame
      title={t('What happened in the hour from {time}?', { time: format.dateTime(hour.from, zone, 0) })}
      subtitle={
        answer &&
        t('{measure} in each {width}, {zone}; a click on a bar narrows the time to it', {
          measure: measured,
          width: format.round(format.duration(answer.widthMs / 1000)),
          zone: format.zoneName(zone, hour.from),
        })
      }
      answers={[asked]}
      empty={series.length === 0}
      data={() => ({
        head: ['time', ...series.map(headOf), ...(marked ? [t('highlighted')] : [])],
        rows: (series[0]?.values ?? []).map((_, bin) => [
          new Date(answer!.from + bin * answer!.widthMs).toISOString(),
          ...series.map((one) => one.values[bin] ?? 0),
          ...(marked ? [marked[bin] ?? 0] : []),
        ]),
      })}
      actions={
        <>
          <Button size="compact-xs" variant="default" onClick={() => setSpan(hour)}>
            {t('Only this hour')}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={onClose}>
            {t('Close')}
          </Button>
        </>
      }
    >
      <SeriesChart
        label={t('Minutes of the hour')}
        from={answer?.from ?? hour.from}
        widthMs={answer?.widthMs ?? MINUTE}
        series={series}
        marked={marked}
        shape="bar"
        stacked
        height={200}
        text={(value) => format.measured(value, measure)}
      />
    </ViewFrame>
  );
}
