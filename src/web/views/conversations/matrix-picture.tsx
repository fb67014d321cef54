/** The network as a matrix: who began at the left, who answered above. */

import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useMemo } from 'react';
import { Chart, type PictureMark } from '../../chart/chart.tsx';
import type { Option } from '../../chart/engine.ts';
import { fromLeft, MarkedTip, markedText, partOf } from '../../chart/marked.tsx';
import { valueText } from '../../chart/value-name.tsx';
import { t } from '../../language/t.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { type ChartColors, useChartColors } from '../../style/theme.ts';
import css from './conversations.module.css';
import type { Marked, Network } from './network.ts';
import { linkPress } from './press.ts';

const SIDE = 40;
/** On a phone more names would lie over each other. */
const SMALL_SIDE = 14;

export function MatrixPicture({
  network,
  of,
  marked,
}: {
  readonly network: Network;
  readonly of: string;
  readonly marked: Marked;
}): ReactNode {
  const { measure, filter, setFilter } = useScope();
  const colors = useChartColors();
  const { nodes } = network;
  const small = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const side = small ? SMALL_SIDE : SIDE;
  const { rows, columns, cells, isCut } = useMemo(() => corner(network, side), [network, side]);
  const drawn = useMemo(
    () => option(network, rows, columns, cells, of, colors, marked),
    [network, rows, columns, cells, of, colors, marked],
  );
  const exact = (value: number) => format.exactMeasured(value, measure);
  const nameOf = (index: number) => valueText(of, nodes[index]!.value);
  const litOf = (link: Network['links'][number]) => marked?.(nodes[link.from]!.value, nodes[link.to]!.value);
  return (
    <>
      <Chart
        label={t('Conversations as a matrix')}
        height="100%"
        option={drawn}
        marks={cells.map(
          (link, index): PictureMark => ({
            id: String(index),
            text: `${t('{from} to {to}: {value}', {
              from: nameOf(link.from),
              to: nameOf(link.to),
              value: exact(link.value),
            })}${markedText(litOf(link), link.value, measure)}`,
            find: { seriesIndex: 0, dataIndex: index },
            press: (keys) => setFilter(linkPress(filter, of, nodes[link.from]!.value, nodes[link.to]!.value, keys)),
          }),
        )}
        numbers={{
          head: [t('From'), t('To'), format.measureWord(measure)],
          rows: cells.map((link) => [nameOf(link.from), nameOf(link.to), format.exact(link.value)]),
        }}
        tip={(id) => {
          const link = cells[Number(id)];
          return (
            link && (
              <>
                <strong>
                  {nameOf(link.from)} → {nameOf(link.to)}
                </strong>
                {exact(link.value)}
                <br />
                {format.counted(link.flows, 'flow')}
                <MarkedTip marked={litOf(link)} whole={link.value} measure={measure} />
              </>
            )
          );
        }}
      />
      <p className={css.note}>
        {isCut
          ? t('Initiators on the left, responders on top; the {n} largest of each.', { n: side })
          : t('Initiators on the left, responders on top.')}{' '}
        {colors.scheme === 'light'
          ? t('Darker is more, on a logarithmic scale.')
          : t('Darker is less, on a logarithmic scale.')}
      </p>
    </>
  );
}

/** The largest sources and destinations, and the links between them. */
function corner({ nodes, links }: Network, side: number) {
  const volume = (end: 'from' | 'to') => {
    const sums = new Float64Array(nodes.length);
    for (const link of links) sums[link[end]]! += link.value;
    return [...sums.keys()]
      .filter((index) => sums[index]! > 0)
      .sort((a, b) => sums[b]! - sums[a]!)
      .slice(0, side);
  };
  const [rows, columns] = [volume('from'), volume('to')];
  const cells = links.filter((link) => rows.includes(link.from) && columns.includes(link.to));
  // whose partners are not among the largest has nothing to show
  return {
    rows: rows.filter((index) => cells.some((link) => link.from === index)),
    columns: columns.filter((index) => cells.some((link) => link.to === index)),
    cells,
    isCut: rows.length === side || columns.length === side,
  };
}

function option(
  { nodes }: Network,
  rows: readonly number[],
  columns: readonly number[],
  cells: Network['links'],
  of: string,
  colors: ChartColors,
  marked: Marked,
): Option {
  const font = ['ip', 'net', 'mac'].includes(of) ? "'JetBrains Mono', monospace" : "'Inter Variable', sans-serif";
  const words = { color: colors.muted, fontFamily: font, fontSize: 10 };
  const most = Math.max(1, ...cells.map((link) => link.value));
  const least = Math.min(most, ...cells.map((link) => Math.max(1, link.value)));
  const nameOf = (index: number) => format.middle(valueText(of, nodes[index]!.value), 20);
  const axis = {
    type: 'category',
    axisTick: { show: false },
    axisLine: { show: false },
    splitLine: { show: true, lineStyle: { color: colors.line, opacity: 0.5 } },
  };
  return {
    grid: { left: 8, right: 8, top: 8, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { ...axis, position: 'top', data: columns.map(nameOf), axisLabel: { ...words, rotate: 60, interval: 0 } },
    yAxis: { ...axis, inverse: true, data: rows.map(nameOf), axisLabel: { ...words, interval: 0 } },
    series: [
      {
        id: 'matrix',
        type: 'heatmap',
        data: cells.map((link, index) => {
          const part = most === least ? 1 : Math.log(Math.max(1, link.value) / least) / Math.log(most / least);
          const color = colors.ramp[Math.min(colors.ramp.length - 1, Math.floor(part * colors.ramp.length))]!;
          const lit = marked?.(nodes[link.from]!.value, nodes[link.to]!.value);
          return {
            value: [columns.indexOf(link.to), rows.indexOf(link.from), link.value],
            mark: String(index),
            itemStyle: {
              color: lit === undefined ? color : fromLeft(color, colors.surface, partOf(lit, link.value)),
              borderColor: colors.surface,
              borderWidth: 1,
            },
          };
        }),
        emphasis: { itemStyle: { borderColor: colors.text, borderWidth: 1.5 } },
        cursor: 'pointer',
      },
    ],
  };
}
