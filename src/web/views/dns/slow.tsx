/** The answers that took longest. */

import { type ReactNode, useMemo } from 'react';
import type { FlowRow, Question } from '#query/question.ts';
import { t } from '../../language/t.ts';
import { useAnswer, useMarked } from '../../state/answer.ts';
import { both } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';
import { type DataColumn, DataTable } from '../../table/data-table.tsx';

const FIELDS = ['dns.latency', 'dns.query', 'dns.type', 'dns.rcode', 'src.ip', 'dst.ip', 'start'];
const LIMIT = 50;

export function Slow(): ReactNode {
  const { scope, inspect } = useScope();
  const [zone] = useZone();
  const asked = useAnswer({
    kind: 'flows',
    scope: { ...scope, filter: both(scope.filter, 'dns.latency') },
    fields: FIELDS,
    sort: [{ field: 'dns.latency', descending: true }],
    offset: 0,
    limit: LIMIT,
  } satisfies Question);
  const rows = asked.data?.rows ?? [];
  const highlighted = useMarked(scope);
  const isLit = highlighted !== undefined && rows.length > 0 && !asked.dimmed;
  const lit = useAnswer(
    isLit
      ? ({
          kind: 'flows',
          scope: { filter: both(highlighted.filter, `id in {${rows.map(({ id }) => id).join(' ')}}`) },
          fields: ['id'],
          sort: [],
          offset: 0,
          limit: LIMIT,
        } satisfies Question)
      : undefined,
  );
  const marked = useMemo(
    () => (isLit && lit.data ? new Set(lit.data.rows.map(({ id }) => id)) : undefined),
    [isLit, lit.data],
  );
  const columns = useMemo(() => {
    const text = (key: string, label: string): DataColumn<FlowRow> => ({
      key,
      label,
      value: (row) => row[key],
      cell: (row) => (
        <span className={key.endsWith('.ip') ? 'mono' : undefined} title={String(row[key] ?? '')}>
          {format.middle(String(row[key] ?? '–'), 48)}
        </span>
      ),
      mark: (row) => (row[key] === undefined ? undefined : { field: key, value: row[key] }),
    });
    return [
      {
        key: 'dns.latency',
        label: t('Took'),
        right: true,
        value: (row: FlowRow) => row['dns.latency'],
        cell: (row: FlowRow) => (
          <button type="button" style={LINK} title={t('Open the flow')} onClick={() => inspect(row.id)}>
            {format.duration(Number(row['dns.latency']) / 1000)}
          </button>
        ),
      },
      text('dns.query', t('Question')),
      text('dns.type', t('Type')),
      text('dns.rcode', t('Result')),
      text('src.ip', t('Asked by')),
      text('dst.ip', t('Asked of')),
      {
        key: 'start',
        label: t('Start'),
        value: (row: FlowRow) => row.start,
        cell: (row: FlowRow) => format.dateTime(String(row.start), zone, 3),
      },
    ] as readonly DataColumn<FlowRow>[];
  }, [zone, inspect]);
  return (
    <ViewFrame
      title={t('Which answers took longest?')}
      subtitle={
        asked.data &&
        t('the {n} slowest of {total} with an answer', {
          n: format.count(rows.length),
          total: format.counted(asked.data.total, 'flow'),
        })
      }
      answers={[asked]}
      empty={rows.length === 0}
      emptyNote={<p>{t('No response was seen after its question.')}</p>}
      data={() => ({ head: FIELDS, rows: rows.map((row) => FIELDS.map((key) => row[key])) })}
    >
      <DataTable
        label={t('Slow answers')}
        rows={rows}
        columns={columns}
        height={360}
        isMarked={(row) => marked?.has(row.id)}
      />
    </ViewFrame>
  );
}

const LINK = { padding: 0, border: 0, background: 'none', color: 'var(--accent)', font: 'inherit', cursor: 'pointer' };
