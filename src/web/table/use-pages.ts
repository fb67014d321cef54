/** Which rows of a table are in sight, and which of them have come, page by page. */
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { GridRow } from './column.ts';
import { PAGE_ROWS } from './page.tsx';
import { type Rows, rowsAt } from './window.ts';

/** A key held down passes 600 rows a second, a page takes 100 ms to come. */
const AHEAD_ROWS = 150;
/** So long the rows before stay in sight after a jump, until those asked for have come. */
const HELD_MS = 150;
/** A move that comes so long after the one before is no dragging: its rows are asked for at once. */
const CALM_MS = 200;

interface Pages<R extends GridRow> {
  /** px: the offset that is shown, after a jump for a moment that before it */
  readonly shownAt: number;
  /** rows in sight */
  readonly inSight: Rows;
  /** pages in sight or about to be */
  readonly indexes: readonly number[];
  /** rows are asked for at once */
  readonly isCalm: boolean;
  /** undefined: it has not come */
  readonly rowAt: (at: number) => R | undefined;
  /** all rows that have come */
  readonly come: () => readonly R[];
  readonly onRows: (index: number, rows: readonly R[] | undefined) => void;
  /** Another table is shown: nothing of this one is held. */
  readonly restart: () => void;
}

const indexesOf = ({ first, end }: Rows): readonly number[] =>
  Array.from(
    { length: end > first ? Math.floor((end - 1) / PAGE_ROWS) - Math.floor(first / PAGE_ROWS) + 1 : 0 },
    (_, i) => Math.floor(first / PAGE_ROWS) + i,
  );

/** `offset` and `body` are px: where the table is, and how high its window. */
export function usePages<R extends GridRow>(offset: number, body: number, total: number): Pages<R> {
  const pages = useRef(new Map<number, readonly R[]>());
  const [isLate, setLate] = useState(true);
  const [, arrived] = useReducer((count: number) => count + 1, 0);
  const held = useRef(0);
  const moved = useRef({ at: Number.NEGATIVE_INFINITY, offset: 0, isCalm: true });
  const hasCome = indexesOf(rowsAt(offset, body, total)).every((index) => pages.current.has(index));
  if (hasCome || isLate) held.current = offset;
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
  const onRows = useCallback((index: number, rows: readonly R[] | undefined) => {
    if (!rows) {
      pages.current.delete(index);
      return;
    }
    pages.current.set(index, rows);
    arrived();
  }, []);
  // the next page is asked for before it comes into sight
  const around = (at: number): readonly number[] => {
    const { first, end } = rowsAt(at, body, total);
    return indexesOf({ first: Math.max(0, first - AHEAD_ROWS), end: Math.min(total, end + AHEAD_ROWS) });
  };
  const shownAt = held.current;
  return {
    shownAt,
    inSight: rowsAt(shownAt, body, total),
    indexes: total > 0 && body > 0 ? [...new Set([...around(shownAt), ...around(offset)])] : [],
    isCalm: moved.current.isCalm,
    rowAt: (at) => pages.current.get(Math.floor(at / PAGE_ROWS))?.[at % PAGE_ROWS],
    come: () => [...pages.current.values()].flat(),
    onRows,
    restart: () => setLate(true),
  };
}
