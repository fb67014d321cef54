// biome-ignore-all lint/a11y/useSemanticElements: a windowed grid can't be a <table>; its rows are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell
/** A page of a windowed table: asks for its own rows, and shows those that are in sight. */

import { IconChevronRight } from '@tabler/icons-react';
import { memo, useEffect, useMemo, useState } from 'react';
import type { Answers, Question } from '#query/question.ts';
import { t } from '../language/t.ts';
import { useAnswer } from '../state/answer.ts';
import { type GridColumn, type GridRow, OPEN, OPEN_PX } from './column.ts';
import css from './table.module.css';
import { ROW_PX } from './window.ts';

export const PAGE_ROWS = 200;
/** Pages that only fly past while scrolling are not asked for. */
const REST_MS = 70;
const AHEAD_MS = 400;

/** Where a table's rows come from: one question a page, or a hook of its own that fetches a page. */
export type Source<R extends GridRow> = AskedSource<R> | FetchedSource<R>;

interface AskedSource<R extends GridRow> {
  /** asks which of these rows are marked, with one question or two; undefined: nothing is */
  readonly marked?: ((rows: readonly R[]) => readonly Question[]) | undefined;
  /** ids of marked rows in an answer to that; without it the answer has rows as the table's */
  readonly markedIds?: (answer: Answers[Question['kind']]) => readonly R['id'][];
  readonly question: (offset: number, limit: number) => Question;
  readonly rows: (answer: Answers[Question['kind']]) => readonly R[];
}

interface FetchedSource<R extends GridRow> {
  /** a hook; the same one as long as the table stands. `offset` undefined: nothing yet */
  readonly usePage: (offset: number | undefined) => {
    readonly rows: readonly R[] | undefined;
    readonly error: Error | undefined;
  };
}

export interface Look<R extends GridRow> {
  readonly columns: readonly GridColumn<R>[];
  readonly widths: readonly number[];
  /** id of the row that is open */
  readonly chosen: R['id'] | undefined;
  readonly gridId: string;
  /** "Open flow"; undefined: rows can't be opened */
  readonly openLabel: string | undefined;
}

interface Props<R extends GridRow> {
  readonly index: number;
  readonly source: Source<R>;
  /** rows in sight, half-open, of the whole table */
  readonly first: number;
  readonly end: number;
  /** px of row `first` below the top of the window */
  readonly top: number;
  /** its rows are asked for without waiting whether it only flies past */
  readonly atOnce: boolean;
  readonly active: { readonly row: number; readonly column: number } | undefined;
  readonly look: Look<R>;
  readonly onRows: (index: number, rows: readonly R[] | undefined) => void;
}

export function Page<R extends GridRow>({ index, source, first, end, top, atOnce, active, look, onRows }: Props<R>) {
  const rested = useRest(atOnce);
  const usePage = 'usePage' in source ? source.usePage : useNothing;
  const fetched = usePage(rested ? index * PAGE_ROWS : undefined);
  const asked = useAnswer(rested && 'question' in source ? source.question(index * PAGE_ROWS, PAGE_ROWS) : undefined);
  const { data, dimmed } = asked;
  const error = asked.error ?? fetched.error;
  const answered = useMemo(
    () => (data === undefined || !('rows' in source) ? undefined : source.rows(data)),
    [data, source],
  );
  const rows = 'usePage' in source ? fetched.rows : answered;
  const markings =
    'question' in source && answered !== undefined && answered.length > 0 && !dimmed
      ? source.marked?.(answered)
      : undefined;
  const one = useAnswer(markings?.[0]).data;
  const other = useAnswer(markings?.[1]).data;
  const marked = useMemo(() => {
    if (!('question' in source) || source.marked === undefined) return undefined;
    const idsIn = (answer: typeof one) =>
      answer === undefined ? [] : (source.markedIds?.(answer) ?? source.rows(answer).map((row) => row.id));
    return new Set([...idsIn(one), ...idsIn(other)]);
  }, [source, one, other]);
  useEffect(() => {
    onRows(index, rows);
    return () => onRows(index, undefined);
  }, [index, rows, onRows]);
  const seen: number[] = [];
  for (let row = first; row < end; row++) seen.push(row);
  return seen.map((row) => (
    <Row
      key={row}
      at={row}
      row={rows?.[row - index * PAGE_ROWS]}
      top={top + (row - first) * ROW_PX}
      activeColumn={active?.row === row ? active.column : undefined}
      dimmed={dimmed}
      marked={marked?.has(rows?.[row - index * PAGE_ROWS]?.id ?? -1) ?? false}
      failed={error !== undefined}
      look={look as unknown as Look<GridRow>}
    />
  ));
}

/** Asks for a page that nobody sees yet, once the table's first one has come and was looked at for a moment: with it the rows are put in order. */
export function Ahead<R extends GridRow>({ source, index }: { readonly source: Source<R>; readonly index: number }) {
  const asked = 'question' in source ? source : undefined;
  const { data, dimmed } = useAnswer(asked?.question(0, PAGE_ROWS));
  const isLookedAt = data !== undefined && !dimmed;
  const [wanted, setWanted] = useState<number>();
  useEffect(() => {
    if (!isLookedAt) return;
    const timer = window.setTimeout(() => setWanted(index), AHEAD_MS);
    return () => window.clearTimeout(timer);
  }, [isLookedAt, index]);
  useAnswer(isLookedAt && wanted !== undefined ? asked?.question(wanted * PAGE_ROWS, PAGE_ROWS) : undefined);
  return null;
}

const useNothing = () => ({ rows: undefined, error: undefined });

function useRest(atOnce: boolean): boolean {
  const [rested, setRested] = useState(atOnce);
  useEffect(() => {
    const timer = window.setTimeout(() => setRested(true), REST_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return rested;
}

interface RowProps {
  readonly at: number;
  readonly row: GridRow | undefined;
  readonly top: number;
  readonly activeColumn: number | undefined;
  readonly dimmed: boolean;
  /** by the highlight */
  readonly marked: boolean;
  readonly failed: boolean;
  readonly look: Look<GridRow>;
}

const Row = memo(function Row({ at, row, top, activeColumn, dimmed, marked, failed, look }: RowProps) {
  const { columns, widths, chosen, gridId, openLabel } = look;
  const lead = openLabel === undefined ? 0 : 1;
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      aria-selected={row !== undefined && row.id === chosen}
      className={css.row}
      data-row={at}
      data-odd={at % 2 === 1 || undefined}
      data-marked={marked || undefined}
      style={{ transform: `translateY(${top}px)`, opacity: dimmed ? 0.45 : undefined }}
    >
      {openLabel !== undefined && (
        <div
          role="gridcell"
          aria-colindex={1}
          id={activeColumn === 0 ? `${gridId}-active` : undefined}
          aria-label={row && `${openLabel} ${row.id}`}
          title={row && t('{openLabel} (Enter)', { openLabel })}
          data-column={OPEN}
          data-active={activeColumn === 0 || undefined}
          className={css.open}
          style={{ width: OPEN_PX }}
        >
          {row && <IconChevronRight size={15} stroke={2} aria-hidden />}
        </div>
      )}
      {columns.map((column, index) => (
        <div
          key={column.key}
          role="gridcell"
          aria-colindex={index + 1 + lead}
          id={activeColumn === index + lead ? `${gridId}-active` : undefined}
          data-column={column.key}
          data-active={activeColumn === index + lead || undefined}
          className={`${column.right ? css.right : css.cell} ${row && column.mark?.(row) ? css.mark : ''}`}
          style={{ width: widths[index] }}
        >
          {row === undefined
            ? failed || <span className={css.wait} style={{ width: `${30 + ((at * 7 + index * 13) % 50)}%` }} />
            : column.cell(row, Math.max(6, Math.floor((widths[index]! - 16) / 7)))}
        </div>
      ))}
    </div>
  );
});
