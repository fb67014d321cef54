/** How long flows last; the bars add up to all flows in scope. */

import { type ReactNode, useMemo } from 'react';
import { clauses } from '#query/filter.ts';
import type { Measure, Question } from '#query/question.ts';
import { Chart, type PictureMark } from '../../chart/chart.tsx';
import type { Option } from '../../chart/engine.ts';
import { fromBottom, MarkedTip, markedText, partOf } from '../../chart/marked.tsx';
import { t } from '../../language/t.ts';
import { useAnswer, useMarked } from '../../state/answer.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { type ChartColors, useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { type Bin, binFilter, binName, chosenDurations } from './duration-bins.ts';

function option(
  bins: readonly Bin[],
  measure: Measure,
  colors: ChartColors,
  chosen: ((bin: Bin) => boolean) | undefined,
  marked: readonly Bin[] | undefined,
): Option {
  const text = { color: colors.muted, fontFamily: "'Inter Variable', sans-serif", fontSize: 12 };
  return {
    grid: { left: 4, right: 4, top: 24, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: bins.map(binName),
      axisLabel: { ...text, interval: 0, width: 92, overflow: 'break', hideOverlap: true },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colors.line } },
    },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      axisLabel: {
        ...text,
        formatter: (value: number) => format.round(measure === 'bytes' ? format.bytes(value) : format.count(value)),
      },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: [
      {
        id: 'durations',
        type: 'bar',
        barCategoryGap: '12%',
        data: bins.map((bin, index) => ({
          value: bin[measure],
          mark: String(index),
          itemStyle: {
            opacity: chosen && !chosen(bin) ? 0.35 : 1,
            ...(marked
              ? {
                  color: fromBottom(colors.accent, colors.surface, partOf(marked[index]?.[measure] ?? 0, bin[measure])),
                }
              : {}),
          },
        })),
        itemStyle: { color: colors.accent, borderRadius: [2, 2, 0, 0] },
        emphasis: { itemStyle: { color: colors.text } },
        label: {
          show: true,
          position: 'top',
          opacity: 1,
          ...text,
          formatter: ({ value }: { value: number }) =>
            value === 0 ? '' : measure === 'bytes' ? format.bytes(value) : format.count(value),
        },
        cursor: 'pointer',
      },
    ],
  };
}

export function Durations(): ReactNode {
  const { scope, measure, filter, setFilter } = useScope();
  const colors = useChartColors();
  const own = useMemo(() => chosenDurations(filter), [filter]);
  const without = useMemo(() => ({ ...scope, filter: own.filter }), [scope, own]);
  const asked = useAnswer({ kind: 'durations', scope: without } satisfies Question);
  const markedScope = useMarked(without);
  const marking = useAnswer(markedScope && ({ kind: 'durations', scope: markedScope } satisfies Question));
  const marked = markedScope && marking.data?.bins;
  const bins = asked.data?.bins ?? [];
  const sum = (of: Measure) => bins.reduce((all, bin) => all + bin[of], 0);
  const drawn = useMemo(
    () => option(asked.data?.bins ?? [], measure, colors, own.chosen, marked),
    [asked.data, measure, colors, own, marked],
  );
  const marks = bins.map(
    (bin, index): PictureMark => ({
      id: String(index),
      text: `${binName(bin)}: ${format.exactMeasured(bin[measure], measure)}, ${format.share(bin[measure], sum(measure)) || '0 %'}${markedText(marked?.[index]?.[measure], bin[measure], measure)}`,
      find: { seriesIndex: 0, dataIndex: index },
      press: ({ altKey }) => {
        if (!altKey && own.chosen?.(bin) && bins.filter(own.chosen).length === 1) {
          setFilter(own.filter);
          return;
        }
        const words = binFilter(bin);
        const kept = clauses(filter).filter((clause) => altKey || clause.field !== 'duration' || clause.excludes);
        setFilter([...kept.map((clause) => clause.text), altKey ? `not (${words})` : words].join(' and '));
      },
    }),
  );
  return (
    <ViewFrame
      title={t('How long do flows last?')}
      {...(asked.data && {
        subtitle: t('{measure} by duration, first to last packet; the bars add up to {flows}, {bytes}, {packets}', {
          measure: format.measureWord(measure),
          flows: format.exactCounted(sum('flows'), 'flow'),
          bytes: format.bytes(sum('bytes')),
          packets: format.counted(sum('packets'), 'packet'),
        }),
      })}
      answers={[asked]}
      empty={sum('flows') === 0}
      data={() => ({
        head: ['duration', 'flows', 'bytes', 'packets'],
        rows: bins.map((bin) => [binName(bin), bin.flows, bin.bytes, bin.packets]),
      })}
    >
      <Chart
        label={t('Flows by duration')}
        height={220}
        option={drawn}
        marks={marks}
        numbers={{
          head: [t('Duration'), t('Flows'), t('Bytes'), t('Packets')],
          rows: bins.map((bin) => [
            binName(bin),
            format.exact(bin.flows),
            format.exact(bin.bytes),
            format.exact(bin.packets),
          ]),
        }}
        tip={(id) => {
          const bin = bins[Number(id)];
          return (
            bin && (
              <>
                <strong>{binName(bin)}</strong>
                <dl>
                  {(['flows', 'bytes', 'packets'] as const).map((of) => (
                    <div key={of} style={{ display: 'contents' }}>
                      <dt>{format.measureWord(of)}</dt>
                      <dd>
                        {format.exact(bin[of])} ({format.share(bin[of], sum(of)) || '0 %'})
                      </dd>
                    </div>
                  ))}
                </dl>
                <MarkedTip marked={marked?.[Number(id)]?.[measure]} whole={bin[measure]} measure={measure} />
              </>
            )
          );
        }}
      />
    </ViewFrame>
  );
}
