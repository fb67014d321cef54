/** A page of top lists about one kind of flows, with what else it shows above them. */
import type { ReactNode } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import { WhenSeen } from '../chart/when-seen.tsx';
import { useTotals } from '../state/answer.ts';
import { both } from '../state/narrow.ts';
import { useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import { EmptyNote, FailureNote, FaultNote, Skeleton } from '../style/view-frame.tsx';
import css from './panel-page.module.css';
import { TopPanel } from './top-panel.tsx';

export interface Panel {
  readonly field: string;
  readonly title: string;
  readonly many: string;
  readonly nothing: string;
  /** a part of the filter that this picture alone adds to the page's */
  readonly within?: string;
  readonly absent?: string;
  readonly long?: boolean;
}

export function PanelPage({
  within,
  title,
  none,
  panels,
  children,
}: {
  /** the filter of the page's flows */
  readonly within: string;
  readonly title: string;
  /** said where there is no such flow */
  readonly none: string;
  readonly panels: readonly Panel[];
  readonly children?: ReactNode;
}): ReactNode {
  const { scope, measure } = useScope();
  const totals = useTotals({ ...scope, filter: both(scope.filter, within) });
  if (totals.error) return <FailureNote error={totals.error} retry={totals.retry} />;
  if (totals.fault) return <FaultNote fault={totals.fault} />;
  if (!totals.data) return <Skeleton />;
  const { flows, bytes } = totals.data.scope;
  if (flows === 0) return <EmptyNote>{totals.data.all.flows > 0 ? <p>{none}</p> : undefined}</EmptyNote>;
  return (
    <div className={css.view}>
      <h2 className={css.title}>
        {title}
        <span className="muted">
          {format.counted(flows, 'flow')}, {format.bytes(bytes)}
        </span>
      </h2>
      <div className={css.grid}>
        {panels
          .filter((panel) => FIELD_BY_KEY.get(panel.field)?.groups)
          .map((panel) => (
            <WhenSeen key={panel.title} className={css.cell} height={220}>
              <TopPanel
                {...panel}
                within={panel.within === undefined ? within : both(within, panel.within)}
                measure={measure}
                few={8}
              />
            </WhenSeen>
          ))}
        {children}
      </div>
    </div>
  );
}

/** Over the whole width of the page. */
export const Wide = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <WhenSeen className={`${css.cell} ${css.wide}`} height={220}>
    {children}
  </WhenSeen>
);
