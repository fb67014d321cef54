/** The columns of the table of changes. */
import type { Measure } from '#query/question.ts';
import { GuessSign } from '../../chart/guess.tsx';
import { LitNumber } from '../../chart/lit-number.tsx';
import { markedWords } from '../../chart/marked.tsx';
import { ValueName } from '../../chart/value-name.tsx';
import { fieldLabel } from '../../language/fields.ts';
import { t } from '../../language/t.ts';
import * as format from '../../style/format.ts';
import type { ChartColors } from '../../style/theme.ts';
import type { DataColumn } from '../../table/data-table.tsx';
import css from './compare.module.css';
import type { Change, Kind } from './difference.ts';

const WORDS: Readonly<Record<Kind, string>> = {
  new: t('new'),
  gone: t('gone'),
  more: t('more'),
  less: t('less'),
  same: t('same'),
};

/** Name, kind of change, the difference as a bar and a number, both sides, both shares. */
export function columnsOf(
  field: string,
  measure: Measure,
  asShares: boolean,
  rows: readonly Change[],
  colors: ChartColors,
  isGuess: (row: Change) => boolean,
  onFlows: (row: Change, side: 'was' | 'now') => void,
  /** what is highlighted of a side; undefined: nothing is, anywhere */
  litOf: (row: Change, side: 'was' | 'now') => number | undefined,
): readonly DataColumn<Change>[] {
  const most = Math.max(1e-12, ...rows.map((one) => Math.abs(one.difference)));
  const text = (value: number) => (measure === 'bytes' ? format.bytes(value) : format.count(value));
  const side = (key: 'was' | 'now', label: string): DataColumn<Change> => ({
    key,
    label,
    right: true,
    value: (row) => row[key],
    cell: (row) =>
      row[key] === 0 ? (
        <span className="muted">–</span>
      ) : (
        <LitNumber marked={litOf(row, key)} whole={row[key]} words={(marked) => markedWords(marked, row[key], measure)}>
          <button
            type="button"
            className={css.open}
            title={key === 'was' ? t('Show the flows then') : t('Show the flows now')}
            onClick={() => onFlows(row, key)}
          >
            {text(row[key])}
          </button>
        </LitNumber>
      ),
  });
  const share = (key: 'wasShare' | 'nowShare', label: string): DataColumn<Change> => ({
    key,
    label,
    right: true,
    value: (row) => row[key],
    cell: (row) => (row[key] === 0 ? <span className="muted">–</span> : format.share(row[key], 1)),
  });
  const sign = (value: number) => (value > 0 ? '+' : value < 0 ? '−' : '');
  return [
    {
      key: 'value',
      label: fieldLabel(field),
      value: (row) => (row.value === undefined ? undefined : String(row.value)),
      mark: (row) => ({ field, value: row.value }),
      cell: (row) => (
        <>
          <ValueName
            field={field}
            value={row.value}
            color={field === 'app' ? colors.app(String(row.value ?? '')) : undefined}
          />
          {isGuess(row) && (
            <>
              {' '}
              <GuessSign />
            </>
          )}
        </>
      ),
    },
    {
      key: 'kind',
      phone: 'beside',
      label: t('Change'),
      value: (row) => row.kind,
      cell: (row) => (
        <span className={css.kind} data-kind={row.kind}>
          {WORDS[row.kind]}
        </span>
      ),
    },
    {
      key: 'bar',
      phone: 'line',
      label: t('less | more'),
      value: (row) => row.difference,
      cell: (row) => {
        const width = (Math.abs(row.difference) / most) * 50;
        return (
          <span
            className={css.diverging}
            data-pale={(litOf(row, 'was') === 0 && litOf(row, 'now') === 0) || undefined}
            aria-hidden
          >
            <i
              style={{
                left: row.difference < 0 ? `${50 - width}%` : '50%',
                width: `${width}%`,
                background: row.difference < 0 ? 'var(--muted)' : 'var(--accent)',
              }}
            />
          </span>
        );
      },
    },
    {
      key: 'difference',
      phone: 'beside',
      label: t('Difference'),
      right: true,
      value: (row) => row.difference,
      cell: (row) => (
        <b>
          {sign(row.difference)}
          {asShares
            ? t('{n} points', { n: format.three(Math.abs(row.difference) * 100) })
            : text(Math.abs(row.difference))}
        </b>
      ),
    },
    side('was', t('Then')),
    side('now', t('Now')),
    share('wasShare', t('Share then')),
    share('nowShare', t('Share now')),
  ];
}
