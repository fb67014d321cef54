/** Widths of a table's columns: their own, or those that somebody dragged them to. */
import { useLocalStorage } from '@mantine/hooks';
import { useMemo } from 'react';
import { type GridColumn, type GridRow, ownWidth } from './column.ts';

/** Px: of a letter, of what stands beside a text, and at most, when a column is fitted to its texts. */
const [FIT_CHAR, FIT_BESIDE, FIT_MOST] = [7.3, 42, 900];

interface Widths<R extends GridRow> {
  /** px, by column */
  readonly widths: readonly number[];
  readonly setWidth: (key: string, px: number) => void;
  /** As wide as these rows need; again: its own width. */
  readonly fitTo: (key: string, rows: readonly R[]) => void;
}

/** `room` is px of the whole table; `store`: where chosen widths are kept. */
export function useWidths<R extends GridRow>(
  columns: readonly GridColumn<R>[],
  room: number,
  store: string,
): Widths<R> {
  const [chosen, setChosen] = useLocalStorage<Readonly<Record<string, number>>>({
    key: store,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const widths = useMemo(
    () => columns.map((column) => chosen[column.key] ?? ownWidth(column, room)),
    [columns, chosen, room],
  );
  return {
    widths,
    setWidth: (key, px) => setChosen((before) => ({ ...before, [key]: px })),
    fitTo: (key, rows) => {
      const column = columns.find((one) => one.key === key);
      if (column === undefined) return;
      const longest = rows.reduce((most, row) => Math.max(most, column.text(row).length), column.label.length);
      setChosen(({ [key]: width, ...rest }) =>
        width === undefined ? { ...rest, [key]: Math.min(FIT_MOST, longest * FIT_CHAR + FIT_BESIDE) } : rest,
      );
    },
  };
}
