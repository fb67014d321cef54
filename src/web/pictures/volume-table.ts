/** Volumes as a table for CSV. */

import type { Volume } from '#query/question.ts';
import type { Table } from '../export/csv.ts';
import { t } from '../language/t.ts';

type Cell = string | number | boolean | undefined;

export const VOLUME_HEAD = [
  'flows',
  'bytes',
  'packets',
  'bytes sent',
  'bytes received',
  'packets sent',
  'packets received',
];

const GUESSED_HEAD = ['guessed flows', 'guessed bytes'];

export const volumeCells = (one: Volume): readonly number[] => [
  one.flows,
  one.bytes,
  one.packets,
  one.sentBytes,
  one.receivedBytes,
  one.sentPackets,
  one.receivedPackets,
];

export function volumeTable(
  head: readonly string[],
  rows: readonly {
    readonly values: readonly Cell[];
    readonly volume: Volume;
    /** what of it is told by the port alone */
    readonly guessed?: Volume | undefined;
  }[],
  other?: Volume & { readonly groups: number },
  /** applications: with columns of what is guessed */
  ofApps = false,
): Table {
  return {
    head: [...head, ...VOLUME_HEAD, ...(ofApps ? GUESSED_HEAD : [])],
    rows: [
      ...rows.map((row) => [
        ...row.values,
        ...volumeCells(row.volume),
        ...(ofApps ? [row.guessed?.flows ?? 0, row.guessed?.bytes ?? 0] : []),
      ]),
      ...(other
        ? [[t('{n} others', { n: other.groups }), ...head.slice(1).map(() => undefined), ...volumeCells(other)]]
        : []),
    ],
  };
}
