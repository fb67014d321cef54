/** Over time: rates by any field, at any width of bins, with an earlier time as a ghost; days and hours. */

import { type ReactNode, useMemo } from 'react';
import { GuessKey } from '../../chart/guess.tsx';
import { fieldLabel, inSentence } from '../../language/fields.ts';
import { t } from '../../language/t.ts';
import { HoursPanel } from '../../pictures/hours-panel.tsx';
import { headOf, type Shape } from '../../pictures/series.ts';
import { SeriesChart } from '../../pictures/series-chart.tsx';
import { useDataset } from '../../state/events.ts';
import { useGuessed } from '../../state/guessed.ts';
import { printSpan, readSpan, useScope } from '../../state/scope.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { seriesOf } from './lines.ts';
import { Minutes } from './minutes.tsx';
import { EARLIER, RATES, rateText, widthsFor } from './rates.ts';
import css from './time.module.css';
import { DEFAULTS, TimeTools } from './tools.tsx';
import { binsIn, useEarlierRun, useMarkedRun, useRun } from './use-run.ts';

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
  const bins = wanted === undefined ? BINS : binsIn(to - from, wanted);
  const hour = readSpan(state.hour);
  const asked = useRun(rate, { scope, by: state.by, limit: SERIES, bins });
  const answer = asked.data;
  const whole = { rate, by: state.by, scope, answer };
  const earlierRun = useEarlierRun(whole, ghost, from, to);
  const behind = earlierRun.ghost;
  const marked = useMarkedRun(whole);
  const guessed = useGuessed(state.by === 'app' ? scope : undefined);
  const series = useMemo(
    () => (answer === undefined ? [] : seriesOf(answer, rate, state.by, colors, guessed)),
    [answer, rate, state.by, colors, guessed],
  );
  const text = useMemo(() => (value: number) => rateText(rate, value), [rate]);
  const exact = answer === undefined || !('exact' in answer) || answer.exact;
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
          <TimeTools rate={rate} by={state.by} shape={shape} ghost={ghost} widths={widths} width={wanted} set={set} />
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
        {earlierRun.isEmpty && <p className="muted">{t('There is no traffic in the earlier time.')}</p>}
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
