/** Whom a host talks to: countries, in them the hosts, each with its volumes. */
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Question } from '#query/question.ts';
import { t } from '../../language/t.ts';
import { GroupTree } from '../../pictures/group-tree.tsx';
import { VOLUME_HEAD, volumeCells } from '../../pictures/volume-table.ts';
import { useAnswer } from '../../state/answer.ts';
import { both } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import css from './hosts.module.css';

const PEERS = { peers: '' } as const;
const SIDES = ['called', 'callers'] as const;
const EXPORTED = 1000;

/** `began`: it began some flow; of a host that only answers, those who called it come first. */
export function PeersTree({ ip, began }: { readonly ip: string; readonly began: boolean }): ReactNode {
  const { scope, measure } = useScope();
  const [state, set] = useViewState(PEERS);
  const side = oneOf(SIDES, state.peers === '' && !began ? 'callers' : state.peers);
  const within = side === 'called' ? `src.ip == ${ip}` : `dst.ip == ${ip}`;
  const by = side === 'called' ? ['dst.country', 'dst.ip'] : ['src.country', 'src.ip'];
  const asked = useAnswer({
    kind: 'groups',
    scope: { ...scope, filter: both(scope.filter, within) },
    by,
    more: [],
    sort: measure,
    offset: 0,
    limit: EXPORTED,
  } satisfies Question);
  const { rows = [], groups = 0, total } = asked.data ?? {};
  const peers = format.counted(groups, 'peer');
  const nothing = side === 'called' ? t('It began no flow.') : t('It answered no flow.');
  return (
    <div className={css.wide}>
      <ViewFrame
        title={t('Where are its peers?')}
        subtitle={
          asked.data &&
          (side === 'called'
            ? t('{peers} of the flows it began, by country; sent is what it sent', { peers })
            : t('{peers} of the flows it answered, by country; sent is what they sent', { peers }))
        }
        answers={[asked]}
        empty={rows.length === 0}
        {...(total && total.flows === 0 ? { emptyNote: <p>{nothing}</p> } : {})}
        data={() => ({
          head: ['country', 'address', ...VOLUME_HEAD],
          rows: rows.map((row) => [row.values[0], row.values[1], ...volumeCells(row)]),
        })}
        actions={
          <SegmentedControl
            size="xs"
            aria-label={t('Which peers')}
            data={[
              { value: 'called', label: t('It called') },
              { value: 'callers', label: t('They called it') },
            ]}
            value={side}
            onChange={(peers) => set({ peers })}
          />
        }
      >
        <div className={css.peers}>
          <GroupTree key={side} by={by} within={within} label={t('Peers by country')} />
        </div>
      </ViewFrame>
    </div>
  );
}
