// biome-ignore-all lint/a11y/useSemanticElements: a windowed grid can't be a <table>; its rows are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell
/** A page of the flow table: asks for its own rows, and shows those that are in sight. */
import { memo, useEffect, useState } from 'react';
import type { FlowRow, Scope, SortKey } from '#query/question.ts';
import { useAnswer } from '../../state/answer.ts';
import type { Zone } from '../../style/format.ts';
import type { ChartColors } from '../../style/theme.ts';
import { Balance, CellValue, type Plain } from './cell.tsx';
import { BALANCE, type Column } from './columns.ts';
import css from './flows.module.css';
import { ROW_PX } from './window.ts';

export const PAGE_ROWS = 200;
/** Pages that only fly past while scrolling are not asked for. */
const REST_MS = 70;

export interface Look {
  readonly columns: readonly Column[];
  readonly widths: readonly number[];
  readonly zone: Zone;
  /** all on one day: the header says which */
  readonly oneDay: boolean;
  readonly colors: ChartColors;
  /** number of the flow in the inspector */
  readonly inspected: number | undefined;
  readonly gridId: string;
}

interface Props {
  readonly index: number;
  readonly scope: Scope;
  readonly fields: readonly string[];
  readonly sort: readonly SortKey[];
  /** rows in sight, half-open, of the whole table */
  readonly first: number;
  readonly end: number;
  /** px of row `first` below the top of the window */
  readonly top: number;
  readonly active: { readonly row: number; readonly column: number } | undefined;
  readonly look: Look;
  readonly onRows: (index: number, rows: readonly FlowRow[] | undefined) => void;
}

export function Page({ index, scope, fields, sort, first, end, top, active, look, onRows }: Props) {
  const rested = useRest(index === 0);
  const { data, dimmed, error } = useAnswer(
    rested ? { kind: 'flows', scope, fields, sort, offset: index * PAGE_ROWS, limit: PAGE_ROWS } : undefined,
  );
  const rows = data?.rows;
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
      failed={error !== undefined}
      look={look}
    />
  ));
}

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
  readonly row: FlowRow | undefined;
  readonly top: number;
  readonly activeColumn: number | undefined;
  readonly dimmed: boolean;
  readonly failed: boolean;
  readonly look: Look;
}

const Row = memo(function Row({ at, row, top, activeColumn, dimmed, failed, look }: RowProps) {
  const { columns, widths, zone, oneDay, colors, gridId } = look;
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      aria-selected={row !== undefined && row.id === look.inspected}
      className={css.row}
      data-row={at}
      data-odd={at % 2 === 1 || undefined}
      style={{ transform: `translateY(${top}px)`, opacity: dimmed ? 0.45 : undefined }}
    >
      {columns.map((column, index) => (
        <div
          key={column.key}
          role="gridcell"
          aria-colindex={index + 1}
          id={activeColumn === index ? `${gridId}-active` : undefined}
          data-column={column.key}
          data-active={activeColumn === index || undefined}
          className={column.right ? css.right : css.cell}
          style={{ width: widths[index] }}
        >
          {row === undefined ? (
            failed ? null : (
              <span className={css.wait} style={{ width: `${30 + ((at * 7 + index * 13) % 50)}%` }} />
            )
          ) : column.key === BALANCE ? (
            <Balance sent={Number(row['src.bytes'] ?? 0)} received={Number(row['dst.bytes'] ?? 0)} />
          ) : (
            <CellValue
              field={column.field!}
              value={row[column.key] as Plain | undefined}
              row={row}
              zone={zone}
              oneDay={oneDay}
              colors={colors}
              chars={Math.max(6, Math.floor((widths[index] - 16) / 7))}
            />
          )}
        </div>
      ))}
    </div>
  );
});
