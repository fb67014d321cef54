/** Who talks to whom: as a graph and as a matrix, of hosts or of the groups they are in. */

import { SegmentedControl, Select } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import type { Question } from '#query/question.ts';
import { t } from '../../language/t.ts';
import { useAnswer } from '../../state/answer.ts';
import { useMarkedGroups } from '../../state/marked.ts';
import { useScope } from '../../state/scope.ts';
import { useOnlyStations } from '../../state/stations.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import css from './conversations.module.css';
import { GraphPicture } from './graph-picture.tsx';
import { MatrixPicture } from './matrix-picture.tsx';
import { type Marked, networkOf } from './network.ts';

const DEFAULTS = { of: 'ip', as: 'graph', n: '300' } as const;
const LEVELS = [
  { value: 'ip', label: t('Hosts') },
  { value: 'net', label: t('Networks') },
  { value: 'org', label: t('Operators') },
  { value: 'country', label: t('Countries') },
  { value: 'mac', label: t('Stations') },
] as const;
const NUMBERS = ['50', '100', '300', '1000', '3000'];

export default function ConversationsView(): ReactNode {
  const { scope, measure } = useScope();
  const [state, set] = useViewState(DEFAULTS);
  const onlyStations = useOnlyStations();
  const chosen = oneOf(
    LEVELS.map((one) => one.value),
    state.of,
  );
  const of = chosen === 'ip' && onlyStations ? 'mac' : chosen;
  const n = NUMBERS.includes(state.n) ? Number(state.n) : 300;
  const question = {
    kind: 'groups',
    scope,
    by: [`src.${of}`, `dst.${of}`],
    more: [],
    sort: measure,
    offset: 0,
    limit: n,
  } satisfies Question;
  const asked = useAnswer(question);
  const network = useMemo(() => networkOf(asked.data?.rows ?? [], measure), [asked.data, measure]);
  const marking = useMarkedGroups(question);
  const marked = useMemo<Marked>(
    () => marking && ((from, to) => marking.of(from, to)?.[measure] ?? 0),
    [marking, measure],
  );
  const answer = asked.data;
  const sum = network.links.reduce((all, link) => all + link.value, 0);
  return (
    <div className={css.view}>
      <ViewFrame
        className={css.frame!}
        title={t('Who talks to whom?')}
        subtitle={
          answer &&
          t('{n} of {groups} pairs by {measure}, {share} of {total}; an arrow goes from who began to who answered', {
            n: format.count(network.links.length),
            groups: format.count(answer.groups),
            measure: format.measureWord(measure),
            share: format.share(sum, answer.total[measure]) || '0 %',
            total: format.measured(answer.total[measure], measure),
          })
        }
        answers={[asked]}
        empty={network.nodes.length === 0}
        data={() => ({
          head: [`src.${of}`, `dst.${of}`, 'flows', 'bytes', 'packets', 'bytes sent', 'bytes received'],
          rows: (answer?.rows ?? []).map((row) => [
            ...row.values,
            row.flows,
            row.bytes,
            row.packets,
            row.sentBytes,
            row.receivedBytes,
          ]),
        })}
        actions={
          <div className={css.tools}>
            <SegmentedControl
              size="xs"
              aria-label={t('Ends are')}
              data={LEVELS.map((one) => ({ ...one }))}
              value={of}
              onChange={(next) => set({ of: next })}
            />
            <SegmentedControl
              size="xs"
              aria-label={t('How to draw it')}
              data={[
                { value: 'graph', label: t('Graph') },
                { value: 'matrix', label: t('Matrix') },
              ]}
              value={state.as}
              onChange={(as) => set({ as })}
            />
            <Select
              size="xs"
              aria-label={t('Pairs shown')}
              data={NUMBERS.map((value) => ({
                value,
                label: t('{value} pairs', { value: format.count(Number(value)) }),
              }))}
              value={String(n)}
              onChange={(next) => next && set({ n: next })}
              allowDeselect={false}
              w={110}
            />
          </div>
        }
      >
        {state.as === 'matrix' ? (
          <MatrixPicture network={network} of={of} marked={marked} />
        ) : (
          <GraphPicture network={network} of={of} marked={marked} />
        )}
      </ViewFrame>
    </div>
  );
}
