// biome-ignore-all lint/a11y/useSemanticElements: a windowed grid can't be a <table>; its rows are placed one by one
/** The flow table: windowed over any number of flows, asked for page by page. */
import { useElementSize, useLocalStorage } from '@mantine/hooks';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { FlowRow } from '#query/question.ts';
import { useDataset } from '../../state/events.ts';
import { howOf, useMarks } from '../../state/marks.tsx';
import { printSort, readSort, useScope } from '../../state/scope.ts';
import { day } from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { useZone } from '../../style/zone.ts';
import { BALANCE, type Column, fieldsOf, nextSort, shortLabel, widthOf } from './columns.ts';
import css from './flows.module.css';
import { Head } from './head.tsx';
import { type Look, PAGE_ROWS, Page } from './page.tsx';
import { frameOf, offsetFor, ROW_PX, rowsAt } from './window.ts';

const HEAD_PX = 30;
const AHEAD_ROWS = 50;
/** a time with its date, to the microsecond */
const DATED_PX = 226;

interface Props {
  readonly columns: readonly Column[];
  /** flows in scope */
  readonly total: number;
}

export function FlowTable({ columns, total }: Props) {
  const { dataset: id, scope, search, setSearch, narrow, inspect } = useScope();
  const dataset = useDataset(id);
  const marks = useMarks();
  const [zone] = useZone();
  const colors = useChartColors();
  const gridId = useId();
  const { ref: sizeRef, width, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const [active, setActive] = useState<{ readonly row: number; readonly column: number }>();
  const [chosenWidths, setChosenWidths] = useLocalStorage<Readonly<Record<string, number>>>({
    key: 'capscope-widths',
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const [addressChars, setAddressChars] = useState<Readonly<Record<string, number>>>({});
  const pages = useRef(new Map<number, readonly FlowRow[]>());

  const sort = useMemo(() => readSort(search.s), [search.s]);
  const fields = useMemo(() => fieldsOf(columns), [columns]);
  const body = Math.max(0, height - HEAD_PX);
  const frame = frameOf(total, body);
  const inspected = search.flow === undefined ? undefined : Number(search.flow);

  const days =
    dataset?.first === undefined || dataset.last === undefined
      ? undefined
      : ([day(dataset.first, zone), day(dataset.last, zone)] as const);
  const theDay = days && days[0] === days[1] ? days[0] : undefined;
  const oneDay = theDay !== undefined;
  const labels = useMemo(
    () =>
      columns.map((column, index) =>
        column.field?.type === 'time' && column.field.fact === undefined && theDay
          ? `${column.label} ${theDay}`
          : shortLabel(columns, index),
      ),
    [columns, theDay],
  );
  const widths = useMemo(
    () =>
      columns.map((column, index) =>
        widthOf(
          column,
          labels[index],
          chosenWidths[column.key] ??
            (column.field?.type === 'time' && (!oneDay || column.field.fact !== undefined) ? DATED_PX : undefined),
          addressChars[column.key] ?? 0,
        ),
      ),
    [columns, labels, oneDay, chosenWidths, addressChars],
  );
  const look = useMemo<Look>(
    () => ({ columns, widths, zone, oneDay, colors, inspected, gridId }),
    [columns, widths, zone, oneDay, colors, inspected, gridId],
  );
  const tableWidth = widths.reduce((sum, one) => sum + one, 0);

  const moveTo = useCallback(
    (next: number) => {
      const wanted = Math.min(frame.maxOffset, Math.max(0, next));
      setOffset(wanted);
      if (scroller.current) scroller.current.scrollTop = wanted / frame.ratio;
    },
    [frame.maxOffset, frame.ratio],
  );

  // another filter, time or order begins at the top again
  const shownOf = `${scope.filter}\n${search.t}\n${search.s}`;
  const [seen, setSeen] = useState(shownOf);
  if (seen !== shownOf) {
    setSeen(shownOf);
    setOffset(0);
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

  const onRows = useCallback((index: number, rows: readonly FlowRow[] | undefined) => {
    if (!rows) {
      pages.current.delete(index);
      return;
    }
    pages.current.set(index, rows);
    const longest = (key: string) => rows.reduce((most, row) => Math.max(most, String(row[key] ?? '').length), 0);
    const [src, dst] = [longest('src.ip'), longest('dst.ip')];
    setAddressChars((before) =>
      src <= (before['src.ip'] ?? 0) && dst <= (before['dst.ip'] ?? 0)
        ? before
        : { 'src.ip': Math.max(src, before['src.ip'] ?? 0), 'dst.ip': Math.max(dst, before['dst.ip'] ?? 0) },
    );
  }, []);

  const rowAt = (at: number): FlowRow | undefined => pages.current.get(Math.floor(at / PAGE_ROWS))?.[at % PAGE_ROWS];

  /** What a cell asks when it is a mark; undefined where it is none (times, numbers without a name). */
  const markOf = (at: number, columnIndex: number) => {
    const row = rowAt(at);
    const column = columns[columnIndex];
    if (!row || !column?.field || column.key === BALANCE) return undefined;
    const value = row[column.key];
    const mac = `${column.field.side}.mac`;
    if (column.field.type === 'ip' && value === undefined && row[mac] !== undefined)
      return { field: mac, value: row[mac] };
    return { field: column.key, value };
  };

  const cellOf = (event: MouseEvent): { row: number; column: number } | undefined => {
    const cell = (event.target as Element).closest<HTMLElement>('[role=gridcell]');
    const row = cell?.parentElement?.dataset.row;
    return cell && row !== undefined
      ? { row: Number(row), column: Number(cell.getAttribute('aria-colindex')) - 1 }
      : undefined;
  };

  const onClick = (event: MouseEvent) => {
    const cell = cellOf(event);
    if (!cell) return;
    setActive(cell);
    const how = howOf(event);
    const mark = markOf(cell.row, cell.column);
    if (how !== 'only') {
      if (mark) narrow(mark.field, mark.value, how);
      return;
    }
    if (window.getSelection()?.toString()) return;
    const row = rowAt(cell.row);
    if (row) inspect(row.id);
  };

  const onContextMenu = (event: MouseEvent) => {
    const cell = cellOf(event);
    const mark = cell && markOf(cell.row, cell.column);
    if (!cell || !mark) return;
    event.preventDefault();
    setActive(cell);
    marks.menu(mark.field, mark.value, event.clientX, event.clientY, false);
  };

  const go = (row: number, column: number) => {
    const next = {
      row: Math.min(total - 1, Math.max(0, row)),
      column: Math.min(columns.length - 1, Math.max(0, column)),
    };
    setActive(next);
    moveTo(offsetFor(next.row, offset, body, frame.maxOffset));
    const left = widths.slice(0, next.column).reduce((sum, one) => sum + one, 0);
    const element = scroller.current;
    if (element) {
      if (left < element.scrollLeft) element.scrollLeft = left;
      else if (left + widths[next.column] > element.scrollLeft + width)
        element.scrollLeft = left + widths[next.column] - width;
    }
    // walking on with the inspector open shows the next flow
    const at = rowAt(next.row);
    if (inspected !== undefined && at && next.row !== active?.row) setSearch({ flow: String(at.id) }, true);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const at = active ?? { row: rowsAt(offset, body, total).first, column: 0 };
    const page = Math.max(1, Math.floor(body / ROW_PX) - 1);
    const mark = active && markOf(at.row, at.column);
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
        go(event.ctrlKey ? total - 1 : at.row, event.ctrlKey ? at.column : columns.length - 1);
        break;
      case 'Enter': {
        const how = howOf(event);
        const row = rowAt(at.row);
        if (how !== 'only' && mark) narrow(mark.field, mark.value, how);
        else if (row) inspect(row.id);
        break;
      }
      case 'F10':
      case 'ContextMenu': {
        if (event.key === 'F10' && !event.shiftKey) return;
        const box = document.getElementById(`${gridId}-active`)?.getBoundingClientRect();
        if (mark && box) marks.menu(mark.field, mark.value, box.left + 8, box.bottom, false);
        break;
      }
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const { first, end } = rowsAt(offset, body, total);
  // the next page is asked for before it comes into sight
  const firstPage = Math.floor(Math.max(0, first - AHEAD_ROWS) / PAGE_ROWS);
  const lastPage = Math.floor(Math.max(0, Math.min(total, end + AHEAD_ROWS) - 1) / PAGE_ROWS);
  const pageIndexes = Array.from(
    { length: total > 0 && body > 0 ? lastPage - firstPage + 1 : 0 },
    (_, i) => firstPage + i,
  );

  return (
    <div className={css.table} ref={sizeRef}>
      <div
        ref={scroller}
        className={css.scroller}
        role="grid"
        aria-label="Flows"
        aria-rowcount={total + 1}
        aria-colcount={columns.length}
        aria-activedescendant={active ? `${gridId}-active` : undefined}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onContextMenu={onContextMenu}
      >
        <Head
          columns={columns}
          labels={labels}
          widths={widths}
          sort={sort}
          onSort={(column, among) => setSearch({ s: printSort(nextSort(sort, column, among)) || undefined })}
          onWidth={(key, px) => setChosenWidths((before) => ({ ...before, [key]: px }))}
          onOwnWidth={(key) => setChosenWidths(({ [key]: _, ...rest }) => rest)}
        />
        <div role="rowgroup" style={{ height: frame.scrollHeight, width: tableWidth }} className={css.space}>
          <div className={css.window} style={{ height: Math.min(body, frame.scrollHeight) }} role="presentation">
            {pageIndexes.map((index) => {
              const from = Math.max(first, index * PAGE_ROWS);
              return (
                <Page
                  key={index}
                  index={index}
                  scope={scope}
                  fields={fields}
                  sort={sort}
                  first={from}
                  end={Math.min(end, (index + 1) * PAGE_ROWS)}
                  top={from * ROW_PX - offset}
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
