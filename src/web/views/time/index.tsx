/** Over time: rates by any field, at any width of bins, with an earlier time as a ghost; days and hours. */

import { SegmentedControl, Select } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { type Guessed, isMostGuessed } from '#query/guessed.ts';
import type { Answer, Question } from '#query/question.ts';
import { GuessKey } from '../../chart/guess.tsx';
import { valueText } from '../../chart/value-name.tsx';
import { fieldLabel, inSentence } from '../../language/fields.ts';
import { t } from '../../language/t.ts';
import { FieldSelect } from '../../pictures/field-select.tsx';
import { HoursPanel } from '../../pictures/hours-panel.tsx';
import { headOf, type Series, SeriesChart, type Shape } from '../../pictures/series-chart.tsx';
import { type Asked, useAnswer, useMarked } from '../../state/answer.ts';
import { useDataset } from '../../state/events.ts';
import { useGuessed } from '../../state/guessed.ts';
import { printSpan, readSpan, useScope } from '../../state/scope.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { type ChartColors, useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { Minutes } from './minutes.tsx';
import { binsOf, EARLIER, earlier, inBins, RATES, type Rate, rateText, sumsOf, valuesOf, widthsFor } from './rates.ts';
import css from './time.module.css';

const DEFAULTS = { rate: 'bits', by: 'app', shape: 'area', width: '', ghost: 'none', hour: '' } as const;
const SHAPES: readonly Shape[] = ['area', 'line', 'bar'];
const SERIES = 9;
const BINS = 240;

export default function TimeView(): ReactNode {
  const { dataset, scope } = useScope();
  const all = useDataset(dataset);
  const colors = useChartColors();
  const [state, set] = useViewState(DEFAULTS);
  const rate = oneOf(
    RATES.map((one) => one.value),
    state.rate,
  );
  const shape = oneOf(SHAPES, state.shape);
  const ghost = oneOf(
    EARLIER.map((one) => one.value),
    state.ghost,
  );
  const from = scope.from ?? all?.first ?? 0;
  const to = scope.to ?? all?.last ?? 0;
  const widths = widthsFor(to - from);
  const wanted = widths.find((width) => String(width) === state.width);
  const bins = wanted === undefined ? BINS : Math.min(5000, Math.ceil((to - from) / wanted) + 1);
  const hour = readSpan(state.hour);
  const isPresence = rate === 'active' || rate === 'hosts';
  const throughput = useAnswer(
    isPresence ? undefined : ({ kind: 'timeline', scope, by: state.by, limit: SERIES, bins } satisfies Question),
  );
  const presence = useAnswer(
    isPresence
      ? ({
          kind: 'presence',
          scope,
          of: rate === 'hosts' ? 'hosts' : 'flows',
          by: state.by,
          limit: SERIES,
          bins,
        } satisfies Question)
      : undefined,
  );
  const asked: Asked<'timeline'> | Asked<'presence'> = isPresence ? presence : throughput;
  const answer = asked.data;
  const before = earlier(ghost, from, to);
  const ghostScope = { ...scope, ...before };
  const ghostBins =
    before === undefined || answer === undefined
      ? undefined
      : Math.min(5000, Math.ceil((before.to - before.from) / answer.widthMs) + 1);
  const ghostPassed = useAnswer(
    ghostBins === undefined || isPresence
      ? undefined
      : ({ kind: 'timeline', scope: ghostScope, by: state.by, limit: 1, bins: ghostBins } satisfies Question),
  );
  const ghostPresent = useAnswer(
    ghostBins === undefined || !isPresence
      ? undefined
      : ({
          kind: 'presence',
          scope: ghostScope,
          of: rate === 'hosts' ? 'hosts' : 'flows',
          by: state.by,
          limit: 1,
          bins: ghostBins,
        } satisfies Question),
  );
  const ghostAsked: Asked<'timeline'> | Asked<'presence'> = isPresence ? ghostPresent : ghostPassed;

  const guessed = useGuessed(state.by === 'app' ? scope : undefined);
  const highlighted = useMarked(scope);
  const markedScope = highlighted &&
    answer && { ...highlighted, from: answer.from, to: answer.from + binsOf(answer) * answer.widthMs };
  const marking = {
    scope: markedScope ?? scope,
    by: state.by,
    limit: 1,
    bins: answer === undefined ? 1 : Math.max(1, binsOf(answer)),
  };
  const markedPassed = useAnswer(
    markedScope === undefined || isPresence ? undefined : ({ kind: 'timeline', ...marking } satisfies Question),
  );
  const markedPresent = useAnswer(
    markedScope === undefined || !isPresence
      ? undefined
      : ({ kind: 'presence', of: rate === 'hosts' ? 'hosts' : 'flows', ...marking } satisfies Question),
  );
  const markedAsked: Asked<'timeline'> | Asked<'presence'> = isPresence ? markedPresent : markedPassed;

  const series = useMemo(
    () => (answer === undefined ? [] : seriesOf(answer, rate, state.by, colors, guessed)),
    [answer, rate, state.by, colors, guessed],
  );
  const behind = useMemo(() => {
    const data = ghostAsked.data;
    if (data === undefined || answer === undefined || before === undefined || data.series.length === 0)
      return undefined;
    // the same place in the earlier time
    const shift = Math.round((answer.from - (from - before.from) - data.from) / data.widthMs);
    const length = series[0]?.values.length ?? 0;
    const sums = sumsOf(data, rate);
    return {
      name: EARLIER.find((one) => one.value === ghost)!.label,
      values: Array.from({ length }, (_, bin) => sums[bin + shift] ?? 0),
    };
  }, [ghostAsked.data, answer, before, from, ghost, rate, series]);
  const isMarking = markedScope !== undefined;
  const marked = useMemo(
    () =>
      isMarking && answer && markedAsked.data ? inBins(markedAsked.data, answer, rate, binsOf(answer)) : undefined,
    [isMarking, answer, markedAsked.data, rate],
  );
  const text = useMemo(() => (value: number) => rateText(rate, value), [rate]);
  const exact = !('exact' in (answer ?? {})) || (answer as Answer<'timeline'>).exact;
  return (
    <div className={css.view}>
      <ViewFrame
        title={
          rate === 'hosts'
            ? t('How many hosts send at once?')
            : t('How does the traffic run, by {field}?', { field: inSentence(fieldLabel(state.by)) })
        }
        subtitle={
          answer && (
            <>
              {[
                t('{what}, a point every {width}', {
                  what: RATES.find((one) => one.value === rate)!.about,
                  width: format.round(format.duration(answer.widthMs / 1000)),
                }),
                ...(exact ? [] : [t('as fine as was stored: choose less time or fewer flows for finer points')]),
                t('a click on a point narrows the time to it'),
              ].join('; ')}{' '}
              {series.some((one) => one.isGuess) && <GuessKey />}
            </>
          )
        }
        answers={[asked]}
        bodyClassName={css.run!}
        empty={series.length === 0}
        data={() => ({
          head: [
            'time',
            ...series.map(headOf),
            ...(marked ? [t('highlighted')] : []),
            ...(behind ? [behind.name] : []),
          ],
          rows: (series[0]?.values ?? []).map((_, bin) => [
            new Date(answer!.from + bin * answer!.widthMs).toISOString(),
            ...series.map((one) => one.values[bin] ?? 0),
            ...(marked ? [marked[bin] ?? 0] : []),
            ...(behind ? [behind.values[bin] ?? 0] : []),
          ]),
        })}
        actions={
          <div className={css.tools}>
            <Select
              size="xs"
              aria-label={t('What is measured')}
              data={RATES.map(({ value, label }) => ({ value, label }))}
              value={rate}
              onChange={(next) => next && set({ rate: next })}
              allowDeselect={false}
              w={130}
            />
            <FieldSelect label={t('Lines by')} value={state.by} onChange={(by) => set({ by })} />
            <Select
              size="xs"
              aria-label={t('Width of a bin')}
              data={[
                { value: '', label: t('bins that fit') },
                ...widths.map((width) => ({
                  value: String(width),
                  label: t('every {width}', { width: format.round(format.duration(width / 1000)) }),
                })),
              ]}
              value={wanted === undefined ? '' : state.width}
              onChange={(width) => set({ width: width ?? '' })}
              allowDeselect={false}
              w={120}
            />
            <Select
              size="xs"
              aria-label={t('Compare with an earlier time')}
              data={EARLIER.map(({ value, label }) => ({ value, label }))}
              value={ghost}
              onChange={(next) => next && set({ ghost: next })}
              allowDeselect={false}
              w={150}
            />
            <SegmentedControl
              size="xs"
              aria-label={t('How to draw it')}
              data={[
                { value: 'area', label: t('Areas') },
                { value: 'line', label: t('Lines') },
                { value: 'bar', label: t('Bars') },
              ]}
              value={shape}
              onChange={(next) => set({ shape: next })}
            />
          </div>
        }
      >
        <SeriesChart
          label={t('Traffic over time')}
          from={answer?.from ?? 0}
          widthMs={answer?.widthMs ?? 1}
          series={series}
          {...(behind ? { ghost: behind } : {})}
          marked={marked}
          shape={rate === 'hosts' && shape === 'area' ? 'line' : shape}
          stacked={shape !== 'line' && rate !== 'hosts'}
          height="var(--run-height)"
          text={text}
        />
        {before !== undefined && ghostAsked.data?.series.length === 0 && (
          <p className="muted">{t('There is no traffic in the earlier time.')}</p>
        )}
      </ViewFrame>
      <HoursPanel
        title={t('On which days, at which hours?')}
        most={60}
        chosen={hour?.from}
        onHour={(span) => set({ hour: printSpan(span) })}
      />
      {hour !== undefined && <Minutes hour={hour} by={state.by} onClose={() => set({ hour: '' })} />}
    </div>
  );
}

function seriesOf(
  answer: Answer<'timeline'> | Answer<'presence'>,
  rate: Rate,
  by: string,
  colors: ChartColors,
  guessed: Guessed,
): readonly Series[] {
  const all = 'all' in answer ? answer.all : undefined;
  const lines = linesOf(answer, rate, by, colors, guessed);
  // a host may be in several lines, so they are not added up
  return all === undefined || lines.length < 2
    ? lines
    : [...lines, { name: t('all hosts'), color: colors.text, values: all }];
}

function linesOf(
  answer: Answer<'timeline'> | Answer<'presence'>,
  rate: Rate,
  by: string,
  colors: ChartColors,
  guessed: Guessed,
): readonly Series[] {
  return answer.series.map((one): Series => {
    const value = one.value || undefined;
    const values = 'counts' in one ? one.counts : valuesOf(one, rate, answer.widthMs);
    if (one.value === undefined) return { name: t('others'), color: colors.other, values };
    return {
      name: valueText(by, value),
      color: by === 'app' ? colors.app(one.value) : one.value === '' ? colors.other : colors.value(one.value),
      of: { field: by, value },
      isGuess: isMostGuessed(guessed, value),
      values,
    };
  });
}
