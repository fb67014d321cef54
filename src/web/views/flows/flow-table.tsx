/** The flow table: the page's grid with the columns of the field table. */

import { IconCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Answer, FlowRow } from '#query/question.ts';
import { t } from '../../language/t.ts';
import { useMarked } from '../../state/answer.ts';
import { useDataset } from '../../state/events.ts';
import { both } from '../../state/narrow.ts';
import { printSort, readSort, useScope } from '../../state/scope.ts';
import { day } from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { useZone } from '../../style/zone.ts';
import { Balance, CellValue, type Plain, plainText } from '../../table/cell.tsx';
import type { GridColumn } from '../../table/column.ts';
import { Grid } from '../../table/grid.tsx';
import type { Source } from '../../table/page.tsx';
import {
  BALANCE,
  COLUMN_BY_KEY,
  type Column,
  fieldsOf,
  growthOf,
  moved,
  nextSort,
  shortLabel,
  widthOf,
} from './columns.ts';
import css from './flows.module.css';

/** a time with its whole date, and with month and day, to the millisecond */
const DATED_PX = 192;
const DAY_PX = 156;

interface Props {
  readonly columns: readonly Column[];
  /** flows in scope */
  readonly total: number;
  readonly onColumns: (keys: readonly string[]) => void;
  /** ticked flows, and what ticks one; undefined: none can be */
  readonly ticks?: { readonly chosen: ReadonlySet<number>; readonly toggle: (id: number) => void } | undefined;
}

export function FlowTable({ columns, total, onColumns, ticks }: Props) {
  const { dataset: id, scope, search, setSearch, inspect } = useScope();
  const dataset = useDataset(id);
  const marked = useMarked(scope);
  const [zone] = useZone();
  const colors = useChartColors();
  const sort = useMemo(() => readSort(search.s), [search.s]);
  const fields = useMemo(() => fieldsOf(columns), [columns]);

  const days =
    dataset?.first === undefined || dataset.last === undefined
      ? undefined
      : ([day(dataset.first, zone), day(dataset.last, zone)] as const);
  const theDay = days && days[0] === days[1] ? days[0] : undefined;
  const oneDay = theDay !== undefined;
  const years = days?.map((one) => /^(\d{4})-/.exec(one)?.[1]);
  const theYear = !oneDay && years?.[0] === years?.[1] ? years?.[0] : undefined;

  const gridColumns = useMemo(
    () =>
      columns.map((column, index): GridColumn<FlowRow> => {
        const { key, field, about, right } = column;
        const isOwnTime = field?.type === 'time' && field.fact === undefined;
        const within = isOwnTime ? (theDay ?? theYear) : undefined;
        const label = within === undefined ? shortLabel(columns, index) : `${column.label} ${within}`;
        const dated = field?.type !== 'time' || (isOwnTime && oneDay) ? 0 : within === undefined ? DATED_PX : DAY_PX;
        return {
          key,
          label,
          about: `${column.label}: ${about}`,
          right,
          sortable: key !== BALANCE,
          width: Math.max(dated, widthOf(column, label)),
          grows: growthOf(column),
          mark: (row) => markOf(column, row),
          text: (row) => {
            const value = row[key];
            return value === undefined || field === undefined ? '' : plainText(field, value, zone);
          },
          cell: (row, chars) =>
            field === undefined ? (
              <Balance sent={Number(row['src.bytes'] ?? 0)} received={Number(row['dst.bytes'] ?? 0)} />
            ) : (
              <CellValue
                field={field}
                value={row[key] as Plain | undefined}
                row={row}
                zone={zone}
                same={isOwnTime ? (oneDay ? 'day' : theYear === undefined ? undefined : 'year') : undefined}
                colors={colors}
                chars={chars}
              />
            ),
        };
      }),
    [columns, theDay, theYear, oneDay, zone, colors],
  );

  const tickColumn = useMemo<readonly GridColumn<FlowRow>[]>(
    () =>
      ticks === undefined
        ? []
        : [
            {
              key: 'ticked',
              label: t('Ticked'),
              about: t('flows to put tags and notes on'),
              right: false,
              sortable: false,
              width: 64,
              press: (row) => ticks.toggle(row.id),
              text: (row) => (ticks.chosen.has(row.id) ? t('yes') : t('no')),
              cell: (row) => (
                <span className={css.tick} data-on={ticks.chosen.has(row.id) || undefined}>
                  {ticks.chosen.has(row.id) && <IconCheck size={13} aria-label={t('ticked')} />}
                </span>
              ),
            },
          ],
    [ticks],
  );
  const allColumns = useMemo(() => [...tickColumn, ...gridColumns], [tickColumn, gridColumns]);

  const source = useMemo<Source<FlowRow>>(
    () => ({
      question: (offset, limit) => ({ kind: 'flows', scope, fields, sort, offset, limit }),
      rows: (answer) => (answer as Answer<'flows'>).rows,
      marked:
        marked &&
        ((rows) => [
          {
            kind: 'flows',
            scope: { filter: both(marked.filter, printSet('id', rows)) },
            fields: ['id'],
            sort: [],
            offset: 0,
            limit: rows.length,
          },
        ]),
    }),
    [scope, fields, sort, marked],
  );

  return (
    <Grid
      label={t('Flows')}
      columns={allColumns}
      total={total}
      source={source}
      sort={sort}
      onSort={(key, among) => setSearch({ s: printSort(nextSort(sort, COLUMN_BY_KEY.get(key)!, among)) || undefined })}
      shownOf={`${scope.filter}\n${search.t}\n${search.s}`}
      store="capscope-widths"
      onMove={(key, before) =>
        key !== 'ticked' &&
        before !== 'ticked' &&
        onColumns(
          moved(
            columns.map((column) => column.key),
            key,
            before,
          ),
        )
      }
      chosen={search.flow === undefined ? undefined : Number(search.flow)}
      onOpen={(row) => inspect(row.id)}
      openLabel={t('Open flow')}
      onWalk={(row) => setSearch({ flow: String(row.id) }, true)}
    />
  );
}

const printSet = (field: string, rows: readonly FlowRow[]): string =>
  `${field} in {${rows.map((row) => row.id).join(' ')}}`;

/** What a cell asks for: its own value; a station without an address is told by its hardware. */
function markOf({ key, field }: Column, row: FlowRow) {
  if (field === undefined) return undefined;
  const value = row[key];
  const mac = `${field.side}.mac`;
  if (field.type === 'ip' && value === undefined && row[mac] !== undefined) return { field: mac, value: row[mac] };
  return { field: key, value };
}
