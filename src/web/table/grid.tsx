// biome-ignore-all lint/a11y/useSemanticElements: a windowed grid can't be a <table>; its rows are placed one by one
/**
 * The page's table: windowed over any number of rows, asked for page by page. Its cells are marks like all others: click = only
 * this, with Ctrl and Alt as everywhere; the first cell, or Enter, opens the row; Space is a click; Ctrl C copies the cell.
 */

import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type MouseEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { SortKey } from '#query/question.ts';
import { t } from '../language/t.ts';
import type { GridColumn, GridRow } from './column.ts';
import { OPEN_PX } from './column.ts';
import { Head } from './head.tsx';
import { Ahead, type Look, PAGE_ROWS, Page, type Source } from './page.tsx';
import css from './table.module.css';
import { type Cell, cellOf, ledTo, useCells } from './use-cells.ts';
import { usePages } from './use-pages.ts';
import { useScrolling } from './use-scrolling.ts';
import { useWidths } from './use-widths.ts';
import { offsetFor, ROW_PX, rowsAt } from './window.ts';

const HEAD_PX = 30;
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
  const gridId = useId();
  const activeId = `${gridId}-active`;
  const { ref: sizeRef, width, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  // the size is told a frame late: columns would move
  const [firstWidth, setFirstWidth] = useState(0);
  useLayoutEffect(() => setFirstWidth(scroller.current?.clientWidth ?? 0), []);
  const body = Math.max(0, height - HEAD_PX);
  const [active, setActive] = useState<Cell>();
  const { widths, setWidth, fitTo } = useWidths(columns, width || firstWidth, store);
  const look = useMemo<Look<R>>(
    () => ({ columns, widths, chosen, gridId, openLabel }),
    [columns, widths, chosen, gridId, openLabel],
  );
  const tableWidth = widths.reduce((sum, one) => sum + one, lead * OPEN_PX);
  const { frame, offset, moveTo, onScroll, ...scrolling } = useScrolling(scroller, total, body, shownOf);
  const pages = usePages<R>(offset, body, total);
  const { rowAt, inSight, shownAt } = pages;
  const cells = useCells({ columns, rowAt, activeId, onOpen, openLabel });

  const [seen, setSeen] = useState(shownOf);
  if (seen !== shownOf) {
    setSeen(shownOf);
    scrolling.restart();
    pages.restart();
    setActive(undefined);
  }

  const onClick = (event: MouseEvent) => {
    const cell = cellOf(event);
    if (!cell) return;
    setActive(cell);
    // the end of selecting text is not a click
    if (window.getSelection()?.toString()) return;
    cells.press(cell, event);
  };

  const onContextMenu = (event: MouseEvent) => {
    const cell = cellOf(event);
    if (!cell || !cells.menu(cell, event.clientX, event.clientY)) return;
    event.preventDefault();
    setActive(cell);
  };

  const lastColumn = columns.length + lead - 1;
  const go = ({ row, column }: Cell) => {
    const next = { row: Math.min(total - 1, Math.max(0, row)), column: Math.min(lastColumn, Math.max(0, column)) };
    setActive(next);
    moveTo(offsetFor(next.row, offset, body, frame.maxOffset));
    const before = next.column - lead;
    const left = widths.slice(0, Math.max(0, before)).reduce((sum, one) => sum + one, lead * OPEN_PX);
    if (scroller.current) showColumn(scroller.current, before < 0 ? undefined : { left, px: widths[before]! }, width);
    // walking on with the inspector open shows the next row
    const at = rowAt(next.row);
    if (chosen !== undefined && at && next.row !== active?.row) onWalk?.(at);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const firstInSight = rowsAt(offset, body, total).first;
    const page = Math.max(1, Math.floor(body / ROW_PX) - 1);
    const next = ledTo(event, { active, firstInSight, page, lastRow: total - 1, lastColumn });
    if (next) go(next);
    else if (!cells.onKey(event, active ?? { row: firstInSight, column: 0 })) return;
    event.preventDefault();
    event.stopPropagation();
  };

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
        aria-activedescendant={active ? activeId : undefined}
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
          onWidth={setWidth}
          onOwnWidth={(key) => fitTo(key, pages.come())}
          onMove={onMove}
        />
        <div role="rowgroup" style={{ height: frame.scrollHeight, width: tableWidth }} className={css.space}>
          <div className={css.window} style={{ height: Math.min(body, frame.scrollHeight) }} role="presentation">
            {pages.indexes.map((index) => {
              const from = Math.max(inSight.first, index * PAGE_ROWS);
              return (
                <Page
                  key={index}
                  index={index}
                  source={source}
                  first={from}
                  end={Math.min(inSight.end, (index + 1) * PAGE_ROWS)}
                  top={from * ROW_PX - shownAt}
                  atOnce={index === 0 || pages.isCalm}
                  active={active}
                  look={look}
                  onRows={pages.onRows}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

/** Scrolls sideways as little as shows a column whole; undefined: to the very left. */
function showColumn(
  element: HTMLElement,
  column: { readonly left: number; readonly px: number } | undefined,
  width: number,
): void {
  if (column === undefined) element.scrollLeft = 0;
  else if (column.left < element.scrollLeft) element.scrollLeft = column.left;
  else if (column.left + column.px > element.scrollLeft + width) element.scrollLeft = column.left + column.px - width;
}
