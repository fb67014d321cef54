/** Two times, filters, files or datasets side by side: what is new, gone, more and less, by any field. */

import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import { parseFilter, printClause } from '#query/filter.ts';
import type { Answer, Question, Scope } from '#query/question.ts';
import { ValueName, valueText } from '../../chart/value-name.tsx';
import { fieldLabel, inSentence } from '../../language/fields.ts';
import { t } from '../../language/t.ts';
import { FieldSelect } from '../../pictures/field-select.tsx';
import { useAnswer } from '../../state/answer.ts';
import { useDataset, useDatasets } from '../../state/events.ts';
import { both, narrowed } from '../../state/narrow.ts';
import { printSpan, stringifySearch, useScope } from '../../state/scope.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';
import { type DataColumn, DataTable } from '../../table/data-table.tsx';
import css from './compare.module.css';
import { type Change, changes, type Kind } from './difference.ts';

const DEFAULTS = { with: 'halves', field: 'app', other: '', file: '', as: 'share', show: 'all' } as const;
/** What tells the files of a dataset apart, where the field table has it. */
const FILE = 'file';
const WITH = [
  { value: 'halves', label: t('first half of the time') },
  { value: 'before', label: t('the time just before') },
  { value: 'hour', label: t('an hour earlier') },
  { value: 'day', label: t('a day earlier') },
  { value: 'week', label: t('a week earlier') },
  { value: 'dataset', label: t('another dataset') },
  ...(FIELD_BY_KEY.has(FILE) ? [{ value: 'file', label: t('another file') } as const] : []),
  { value: 'filter', label: t('another filter') },
] as const;
const SHOW: readonly { readonly value: 'all' | Kind; readonly label: string }[] = [
  { value: 'all', label: t('All') },
  { value: 'new', label: t('New') },
  { value: 'gone', label: t('Gone') },
  { value: 'more', label: t('More') },
  { value: 'less', label: t('Less') },
];
const LIMIT = 3000;
const MOST_FILES = 1000;

interface Side {
  readonly name: string;
  readonly dataset: string;
  readonly scope: Scope;
}

export default function CompareView(): ReactNode {
  const { dataset, scope, measure } = useScope();
  const here = useDataset(dataset);
  const { datasets } = useDatasets();
  const [zone] = useZone();
  const colors = useChartColors();
  const navigate = useNavigate();
  const [state, set] = useViewState(DEFAULTS);
  const how = oneOf(
    WITH.map((one) => one.value),
    state.with,
  );
  const show = oneOf(
    SHOW.map((one) => one.value),
    state.show,
  );
  const others = datasets.filter((one) => one.id !== dataset && one.flows > 0);
  const other = others.find((one) => one.id === state.other) ?? others[0];
  const inDataset = useAnswer(
    how === FILE
      ? ({ kind: 'top', scope: { filter: '' }, field: FILE, measure: 'flows', limit: MOST_FILES } satisfies Question)
      : undefined,
  );
  const files = useMemo(
    () => (inDataset.data?.rows ?? []).flatMap(({ value }) => (value === undefined ? [] : [String(value)])),
    [inDataset.data],
  );
  const sides = useMemo(() => {
    const from = scope.from ?? here?.first ?? 0;
    const to = scope.to ?? (here?.last ?? 0) + 1;
    const time = (a: number, b: number) =>
      t('{from} to {to}', { from: format.dateTime(a, zone, 0), to: format.dateTime(b, zone, 0) });
    const now: Side = { name: t('what is in scope'), dataset, scope };
    const at = (a: number, b: number): Side => ({
      name: time(a, b),
      dataset,
      scope: { filter: scope.filter, from: a, to: b },
    });
    switch (how) {
      case 'halves':
        return { was: at(from, (from + to) / 2), now: at((from + to) / 2, to) };
      case 'dataset':
        return {
          was: { name: other?.name ?? '', dataset: other?.id ?? '', scope: { filter: scope.filter } },
          now: { ...now, name: here?.name ?? '' },
        };
      case FILE: {
        const of = (file: string): Side => ({
          name: file,
          dataset,
          scope: { ...scope, filter: file === '' ? scope.filter : both(scope.filter, printClause(FILE, file)) },
        });
        const [one, two] = filesOf(files, state.other, state.file);
        return { was: of(one), now: of(two) };
      }
      case 'filter':
        return {
          was: { name: state.other || t('all flows'), dataset, scope: { ...scope, filter: state.other } },
          now: { ...now, name: scope.filter || t('all flows') },
        };
      default: {
        const shift = { before: to - from, hour: 3_600_000, day: 86_400_000, week: 604_800_000 }[how];
        return { was: at(from - shift, to - shift), now: at(from, to) };
      }
    }
  }, [how, scope, here, other, state.other, state.file, files, dataset, zone]);
  const question = (side: Side) =>
    ({
      kind: 'groups',
      scope: side.scope,
      by: [state.field],
      more: [],
      sort: measure,
      // of a time what passed in it, not the whole counters of flows that reach out of it
      ...(side.scope.from === undefined ? {} : { passed: true as const }),
      offset: 0,
      limit: LIMIT,
    }) satisfies Question;
  const readable = parseFilter(sides.was.scope.filter).ok;
  const then = useAnswer(sides.was.dataset === '' || !readable ? undefined : question(sides.was), sides.was.dataset);
  const now = useAnswer(question(sides.now), sides.now.dataset);
  const asShares = state.as === 'share';
  const found = useMemo(
    () => (then.data && now.data ? changes(then.data, now.data, measure, asShares) : []),
    [then.data, now.data, measure, asShares],
  );
  const shown = show === 'all' ? found : found.filter((one) => one.kind === show);
  const columns = useMemo(
    () =>
      columnsOf(state.field, measure, asShares, shown, colors, (row, key) => {
        const { dataset: of, scope: within } = key === 'was' ? sides.was : sides.now;
        const { filter, from, to } = within;
        const search = {
          q: narrowed(filter, state.field, row.value, 'only'),
          ...(from === undefined || to === undefined ? {} : { t: printSpan({ from, to }) }),
        };
        void navigate({ href: `/d/${of}/flows${stringifySearch(search)}` });
      }),
    [state.field, measure, asShares, shown, colors, sides, navigate],
  );
  const total = (answer: Answer<'groups'> | undefined) => {
    if (!answer) return <p>…</p>;
    const { counted } = answer;
    return (
      <>
        <p>
          {t('{volume} in {flows}', {
            volume: format.measured(answer.total[measure], measure),
            flows: format.counted(answer.total.flows, 'flow'),
          })}
        </p>
        <p className="muted">
          {counted === undefined
            ? t('Counted: whole flows.')
            : t('Counted: packets from {from} to {to}.', {
                from: format.dateTime(counted.from, zone, counted.widthMs < 1000 ? 3 : 0),
                to: format.dateTime(counted.to, zone, counted.widthMs < 1000 ? 3 : 0),
              })}
        </p>
      </>
    );
  };
  const bins = now.data?.counted?.widthMs ?? then.data?.counted?.widthMs;
  const cut = [then.data, now.data].some((one) => one !== undefined && one.groups > LIMIT);
  return (
    <div className={css.view}>
      <ViewFrame
        title={t('What has changed, by {field}?', { field: inSentence(fieldLabel(state.field)) })}
        subtitle={[
          asShares
            ? t('{measure} as shares of each side, the largest differences first', {
                measure: format.measureWord(measure),
              })
            : t('{measure}, the largest differences first', { measure: format.measureWord(measure) }),
          ...(cut ? [t('the {n} largest of each side are compared', { n: format.count(LIMIT) })] : []),
        ].join('; ')}
        answers={how === 'dataset' && other === undefined ? [] : readable ? [then, now] : [now]}
        empty={shown.length === 0}
        {...(how === 'dataset' && other === undefined
          ? { emptyNote: <p>{t('There is no other dataset to compare with. Import one first.')}</p> }
          : !readable
            ? { emptyNote: <p>{t('The other filter can’t be understood yet.')}</p> }
            : found.length > 0
              ? {
                  emptyNote: (
                    <p>
                      {t('No value is {label}.', {
                        label: SHOW.find((one) => one.value === show)!.label.toLowerCase(),
                      })}
                    </p>
                  ),
                }
              : {})}
        data={() => ({
          head: [state.field, 'change', `${measure} then`, `${measure} now`, 'share then', 'share now', 'difference'],
          rows: shown.map((one) => [
            one.value === undefined ? undefined : valueText(state.field, one.value),
            one.kind,
            one.was,
            one.now,
            one.wasShare,
            one.nowShare,
            one.difference,
          ]),
        })}
        actions={
          <div className={css.tools}>
            <FieldSelect label={t('Compare by')} value={state.field} onChange={(field) => set({ field })} />
            <SegmentedControl
              size="xs"
              aria-label={t('What is compared')}
              data={[
                { value: 'share', label: t('Shares') },
                { value: 'absolute', label: t('Amounts') },
              ]}
              value={asShares ? 'share' : 'absolute'}
              onChange={(as) => set({ as })}
            />
            <SegmentedControl
              size="xs"
              aria-label={t('Which changes')}
              data={SHOW.map((one) => ({ ...one }))}
              value={show}
              onChange={(next) => set({ show: next })}
            />
          </div>
        }
      >
        <DataTable label={t('Changes')} rows={shown} columns={columns} height="calc(100dvh - 330px)" />
      </ViewFrame>
      <section className={css.sides} aria-label={t('The two sides')}>
        <div className={css.side}>
          <h3>
            <i style={{ background: 'var(--muted)' }} aria-hidden /> {t('Then')}
          </h3>
          <Select
            size="xs"
            aria-label={t('Compare with')}
            data={WITH.map(({ value, label }) => ({ value, label }))}
            value={how}
            onChange={(next) => next && set({ with: next, other: '', file: '' })}
            allowDeselect={false}
          />
          {how === 'dataset' && others.length > 0 && (
            <Select
              size="xs"
              aria-label={t('The other dataset')}
              data={others.map((one) => ({ value: one.id, label: one.name }))}
              value={other?.id ?? null}
              onChange={(next) => next && set({ other: next })}
              allowDeselect={false}
            />
          )}
          {how === FILE && files.length > 0 && (
            <FileSelect
              label={t('The other file')}
              files={files}
              value={filesOf(files, state.other, state.file)[0]}
              onChange={(next) => set({ other: next })}
            />
          )}
          {how === 'filter' && (
            <TextInput
              size="xs"
              aria-label={t('The other filter')}
              placeholder="app == dns"
              classNames={{ input: 'mono' }}
              error={readable ? undefined : t('can’t be understood')}
              value={state.other}
              onChange={(event) => set({ other: event.currentTarget.value })}
            />
          )}
          <p className="muted">{sides.was.name}</p>
          {total(then.data)}
        </div>
        <div className={css.side}>
          <h3>
            <i style={{ background: 'var(--accent)' }} aria-hidden /> {t('Now')}
          </h3>
          {how === FILE && files.length > 0 && (
            <FileSelect
              label={t('This file')}
              files={files}
              value={filesOf(files, state.other, state.file)[1]}
              onChange={(next) => set({ file: next })}
            />
          )}
          <p className="muted">{sides.now.name}</p>
          {total(now.data)}
        </div>
        {bins !== undefined && (
          <p className={css.note}>
            {t(
              'Of a time its packets are counted, not whole flows: a flow that spans both times counts on each side with what it sent there. Edges lie between the bins that were kept, {width} wide.',
              { width: format.duration(bins / 1000) },
            )}
          </p>
        )}
      </section>
    </div>
  );
}

/** The files chosen, or the first two. */
function filesOf(files: readonly string[], one: string, two: string): readonly [string, string] {
  const then = files.includes(one) ? one : (files[0] ?? '');
  return [then, files.includes(two) ? two : (files.find((file) => file !== then) ?? then)];
}

function FileSelect({
  label,
  files,
  value,
  onChange,
}: {
  readonly label: string;
  readonly files: readonly string[];
  readonly value: string;
  readonly onChange: (file: string) => void;
}): ReactNode {
  return (
    <Select
      size="xs"
      aria-label={label}
      data={[...files]}
      value={value}
      onChange={(next) => next && onChange(next)}
      allowDeselect={false}
      searchable
    />
  );
}

const WORDS: Readonly<Record<Kind, string>> = {
  new: t('new'),
  gone: t('gone'),
  more: t('more'),
  less: t('less'),
  same: t('same'),
};

function columnsOf(
  field: string,
  measure: 'bytes' | 'packets' | 'flows',
  asShares: boolean,
  rows: readonly Change[],
  colors: ReturnType<typeof useChartColors>,
  onFlows: (row: Change, side: 'was' | 'now') => void,
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
        <button
          type="button"
          className={css.open}
          title={key === 'was' ? t('Show the flows then') : t('Show the flows now')}
          onClick={() => onFlows(row, key)}
        >
          {text(row[key])}
        </button>
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
        <ValueName
          field={field}
          value={row.value}
          color={field === 'app' ? colors.app(String(row.value ?? '')) : undefined}
        />
      ),
    },
    {
      key: 'kind',
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
      label: t('less | more'),
      value: (row) => row.difference,
      cell: (row) => {
        const width = (Math.abs(row.difference) / most) * 50;
        return (
          <span className={css.diverging} aria-hidden>
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
