/** The applications as bubbles: any three measures as x, y and size, on logarithmic axes. */

import { Select } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { type Guessed, isMostGuessed } from '#query/guessed.ts';
import { type GroupMeasure, type Measure, MORE_MEASURES, type MoreMeasure, type Question } from '#query/question.ts';
import { Chart, type PictureMark } from '../../chart/chart.tsx';
import type { Option } from '../../chart/engine.ts';
import { GUESS_SIGN, GuessKey, hatched } from '../../chart/guess.tsx';
import { fromMiddle, MarkedTip, markedText, partOf } from '../../chart/marked.tsx';
import { valueText } from '../../chart/value-name.tsx';
import { fieldLabel, inSentence } from '../../language/fields.ts';
import { t } from '../../language/t.ts';
import { FieldSelect } from '../../pictures/field-select.tsx';
import { MEASURES, measureText, measureValue } from '../../pictures/measures.ts';
import { type Asked, useAnswer } from '../../state/answer.ts';
import { GUESS_HEAD, useGuessed } from '../../state/guessed.ts';
import { type MarkedGroups, useMarkedGroups } from '../../state/marked.ts';
import { useScope } from '../../state/scope.ts';
import { useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { type ChartColors, useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import css from './protocols.module.css';

const LOOK = { of: 'app', x: 'flows', y: 'bytes', size: 'destinations' } as const;
const LIMIT = 60;
type Row = NonNullable<Asked<'groups'>['data']>['rows'][number];

const isMore = (measure: string): measure is MoreMeasure => (MORE_MEASURES as readonly string[]).includes(measure);
const known = (text: string): GroupMeasure => MEASURES.find((one) => one.value === text)?.value ?? 'bytes';
const labelOf = (measure: GroupMeasure) => MEASURES.find((one) => one.value === measure)!.label;

export function Bubbles(): ReactNode {
  const { scope, measure } = useScope();
  const colors = useChartColors();
  const [state, set] = useViewState(LOOK);
  const [x, y, size] = [known(state.x), known(state.y), known(state.size)];
  const question = {
    kind: 'groups',
    scope,
    by: [state.of],
    more: [...new Set([x, y, size].filter(isMore))],
    sort: measure,
    offset: 0,
    limit: LIMIT,
  } satisfies Question;
  const asked = useAnswer(question);
  const marked = useMarkedGroups(question);
  const guessed = useGuessed(state.of === 'app' ? scope : undefined);
  const rows = asked.data?.rows ?? [];
  const drawn = useMemo(
    () => option(asked.data?.rows ?? [], state.of, x, y, size, colors, guessed, marked, measure),
    [asked.data, state.of, x, y, size, colors, guessed, marked, measure],
  );
  const words = (row: Row) =>
    [x, y, size].map((one) => `${labelOf(one)} ${measureText(one, measureValue(row, one))}`).join(', ');
  const choose = (label: string, key: 'x' | 'y' | 'size') => (
    <Select
      size="xs"
      aria-label={label}
      leftSection={<span className="muted">{key === 'size' ? t('size') : key}</span>}
      leftSectionWidth={34}
      data={MEASURES.map((one) => ({ value: one.value, label: one.label }))}
      value={known(state[key])}
      onChange={(next) => next && set({ [key]: next })}
      allowDeselect={false}
      w={164}
    />
  );
  return (
    <ViewFrame
      title={t('How do {field} values differ?', { field: inSentence(fieldLabel(state.of)) })}
      subtitle={
        <>
          {[
            t('{y} against {x}, logarithmic; the area of a bubble is {size}', {
              y: labelOf(y),
              x: inSentence(labelOf(x)),
              size: inSentence(labelOf(size)),
            }),
            ...(asked.data && asked.data.groups > LIMIT
              ? [t('the {n} largest of {all}', { n: LIMIT, all: format.count(asked.data.groups) })]
              : []),
          ].join('; ')}{' '}
          {guessed.size > 0 && <GuessKey />}
        </>
      }
      answers={[asked]}
      empty={rows.length === 0}
      data={() => ({
        head: [state.of, ...(state.of === 'app' ? [GUESS_HEAD] : []), x, y, size],
        rows: rows.map((row) => [
          row.values[0],
          ...(state.of === 'app' ? [isMostGuessed(guessed, row.values[0])] : []),
          ...[x, y, size].map((one) => measureValue(row, one)),
        ]),
      })}
      actions={
        <div className={css.tools}>
          <FieldSelect label={t('Bubbles of')} value={state.of} onChange={(of) => set({ of })} />
          {choose(t('Measure along x'), 'x')}
          {choose(t('Measure along y'), 'y')}
          {choose(t('Measure of the size'), 'size')}
        </div>
      }
    >
      <Chart
        label={t('Bubbles')}
        height={360}
        option={drawn}
        marks={rows.map(
          (row, index): PictureMark => ({
            id: String(index),
            text: `${valueText(state.of, row.values[0])}: ${words(row)}${markedText(marked?.of(row.values[0])?.[measure], row[measure], measure)}`,
            find: { seriesIndex: 0, dataIndex: index },
            of: { field: state.of, value: row.values[0] },
          }),
        )}
        numbers={{
          head: [fieldLabel(state.of), labelOf(x), labelOf(y), labelOf(size)],
          rows: rows.map((row) => [
            valueText(state.of, row.values[0]),
            ...[x, y, size].map((one) => measureText(one, measureValue(row, one))),
          ]),
        }}
        tip={(id) => {
          const row = rows[Number(id)];
          return (
            row && (
              <>
                <strong>{nameOf(row, state.of, guessed)}</strong>
                <dl>
                  {[...new Set([x, y, size])].map((one) => (
                    <div key={one} style={{ display: 'contents' }}>
                      <dt>{labelOf(one)}</dt>
                      <dd>{measureText(one, measureValue(row, one))}</dd>
                    </div>
                  ))}
                </dl>
                <MarkedTip marked={marked?.of(row.values[0])?.[measure]} whole={row[measure]} measure={measure} />
              </>
            )
          );
        }}
      />
    </ViewFrame>
  );
}

const nameOf = (row: Row, field: string, guessed: Guessed): string =>
  guessed.get(row.values[0])?.isMost
    ? `${valueText(field, row.values[0])} ${GUESS_SIGN}`
    : valueText(field, row.values[0]);

/** On a logarithmic axis nothing stands at zero: what is zero stands at the edge. */
function option(
  rows: readonly Row[],
  field: string,
  x: GroupMeasure,
  y: GroupMeasure,
  size: GroupMeasure,
  colors: ChartColors,
  guessed: Guessed,
  marked: MarkedGroups | undefined,
  measure: Measure,
): Option {
  const text = { color: colors.muted, fontFamily: "'Inter Variable', sans-serif", fontSize: 11 };
  const most = Math.max(1e-12, ...rows.map((row) => measureValue(row, size)));
  const least = (measure: GroupMeasure) => {
    const some = rows.map((row) => measureValue(row, measure)).filter((value) => value > 0);
    return some.length === 0 ? 1 : Math.min(...some);
  };
  const [edgeX, edgeY] = [least(x) / 2, least(y) / 2];
  const axis = (measure: GroupMeasure, edge: number) => ({
    type: 'log',
    min: edge,
    name: labelOf(measure),
    nameTextStyle: text,
    axisLabel: {
      ...text,
      hideOverlap: true,
      showMinLabel: false,
      formatter: (value: number) => format.round(measureText(measure, value)),
    },
    splitLine: { lineStyle: { color: colors.line } },
    axisLine: { lineStyle: { color: colors.line } },
  });
  return {
    grid: { left: 8, right: 40, top: 28, bottom: 24, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { ...axis(x, edgeX), nameLocation: 'middle', nameGap: 24 },
    yAxis: axis(y, edgeY),
    series: [
      {
        id: 'bubbles',
        type: 'scatter',
        data: rows.map((row, index) => {
          const name = String(row.values[0] ?? '');
          const color = field === 'app' ? colors.app(name) : colors.value(name);
          const radius = 8 + 52 * Math.sqrt(measureValue(row, size) / most);
          return {
            value: [Math.max(edgeX, measureValue(row, x)), Math.max(edgeY, measureValue(row, y))],
            mark: String(index),
            symbolSize: radius,
            itemStyle: {
              color:
                marked !== undefined
                  ? fromMiddle(color, colors.surface, partOf(marked.of(row.values[0])?.[measure] ?? 0, row[measure]))
                  : guessed.get(row.values[0])?.isMost
                    ? hatched(color, colors.surface)
                    : color,
              opacity: marked === undefined ? 0.75 : 0.9,
            },
            label: {
              show: true,
              position: radius > 44 ? 'inside' : 'right',
              formatter: format.middle(nameOf(row, field, guessed), 20),
              fontFamily: "'Inter Variable', sans-serif",
              fontSize: 11,
              color: colors.text,
              textBorderColor: colors.surface,
              textBorderWidth: 2,
            },
          };
        }),
        labelLayout: { hideOverlap: true },
        emphasis: { scale: false, itemStyle: { opacity: 1, borderColor: colors.text, borderWidth: 1.5 } },
        cursor: 'pointer',
      },
    ],
  };
}
