/** What the cells of a table do: each is a mark like all others, or has an act of its own; a row is opened, or copied. */
import type { KeyboardEvent, MouseEvent } from 'react';
import { t } from '../language/t.ts';
import { copyText, type Keys, useMarks } from '../state/marks.tsx';
import type { GridColumn, GridRow } from './column.ts';

export interface Cell {
  readonly row: number;
  /** that which opens the row is the first, where there is one */
  readonly column: number;
}

interface Given<R extends GridRow> {
  readonly columns: readonly GridColumn<R>[];
  readonly rowAt: (at: number) => R | undefined;
  /** id of the element of the active cell */
  readonly activeId: string;
  readonly onOpen: ((row: R) => void) | undefined;
  /** undefined: rows can't be opened */
  readonly openLabel: string | undefined;
}

interface Cells {
  readonly press: (at: Cell, keys: Keys) => void;
  /** False where the cell has no menu. */
  readonly menu: (at: Cell, x: number, y: number) => boolean;
  /** False where the key does nothing. */
  readonly onKey: (event: KeyboardEvent, at: Cell) => boolean;
}

export function useCells<R extends GridRow>({ columns, rowAt, activeId, onOpen, openLabel }: Given<R>): Cells {
  const marks = useMarks();
  const columnAt = (index: number): GridColumn<R> | undefined => columns[index - (openLabel === undefined ? 0 : 1)];
  const markOf = (row: R | undefined, index: number) => (row ? columnAt(index)?.mark?.(row) : undefined);

  const press = (at: Cell, keys: Keys) => {
    const row = rowAt(at.row);
    if (!row) return;
    const own = columnAt(at.column)?.press;
    const mark = markOf(row, at.column);
    if (own) own(row);
    else if (mark) marks.act(mark.field, mark.value, keys);
    else onOpen?.(row);
  };

  const menu = (at: Cell, x: number, y: number): boolean => {
    const row = rowAt(at.row);
    const mark = markOf(row, at.column);
    if (!row || !mark) return false;
    const rowText = columns.map((column) => column.text(row)).join('\t');
    marks.menu(mark.field, mark.value, x, y, [
      ...(onOpen ? [{ label: openLabel!, act: () => onOpen(row) }] : []),
      { label: t('Copy row'), act: () => void copyText(rowText) },
    ]);
    return true;
  };

  const onKey = (event: KeyboardEvent, at: Cell): boolean => {
    const row = rowAt(at.row);
    const isWithKeys = event.ctrlKey || event.metaKey;
    switch (event.key) {
      case ' ':
        press(at, event);
        return true;
      case 'Enter':
        if (isWithKeys || event.altKey || !onOpen || columnAt(at.column)?.press) press(at, event);
        else if (row) onOpen(row);
        return true;
      case 'c': {
        const column = columnAt(at.column);
        if (!isWithKeys || !row || !column || window.getSelection()?.toString()) return false;
        void copyText(column.text(row));
        return true;
      }
      case 'F10':
      case 'ContextMenu': {
        if (event.key === 'F10' && !event.shiftKey) return false;
        const box = document.getElementById(activeId)?.getBoundingClientRect();
        if (box) menu(at, box.left + 8, box.bottom);
        return true;
      }
      default:
        return false;
    }
  };
  return { press, menu, onKey };
}

/** The cell that an event came from. */
export function cellOf(event: MouseEvent): Cell | undefined {
  const cell = (event.target as Element).closest<HTMLElement>('[role=gridcell]');
  const row = cell?.parentElement?.dataset.row;
  return cell && row !== undefined
    ? { row: Number(row), column: Number(cell.getAttribute('aria-colindex')) - 1 }
    : undefined;
}

interface Walk {
  /** undefined: no cell is active yet, and the first in sight will be */
  readonly active: Cell | undefined;
  readonly firstInSight: number;
  /** rows a page */
  readonly page: number;
  readonly lastRow: number;
  readonly lastColumn: number;
}

/** Where a key leads, perhaps out of the table; undefined: it is no key to walk with. */
export function ledTo(
  { key, ctrlKey }: KeyboardEvent,
  { active, firstInSight, page, lastRow, lastColumn }: Walk,
): Cell | undefined {
  const { row, column } = active ?? { row: firstInSight, column: 0 };
  switch (key) {
    case 'ArrowDown':
      return { row: active ? row + 1 : row, column };
    case 'ArrowUp':
      return { row: row - 1, column };
    case 'ArrowRight':
      return { row, column: column + 1 };
    case 'ArrowLeft':
      return { row, column: column - 1 };
    case 'PageDown':
      return { row: row + page, column };
    case 'PageUp':
      return { row: row - page, column };
    case 'Home':
      return ctrlKey ? { row: 0, column } : { row, column: 0 };
    case 'End':
      return ctrlKey ? { row: lastRow, column } : { row, column: lastColumn };
    default:
      return undefined;
  }
}
