/** How a size is spread over the flows, in bins of 1, 2, 5, 10 …; what is drawn adds up to all flows in scope. */

import { type ReactNode, useMemo } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import { clauses } from '#query/filter.ts';
import type { Answer, Measure, Question } from '#query/question.ts';
import { Chart, type PictureMark } from '../chart/chart.tsx';
import type { Option } from '../chart/engine.ts';
import { fromBottom, MarkedTip, markedText, partOf } from '../chart/marked.tsx';
import { fieldLabel, inSentence } from '../language/fields.ts';
import { t } from '../language/t.ts';
import { useAnswer, useMarked } from '../state/answer.ts';
import { both } from '../state/narrow.ts';
import { useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import { type ChartColors, useChartColors } from '../style/theme.ts';
import { ViewFrame } from '../style/view-frame.tsx';

type Bin = Answer<'distribution'>['bins'][number];

/** A size of the field in words. */
export function sizeText(field: string, value: number): string {
  switch (FIELD_BY_KEY.get(field)?.type) {
    case 'bytes':
      return format.bytes(value);
    case 'duration':
      return format.duration(value);
    case 'ms':
      return format.duration(value / 1000);
    default:
      return format.count(value);
  }
}

/** The part of a filter that leaves a bin: `tcp.rtt >= 5ms and tcp.rtt < 10ms`. */
export function binFilter(field: string, { from, to }: Pick<Bin, 'from' | 'to'>): string {
  const type = FIELD_BY_KEY.get(field)?.type;
  const written = (value: number) => {
    const plain = Number(value.toPrecision(12));
    if (type === 'duration') return plain < 1e-3 ? `${Math.round(plain * 1e9)}ns` : String(plain);
    return type === 'ms' ? `${Math.round(plain * 1000)}us` : String(plain);
  };
  return `${from > 0 ? `${field} >= ${written(from)} and ` : ''}${field} < ${written(to)}`;
}

/** Of a count, the numbers themselves: 1, 2 to 4; of a size, its edges: 5 ms to 10 ms. */
export function binText(field: string, { from, to }: Pick<Bin, 'from' | 'to'>): string {
  const last = isCount(field) ? to - 1 : to;
  const text = (value: number) => format.round(sizeText(field, value));
  return last <= from ? text(from) : t('{from} to {to}', { from: text(from), to: text(last) });
}

const isCount = (field: string): boolean => FIELD_BY_KEY.get(field)?.type === 'count';

/** What is highlighted of each bin: its own bins have the same edges, those at the ends apart. */
export function markedBins(
  bins: readonly Pick<Bin, 'from' | 'to'>[],
  marked: readonly Bin[],
  measure: Measure,
): readonly number[] {
  const sums = bins.map(() => 0);
  for (const bin of marked) {
    const at = bins.findIndex(({ from, to }) => bin.from < to && from < bin.to);
    if (at >= 0) sums[at]! += bin[measure];
  }
  return sums;
}

function option(
  field: string,
  bins: readonly Bin[],
  measure: Measure,
  colors: ChartColors,
  marked: readonly number[] | undefined,
): Option {
  const text = { color: colors.muted, fontFamily: "'Inter Variable', sans-serif", fontSize: 11 };
  const short = (value: number) => (measure === 'bytes' ? format.bytes(value) : format.count(value));
  const label = { ...text, hideOverlap: true };
  const axisLine = { lineStyle: { color: colors.line } };
  const named = { type: 'category', data: bins.map((bin) => binText(field, bin)), axisTick: { show: false }, axisLine };
  // sizes are written where the bars meet
  const edges = [...bins.map((bin) => bin.from), ...bins.slice(-1).map((bin) => bin.to)];
  const xAxis = isCount(field)
    ? { ...named, axisLabel: label }
    : [
        { ...named, axisLabel: { show: false } },
        {
          type: 'category',
          position: 'bottom',
          boundaryGap: false,
          data: edges.map((edge) => format.round(sizeText(field, edge))),
          axisLabel: label,
          axisTick: axisLine,
          axisLine,
        },
      ];
  return {
    grid: { left: 4, right: 8, top: 10, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis,
    yAxis: {
      type: 'value',
      splitNumber: 3,
      axisLabel: { ...text, formatter: (value: number) => format.round(short(value)) },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: [
      {
        id: 'bins',
        type: 'bar',
        barCategoryGap: '6%',
        xAxisIndex: 0,
        ...(isCount(field) ? { barMaxWidth: 160 } : {}),
        data: bins.map((bin, index) => ({
          value: bin[measure],
          mark: String(index),
          ...(marked
            ? { itemStyle: { color: fromBottom(colors.accent, colors.surface, partOf(marked[index]!, bin[measure])) } }
            : {}),
        })),
        itemStyle: { color: colors.accent, borderRadius: [2, 2, 0, 0] },
        emphasis: { itemStyle: { color: colors.text } },
        cursor: 'pointer',
      },
    ],
  };
}

export function Histogram({
  field,
  title,
  unknown,
  height = 190,
  within = '',
}: {
  readonly field: string;
  readonly title: string;
  /** flows of which nothing is known, in words: "without a complete handshake" */
  readonly unknown: string;
  readonly height?: number;
  /** a part of the filter that this picture alone adds */
  readonly within?: string;
}): ReactNode {
  const { scope, measure, filter, setFilter } = useScope();
  const colors = useChartColors();
  const own = useMemo(() => ({ ...scope, filter: both(scope.filter, within) }), [scope, within]);
  const asked = useAnswer({ kind: 'distribution', scope: own, field } satisfies Question);
  const markedScope = useMarked(own);
  const marking = useAnswer(markedScope && ({ kind: 'distribution', scope: markedScope, field } satisfies Question));
  const marked = useMemo(
    () =>
      markedScope && marking.data && asked.data ? markedBins(asked.data.bins, marking.data.bins, measure) : undefined,
    [markedScope, marking.data, asked.data, measure],
  );
  const bins = asked.data?.bins ?? [];
  const spread = asked.data?.spread;
  const drawn = useMemo(
    () => option(field, asked.data?.bins ?? [], measure, colors, marked),
    [asked.data, field, measure, colors, marked],
  );
  const sum = bins.reduce((all, bin) => all + bin[measure], 0);
  const press =
    (bin: Bin): NonNullable<PictureMark['press']> =>
    ({ altKey }) => {
      const words = binFilter(field, bin);
      const kept = clauses(filter).filter((clause) => altKey || clause.field !== field || clause.excludes);
      setFilter([...kept.map((clause) => clause.text), altKey ? `not (${words})` : words].join(' and '));
    };
  return (
    <ViewFrame
      title={title}
      {...(spread && {
        subtitle: [
          t('{measure} by the flow’s {field}', {
            measure: format.measureWord(measure),
            field: inSentence(fieldLabel(field)),
          }),
          t('half of the flows up to {median}, 95 % up to {p95}, most {most}', {
            median: sizeText(field, spread.median),
            p95: sizeText(field, spread.p95),
            most: sizeText(field, spread.most),
          }),
          ...(asked.data!.unknown > 0 ? [`${format.counted(asked.data!.unknown, 'flow')} ${unknown}`] : []),
        ].join('; '),
      })}
      answers={[asked]}
      empty={bins.length === 0}
      {...(asked.data && asked.data.unknown > 0 && bins.length === 0
        ? { emptyNote: <p>{`${format.counted(asked.data.unknown, 'flow')} ${unknown}.`}</p> }
        : {})}
      data={() => ({
        head: ['from', 'to (less than)', 'flows', 'bytes', 'packets'],
        rows: bins.map((bin) => [bin.from, bin.to, bin.flows, bin.bytes, bin.packets]),
      })}
    >
      <Chart
        label={title}
        height={height}
        option={drawn}
        marks={bins.map(
          (bin, index): PictureMark => ({
            id: String(index),
            text: `${binText(field, bin)}: ${format.exactMeasured(bin[measure], measure)}, ${format.share(bin[measure], sum) || '0 %'}${markedText(marked?.[index], bin[measure], measure)}`,
            find: { seriesIndex: 0, dataIndex: index },
            press: press(bin),
          }),
        )}
        numbers={{
          head: [t('From'), t('To'), t('Flows'), t('Bytes'), t('Packets')],
          rows: bins.map((bin) => [
            format.round(sizeText(field, bin.from)),
            format.round(sizeText(field, bin.to)),
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
                <strong>{binText(field, bin)}</strong>
                {format.exactMeasured(bin.flows, 'flows')}, {format.exactBytes(bin.bytes)}
                <br />
                {t('{share} of {measure}', {
                  share: format.share(bin[measure], sum),
                  measure: format.measureWord(measure),
                })}
                <MarkedTip marked={marked?.[Number(id)]} whole={bin[measure]} measure={measure} />
              </>
            )
          );
        }}
      />
    </ViewFrame>
  );
}
