/** Flows: the table of all that is left by filter and time, or their groups with subtotals. */

import { Button } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { IconTag } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { ExportMenu } from '../../export/export-menu.tsx';
import { t } from '../../language/t.ts';
import { FieldSelect } from '../../pictures/field-select.tsx';
import { GroupTree } from '../../pictures/group-tree.tsx';
import { useTotals } from '../../state/answer.ts';
import { api } from '../../state/api.ts';
import { useDataset } from '../../state/events.ts';
import { readSort, useScope } from '../../state/scope.ts';
import { useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { EmptyNote, FailureNote, FaultNote, Skeleton } from '../../style/view-frame.tsx';
import { MarkBar } from '../../tags/mark-bar.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { phoneColumns, printColumns, readColumns } from './columns.ts';
import { FlowPage } from './flow-page.tsx';
import { FlowTable } from './flow-table.tsx';
import css from './flows.module.css';

const GROUPS = { by: '', next: '', third: '', fourth: '', page: '', packet: '' } as const;
/** Fields that flows are grouped by, one within the other. */
const LEVELS = ['by', 'next', 'third', 'fourth'] as const;
/** Rows that go into a CSV from here; all of them come from the link beside it. */
const MOST = 10_000;

export default function FlowsView() {
  const [state, set] = useViewState(GROUPS);
  if (state.page !== '') return <FlowPage id={state.page} onBack={() => set({ page: '', packet: '' }, true)} />;
  return <AllFlows />;
}

function AllFlows() {
  const { dataset, scope, search, setSearch } = useScope();
  const frame = useRef<HTMLElement>(null);
  const totals = useTotals(scope);
  const whole = useDataset(dataset);
  const [state, set] = useViewState(GROUPS);
  const [kept, setKept] = useLocalStorage<string>({
    key: 'capscope-columns',
    defaultValue: '',
    getInitialValueInEffect: false,
  });
  const small = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const columns = useMemo(
    () => (small && search.cols === undefined ? phoneColumns() : readColumns(search.cols)),
    [small, search.cols],
  );
  // the columns of the last time stand in the address too, so that a copied link shows the same
  useEffect(() => {
    if (search.cols === undefined && kept !== '') setSearch({ cols: kept }, true);
  }, [search.cols, kept, setSearch]);
  const [tagging, setTagging] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const ticks = useMemo(
    () =>
      tagging
        ? {
            chosen,
            toggle: (id: number) =>
              setChosen((before) => {
                const next = new Set(before);
                if (!next.delete(id) && next.size < MOST) next.add(id);
                return next;
              }),
          }
        : undefined,
    [tagging, chosen],
  );
  const choose = (keys: readonly string[]) => {
    const text = printColumns(keys);
    setKept(text ?? '');
    setSearch({ cols: text });
  };
  if (totals.error) return <FailureNote error={totals.error} retry={totals.retry} />;
  if (totals.fault) return <FaultNote fault={totals.fault} />;
  // the first rows are asked for with the totals, not after them
  const flows = totals.data?.scope.flows ?? whole?.flows;
  if (flows === undefined)
    return (
      <div className={css.loading}>
        <Skeleton />
      </div>
    );
  const by = LEVELS.map((level) => state[level]).filter((field, at, all) => field !== '' && all.indexOf(field) === at);
  const csv = async () => {
    const fields = columns.flatMap((column) => (column.field ? [column.key] : []));
    const sort = readSort(search.s);
    const reply = await api.ask(dataset, { kind: 'flows', scope, fields, sort, offset: 0, limit: MOST });
    if (!reply.ok) throw new Error(reply.message);
    return { head: fields, rows: reply.answer.rows.map((row) => fields.map((field) => row[field])) };
  };
  const all = new URLSearchParams({
    filter: scope.filter,
    ...(scope.from === undefined ? {} : { from: String(scope.from) }),
    ...(scope.to === undefined ? {} : { to: String(scope.to) }),
  });
  return (
    <section ref={frame} className={css.view} aria-labelledby="flows-title">
      <header className={css.bar}>
        <h2 id="flows-title">{t('Who talks to whom?')}</h2>
        <p className="muted">
          {totals.data !== undefined && `${format.exact(flows)} ${flows === 1 ? t('flow') : t('flows')}`}
        </p>
        <span className={css.grouping}>
          {LEVELS.slice(0, by.length + 1).map((level, depth) => (
            <FieldSelect
              key={level}
              label={
                depth === 0 ? t('Group by') : depth === 1 ? t('Then by') : t('Then by, {depth}', { depth: depth + 1 })
              }
              value={by[depth] ?? ''}
              none={depth === 0 ? t('no groups') : t('no more groups')}
              onChange={(next) => {
                const levels = next === '' ? by.slice(0, depth) : [...by.slice(0, depth), next, ...by.slice(depth + 1)];
                set(Object.fromEntries(LEVELS.map((one, at) => [one, levels[at] ?? ''])));
              }}
            />
          ))}
        </span>
        {by.length === 0 && (
          <Button
            size="compact-xs"
            variant={tagging ? 'light' : 'default'}
            aria-pressed={tagging}
            leftSection={<IconTag size={14} stroke={1.7} aria-hidden />}
            onClick={() => {
              setTagging(!tagging);
              if (tagging) setChosen(new Set());
              // what is put on is seen
              else if (!columns.some(({ key }) => key === 'tag'))
                choose(columns.flatMap(({ key }, at) => (at === 0 ? [key, 'tag'] : [key])));
            }}
          >
            {t('Tag flows')}
          </Button>
        )}
        {by.length === 0 && <ColumnChooser columns={columns} onChange={choose} />}
        <ExportMenu
          title={t('Flows')}
          frame={frame}
          data={csv}
          links={[
            { label: t('All flows, all fields, as CSV'), href: `/api/datasets/${dataset}/flows.csv?${all}` },
            { label: t('All flows as JSON lines'), href: `/api/datasets/${dataset}/flows.jsonl?${all}` },
          ]}
        />
      </header>
      {tagging && by.length === 0 && <MarkBar chosen={chosen} total={flows} onClear={() => setChosen(new Set())} />}
      {totals.data?.scope.flows === 0 && !totals.dimmed ? (
        <EmptyNote />
      ) : by.length > 0 ? (
        <GroupTree
          by={by}
          label={t('Flows in groups')}
          onFlows={(filter) => setSearch({ q: filter, sel: undefined })}
        />
      ) : (
        <FlowTable columns={columns} total={flows} onColumns={choose} ticks={ticks} />
      )}
    </section>
  );
}
