// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolled region must be reached by the keyboard
/** A table of rows that are all there: sorted by a click on a header, cells are marks. */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useMarks } from '../state/marks.tsx';
import type { Mark } from './column.ts';
import css from './data-table.module.css';

export interface DataColumn<R> {
  readonly key: string;
  readonly label: string;
  readonly about?: string;
  readonly right?: boolean;
  /** what the column is sorted by */
  readonly value: (row: R) => string | number | boolean | undefined;
  readonly cell: (row: R) => ReactNode;
  /** on a phone, where a row is a few lines: its title, a number beside that, a line of its own; else one of the parts, with its label */
  readonly phone?: 'title' | 'beside' | 'line';
  /** undefined: the cell is no mark */
  readonly mark?: (row: R) => Mark | undefined;
}

export function DataTable<R extends { readonly id: string | number }>({
  label,
  rows,
  columns,
  height,
  isMarked,
  onOpen,
}: {
  readonly label: string;
  /** in the order of the answer, until another is chosen */
  readonly rows: readonly R[];
  readonly columns: readonly DataColumn<R>[];
  readonly height?: number | string;
  /** by the highlight */
  readonly isMarked?: (row: R) => boolean | undefined;
  /** a double click, or Enter on the first cell's row */
  readonly onOpen?: (row: R) => void;
}): ReactNode {
  const marks = useMarks();
  const [sort, setSort] = useState<{ readonly key: string; readonly descending: boolean }>();
  const sorted = useMemo(() => {
    const column = columns.find((one) => one.key === sort?.key);
    if (!sort || !column) return rows;
    const sign = sort.descending ? -1 : 1;
    return [...rows].sort((a, b) => {
      const [x, y] = [column.value(a), column.value(b)];
      if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
      return (
        sign *
        (typeof x === 'number' && typeof y === 'number'
          ? x - y
          : String(x).localeCompare(String(y), 'en', { numeric: true }))
      );
    });
  }, [rows, columns, sort]);
  const next = (column: DataColumn<R>) => {
    const first = column.right ?? false;
    if (sort?.key !== column.key) setSort({ key: column.key, descending: first });
    else if (sort.descending === first) setSort({ key: column.key, descending: !first });
    else setSort(undefined);
  };
  return (
    <section
      className={css.scroll}
      style={
        height === undefined ? undefined : { ['--most' as string]: typeof height === 'number' ? `${height}px` : height }
      }
      tabIndex={0}
      aria-label={label}
    >
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map((column) => {
              const isSorted = sort?.key === column.key;
              const Sign = sort?.descending ? IconArrowDown : IconArrowUp;
              return (
                <th
                  key={column.key}
                  scope="col"
                  title={column.about}
                  data-right={column.right || undefined}
                  aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
                >
                  {column.label === '' ? (
                    <span aria-hidden />
                  ) : (
                    <button type="button" onClick={() => next(column)}>
                      {column.label}
                      {isSorted && <Sign size={12} stroke={2} aria-hidden />}
                    </button>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={row.id} data-marked={isMarked?.(row) || undefined} onDoubleClick={onOpen && (() => onOpen(row))}>
              {columns.map((column, index) => {
                const mark = column.mark?.(row);
                return (
                  <td
                    key={column.key}
                    data-right={column.right || undefined}
                    data-phone={column.phone ?? (index === 0 ? 'title' : 'part')}
                    data-label={column.label}
                  >
                    {mark ? (
                      <button type="button" className={css.mark} {...marks.props(mark.field, mark.value)}>
                        {column.cell(row)}
                      </button>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
