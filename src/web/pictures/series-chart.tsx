/** Series over time as lines, areas or bars, with an earlier period behind them as a ghost. */

import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useCallback, useMemo } from 'react';
import { Chart, type Numbers, type PictureMark } from '../chart/chart.tsx';
import type { Option } from '../chart/engine.ts';
import { GUESS_SIGN, GuessSign } from '../chart/guess.tsx';
import { t } from '../language/t.ts';
import { GUESS_HEAD } from '../state/guessed.ts';
import { sameMark, useHover } from '../state/hover.ts';
import { useMarks } from '../state/marks.tsx';
import type { Value } from '../state/narrow.ts';
import { useScope } from '../state/scope.ts';
import { labels } from '../strip/time-axis.ts';
import * as format from '../style/format.ts';
import { useChartColors } from '../style/theme.ts';
import { useZone } from '../style/zone.ts';
import css from './pictures.module.css';

export type Shape = 'area' | 'line' | 'bar';

export interface Series {
  readonly name: string;
  readonly color: string;
  /** what a click on its name asks for; undefined for the rest */
  readonly of?: { readonly field: string; readonly value: Value };
  readonly values: readonly number[];
  /** most of it is guessed by port */
  readonly isGuess?: boolean;
}

/** What stands above its column in exports. */
export const headOf = ({ name, isGuess }: Series): string => (isGuess ? `${name} (${GUESS_HEAD})` : name);

/** Pixels: what the numbers of the axis take, and from tick to tick. */
const BESIDE = 70;
const LABEL = 84;
const NARROW = 480;
const NARROW_LABEL = 64;

export interface SeriesChartProps {
  readonly label: string;
  readonly from: number;
  readonly widthMs: number;
  readonly series: readonly Series[];
  /** one value a bin, of an earlier time */
  readonly ghost?: { readonly name: string; readonly values: readonly number[] };
  /** of each bin what is highlighted */
  readonly marked?: readonly number[] | undefined;
  readonly shape: Shape;
  readonly stacked: boolean;
  readonly height: number | string;
  readonly text: (value: number) => string;
}

export function SeriesChart(props: SeriesChartProps): ReactNode {
  const { label, from, widthMs, series, ghost, marked, stacked, height, text } = props;
  const { setSpan } = useScope();
  const colors = useChartColors();
  const [zone] = useZone();
  const marks = useMarks();
  const lit = useHover();
  const bins = Math.max(0, ...series.map((one) => one.values.length));
  // one point has no area
  const shape = bins <= 1 ? 'bar' : props.shape;
  const digits = widthMs < 1 ? 6 : widthMs < 1000 ? 3 : 0;
  const sameDay = format.day(from, zone) === format.day(from + bins * widthMs, zone);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const ticks = useMemo(() => {
    const view = { from, to: from + bins * widthMs };
    const few = Math.max(1, width - BESIDE);
    const apart = width < NARROW ? NARROW_LABEL : LABEL;
    return new Map(
      labels(view, few, zone, apart)
        .map(({ time, text }) => [Math.round((time - from) / widthMs), text] as const)
        .filter(([bin]) => bin < bins && (bin / bins) * few < few - apart / 2),
    );
  }, [from, widthMs, bins, width, zone]);
  const at = useCallback(
    (bin: number) => {
      const ms = from + bin * widthMs;
      if (widthMs >= 86_400_000) return format.day(ms, zone);
      return sameDay ? format.timeOfDay(ms, zone, digits) : format.dateTime(ms, zone, digits);
    },
    [from, widthMs, zone, digits, sameDay],
  );
  const drawn = useMemo<Option>(() => {
    const words = { color: colors.muted, fontFamily: "'Inter Variable', sans-serif", fontSize: 11 };
    const isLit = (one: Series) => lit === undefined || !one.of || sameMark(lit, one.of.field, one.of.value);
    const anyLit = lit !== undefined && series.some((one) => one.of && sameMark(lit, one.of.field, one.of.value));
    const isBack = (one: Series) => marked !== undefined || (anyLit && !isLit(one));
    return {
      grid: { left: 4, right: 12, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: {
        type: 'category',
        data: Array.from({ length: bins }, (_, bin) => at(bin)),
        boundaryGap: shape === 'bar',
        axisLabel: {
          ...words,
          hideOverlap: true,
          interval: (bin: number) => ticks.has(bin),
          formatter: (_: string, bin: number) => ticks.get(bin) ?? '',
        },
        axisTick: { show: false },
        axisLine: { lineStyle: { color: colors.line } },
      },
      yAxis: {
        type: 'value',
        min: 0,
        splitNumber: 4,
        axisLabel: { ...words, formatter: (value: number) => format.round(text(value)) }, // not the index that follows
        splitLine: { lineStyle: { color: colors.line } },
      },
      series: [
        ...series.map((one, index) => ({
          id: `s${index}`,
          name: one.name,
          type: shape === 'bar' ? 'bar' : 'line',
          ...(stacked ? { stack: 'all' } : {}),
          ...(shape === 'area' ? { areaStyle: { opacity: isBack(one) ? 0.15 : 0.85 } } : {}),
          symbol: 'circle',
          symbolSize: 5,
          showSymbol: bins <= 1,
          sampling: undefined,
          barCategoryGap: '4%',
          barMaxWidth: 160,
          lineStyle: { width: shape === 'area' ? 0 : 1.5, opacity: isBack(one) ? 0.25 : 1 },
          itemStyle: { color: one.color, opacity: isBack(one) ? 0.3 : 1 },
          emphasis: { disabled: true },
          data: one.values.map((value, bin) => ({ value, mark: `${bin}` })),
          triggerLineEvent: true,
          z: 3,
        })),
        ...(marked
          ? [
              {
                id: 'marked',
                name: t('highlighted'),
                type: 'line',
                symbol: 'none',
                lineStyle: { width: 2, color: colors.accent },
                itemStyle: { color: colors.accent },
                data: marked,
                silent: true,
                z: 5,
              },
            ]
          : []),
        ...(ghost
          ? [
              {
                id: 'ghost',
                name: ghost.name,
                type: 'line',
                symbol: 'none',
                lineStyle: { width: 1.5, type: 'dashed', color: colors.text, opacity: 0.7 },
                itemStyle: { color: colors.text },
                data: ghost.values,
                silent: true,
                z: 4,
              },
            ]
          : []),
      ],
    };
  }, [series, ghost, marked, bins, at, ticks, shape, stacked, colors, lit, text]);

  const sumAt = (bin: number) => series.reduce((sum, one) => sum + (one.values[bin] ?? 0), 0);
  const picture = Array.from(
    { length: Math.min(bins, 1000) },
    (_, bin): PictureMark => ({
      id: String(bin),
      text: `${at(bin)}: ${text(sumAt(bin))}`,
      find: { seriesIndex: 0, dataIndex: bin },
      press: () => setSpan({ from: from + bin * widthMs, to: from + (bin + 1) * widthMs }),
    }),
  );
  const numbers: Numbers = {
    head: [t('Time'), ...series.map((one) => one.name)],
    rows: Array.from({ length: Math.min(bins, 200) }, (_, bin) => [
      at(bin),
      ...series.map((one) => text(one.values[bin] ?? 0)),
    ]),
  };
  return (
    <>
      <div ref={ref} />
      <Chart
        label={label}
        height={height}
        option={drawn}
        marks={picture}
        numbers={numbers}
        axisMarks={bins}
        tip={(id) => {
          const bin = Number(id);
          return (
            <>
              <strong>
                {at(bin)} – {at(bin + 1)}
              </strong>
              <dl>
                {series
                  .map((one) => ({ ...one, value: one.values[bin] ?? 0 }))
                  .filter((one) => one.value > 0)
                  .sort((a, b) => b.value - a.value)
                  .slice(0, 10)
                  .map((one) => (
                    <div key={one.name} style={{ display: 'contents' }}>
                      <dt>
                        <i
                          style={{
                            display: 'inline-block',
                            width: 8,
                            height: 8,
                            borderRadius: 2,
                            marginRight: 6,
                            background: one.color,
                          }}
                        />
                        {one.name}
                        {one.isGuess && ` ${GUESS_SIGN}`}
                      </dt>
                      <dd>{text(one.value)}</dd>
                    </div>
                  ))}
                {stacked && series.length > 1 && (
                  <div style={{ display: 'contents' }}>
                    <dt>{t('all')}</dt>
                    <dd>{text(sumAt(bin))}</dd>
                  </div>
                )}
                {marked && (
                  <div style={{ display: 'contents' }}>
                    <dt>{t('highlighted')}</dt>
                    <dd>{text(marked[bin] ?? 0)}</dd>
                  </div>
                )}
                {ghost && (
                  <div style={{ display: 'contents' }}>
                    <dt>{ghost.name}</dt>
                    <dd>{text(ghost.values[bin] ?? 0)}</dd>
                  </div>
                )}
              </dl>
            </>
          );
        }}
      />
      <ul className={css.series} aria-label={t('Series')}>
        {series.map((one) => (
          <li key={one.name}>
            {one.of ? (
              <button
                type="button"
                data-lit={sameMark(lit, one.of.field, one.of.value) || undefined}
                {...marks.props(one.of.field, one.of.value)}
              >
                <i style={{ background: one.color }} aria-hidden />
                {one.name}
                {one.isGuess && <GuessSign />}
              </button>
            ) : (
              <span>
                <i style={{ background: one.color }} aria-hidden />
                {one.name}
              </span>
            )}
          </li>
        ))}
        {marked && (
          <li>
            <span>
              <i style={{ background: colors.accent, height: 3 }} aria-hidden />
              {t('highlighted')}
            </span>
          </li>
        )}
        {ghost && (
          <li>
            <span className="muted">- - {ghost.name}</span>
          </li>
        )}
      </ul>
    </>
  );
}
