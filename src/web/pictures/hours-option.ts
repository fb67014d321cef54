/** The drawing of days and hours: a cell an hour, coloured by volume on a logarithmic scale. */
import type { Option } from '../chart/engine.ts';
import { fromLeft, partOf } from '../chart/marked.tsx';
import { t } from '../language/t.ts';
import type { ChartColors } from '../style/theme.ts';
import type { DayHours } from './day-hours.ts';

type Cell = DayHours['cells'][number];

interface Drawn {
  readonly folded: DayHours | undefined;
  /** the days that are shown, by their place among those of `folded` */
  readonly rows: readonly { readonly name: string; readonly index: number }[];
  readonly colors: ChartColors;
  /** start of the hour that is looked at, ms since 1970 */
  readonly chosen: number | undefined;
  /** what is highlighted of a cell; undefined: nothing is, anywhere */
  readonly litOf: (cell: Cell) => number | undefined;
}

export function hoursOption({ folded, rows, colors, chosen, litOf }: Drawn): Option {
  const place = new Map(rows.map(({ index }, row) => [index, row]));
  const words = { color: colors.muted, fontFamily: "'Inter Variable', sans-serif", fontSize: 11 };
  const highest = Math.max(1, folded?.most ?? 1);
  const colorOf = (value: number) => {
    if (value <= 0) return colors.scheme === 'light' ? '#eceff3' : '#232b37';
    const part = Math.log1p(value) / Math.log1p(highest);
    return colors.ramp[Math.min(colors.ramp.length - 1, Math.floor(part * colors.ramp.length))]!;
  };
  return {
    grid: { left: 4, right: 8, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')),
      axisLabel: { ...words, interval: 'auto' },
      axisTick: { show: false },
      axisLine: { show: false },
      splitArea: { show: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ name }) => name || t('from the start')),
      axisLabel: words,
      axisTick: { show: false },
      axisLine: { show: false },
    },
    series: [
      {
        id: 'cells',
        type: 'heatmap',
        data: [
          ...rows.flatMap((_, row) =>
            Array.from({ length: 24 }, (__, hour) => ({
              value: [hour, row, 0],
              itemStyle: { color: colorOf(0), borderColor: colors.surface, borderWidth: 2, borderRadius: 3 },
              emphasis: { disabled: true },
              cursor: 'default',
            })),
          ),
        ],
        silent: true,
        z: 1,
      },
      {
        id: 'filled',
        type: 'heatmap',
        z: 2,
        data: (folded?.cells ?? []).flatMap((cell, index) => {
          const row = place.get(cell.day);
          if (row === undefined) return [];
          const lit = litOf(cell);
          return [
            {
              value: [cell.hour, row, cell.value],
              mark: String(index),
              itemStyle: {
                color:
                  lit === undefined
                    ? colorOf(cell.value)
                    : fromLeft(colorOf(cell.value), colors.surface, partOf(lit, cell.value)),
                borderColor: cell.from === chosen ? colors.text : colors.surface,
                borderWidth: 2,
                borderRadius: 3,
              },
            },
          ];
        }),
        emphasis: { itemStyle: { borderColor: colors.text, borderWidth: 1.5 } },
        cursor: 'pointer',
      },
    ],
  };
}
