/** The sankey's nodes and bands, from the answers of one `links` question, or of two that share the field in the middle. */

import type { Guessed } from '#query/guessed.ts';
import type { Answer, Measure } from '#query/question.ts';
import type { Option } from '../chart/engine.ts';
import { GUESS_SIGN, hatched } from '../chart/guess.tsx';
import { fromTop, partOf } from '../chart/marked.tsx';
import { valueText } from '../chart/value-name.tsx';
import { t } from '../language/t.ts';
import { fitted, textWidth, WORDS } from '../style/fit.ts';
import * as format from '../style/format.ts';
import type { ChartColors } from '../style/theme.ts';

type Links = Answer<'links'>['links'];

export interface Node {
  readonly id: string;
  /** 0 at the left */
  readonly side: number;
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

export const nodeText = (node: Node): string =>
  node.value === undefined ? t('Other') : valueText(node.field, node.value);

const idOf = (side: number, value: string | undefined) => `${side}${value === undefined ? '' : `:${value}`}`;

/** `steps` are the links between neighbouring fields. */
export function graphOf(fields: readonly string[], steps: readonly Links[]): Graph {
  const volumes = new Map<string, { side: number; value: string | undefined; volume: number }>();
  const book = (side: number, value: string | undefined, volume: number) => {
    const id = idOf(side, value);
    const known = volumes.get(id);
    if (known) known.volume += volume;
    else volumes.set(id, { side, value, volume });
  };
  for (const [side, links] of steps.entries()) {
    for (const link of links) {
      book(side, link.from, link.value);
      // the middle is booked by the links that leave it; they may differ while data grow
      book(side + 1, link.to, side + 1 === steps.length ? link.value : 0);
    }
  }
  const nodes = [...volumes.entries()]
    .map(([id, one]): Node => ({ id, field: fields[one.side]!, ...one }))
    .sort(
      (a, b) => a.side - b.side || Number(a.value === undefined) - Number(b.value === undefined) || b.volume - a.volume,
    );
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const links = steps
    .flatMap((step, side) =>
      step.map((link): Band => {
        const [from, to] = [idOf(side, link.from), idOf(side + 1, link.to)];
        return { id: `${from}>${to}`, from: byId.get(from)!, to: byId.get(to)!, value: link.value };
      }),
    )
    .filter((link) => link.value > 0)
    .sort((a, b) => b.value - a.value);
  return { nodes, links, total: (steps.at(-1) ?? []).reduce((sum, link) => sum + link.value, 0) };
}

/** What is highlighted of each node and band, by id: the same links, counted within the highlight. */
export function markedOf(steps: readonly Links[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const book = (id: string, value: number) => found.set(id, (found.get(id) ?? 0) + value);
  for (const [side, links] of steps.entries())
    for (const { from, to, value } of links) {
      const [left, right] = [idOf(side, from), idOf(side + 1, to)];
      book(`${left}>${right}`, value);
      book(left, value);
      if (side + 1 === steps.length) book(right, value);
    }
  return found;
}

export interface Piece {
  readonly band: Band;
  readonly value: number;
  readonly look: 'plain' | 'full' | 'pale';
}

/** Bands as they are drawn: where something is highlighted, that part of each apart, beside its rest. */
export function piecesOf(graph: Graph, marked: ReadonlyMap<string, number> | undefined): readonly Piece[] {
  if (marked === undefined) return graph.links.map((band) => ({ band, value: band.value, look: 'plain' }));
  return graph.links.flatMap((band) => {
    const lit = Math.min(band.value, marked.get(band.id) ?? 0);
    return [
      ...(lit > 0 ? [{ band, value: lit, look: 'full' } as const] : []),
      ...(lit < band.value ? [{ band, value: band.value - lit, look: 'pale' } as const] : []),
    ];
  });
}

const BAND_OPACITY: Readonly<Record<Piece['look'], number>> = { plain: 0.32, full: 0.62, pale: 0.1 };

/** Most of its flows are told by their port alone. */
export const isGuess = ({ field, value }: Node, guessed: Guessed): boolean =>
  field === 'app' && value !== undefined && guessed.get(value)?.isMost === true;

const FONT_SIZE = 12;
/** Letters of a name. */
const LONGEST = 60;

/** Pixels a label takes at least; nodes that are lower go without. */
const LABEL_PX = 11;

export function sankey(
  graph: Graph,
  measure: Measure,
  colors: ChartColors,
  size: { readonly width: number; readonly height: number },
  guessed: Guessed,
  marked: ReadonlyMap<string, number> | undefined,
): Option {
  const short = (value: number) => (measure === 'bytes' ? format.bytes(value) : format.count(value));
  const sides = Math.max(0, ...graph.nodes.map((node) => node.side)) + 1;
  // the field that gives the bands their colours: applications if there are any, else the first
  const coloured = Math.max(0, ...graph.nodes.filter((node) => node.field === 'app').map((node) => node.side));
  const colorOf = (node: Node) =>
    node.side !== coloured || node.value === undefined
      ? colors.other
      : node.field === 'app'
        ? colors.app(node.value)
        : colors.value(node.value);
  // beside its volume a name may reach to a little before the next column
  const nameRoom = (node: Node) =>
    size.width / Math.max(1, sides - 1) / (sides > 2 ? 1.3 : 2) - 40 - textWidth(short(node.volume), FONT_SIZE);
  const room = (node: Node) => (size.height * node.volume) / Math.max(1, graph.total);
  return {
    series: [
      {
        id: 'links',
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
          fontFamily: WORDS,
          fontSize: FONT_SIZE,
          color: colors.text,
          textBorderColor: colors.surface,
          textBorderWidth: 3,
        },
        data: graph.nodes.map((node) => ({
          name: node.id,
          mark: node.id,
          depth: node.side,
          itemStyle: {
            color:
              marked !== undefined
                ? fromTop(colorOf(node), colors.surface, partOf(marked.get(node.id) ?? 0, node.volume))
                : isGuess(node, guessed)
                  ? hatched(colorOf(node), colors.surface)
                  : colorOf(node),
            borderWidth: 0,
          },
          label: {
            // on a narrow screen the small ones would lie over each other
            show: size.width > 600 || room(node) + 14 >= LABEL_PX + 6,
            position: node.side === sides - 1 ? 'left' : 'right',
            formatter: `${fitted(nodeText(node), nameRoom(node), LONGEST, FONT_SIZE)}${isGuess(node, guessed) ? ` ${GUESS_SIGN}` : ''}  ${short(node.volume)}`,
          },
        })),
        links: piecesOf(graph, marked).map(({ band, value, look }) => ({
          source: band.from.id,
          target: band.to.id,
          value,
          mark: band.id,
          lineStyle: {
            color: colorOf(band.from.side === coloured ? band.from : band.to),
            opacity: BAND_OPACITY[look],
          },
        })),
      },
    ],
  };
}
