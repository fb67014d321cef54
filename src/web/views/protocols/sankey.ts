/** The sankey's nodes and bands, from the answers of two `links` questions that share the applications. */
import type { Answer, Measure } from '#query/question.ts';
import type { Option } from '../../chart/engine.ts';
import { valueText } from '../../chart/value-name.tsx';
import * as format from '../../style/format.ts';
import type { ChartColors } from '../../style/theme.ts';

type Links = Answer<'links'>['links'];
export type Side = 'source' | 'app' | 'target';

export interface Node {
  readonly id: string;
  readonly side: Side;
  readonly field: string;
  /** undefined = other, '' = not known */
  readonly value: string | undefined;
  readonly volume: number;
}
export interface Band {
  readonly id: string;
  readonly from: Node;
  readonly to: Node;
  readonly value: number;
}
export interface Graph {
  /** by side, largest first, other last */
  readonly nodes: readonly Node[];
  readonly links: readonly Band[];
  readonly total: number;
}

const FIELD: Readonly<Record<Side, string>> = { source: 'src.country', app: 'app', target: 'dst.country' };
const SIDES: readonly Side[] = ['source', 'app', 'target'];

export const nodeText = (node: Node): string =>
  node.value === undefined ? 'Other' : valueText(node.field, node.value);

const idOf = (side: Side, value: string | undefined) => `${side}${value === undefined ? '' : `:${value}`}`;

export function graphOf(sources: Links, targets: Links): Graph {
  const volumes = new Map<string, { side: Side; value: string | undefined; volume: number }>();
  const book = (side: Side, value: string | undefined, volume: number) => {
    const id = idOf(side, value);
    const known = volumes.get(id);
    if (known) known.volume += volume;
    else volumes.set(id, { side, value, volume });
  };
  for (const link of sources) book('source', link.from, link.value);
  for (const link of targets) {
    book('app', link.from, link.value);
    book('target', link.to, link.value);
  }
  // an application that only the first answer has, should the two differ while data grow
  for (const link of sources) if (!volumes.has(idOf('app', link.to))) book('app', link.to, 0);
  const nodes = [...volumes.entries()]
    .map(([id, one]): Node => ({ id, field: FIELD[one.side], ...one }))
    .sort(
      (a, b) =>
        SIDES.indexOf(a.side) - SIDES.indexOf(b.side) ||
        Number(a.value === undefined) - Number(b.value === undefined) ||
        b.volume - a.volume,
    );
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const band = (from: string, to: string, value: number): Band => ({
    id: `${from}>${to}`,
    from: byId.get(from)!,
    to: byId.get(to)!,
    value,
  });
  const links = [
    ...sources.map((link) => band(idOf('source', link.from), idOf('app', link.to), link.value)),
    ...targets.map((link) => band(idOf('app', link.from), idOf('target', link.to), link.value)),
  ]
    .filter((link) => link.value > 0)
    .sort((a, b) => b.value - a.value);
  return { nodes, links, total: targets.reduce((sum, link) => sum + link.value, 0) };
}

export function sankey(graph: Graph, measure: Measure, colors: ChartColors): Option {
  const three = graph.nodes.some((node) => node.side === 'source');
  const short = (value: number) => (measure === 'bytes' ? format.bytes(value) : format.count(value));
  const colorOf = (node: Node) => (node.side === 'app' ? colors.app(node.value) : colors.other);
  return {
    series: [
      {
        id: 'countries',
        type: 'sankey',
        left: 0,
        right: 0,
        top: 6,
        bottom: 6,
        nodeWidth: 12,
        nodeGap: 14,
        nodeAlign: 'justify',
        // the order is ours
        layoutIterations: 0,
        draggable: false,
        emphasis: { focus: 'adjacency', lineStyle: { opacity: 0.7 } },
        blur: { lineStyle: { opacity: 0.08 }, itemStyle: { opacity: 0.35 }, label: { opacity: 0.5 } },
        lineStyle: { opacity: 0.32, curveness: 0.5 },
        label: {
          fontFamily: "'Inter Variable', sans-serif",
          fontSize: 12,
          color: colors.text,
          textBorderColor: colors.surface,
          textBorderWidth: 3,
        },
        data: graph.nodes.map((node) => ({
          name: node.id,
          mark: node.id,
          depth: three ? SIDES.indexOf(node.side) : SIDES.indexOf(node.side) - 1,
          itemStyle: { color: colorOf(node), borderWidth: 0 },
          label: {
            position: node.side === 'target' ? 'left' : 'right',
            formatter: `${nodeText(node)}  ${short(node.volume)}`,
          },
        })),
        links: graph.links.map((link) => ({
          source: link.from.id,
          target: link.to.id,
          value: link.value,
          mark: link.id,
          lineStyle: { color: colorOf(link.from.side === 'app' ? link.from : link.to) },
        })),
      },
    ],
  };
}
