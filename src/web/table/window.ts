/**
 * Which rows of a long table are seen. Browsers stop at 17 to 33 million pixels of height, so the scrollbar of a longer
 * table stands for more than a pixel a pixel: `offset` is where the table really is, `scrollTop` where the bar is. Pure.
 */

export const ROW_PX = 28;
/** Firefox draws nothing below 17 895 697 px. */
const TALLEST_PX = 15_000_000;

export interface Frame {
  /** height of the scrolled element */
  readonly scrollHeight: number;
  /** greatest `offset` */
  readonly maxOffset: number;
  /** offset px a px of the scrollbar; 1 in tables that fit */
  readonly ratio: number;
}

export function frameOf(rows: number, bodyPx: number): Frame {
  const realHeight = rows * ROW_PX;
  const scrollHeight = Math.min(realHeight, TALLEST_PX);
  const maxOffset = Math.max(0, realHeight - bodyPx);
  const maxScroll = Math.max(0, scrollHeight - bodyPx);
  return { scrollHeight, maxOffset, ratio: maxScroll === 0 ? 1 : maxOffset / maxScroll };
}

export interface Rows {
  /** half-open */
  readonly first: number;
  readonly end: number;
}

export function rowsAt(offset: number, bodyPx: number, rows: number): Rows {
  return {
    first: Math.min(rows, Math.max(0, Math.floor(offset / ROW_PX))),
    end: Math.min(rows, Math.ceil((offset + bodyPx) / ROW_PX)),
  };
}

/** The offset that shows a row whole, as near to the present one as can be. */
export function offsetFor(row: number, offset: number, bodyPx: number, maxOffset: number): number {
  const top = row * ROW_PX;
  const wanted = top < offset ? top : top + ROW_PX > offset + bodyPx ? top + ROW_PX - bodyPx : offset;
  return Math.min(maxOffset, Math.max(0, wanted));
}
