// biome-ignore-all lint/a11y/useSemanticElements: a windowed grid can't be a <table>; its rows are placed one by one
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself has the focus and names its active cell
/** Header row: click sorts, Shift-click sorts among others, the right edge drags the width. */
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { PointerEvent } from 'react';
import type { SortKey } from '#query/question.ts';
import { BALANCE, type Column, LEAST_WIDTH } from './columns.ts';
import css from './flows.module.css';

interface Props {
  readonly columns: readonly Column[];
  readonly labels: readonly string[];
  readonly widths: readonly number[];
  readonly sort: readonly SortKey[];
  readonly onSort: (column: Column, among: boolean) => void;
  readonly onWidth: (key: string, px: number) => void;
  /** back to the width of its own */
  readonly onOwnWidth: (key: string) => void;
}

export function Head({ columns, labels, widths, sort, onSort, onWidth, onOwnWidth }: Props) {
  return (
    <div role="rowgroup" className={css.head} style={{ width: widths.reduce((sum, one) => sum + one, 0) }}>
      <div role="row" aria-rowindex={1} className={css.headRow}>
        {columns.map((column, index) => {
          const at = sort.findIndex((key) => key.field === column.key);
          const key = sort[at];
          const Sign = key?.descending ? IconArrowDown : IconArrowUp;
          const sortable = column.key !== BALANCE;
          return (
            <div
              key={column.key}
              role="columnheader"
              aria-colindex={index + 1}
              aria-label={column.label}
              aria-sort={key ? (key.descending ? 'descending' : 'ascending') : undefined}
              className={css.headCell}
              data-right={column.right || undefined}
              style={{ width: widths[index] }}
              title={column.about}
            >
              {sortable ? (
                <button type="button" onClick={(event) => onSort(column, event.shiftKey)}>
                  <span>{labels[index]}</span>
                  {key && <Sign size={13} stroke={2} aria-hidden />}
                  {key && sort.length > 1 && <sup>{at + 1}</sup>}
                </button>
              ) : (
                <span className={css.headText}>{column.label}</span>
              )}
              <Grip
                width={widths[index]}
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
