/** Flows: the table of all that is left by filter and time. */
import { useMemo } from 'react';
import { useTotals } from '../../state/answer.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { EmptyNote, FailureNote, FaultNote, Skeleton } from '../../style/view-frame.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { printColumns, readColumns } from './columns.ts';
import { FlowTable } from './flow-table.tsx';
import css from './flows.module.css';

export default function FlowsView() {
  const { scope, search, setSearch } = useScope();
  const totals = useTotals(scope);
  const columns = useMemo(() => readColumns(search.cols), [search.cols]);
  if (totals.error) return <FailureNote error={totals.error} retry={totals.retry} />;
  if (totals.fault) return <FaultNote fault={totals.fault} />;
  if (!totals.data)
    return (
      <div className={css.loading}>
        <Skeleton />
      </div>
    );
  const { flows } = totals.data.scope;
  return (
    <section className={css.view} aria-labelledby="flows-title">
      <header className={css.bar}>
        <h2 id="flows-title">Who talks to whom?</h2>
        <p className="muted">
          {format.exact(flows)} {flows === 1 ? 'flow' : 'flows'}
        </p>
        <ColumnChooser columns={columns} onChange={(keys) => setSearch({ cols: printColumns(keys) })} />
      </header>
      {flows === 0 && !totals.dimmed ? <EmptyNote /> : <FlowTable columns={columns} total={flows} />}
    </section>
  );
}
