/** Flows as a table of text. The widths are those of the first batch; longer cells of later ones stand out. */
import { FIELD_BY_KEY } from '#fields/table.ts';
import { isPortMissing } from '#query/ports.ts';
import type { FlowRow } from '#query/question.ts';
import { type Align, bytes, count, pad, printable } from './format.ts';

interface Column {
  readonly head: string;
  readonly align: Align;
  readonly cell: (row: FlowRow) => string;
}

const MAX_WIDTH = 48;
const NOT_CAPTURED = '(port not captured)';

const text = (key: string): Column => ({
  head: FIELD_BY_KEY.get(key)!.label,
  align: 'left',
  cell: (row) => printable(String(row[key] ?? '')),
});

const end = (side: 'src' | 'dst'): Column => ({
  head: side === 'src' ? 'Source' : 'Destination',
  align: 'left',
  cell: (row) => {
    const address = String(row[`${side}.ip`] ?? row[`${side}.mac`] ?? '');
    const port = row[`${side}.port`];
    if (port === undefined && !isPortMissing(row)) return address;
    const shown = port ?? NOT_CAPTURED;
    return address.includes(':') ? `[${address}]:${shown}` : `${address}:${shown}`;
  },
});

const volume = (key: string, write: (value: number) => string): Column => ({
  head: FIELD_BY_KEY.get(key)!.label,
  align: 'right',
  cell: (row) => write(Number(row[key] ?? 0)),
});

const COLUMNS: readonly Column[] = [
  text('start'),
  { head: 'Duration', align: 'right', cell: (row) => `${Number(row.duration ?? 0).toFixed(3)} s` },
  text('ip.proto'),
  end('src'),
  end('dst'),
  // A guess by port is not what was proved.
  {
    head: FIELD_BY_KEY.get('app')!.label,
    align: 'left',
    cell: (row) => `${row.app ?? ''}${row['app.by'] === 'port' ? '?' : ''}`,
  },
  text('host'),
  volume('src.bytes', bytes),
  volume('dst.bytes', bytes),
  volume('src.packets', count),
  volume('dst.packets', count),
  text('tcp.state'),
];

export class FlowTable {
  #widths: readonly number[] | undefined;

  /** The lines of these rows; the first call has the head, too. */
  text(rows: readonly FlowRow[]): string {
    const cells = rows.map((row) => COLUMNS.map((column) => column.cell(row)));
    const head = this.#widths === undefined ? [COLUMNS.map((column) => column.head)] : [];
    this.#widths ??= COLUMNS.map((column, index) => {
      const longest = cells.reduce((width, line) => Math.max(width, line[index]!.length), column.head.length);
      return Math.min(longest, MAX_WIDTH);
    });
    const widths = this.#widths;
    return [...head, ...cells]
      .map(
        (line) =>
          `${line
            .map((cell, index) => pad(cell, widths[index]!, COLUMNS[index]!.align))
            .join('  ')
            .trimEnd()}\n`,
      )
      .join('');
  }
}
