/** Where the rows of the list of hosts come from. */
import { useMemo } from 'react';
import type { Answer, HostOrder, Scope } from '#query/question.ts';
import { useMarked } from '../../state/answer.ts';
import { both } from '../../state/narrow.ts';
import type { Source } from '../../table/page.tsx';
import type { Row } from './host-columns.tsx';

export function useHostRows(scope: Scope, sort: HostOrder, descending: boolean): Source<Row> {
  const marked = useMarked(scope);
  return useMemo<Source<Row>>(
    () => ({
      question: (offset, limit) => ({ kind: 'hosts', scope, sort, descending, offset, limit }),
      marked:
        marked &&
        ((rows) =>
          // of one end each: of both there would be their peers, too
          (['src.ip', 'dst.ip'] as const).map((end) => ({
            kind: 'groups',
            scope: { ...marked, filter: both(marked.filter, `${end} in {${rows.map((row) => row.ip).join(' ')}}`) },
            by: [end],
            more: [],
            sort: 'flows',
            offset: 0,
            limit: rows.length,
          }))),
      markedIds: (answer) => (answer as Answer<'groups'>).rows.map((row) => String(row.values[0] ?? '')),
      rows: (answer) => (answer as Answer<'hosts'>).rows.map((row) => ({ ...row, id: row.ip })),
    }),
    [scope, sort, descending, marked],
  );
}
