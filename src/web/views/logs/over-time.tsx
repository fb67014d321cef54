/** Flows or bytes of logs over time, by one of their words; a click on a point narrows the time, one on a name the filter. */

import { type ReactNode, useMemo } from 'react';
import type { Question } from '#query/question.ts';
import { valueText } from '../../chart/value-name.tsx';
import { t } from '../../language/t.ts';
import { useMarkedBins } from '../../pictures/marked-bins.ts';
import type { Series } from '../../pictures/series.ts';
import { SeriesChart } from '../../pictures/series-chart.tsx';
import { useAnswer } from '../../state/answer.ts';
import { both } from '../../state/narrow.ts';
import { useOwnScope } from '../../state/own-scope.ts';
import * as format from '../../style/format.ts';
import { type ChartColors, useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';

const BINS = 120;
const SERIES = 4;

export function OverTime({
  field,
  within,
  of,
  title,
  nothing,
}: {
  readonly field: 'decision' | 'direction';
  readonly within: string;
  /** flows that were there at the time, or bytes that the log counted in it */
  readonly of: 'flows' | 'bytes';
  readonly title: string;
  readonly nothing: string;
}): ReactNode {
  const own = useOwnScope(field);
  const colors = useChartColors();
  const scope = { ...own.scope, filter: both(own.scope.filter, within) };
  const flows = useAnswer(
    of === 'flows'
      ? ({ kind: 'presence', scope, of: 'flows', by: field, limit: SERIES, bins: BINS } satisfies Question)
      : undefined,
  );
  const bytes = useAnswer(
    of === 'bytes' ? ({ kind: 'timeline', scope, by: field, limit: SERIES, bins: BINS } satisfies Question) : undefined,
  );
  const asked = of === 'flows' ? flows : bytes;
  const answer = asked.data;
  const marked = useMarkedBins(scope, field, 'bytes', answer);
  const { chosen } = own;
  const series = useMemo(
    () =>
      (answer?.series ?? [])
        .map((one): Series & { readonly known: boolean } => ({
          name: one.value === undefined ? t('others') : valueText(field, one.value || undefined),
          color: colorOf(one.value, chosen, colors),
          ...(one.value === undefined ? {} : { of: { field, value: one.value || undefined } }),
          values: 'counts' in one ? one.counts : one.bytes,
          known: Boolean(one.value),
        }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    [answer, field, chosen, colors],
  );
  const known = series.some((one) => one.known);
  const every = answer && format.round(format.duration(answer.widthMs / 1000));
  return (
    <ViewFrame
      title={title}
      subtitle={
        every !== undefined &&
        (of === 'flows'
          ? t('flows in progress, a bar every {every}; a click on a bar narrows the time to it', { every })
          : t('bytes that the log counted, both ways, a bar every {every}; a click on a bar narrows the time to it', {
              every,
            }))
      }
      answers={[asked]}
      empty={!known}
      {...(series.length > 0 && !known ? { emptyNote: <p>{nothing}</p> } : {})}
      data={() => ({
        head: ['time', ...series.map((one) => one.name)],
        rows: (series[0]?.values ?? []).map((_, bin) => [
          new Date(answer!.from + bin * answer!.widthMs).toISOString(),
          ...series.map((one) => one.values[bin] ?? 0),
        ]),
      })}
    >
      <SeriesChart
        label={title}
        from={answer?.from ?? 0}
        widthMs={answer?.widthMs ?? 1}
        series={series}
        marked={marked}
        shape="bar"
        stacked
        height={200}
        text={of === 'flows' ? format.count : format.bytes}
      />
    </ViewFrame>
  );
}

/** Two hues that colour-blind eyes tell apart; what is not chosen goes grey. */
function colorOf(value: string | undefined, chosen: ReadonlySet<unknown>, colors: ChartColors): string {
  if (!value || (chosen.size > 0 && !chosen.has(value))) return colors.other;
  if (value === 'allowed' || value === 'outbound') return colors.sent;
  if (value === 'denied' || value === 'inbound') return colors.received;
  return colors.value(value);
}
