// biome-ignore-all lint/a11y/useSemanticElements: a windowed grid can't be a <table>; its rows are placed one by one
/**
 * The page's table: windowed over any number of rows, asked for page by page. Its cells are marks like all others: click = only
 * this, with Ctrl and Alt as everywhere; the first cell, or Enter, opens the row; Space is a click; Ctrl C copies the cell.
 */

import { useElementSize, useLocalStorage } from '@mantine/hooks';
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'react';
import type { SortKey } from '#query/question.ts';
import { t } from '../language/t.ts';
import { copyText, type Keys, useMarks } from '../state/marks.tsx';
import type { GridColumn, GridRow } from './column.ts';
import { OPEN_PX, ownWidth } from './column.ts';
import { Head } from './head.tsx';
import { Ahead, type Look, PAGE_ROWS, Page, type Source } from './page.tsx';
import css from './table.module.css';
import { frameOf, offsetFor, ROW_PX, type Rows, rowsAt } from './window.ts';

const HEAD_PX = 30;
/** Px: of a letter, of what stands beside a text, and at most, when a column is fitted to its texts. */
const [FIT_CHAR, FIT_BESIDE, FIT_MOST] = [7.3, 42, 900];
/** A key held down passes 600 rows a second, a page takes 100 ms to come. */
const AHEAD_ROWS = 150;
/** So long the rows before stay in sight after a jump, until those asked for have come. */
const HELD_MS = 150;
/** A move that comes so long after the one before is no dragging: its rows are asked for at once. */
const CALM_MS = 200;
/** Of more the order is worked out before somebody jumps into it. */
const MANY_ROWS = 2000;

interface Props<R extends GridRow> {
  readonly label: string;
  readonly columns: readonly GridColumn<R>[];
  readonly total: number;
  readonly source: Source<R>;
  readonly sort: readonly SortKey[];
  readonly onSort: (key: string, among: boolean) => void;
  /** what is shown, as one text: another one begins at the top again */
  readonly shownOf: string;
  /** where chosen widths are kept */
  readonly store: string;
  readonly onMove?: (key: string, before: string | undefined) => void;
  /** the row in the inspector */
  readonly chosen?: R['id'] | undefined;
  readonly onOpen?: (row: R) => void;
  readonly openLabel?: string;
  /** walking on while a row is open */
  readonly onWalk?: (row: R) => void;
}

export function Grid<R extends GridRow>(props: Props<R>) {
  const { label, columns, total, source, sort, onSort, shownOf, store, onMove, chosen, onOpen, onWalk } = props;
  const openLabel = onOpen && (props.openLabel ?? t('Open'));
  const lead = openLabel === undefined ? 0 : 1;
  const marks = useMarks();
  const gridId = useId();
  const { ref: sizeRef, width, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  // the size is told a frame late: columns would move
  const [firstWidth, setFirstWidth] = useState(0);
  useLayoutEffect(() => setFirstWidth(scroller.current?.clientWidth ?? 0), []);
  const room = width || firstWidth;
  const [offset, setOffset] = useState(0);
  const [active, setActive] = useState<{ readonly row: number; readonly column: number }>();
  const [chosenWidths, setChosenWidths] = useLocalStorage<Readonly<Record<string, number>>>({
    key: store,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const pages = useRef(new Map<number, readonly R[]>());
  const body = Math.max(0, height - HEAD_PX);
  const frame = frameOf(total, body);
  const widths = useMemo(
    () => columns.map((column) => chosenWidths[column.key] ?? ownWidth(column, room)),
    [columns, chosenWidths, room],
  );
  const look = useMemo<Look<R>>(
    () => ({ columns, widths, chosen, gridId, openLabel }),
    [columns, widths, chosen, gridId, openLabel],
  );
  const tableWidth = widths.reduce((sum, one) => sum + one, lead * OPEN_PX);
  const last = columns.length + lead - 1;

  // after a jump the rows before are shown until its own have come, or that takes long
  const [isLate, setLate] = useState(true);
  const [, arrived] = useReducer((count: number) => count + 1, 0);
  const held = useRef(0);
  const moved = useRef({ at: Number.NEGATIVE_INFINITY, offset: 0, isCalm: true });
  const indexesOf = ({ first, end }: Rows) =>
    Array.from(
      { length: end > first ? Math.floor((end - 1) / PAGE_ROWS) - Math.floor(first / PAGE_ROWS) + 1 : 0 },
      (_, i) => Math.floor(first / PAGE_ROWS) + i,
    );
  const hasCome = indexesOf(rowsAt(offset, body, total)).every((index) => pages.current.has(index));
  if (hasCome || isLate) held.current = offset;
  const shownAt = held.current;
  useEffect(() => {
    if (hasCome) {
      setLate(false);
      return;
    }
    const timer = window.setTimeout(() => setLate(true), HELD_MS);
    return () => window.clearTimeout(timer);
  }, [hasCome]);
  if (moved.current.offset !== offset) {
    const now = performance.now();
    moved.current = { at: now, offset, isCalm: now - moved.current.at > CALM_MS };
  }

  const moveTo = useCallback(
    (next: number) => {
      const wanted = Math.min(frame.maxOffset, Math.max(0, next));
      setOffset(wanted);
      if (scroller.current) scroller.current.scrollTop = wanted / frame.ratio;
    },
    [frame.maxOffset, frame.ratio],
  );

  const [seen, setSeen] = useState(shownOf);
  if (seen !== shownOf) {
    setSeen(shownOf);
    setOffset(0);
    setLate(true);
    setActive(undefined);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scrollbar follows what is shown
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [shownOf]);

  // in tables taller than a browser can scroll the wheel still moves by true pixels
  useEffect(() => {
    const element = scroller.current;
    if (!element || frame.ratio === 1) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      setOffset((before) => {
        const next = Math.min(
          frame.maxOffset,
          Math.max(0, before + (event.deltaMode === 1 ? event.deltaY * ROW_PX : event.deltaY)),
        );
        element.scrollTop = next / frame.ratio;
        return next;
      });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frame.ratio, frame.maxOffset]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    // the bar was moved by hand, not by us
    if (Math.abs(element.scrollTop - offset / frame.ratio) >= 1)
      setOffset(Math.min(frame.maxOffset, element.scrollTop * frame.ratio));
  };

  const onRows = useCallback((index: number, rows: readonly R[] | undefined) => {
    if (!rows) {
      pages.current.delete(index);
      return;
    }
    pages.current.set(index, rows);
    arrived();
  }, []);

  /** a double click on a column's edge: as wide as what has come needs; again: its own width */
  const fit = (key: string) => {
    const column = columns.find((one) => one.key === key);
    if (column === undefined) return;
    const texts = [...pages.current.values()].flatMap((rows) => rows.map((row) => column.text(row).length));
    const longest = texts.reduce((most, one) => Math.max(most, one), column.label.length);
    setChosenWidths(({ [key]: chosenWidth, ...rest }) =>
      chosenWidth === undefined ? { ...rest, [key]: Math.min(FIT_MOST, longest * FIT_CHAR + FIT_BESIDE) } : rest,
    );
  };

  const rowAt = (at: number): R | undefined => pages.current.get(Math.floor(at / PAGE_ROWS))?.[at % PAGE_ROWS];
  const columnAt = (index: number): GridColumn<R> | undefined => columns[index - lead];
  const markOf = (row: R | undefined, index: number) => (row ? columnAt(index)?.mark?.(row) : undefined);

  const cellOf = (event: MouseEvent): { row: number; column: number } | undefined => {
    const cell = (event.target as Element).closest<HTMLElement>('[role=gridcell]');
    const row = cell?.parentElement?.dataset.row;
    return cell && row !== undefined
      ? { row: Number(row), column: Number(cell.getAttribute('aria-colindex')) - 1 }
      : undefined;
  };

  const press = (at: { row: number; column: number }, keys: Keys) => {
    const row = rowAt(at.row);
    if (!row) return;
    const own = columnAt(at.column)?.press;
    const mark = markOf(row, at.column);
    if (own) own(row);
    else if (mark) marks.act(mark.field, mark.value, keys);
    else onOpen?.(row);
  };

  const onClick = (event: MouseEvent) => {
    const cell = cellOf(event);
    if (!cell) return;
    setActive(cell);
    // the end of selecting text is not a click
    if (window.getSelection()?.toString()) return;
    press(cell, event);
  };

  const menu = (at: { row: number; column: number }, x: number, y: number): boolean => {
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

  const onContextMenu = (event: MouseEvent) => {
    const cell = cellOf(event);
    if (!cell || !menu(cell, event.clientX, event.clientY)) return;
    event.preventDefault();
    setActive(cell);
  };

  const go = (row: number, column: number) => {
    const next = { row: Math.min(total - 1, Math.max(0, row)), column: Math.min(last, Math.max(0, column)) };
    setActive(next);
    moveTo(offsetFor(next.row, offset, body, frame.maxOffset));
    const before = next.column - lead;
    const left = widths.slice(0, Math.max(0, before)).reduce((sum, one) => sum + one, lead * OPEN_PX);
    const element = scroller.current;
    if (element) {
      if (before < 0) element.scrollLeft = 0;
      else if (left < element.scrollLeft) element.scrollLeft = left;
      else if (left + widths[before]! > element.scrollLeft + width) element.scrollLeft = left + widths[before]! - width;
    }
    // walking on with the inspector open shows the next row
    const at = rowAt(next.row);
    if (chosen !== undefined && at && next.row !== active?.row) onWalk?.(at);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const at = active ?? { row: rowsAt(offset, body, total).first, column: 0 };
    const page = Math.max(1, Math.floor(body / ROW_PX) - 1);
    switch (event.key) {
      case 'ArrowDown':
        go(active ? at.row + 1 : at.row, at.column);
        break;
      case 'ArrowUp':
        go(at.row - 1, at.column);
        break;
      case 'ArrowRight':
        go(at.row, at.column + 1);
        break;
      case 'ArrowLeft':
        go(at.row, at.column - 1);
        break;
      case 'PageDown':
        go(at.row + page, at.column);
        break;
      case 'PageUp':
        go(at.row - page, at.column);
        break;
      case 'Home':
        go(event.ctrlKey ? 0 : at.row, event.ctrlKey ? at.column : 0);
        break;
      case 'End':
        go(event.ctrlKey ? total - 1 : at.row, event.ctrlKey ? at.column : last);
        break;
      case ' ':
        press(at, event);
        break;
      case 'Enter': {
        const row = rowAt(at.row);
        if (event.ctrlKey || event.metaKey || event.altKey || !onOpen || columnAt(at.column)?.press) press(at, event);
        else if (row) onOpen(row);
        break;
      }
      case 'c': {
        const row = rowAt(at.row);
        const column = columnAt(at.column);
        if (!(event.ctrlKey || event.metaKey) || !row || !column || window.getSelection()?.toString()) return;
        void copyText(column.text(row));
        break;
      }
      case 'F10':
      case 'ContextMenu': {
        if (event.key === 'F10' && !event.shiftKey) return;
        const box = document.getElementById(`${gridId}-active`)?.getBoundingClientRect();
        if (box) menu(at, box.left + 8, box.bottom);
        break;
      }
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const { first, end } = rowsAt(shownAt, body, total);
  // the next page is asked for before it comes into sight
  const around = (at: number): readonly number[] => {
    const { first, end } = rowsAt(at, body, total);
    return indexesOf({ first: Math.max(0, first - AHEAD_ROWS), end: Math.min(total, end + AHEAD_ROWS) });
  };
  const pageIndexes = total > 0 && body > 0 ? [...new Set([...around(shownAt), ...around(offset)])] : [];

  return (
    <div className={css.table} ref={sizeRef}>
      {total > MANY_ROWS && <Ahead key={shownOf} source={source} index={Math.floor(total / PAGE_ROWS / 2)} />}
      <div
        ref={scroller}
        className={css.scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={total + 1}
        aria-colcount={columns.length + lead}
        aria-activedescendant={active ? `${gridId}-active` : undefined}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={onContextMenu}
      >
        <Head
          columns={columns}
          widths={widths}
          sort={sort}
          openLabel={openLabel}
          onSort={onSort}
          onWidth={(key, px) => setChosenWidths((before) => ({ ...before, [key]: px }))}
          onOwnWidth={fit}
          onMove={onMove}
        />
        <div role="rowgroup" style={{ height: frame.scrollHeight, width: tableWidth }} className={css.space}>
          <div className={css.window} style={{ height: Math.min(body, frame.scrollHeight) }} role="presentation">
            {pageIndexes.map((index) => {
              const from = Math.max(first, index * PAGE_ROWS);
              return (
                <Page
                  key={index}
                  index={index}
                  source={source}
                  first={from}
                  end={Math.min(end, (index + 1) * PAGE_ROWS)}
                  top={from * ROW_PX - shownAt}
                  atOnce={index === 0 || moved.current.isCalm}
                  active={active}
                  look={look}
                  onRows={onRows}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
