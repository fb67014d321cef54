/** Series over time as lines, areas or bars, with an earlier period behind them as a ghost. */

import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useCallback, useMemo } from 'react';
import { Chart, type Numbers, type PictureMark } from '../chart/chart.tsx';
import { t } from '../language/t.ts';
import { useHover } from '../state/hover.ts';
import { useScope } from '../state/scope.ts';
import { labels } from '../strip/time-axis.ts';
import * as format from '../style/format.ts';
import { useChartColors } from '../style/theme.ts';
import { useZone } from '../style/zone.ts';
import type { Ghost, Series, Shape } from './series.ts';
import { SeriesLegend } from './series-legend.tsx';
import { seriesOption } from './series-option.ts';
import { SeriesTip } from './series-tip.tsx';

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
  readonly ghost?: Ghost;
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
  const option = useMemo(
    () => seriesOption({ series, ghost, marked, bins, at, ticks, shape, stacked, colors, lit, text }),
    [series, ghost, marked, bins, at, ticks, shape, stacked, colors, lit, text],
  );

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
        option={option}
        marks={picture}
        numbers={numbers}
        axisMarks={bins}
        tip={(id) => (
          <SeriesTip
            bin={Number(id)}
            at={at}
            series={series}
            sum={stacked && series.length > 1 ? sumAt(Number(id)) : undefined}
            marked={marked}
            ghost={ghost}
            text={text}
          />
        )}
      />
      <SeriesLegend series={series} isMarked={marked !== undefined} ghost={ghost} />
    </>
  );
}
