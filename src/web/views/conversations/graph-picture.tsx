/** The network as a graph: laid out in a worker, drawn with the sizes of nodes and links by volume. */

import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { printClause } from '#query/filter.ts';
import { Chart, type PictureMark } from '../../chart/chart.tsx';
import type { Option, Placing } from '../../chart/engine.ts';
import { type Fill, fromMiddle, MarkedTip, markedText, partOf } from '../../chart/marked.tsx';
import { valueText } from '../../chart/value-name.tsx';
import { t } from '../../language/t.ts';
import { useScope } from '../../state/scope.ts';
import { MONO, textWidth, WORDS } from '../../style/fit.ts';
import * as format from '../../style/format.ts';
import { type ChartColors, useChartColors } from '../../style/theme.ts';
import { Skeleton } from '../../style/view-frame.tsx';
import css from './conversations.module.css';
import { type Box, placeLabels } from './labels.ts';
import type { LayoutDone, LayoutWish } from './layout-worker.ts';
import { type Marked, type MarkedNetwork, markedNetwork, type Network } from './network.ts';
import { linkPress } from './press.ts';

const MOST_NODES = 2000;
/** Nodes whose names are shown where there is room, and those whose names are shown in any case. */
const LABELS = 300;
const FIRM = 5;
const FONT_SIZE = 11;
/** Characters; what is longer is cut in the middle. */
const LONGEST = 28;
const LONGEST_SMALL = 22;
/** Width by height; names take room at both sides. */
const ASPECT = 1.8;
const ASPECT_SMALL = 0.9;
/** Square pixels that nodes may cover, about a seventh of the picture. */
const INK = 60_000;
const INK_SMALL = 12_000;
/** As many links may have the full width before all get thinner. */
const WIDE_LINKS = 8;
const SMALLEST = 5;

export function GraphPicture({
  network: whole,
  of,
  marked,
}: {
  readonly network: Network;
  readonly of: string;
  readonly marked: Marked;
}): ReactNode {
  const { measure, filter, setFilter } = useScope();
  const colors = useChartColors();
  const wanted = useMemo<Network>(
    () =>
      whole.nodes.length <= MOST_NODES
        ? whole
        : {
            nodes: whole.nodes.slice(0, MOST_NODES),
            links: whole.links.filter((link) => link.from < MOST_NODES && link.to < MOST_NODES),
          },
    [whole],
  );
  const small = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  const laid = useLayout(wanted, small ? ASPECT_SMALL : ASPECT);
  // until the new one has its places the one before stays, dimmed
  const { network, places } = laid ?? { network: wanted, places: undefined };
  const lit = useMemo(() => marked && markedNetwork(network, marked), [network, marked]);
  const drawn = useMemo(
    () => (places === undefined ? undefined : option(network, places, of, colors, small, lit)),
    [network, places, of, colors, small, lit],
  );
  const { nodes, links } = network;
  const nameOf = (index: number) => valueText(of, nodes[index]?.value);
  const exact = (value: number) => format.exactMeasured(value, measure);
  if (drawn === undefined) return <Skeleton />;
  const marks: PictureMark[] = [
    ...nodes.map(
      (node, dataIndex): PictureMark => ({
        id: `n${dataIndex}`,
        text: `${valueText(of, node.value)}: ${exact(node.volume)}, ${format.counted(node.peers, 'peer')}${markedText(lit?.nodes[dataIndex], node.volume, measure)}`,
        find: { seriesIndex: 0, dataIndex, dataType: 'node' },
        of: { field: of, value: node.value },
      }),
    ),
    ...links.map(
      (link, dataIndex): PictureMark => ({
        id: `l${dataIndex}`,
        text: `${t('{from} to {to}: {value}', { from: nameOf(link.from), to: nameOf(link.to), value: exact(link.value) })}${markedText(lit?.links[dataIndex], link.value, measure)}`,
        find: { seriesIndex: 0, dataIndex, dataType: 'edge' },
        press: (keys) => setFilter(linkPress(filter, of, nodes[link.from]!.value, nodes[link.to]!.value, keys)),
      }),
    ),
  ];
  const late = network !== wanted;
  return (
    <div className={css.graph} aria-busy={late} style={late ? { opacity: 0.5 } : undefined}>
      <Chart
        label={t('Conversations as a graph')}
        height="100%"
        option={drawn}
        marks={marks}
        numbers={{
          head: [t('From'), t('To'), format.measureWord(measure), t('Flows')],
          rows: links
            .slice(0, 300)
            .map((link) => [nameOf(link.from), nameOf(link.to), format.exact(link.value), format.exact(link.flows)]),
        }}
        tip={(id) => {
          const index = Number(id.slice(1));
          if (id.startsWith('n')) {
            const node = nodes[index];
            return (
              node && (
                <>
                  <strong>{valueText(of, node.value)}</strong>
                  <dl>
                    <dt>{format.measureWord(measure)}</dt>
                    <dd>{exact(node.volume)}</dd>
                    <dt>{t('peers shown')}</dt>
                    <dd>{format.exact(node.peers)}</dd>
                    <dt>{t('flows begun')}</dt>
                    <dd>{format.exact(node.began)}</dd>
                    <dt>{t('flows answered')}</dt>
                    <dd>{format.exact(node.answered)}</dd>
                  </dl>
                  <MarkedTip marked={lit?.nodes[index]} whole={node.volume} measure={measure} />
                </>
              )
            );
          }
          const link = links[index];
          return (
            link && (
              <>
                <strong>
                  {nameOf(link.from)} → {nameOf(link.to)}
                </strong>
                {exact(link.value)}
                <br />
                {format.counted(link.flows, 'flow')}
                <MarkedTip marked={lit?.links[index]} whole={link.value} measure={measure} />
                <span className="mono">{printClause(`src.${of}`, nodes[link.from]?.value)}</span>
              </>
            )
          );
        }}
      />
      <p className={css.note}>
        {whole.nodes.length > MOST_NODES &&
          t('The {n} largest of {all}.', { n: format.count(MOST_NODES), all: format.count(whole.nodes.length) })}{' '}
        {t('Wheel zooms, dragging moves. Blue began more flows than it answered, orange answered more.')}
      </p>
    </div>
  );
}

interface Laid {
  readonly network: Network;
  readonly places: Float64Array;
}

/** The last network that has its places; undefined until there is one. */
function useLayout(network: Network, aspect: number): Laid | undefined {
  const [laid, setLaid] = useState<Laid>();
  const [worker, setWorker] = useState<Worker>();
  const last = useRef(0);
  useEffect(() => {
    const started = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
    setWorker(started);
    return () => started.terminate();
  }, []);
  useEffect(() => {
    if (worker === undefined) return;
    const id = ++last.current;
    const onDone = ({ data }: MessageEvent<LayoutDone>) => {
      if (data.id === id) setLaid({ network, places: data.places });
    };
    worker.addEventListener('message', onDone);
    const links = network.links.map((link) => [link.from, link.to] as const);
    worker.postMessage({ id, nodes: network.nodes.length, links, aspect } satisfies LayoutWish);
    return () => worker.removeEventListener('message', onDone);
  }, [network, worker, aspect]);
  return laid;
}

function option(
  { nodes, links }: Network,
  places: Float64Array,
  of: string,
  colors: ChartColors,
  small: boolean,
  lit: MarkedNetwork | undefined,
): Option {
  const most = Math.max(1, ...nodes.map((node) => node.volume));
  const widest = Math.max(1, ...links.map((link) => link.value));
  const part = (value: number, whole: number) => Math.log1p(value) / Math.log1p(whole);
  const full = (node: Network['nodes'][number]) => SMALLEST + (small ? 8 : 22) * part(node.volume, most) ** 3;
  const ink = nodes.reduce((sum, node) => sum + (Math.PI / 4) * full(node) ** 2, 0);
  const scale = Math.min(1, Math.sqrt((small ? INK_SMALL : INK) / Math.max(1, ink)));
  const sizeOf = (node: Network['nodes'][number]) => Math.max(SMALLEST, full(node) * scale);
  const weight = (link: Network['links'][number]) => part(link.value, widest) ** 4;
  const broadest = 5 * Math.min(1, Math.sqrt(WIDE_LINKS / links.reduce((sum, link) => sum + weight(link), 1)));
  const names = nodes
    .slice(0, LABELS)
    .map((node) => format.middle(valueText(of, node.value), small ? LONGEST_SMALL : LONGEST));
  const font = ['ip', 'net', 'mac'].includes(of) ? MONO : WORDS;
  return {
    series: [
      {
        id: 'graph',
        type: 'graph',
        layout: 'none',
        roam: true,
        scaleLimit: { min: 0.5, max: 20 },
        left: small ? 16 : 60,
        right: small ? 16 : 60,
        preserveAspect: true,
        top: 24,
        bottom: 24,
        edgeSymbol: ['none', 'arrow'],
        edgeSymbolSize: 5,
        placing: placingOf(
          nodes.map((node) => sizeOf(node) / 2),
          places,
          names.map((name) => ({ width: Math.ceil(textWidth(name, FONT_SIZE, font)), height: FONT_SIZE + 3 })),
        ),
        emphasis: { focus: 'adjacency', label: { show: true }, lineStyle: { opacity: 0.9 } },
        blur: { itemStyle: { opacity: 0.15 }, lineStyle: { opacity: 0.05 } },
        label: {
          position: 'right',
          fontFamily: font,
          fontSize: FONT_SIZE,
          color: colors.text,
          textBorderColor: colors.surface,
          textBorderWidth: 3,
        },
        data: nodes.map((node, index) => ({
          name: node.id,
          mark: `n${index}`,
          x: places[2 * index],
          y: places[2 * index + 1],
          symbolSize: sizeOf(node),
          itemStyle: {
            color: nodeFill(
              node.began > node.answered ? colors.sent : colors.received,
              colors.surface,
              lit && partOf(lit.nodes[index]!, node.volume),
            ),
            borderColor: colors.surface,
            borderWidth: 1,
          },
          label: {
            show: index < LABELS,
            formatter: names[index] ?? '',
          },
        })),
        links: links.map((link, index) => ({
          source: link.from,
          target: link.to,
          mark: `l${index}`,
          lineStyle: {
            width: 0.6 + broadest * weight(link),
            color: colors.muted,
            opacity: lit === undefined ? 0.4 : edgeOpacity(lit.links[index]!, link.value),
            curveness: 0.08,
          },
        })),
        cursor: 'pointer',
      },
    ],
  };
}

const nodeFill = (color: string, ground: string, part: number | undefined): Fill =>
  part === undefined ? color : fromMiddle(color, ground, part);

/** A line can't be divided: the more of it is highlighted, the stronger it is. */
const edgeOpacity = (lit: number, whole: number): number => (lit === 0 ? 0.1 : 0.35 + 0.5 * partOf(lit, whole));

/** ECharts asks for one name after the other whenever something has moved: all are placed when the first is asked for. */
function placingOf(
  radii: readonly number[],
  places: Float64Array,
  sizes: readonly { readonly width: number; readonly height: number }[],
): Placing {
  return (plot) => {
    let placed: readonly (Box | undefined)[] = [];
    const seen = new Set<number>();
    return ({ dataIndex, dataType, rect }) => {
      if (dataType === 'edge') return {};
      if (seen.size === 0 || seen.has(dataIndex)) {
        seen.clear();
        const { at, width, height } = plot();
        // nodes grow a little as the reader zooms in
        const grown = rect.width / 2 / (radii[dataIndex] || 1);
        const circles = radii.map((r, index) => {
          const [x, y] = at([places[2 * index]!, places[2 * index + 1]!]) ?? [-1e4, -1e4];
          return { x, y, r: r * grown };
        });
        placed = placeLabels(circles, sizes, { width, height }, FIRM);
      }
      seen.add(dataIndex);
      const box = placed[dataIndex];
      return box === undefined ? AWAY : { x: box.left, y: box.top, align: 'left', verticalAlign: 'top' };
    };
  };
}

/** A name without room. */
const AWAY = { x: -10_000, y: -10_000 };
