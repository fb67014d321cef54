/** The names whose answers take longest. */

import { type ReactNode, useMemo } from 'react';
import type { Question } from '#query/question.ts';
import { LitNumber } from '../../chart/lit-number.tsx';
import { markedWords } from '../../chart/marked.tsx';
import { t } from '../../language/t.ts';
import { useAnswer } from '../../state/answer.ts';
import { type MarkedGroups, useMarkedGroups } from '../../state/marked.ts';
import { both } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { type DataColumn, DataTable } from '../../table/data-table.tsx';

const LIMIT = 50;

interface Row {
  readonly id: string;
  readonly name: string | undefined;
  /** ms */
  readonly slowest: number | undefined;
  readonly mean: number | undefined;
  readonly flows: number;
}

const time = (ms: number | undefined): string => (ms === undefined ? '–' : format.duration(ms / 1000));

const columnsOf = (marked: MarkedGroups | undefined): readonly DataColumn<Row>[] => [
  { key: 'slowest', label: t('Longest'), right: true, value: (row) => row.slowest, cell: (row) => time(row.slowest) },
  { key: 'mean', label: t('Mean'), right: true, value: (row) => row.mean, cell: (row) => time(row.mean) },
  {
    key: 'flows',
    label: t('Flows'),
    right: true,
    value: (row) => row.flows,
    cell: (row) => (
      <LitNumber
        marked={marked && (marked.of(row.name)?.flows ?? 0)}
        whole={row.flows}
        words={(lit) => markedWords(lit, row.flows, 'flows')}
      >
        {format.exact(row.flows)}
      </LitNumber>
    ),
  },
  {
    key: 'name',
    label: t('Question'),
    value: (row) => row.name,
    cell: (row) => <span title={row.name}>{format.middle(row.name ?? t('Not known'), 60)}</span>,
    mark: (row) => ({ field: 'dns.query', value: row.name }),
  },
];

export function SlowNames({ within }: { readonly within: string }): ReactNode {
  const { scope } = useScope();
  const question = {
    kind: 'groups',
    scope: { ...scope, filter: both(scope.filter, both(within, 'dns.latency')) },
    by: ['dns.query'],
    more: ['latency', 'slowest'],
    sort: 'slowest',
    offset: 0,
    limit: LIMIT,
  } satisfies Question;
  const asked = useAnswer(question);
  const marked = useMarkedGroups(question);
  const columns = useMemo(() => columnsOf(marked), [marked]);
  const rows = useMemo(
    () =>
      (asked.data?.rows ?? []).map(({ values: [value], flows, more }): Row => {
        const name = value === undefined ? undefined : String(value);
        return { id: name ?? '', name, slowest: more.slowest, mean: more.latency, flows };
      }),
    [asked.data],
  );
  return (
    <ViewFrame
      title={t('Which names are answered slowly?')}
      subtitle={
        asked.data &&
        t('from question to answer; {n} of {groups} in {flows} with an answer', {
          n: format.count(rows.length),
          groups: format.counted(asked.data.groups, 'name'),
          flows: format.counted(asked.data.total.flows, 'flow'),
        })
      }
      answers={[asked]}
      empty={rows.length === 0}
      emptyNote={<p>{t('No response was seen after its question.')}</p>}
      data={() => ({
        head: ['question', 'longest ms', 'mean ms', 'flows'],
        rows: rows.map((row) => [row.name, row.slowest, row.mean, row.flows]),
      })}
    >
      <DataTable label={t('Slow names')} rows={rows} columns={columns} height={360} />
    </ViewFrame>
  );
}
