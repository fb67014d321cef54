/** The drawing of values over time: a line, an area or bars each, what is highlighted of them, an earlier time behind them. */
import type { Option } from '../chart/engine.ts';
import { t } from '../language/t.ts';
import { type Mark, sameMark } from '../state/hover.ts';
import * as format from '../style/format.ts';
import type { ChartColors } from '../style/theme.ts';
import type { Ghost, Series, Shape } from './series.ts';

interface Drawn {
  readonly series: readonly Series[];
  readonly ghost: Ghost | undefined;
  /** of each bin what is highlighted */
  readonly marked: readonly number[] | undefined;
  readonly bins: number;
  /** when a bin begins, as a text */
  readonly at: (bin: number) => string;
  /** texts of the axis, by bin */
  readonly ticks: ReadonlyMap<number, string>;
  readonly shape: Shape;
  readonly stacked: boolean;
  readonly colors: ChartColors;
  /** the mark under the hand */
  readonly lit: Mark | undefined;
  readonly text: (value: number) => string;
}

export function seriesOption(drawn: Drawn): Option {
  const { series, ghost, marked, bins, at, ticks, shape, colors, text } = drawn;
  const words = { color: colors.muted, fontFamily: "'Inter Variable', sans-serif", fontSize: 11 };
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
      ...series.map((one, index) => seriesLine(drawn, one, index)),
      ...(marked ? [markedLine(marked, colors)] : []),
      ...(ghost ? [ghostLine(ghost, colors)] : []),
    ],
  };
}

function seriesLine({ series, marked, bins, shape, stacked, lit }: Drawn, one: Series, index: number) {
  const isLit = ({ of }: Series) => lit !== undefined && of !== undefined && sameMark(lit, of.field, of.value);
  const isBack = marked !== undefined || (series.some(isLit) && one.of !== undefined && !isLit(one));
  return {
    id: `s${index}`,
    name: one.name,
    type: shape === 'bar' ? 'bar' : 'line',
    ...(stacked ? { stack: 'all' } : {}),
    ...(shape === 'area' ? { areaStyle: { opacity: isBack ? 0.15 : 0.85 } } : {}),
    symbol: 'circle',
    symbolSize: 5,
    showSymbol: bins <= 1,
    sampling: undefined,
    barCategoryGap: '4%',
    barMaxWidth: 160,
    lineStyle: { width: shape === 'area' ? 0 : 1.5, opacity: isBack ? 0.25 : 1 },
    itemStyle: { color: one.color, opacity: isBack ? 0.3 : 1 },
    emphasis: { disabled: true },
    data: one.values.map((value, bin) => ({ value, mark: `${bin}` })),
    triggerLineEvent: true,
    z: 3,
  };
}

const markedLine = (marked: readonly number[], colors: ChartColors) => ({
  id: 'marked',
  name: t('highlighted'),
  type: 'line',
  symbol: 'none',
  lineStyle: { width: 2, color: colors.accent },
  itemStyle: { color: colors.accent },
  data: marked,
  silent: true,
  z: 5,
});

const ghostLine = (ghost: Ghost, colors: ChartColors) => ({
  id: 'ghost',
  name: ghost.name,
  type: 'line',
  symbol: 'none',
  lineStyle: { width: 1.5, type: 'dashed', color: colors.text, opacity: 0.7 },
  itemStyle: { color: colors.text },
  data: ghost.values,
  silent: true,
  z: 4,
});
