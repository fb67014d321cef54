/** The panel every picture stands in: its question, what it is of, and the states no, not yet, nothing, failed. */

import { Button } from '@mantine/core';
import { type ReactNode, useId, useRef } from 'react';
import type { FilterFault } from '#query/question.ts';
import type { Table } from '../export/csv.ts';
import { ExportMenu } from '../export/export-menu.tsx';
import { FilterHints } from '../filter/filter-hints.tsx';
import { rich } from '../language/rich.tsx';
import { t } from '../language/t.ts';
import { told } from '../language/told.ts';
import { ApiFailure } from '../state/api.ts';
import { useDataset } from '../state/events.ts';
import { useScope } from '../state/scope.ts';
import * as format from './format.ts';
import css from './view-frame.module.css';

/** The part of `useAnswer`'s result that the frame looks at. */
export interface Asking {
  readonly data: unknown;
  readonly loading: boolean;
  readonly dimmed: boolean;
  readonly fault: FilterFault | undefined;
  readonly error: Error | undefined;
  readonly retry: () => void;
}

export interface ViewFrameProps {
  /** the question the picture answers */
  readonly title: string;
  /** unit and scope */
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  /** shown in their states: the first that failed, or waits, decides */
  readonly answers?: readonly Asking[];
  /** true: nothing to show; the frame says why and offers the way out */
  readonly empty?: boolean;
  /** said when empty, instead of "No flow matches" */
  readonly emptyNote?: ReactNode;
  /** the picture's numbers, for CSV; without it the frame offers nothing to take out */
  readonly data?: (() => Table | Promise<Table>) | undefined;
  readonly children?: ReactNode;
  readonly className?: string;
  readonly bodyClassName?: string;
}

export function ViewFrame({
  title,
  subtitle,
  actions,
  answers = [],
  empty = false,
  emptyNote,
  data,
  children,
  className,
  bodyClassName,
}: ViewFrameProps) {
  const id = useId();
  const frame = useRef<HTMLElement>(null);
  const failed = answers.find((one) => one.error !== undefined || one.fault !== undefined);
  const waiting = answers.some((one) => one.loading);
  const dimmed = answers.some((one) => one.dimmed);
  return (
    <section
      ref={frame}
      className={`${css.frame} ${className ?? ''}`}
      data-empty={(failed === undefined && !waiting && empty) || undefined}
      aria-labelledby={id}
      aria-busy={waiting || dimmed}
    >
      <header className={css.head}>
        <div className={css.words}>
          <h2 className={css.title} id={id}>
            {title}
          </h2>
          {subtitle !== undefined && <p className={css.subtitle}>{subtitle}</p>}
        </div>
        {(actions !== undefined || data !== undefined) && (
          <div className={css.actions} data-actions>
            {actions}
            {data !== undefined && (
              // has its place before there is anything to take out
              <span
                className={css.export}
                style={waiting || empty || failed !== undefined ? { visibility: 'hidden' } : undefined}
              >
                <ExportMenu title={title} data={data} frame={frame} />
              </span>
            )}
          </div>
        )}
      </header>
      <div className={`${css.body} ${dimmed ? css.dimmed : ''} ${bodyClassName ?? ''}`}>
        {failed?.error ? (
          <FailureNote error={failed.error} retry={failed.retry} />
        ) : failed?.fault ? (
          <FaultNote fault={failed.fault} />
        ) : waiting ? (
          <Skeleton />
        ) : empty ? (
          <EmptyNote>{emptyNote}</EmptyNote>
        ) : (
          children
        )}
      </div>
    </section>
  );
}

const WIDTHS = [92, 74, 61, 48, 30, 22];

export function Skeleton() {
  return (
    <div className={css.skeleton} role="status" data-waiting aria-label={t('Loading')}>
      {WIDTHS.map((width) => (
        <span key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

/** Nothing matches, or the dataset is empty: why, and the way out. */
export function EmptyNote({ children }: { readonly children?: ReactNode }) {
  const { dataset, filter, span, undo, setSpan } = useScope();
  const all = useDataset(dataset);
  if (children !== undefined) return <div className={css.note}>{children}</div>;
  const nothingYet = all !== undefined && all.flows === 0;
  return (
    <div className={css.note}>
      <p>
        {nothingYet
          ? all.importing
            ? t('The import has just begun; flows appear here as they are found.')
            : t('This dataset has no flows yet. Import a capture to see some.')
          : filter || span
            ? t('No flow matches: 0 of {all}.', { all: all ? format.count(all.flows) : t('all') })
            : t('There is nothing of this kind in the capture.')}
      </p>
      {!nothingYet && filter && <FilterHints />}
      {!nothingYet && (filter || span) && (
        <div className={css.way}>
          {filter && (
            <Button size="xs" variant="default" onClick={undo}>
              {t('Remove the last part of the filter')}
            </Button>
          )}
          {span && (
            <Button size="xs" variant="default" onClick={() => setSpan(undefined)}>
              {t('Show the whole time')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

export function FaultNote({ fault }: { readonly fault: FilterFault }) {
  const { undo, filter } = useScope();
  return (
    <div className={css.note} role="alert">
      <p>
        {t('The filter can’t be understood: {why}', { why: told(fault.message) })}{' '}
        {fault.end > fault.start &&
          rich('(at “{place}”)', {
            place: <span className="mono">{filter.slice(fault.start, fault.end)}</span>,
          })}
      </p>
      <Button size="xs" variant="default" onClick={undo}>
        {t('Remove the last part of the filter')}
      </Button>
    </div>
  );
}

export function FailureNote({ error, retry }: { readonly error: Error; readonly retry?: () => void }) {
  return (
    <div className={css.note} role="alert">
      <p>{error instanceof ApiFailure ? told(error.message) : t('This picture could not be drawn.')}</p>
      {retry && (
        <Button size="xs" variant="default" onClick={retry}>
          {t('Try again')}
        </Button>
      )}
      <details className={css.details}>
        <summary>{t('Details for a report')}</summary>
        <pre>{error instanceof ApiFailure ? error.details : `${error.name}: ${error.message}`}</pre>
      </details>
    </div>
  );
}
