/** A column of a table of any rows. */
import type { ReactNode } from 'react';
import type { Value } from '../state/narrow.ts';

/** Any row: what it is made of is the columns' own matter. */
export interface GridRow {
  /** different for each row: number of a flow, address of a host */
  readonly id: number | string;
}

export interface Mark {
  readonly field: string;
  readonly value: Value;
}

export interface GridColumn<R extends GridRow> {
  readonly key: string;
  readonly label: string;
  /** one sentence, on hover */
  readonly about: string;
  /** numbers: at the right */
  readonly right: boolean;
  readonly width: number;
  /** px for each px of a window that is wider than `FIRST_LOOK`, up to `most` */
  readonly grows?: { readonly part: number; readonly most: number } | undefined;
  readonly sortable: boolean;
  /** `chars` letters fit */
  readonly cell: (row: R, chars: number) => ReactNode;
  /** what a click on the cell asks for; undefined: it is no mark */
  readonly mark?: (row: R) => Mark | undefined;
  /** what a click on the cell does instead */
  readonly press?: (row: R) => void;
  /** as copied */
  readonly text: (row: R) => string;
}

/** Px of a table in a window of 1440; where it is wider, columns grow. */
const FIRST_LOOK = 1337;

/** Of a column nobody has dragged. */
export const ownWidth = ({ width, grows }: Pick<GridColumn<GridRow>, 'width' | 'grows'>, room: number): number =>
  grows === undefined
    ? width
    : Math.round(Math.max(width, Math.min(grows.most, width + grows.part * Math.max(0, room - FIRST_LOOK))));

/** Key of the first column, which opens the row. */
export const OPEN = 'open';
export const OPEN_PX = 30;
export const LEAST_WIDTH = 48;
