/** What goes with what: a sankey over two or three fields, in which every part adds up. */

import { useElementSize, useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useMemo } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { Measure, Question } from '#query/question.ts';
import { Chart, type PictureMark } from '../chart/chart.tsx';
import { MarkedTip, markedText } from '../chart/marked.tsx';
import { fieldLabel } from '../language/fields.ts';
import { t } from '../language/t.ts';
import { useAnswer } from '../state/answer.ts';
import { GUESS_HEAD, useGuessed } from '../state/guessed.ts';
import { useLit } from '../state/marked.ts';
import { howOf, type Keys } from '../state/marks.tsx';
import { both, narrowedAll } from '../state/narrow.ts';
import { useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import { useChartColors } from '../style/theme.ts';
import { ViewFrame } from '../style/view-frame.tsx';
import { FieldSelect } from './field-select.tsx';
import css from './pictures.module.css';
import { type Band, type Graph, graphOf, isGuess, markedOf, nodeText, piecesOf, sankey } from './sankey.ts';

const LIMIT = 10;

export interface LinksPanelProps {
  readonly title: string;
  /** two or three; one in the middle may be '' for none */
  readonly fields: readonly [string, string, string];
  readonly height: number;
  /** a part of the filter that this picture alone adds */
  readonly within?: string;
  /** instead of the one chosen at the top */
  readonly measure?: Measure;
  /** the reader chooses others; without it they are fixed */
  readonly onFields?: (fields: readonly [string, string, string]) => void;
}

/** Pixels of the picture: of one with a single band, and more for each node. */
const [FEW, EACH] = [110, 56];

export function LinksPanel({ title, fields, height: whole, within, onFields, ...own }: LinksPanelProps): ReactNode {
  const scoped = useScope();
  const { filter, setFilter } = scoped;
  const measure = own.measure ?? scoped.measure;
  const scope = within === undefined ? scoped.scope : { ...scoped.scope, filter: both(filter, within) };
  const colors = useChartColors();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const small = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  const [from, middle, to] = fields;
  // on a phone there is no room for three
  const shown = middle === '' ? [from, to] : small ? [middle, to] : [from, middle, to];
  const ask = { kind: 'links', scope, measure, limit: LIMIT } as const;
  const left = { ...ask, from: shown[0]!, to: shown[1]! } satisfies Question;
  const right = shown.length < 3 ? undefined : ({ ...ask, from: shown[1]!, to: shown[2]! } satisfies Question);
  const first = useAnswer(left);
  const second = useAnswer(right);
  const asked = shown.length < 3 ? [first] : [first, second];
  const guessed = useGuessed(shown.includes('app') ? scope : undefined);
  const key = shown.join('>');
  const graph = useMemo(() => {
    const parts = key.split('>');
    const links = [first.data?.links, ...(parts.length < 3 ? [] : [second.data?.links])];
    return graphOf(
      parts,
      links.map((one) => one ?? []),
    );
  }, [key, first.data, second.data]);
  // a few bands need no high picture
  const most = Math.max(...graph.nodes.map((node) => graph.nodes.filter(({ side }) => side === node.side).length), 0);
  const height = most === 0 ? whole : Math.min(whole, FEW + most * EACH);
  const litLeft = useLit(left);
  const firstLit = useAnswer(litLeft).data?.links;
  const secondLit = useAnswer(useLit(right)).data?.links;
  const isThree = shown.length === 3;
  const isLit = litLeft !== undefined;
  const marked = useMemo(() => {
    if (!isLit || firstLit === undefined || (isThree && secondLit === undefined)) return undefined;
    return markedOf([firstLit, ...(isThree ? [secondLit!] : [])]);
  }, [isLit, firstLit, secondLit, isThree]);
  const drawn = useMemo(
    () => sankey(graph, measure, colors, { width, height }, guessed, marked),
    [graph, measure, colors, width, height, guessed, marked],
  );
  const litOf = (id: string) => marked && (marked.get(id) ?? 0);
  const exact = (value: number) => format.exactMeasured(value, measure);
  return (
    <ViewFrame
      title={title}
      subtitle={
        first.data &&
        [
          measure === 'flows'
            ? format.measured(graph.total, measure)
            : t('{measure}, both directions, {sum}', {
                measure: format.measureWord(measure),
                sum: format.measured(graph.total, measure),
              }),
          t('the {n} largest of each, the rest as “other”', { n: LIMIT }),
          ...(shown.some((field) => FIELD_BY_KEY.get(field)?.either) ? [t('a flow counts at both its ends')] : []),
        ].join('; ')
      }
      answers={asked}
      empty={graph.nodes.length === 0}
      data={() => ({
        head: ['from field', 'from', 'to field', 'to', measure, ...(shown.includes('app') ? [GUESS_HEAD] : [])],
        rows: graph.links.map((link) => [
          link.from.field,
          nodeText(link.from),
          link.to.field,
          nodeText(link.to),
          link.value,
          ...(shown.includes('app') ? [isGuess(link.from, guessed) || isGuess(link.to, guessed)] : []),
        ]),
      })}
      actions={
        onFields && (
          <div className={css.dimensions}>
            <FieldSelect
              label={t('Field at the left')}
              value={from}
              onChange={(next) => onFields([next, middle, to])}
            />
            →
            <FieldSelect
              label={t('Field in the middle')}
              value={middle}
              none={t('nothing between')}
              onChange={(next) => onFields([from, next, to])}
            />
            →
            <FieldSelect
              label={t('Field at the right')}
              value={to}
              onChange={(next) => onFields([from, middle, next])}
            />
          </div>
        )
      }
    >
      <div ref={ref} style={{ minHeight: height + 22 }}>
        <div className={css.legend} aria-hidden>
          {shown.map((field, side) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same field may stand twice
            <span key={side}>{fieldLabel(field)}</span>
          ))}
        </div>
        <Chart
          key={key}
          label={title}
          height={height}
          option={drawn}
          marks={marksOf(graph, marked, measure, (link, keys) => setFilter(pressed(filter, link, keys)))}
          numbers={{
            head: [t('From'), t('To'), measure],
            rows: graph.links.map((link) => [nodeText(link.from), nodeText(link.to), format.exact(link.value)]),
          }}
          tip={(id) => {
            const node = graph.nodes.find((one) => one.id === id);
            const link = graph.links.find((one) => one.id === id);
            const value = node?.volume ?? link?.value ?? 0;
            return (
              <>
                <strong>{node ? nodeText(node) : link && `${nodeText(link.from)} → ${nodeText(link.to)}`}</strong>
                {exact(value)}, {format.share(value, graph.total)}
                <MarkedTip marked={litOf(id)} whole={value} measure={measure} />
                {node && isGuess(node, guessed) && (
                  <>
                    <br />
                    {t('most of it is guessed by port')}
                  </>
                )}
              </>
            );
          }}
        />
      </div>
    </ViewFrame>
  );
}

/** The filter after a touch of a band: both ends must hold; with Alt all but the flows of which both hold. */
export const pressed = (filter: string, { from, to }: Pick<Band, 'from' | 'to'>, keys: Keys): string =>
  narrowedAll(
    filter,
    [from, to].flatMap((end) => (end.value === undefined ? [] : [{ field: end.field, value: end.value || undefined }])),
    howOf(keys),
  );

function marksOf(
  graph: Graph,
  marked: ReadonlyMap<string, number> | undefined,
  measure: Measure,
  press: (link: Band, keys: Keys) => void,
): PictureMark[] {
  const exact = (value: number) => format.exactMeasured(value, measure);
  const lit = (id: string, value: number) => markedText(marked && (marked.get(id) ?? 0), value, measure);
  const pieces = piecesOf(graph, marked);
  return [
    ...graph.nodes.map(
      (node, dataIndex): PictureMark => ({
        id: node.id,
        text: `${fieldLabel(node.field)} ${nodeText(node)}: ${exact(node.volume)}, ${format.share(node.volume, graph.total)}${lit(node.id, node.volume)}`,
        find: { seriesIndex: 0, dataIndex, dataType: 'node' },
        ...(node.value === undefined ? {} : { of: { field: node.field, value: node.value || undefined } }),
      }),
    ),
    ...graph.links.map(
      (link): PictureMark => ({
        id: link.id,
        text: `${t('{from} to {to}: {value}', {
          from: nodeText(link.from),
          to: nodeText(link.to),
          value: exact(link.value),
        })}${lit(link.id, link.value)}`,
        find: { seriesIndex: 0, dataIndex: pieces.findIndex(({ band }) => band === link), dataType: 'edge' },
        press: (keys) => press(link, keys),
      }),
    ),
  ];
}
