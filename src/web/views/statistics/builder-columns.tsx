/** The columns of the builder's table: the fields, the measure as a bar and as a number, the other volumes. */
import type { Guessed } from '#query/guessed.ts';
import { type GroupMeasure, MORE_MEASURES, type Volume } from '#query/question.ts';
import { GuessSign } from '../../chart/guess.tsx';
import { partOf } from '../../chart/marked.tsx';
import { SentReceivedMeter } from '../../chart/meter.tsx';
import { ValueName } from '../../chart/value-name.tsx';
import { fieldLabel } from '../../language/fields.ts';
import { t } from '../../language/t.ts';
import { MEASURES, measureText } from '../../pictures/measures.ts';
import type { volumeCells } from '../../pictures/volume-table.ts';
import { type MarkedGroups, NO_VOLUME } from '../../state/marked.ts';
import * as format from '../../style/format.ts';
import type { ChartColors } from '../../style/theme.ts';
import type { DataColumn } from '../../table/data-table.tsx';
import css from './statistics.module.css';

export type Row = {
  readonly id: string;
  readonly values: readonly (string | number | boolean | undefined)[];
  /** in the measure that sorts */
  readonly sort: number;
} & Parameters<typeof volumeCells>[0];

/** A measure that is not a volume of the groups' rows, and is asked for beside them. */
export const isMore = (measure: GroupMeasure): boolean => (MORE_MEASURES as readonly string[]).includes(measure);

export const labelOf = (measure: GroupMeasure): string => MEASURES.find((one) => one.value === measure)!.label;

const isVolume = (measure: GroupMeasure): boolean => measure === 'bytes' || measure === 'packets';

interface Shown {
  readonly fields: readonly string[];
  readonly rows: readonly Row[];
  readonly sort: GroupMeasure;
  readonly colors: ChartColors;
  readonly guessed: Guessed;
  /** undefined: nothing is highlighted */
  readonly marked: MarkedGroups | undefined;
}

export function builderColumns({ fields, rows, sort, colors, guessed, marked }: Shown): readonly DataColumn<Row>[] {
  const most = Math.max(1e-12, ...rows.map((row) => row.sort));
  return [
    ...fields.map((field, index) => fieldColumn(field, index, colors, guessed)),
    {
      key: 'bar',
      phone: 'line',
      label: isVolume(sort) ? t('Sent | received') : '',
      value: (row) => row.sort,
      cell: (row) => (
        <Meter row={row} sort={sort} most={most} lit={marked && (marked.of(...row.values) ?? NO_VOLUME)} />
      ),
    },
    {
      key: 'sort',
      phone: 'beside',
      label: labelOf(sort),
      right: true,
      value: (row) => row.sort,
      cell: (row) => <b>{measureText(sort, row.sort)}</b>,
    },
    ...(['sentBytes', 'receivedBytes', 'packets', 'flows'] as const)
      .filter((one) => one !== sort)
      .map(
        (one): DataColumn<Row> => ({
          key: one,
          label: labelOf(one),
          right: true,
          value: (row) => row[one],
          cell: (row) => (one === 'packets' || one === 'flows' ? format.exact(row[one]) : format.bytes(row[one])),
        }),
      ),
  ];
}

function fieldColumn(field: string, index: number, colors: ChartColors, guessed: Guessed): DataColumn<Row> {
  return {
    key: `${index}`,
    label: fieldLabel(field),
    value: (row) => row.values[index],
    cell: (row) => (
      <>
        <ValueName
          field={field}
          value={row.values[index]}
          color={field === 'app' ? colors.app(String(row.values[index] ?? '')) : undefined}
        />{' '}
        {guessed.get(row.values[index])?.isMost && <GuessSign />}
      </>
    ),
    mark: (row) => ({ field, value: row.values[index] }),
  };
}

/** The measure as a bar, in parts of the largest; pale where it is not highlighted. */
function Meter({
  row,
  sort,
  most,
  lit,
}: {
  readonly row: Row;
  readonly sort: GroupMeasure;
  readonly most: number;
  readonly lit: Volume | undefined;
}) {
  const width = (row.sort / most) * 100;
  const sizes = (of: Volume) =>
    sort === 'packets' ? { sentBytes: of.sentPackets, receivedBytes: of.receivedPackets } : of;
  const by = isMore(sort) ? 'flows' : (sort as keyof Volume);
  const part = lit === undefined ? 1 : partOf(lit[by], row[by]);
  const background =
    sort === 'receivedBytes' ? 'var(--received)' : sort === 'sentBytes' ? 'var(--sent)' : 'var(--accent)';
  return (
    <span
      className={css.meter}
      aria-hidden
      title={
        lit &&
        t('highlighted of it: {words}', {
          words: `${measureText(by as GroupMeasure, lit[by])}, ${format.share(lit[by], row[by]) || '0 %'}`,
        })
      }
    >
      {isVolume(sort) ? (
        <SentReceivedMeter volume={sizes(row)} marked={lit && sizes(lit)} width={width} />
      ) : (
        <>
          <i style={{ width: `${width * part}%`, background }} />
          <i style={{ width: `${width * (1 - part)}%`, background, opacity: 0.26 }} />
        </>
      )}
    </span>
  );
}
