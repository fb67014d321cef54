/** From which country, over which application, to which country: a sankey in which every part adds up. */
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useMemo } from 'react';
import type { Question } from '#query/question.ts';
import { Chart, type PictureMark } from '../../chart/chart.tsx';
import { useAnswer } from '../../state/answer.ts';
import { howOf } from '../../state/marks.tsx';
import { narrowed } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import css from './protocols.module.css';
import { type Graph, graphOf, nodeText, sankey } from './sankey.ts';

const LIMIT = 10;
const HEIGHT = 460;

export function CountryFlows(): ReactNode {
  const { scope, measure, filter, setFilter } = useScope();
  const colors = useChartColors();
  const narrow = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  const ask = { kind: 'links', scope, measure, limit: LIMIT } as const;
  const sources = useAnswer(narrow ? undefined : ({ ...ask, from: 'src.country', to: 'app' } satisfies Question));
  const targets = useAnswer({ ...ask, from: 'app', to: 'dst.country' } satisfies Question);
  const graph = useMemo(
    () => graphOf(narrow ? [] : (sources.data?.links ?? []), targets.data?.links ?? []),
    [narrow, sources.data, targets.data],
  );
  const drawn = useMemo(() => sankey(graph, measure, colors), [graph, measure, colors]);
  const exact = (value: number) => format.exactMeasured(value, measure);
  return (
    <ViewFrame
      title="Which applications talk to which countries?"
      subtitle={
        targets.data &&
        `${measure}${measure === 'flows' ? '' : ', both directions'}, ${format.measured(graph.total, measure)}; the ${LIMIT} largest of each, the rest as “other”`
      }
      bodyClassName={css.high!}
      answers={narrow ? [targets] : [sources, targets]}
      empty={graph.nodes.length === 0}
    >
      <div className={css.legend} aria-hidden>
        {!narrow && <span>Source</span>}
        <span>Application</span>
        <span>Destination</span>
      </div>
      <Chart
        key={narrow ? 'two' : 'three'}
        label="Volumes between source countries, applications and destination countries"
        height={HEIGHT}
        option={drawn}
        marks={marksOf(graph, exact, (link, keys) => {
          let next = filter;
          const how = howOf(keys);
          // both ends of a band must hold; taking a band out is not a filter of one field
          if (how === 'exclude') return;
          for (const end of [link.from, link.to])
            if (end.value !== undefined) next = narrowed(next, end.field, end.value || undefined, how);
          setFilter(next);
        })}
        numbers={{
          head: ['From', 'To', measure],
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
            </>
          );
        }}
      />
    </ViewFrame>
  );
}

function marksOf(
  graph: Graph,
  exact: (value: number) => string,
  press: (link: Graph['links'][number], keys: Parameters<typeof howOf>[0]) => void,
): PictureMark[] {
  return [
    ...graph.nodes.map(
      (node, dataIndex): PictureMark => ({
        id: node.id,
        text: `${SIDE[node.side]} ${nodeText(node)}: ${exact(node.volume)}, ${format.share(node.volume, graph.total)}`,
        find: { seriesIndex: 0, dataIndex, dataType: 'node' },
        ...(node.value === undefined ? {} : { of: { field: node.field, value: node.value || undefined } }),
      }),
    ),
    ...graph.links.map(
      (link, dataIndex): PictureMark => ({
        id: link.id,
        text: `${nodeText(link.from)} to ${nodeText(link.to)}: ${exact(link.value)}`,
        find: { seriesIndex: 0, dataIndex, dataType: 'edge' },
        press: (keys) => press(link, keys),
      }),
    ),
  ];
}

const SIDE = { source: 'From', app: 'Application', target: 'To' } as const;
