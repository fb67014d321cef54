// biome-ignore-all lint/a11y/useSemanticElements: a windowed grid can't be a <table>; its rows are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell
/** Header row: click sorts, Shift-click sorts among others, the right edge drags the width, the label drags the place. */
import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type PointerEvent, useState } from 'react';
import type { SortKey } from '#query/question.ts';
import { type GridColumn, type GridRow, LEAST_WIDTH, OPEN_PX } from './column.ts';
import css from './table.module.css';

interface Props<R extends GridRow> {
  readonly columns: readonly GridColumn<R>[];
  readonly widths: readonly number[];
  readonly sort: readonly SortKey[];
  /** what opens a row, in words; undefined: rows can't be opened */
  readonly openLabel: string | undefined;
  readonly onSort: (key: string, among: boolean) => void;
  readonly onWidth: (key: string, px: number) => void;
  /** back to the width of its own */
  readonly onOwnWidth: (key: string) => void;
  /** a column was put before another, or at the end */
  readonly onMove: ((key: string, before: string | undefined) => void) | undefined;
}

export function Head<R extends GridRow>(props: Props<R>) {
  const { columns, widths, sort, openLabel, onSort, onWidth, onOwnWidth, onMove } = props;
  const [over, setOver] = useState<string>();
  const lead = openLabel === undefined ? 0 : OPEN_PX;
  return (
    <div role="rowgroup" className={css.head} style={{ width: widths.reduce((sum, one) => sum + one, lead) }}>
      <div role="row" aria-rowindex={1} className={css.headRow}>
        {openLabel !== undefined && (
          <div role="columnheader" aria-colindex={1} className={css.headCell} style={{ width: OPEN_PX }}>
            <VisuallyHidden>{openLabel}</VisuallyHidden>
          </div>
        )}
        {columns.map((column, index) => {
          const at = sort.findIndex((key) => key.field === column.key);
          const key = sort[at];
          const Sign = key?.descending ? IconArrowDown : IconArrowUp;
          return (
            <div
              key={column.key}
              role="columnheader"
              aria-colindex={index + (lead > 0 ? 2 : 1)}
              aria-label={column.about === '' ? column.label : undefined}
              aria-sort={key ? (key.descending ? 'descending' : 'ascending') : undefined}
              className={css.headCell}
              data-right={column.right || undefined}
              data-before={over === column.key || undefined}
              style={{ width: widths[index] }}
              title={column.about}
              onDragOver={(event) => {
                if (!onMove || !event.dataTransfer.types.includes(COLUMN_TYPE)) return;
                event.preventDefault();
                setOver(column.key);
              }}
              onDragLeave={() => setOver(undefined)}
              onDrop={(event) => {
                setOver(undefined);
                const moved = event.dataTransfer.getData(COLUMN_TYPE);
                if (onMove && moved && moved !== column.key) onMove(moved, column.key);
              }}
            >
              {column.sortable ? (
                <button
                  type="button"
                  draggable={onMove !== undefined}
                  onDragStart={(event) => event.dataTransfer.setData(COLUMN_TYPE, column.key)}
                  onClick={(event) => onSort(column.key, event.shiftKey)}
                  onKeyDown={(event) => {
                    const step = event.altKey ? STEPS[event.key] : undefined;
                    if (!onMove || step === undefined) return;
                    event.preventDefault();
                    event.stopPropagation();
                    const before = step < 0 ? columns[index - 1] : columns[index + 2];
                    if (step > 0 ? index < columns.length - 1 : index > 0) onMove(column.key, before?.key);
                  }}
                >
                  <span>{column.label}</span>
                  {key && <Sign size={13} stroke={2} aria-hidden />}
                  {key && sort.length > 1 && <sup>{at + 1}</sup>}
                </button>
              ) : (
                <span className={css.headText}>{column.label}</span>
              )}
              <Grip
                width={widths[index]!}
                onWidth={(px) => onWidth(column.key, px)}
                onOwnWidth={() => onOwnWidth(column.key)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const COLUMN_TYPE = 'application/x-capscope-column';
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

function Grip({
  width,
  onWidth,
  onOwnWidth,
}: {
  readonly width: number;
  readonly onWidth: (px: number) => void;
  readonly onOwnWidth: () => void;
}) {
  const onDown = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const grip = event.currentTarget;
    const from = event.clientX;
    grip.setPointerCapture(event.pointerId);
    const onMove = (move: globalThis.PointerEvent) =>
      onWidth(Math.max(LEAST_WIDTH, Math.round(width + move.clientX - from)));
    grip.addEventListener('pointermove', onMove);
    grip.addEventListener('pointerup', () => grip.removeEventListener('pointermove', onMove), { once: true });
  };
  return (
    <span
      className={css.grip}
      aria-hidden
      onPointerDown={onDown}
      onDoubleClick={onOwnWidth}
      onClick={(event) => event.stopPropagation()}
    />
  );
}
