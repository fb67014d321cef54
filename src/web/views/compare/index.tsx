/** Two times, filters, files or datasets side by side: what is new, gone, more and less, by any field. */

import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { parseFilter } from '#query/filter.ts';
import type { Answer, Question, Scope } from '#query/question.ts';
import { ValueName, valueText } from '../../chart/value-name.tsx';
import { fieldLabel, inSentence } from '../../language/fields.ts';
import { t } from '../../language/t.ts';
import { FieldSelect } from '../../pictures/field-select.tsx';
import { PASSED_BINS, passedWithin } from '../../pictures/throughput.ts';
import { useAnswer } from '../../state/answer.ts';
import { useDataset, useDatasets } from '../../state/events.ts';
import { useScope } from '../../state/scope.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';
import { type DataColumn, DataTable } from '../../table/data-table.tsx';
import css from './compare.module.css';
import { type Change, changes, type Kind } from './difference.ts';

const DEFAULTS = { with: 'halves', field: 'app', other: '', as: 'share', show: 'all' } as const;
const WITH = [
  { value: 'halves', label: t('first half of the time') },
  { value: 'before', label: t('the time just before') },
  { value: 'hour', label: t('an hour earlier') },
  { value: 'day', label: t('a day earlier') },
  { value: 'week', label: t('a week earlier') },
  { value: 'dataset', label: t('another dataset') },
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
  }, [how, scope, here, other, state.other, dataset, zone]);
  const question = (side: Side) =>
    ({
      kind: 'groups',
      scope: side.scope,
      by: [state.field],
      more: [],
      sort: measure,
      offset: 0,
      limit: LIMIT,
    }) satisfies Question;
  const readable = parseFilter(sides.was.scope.filter).ok;
  const then = useAnswer(sides.was.dataset === '' || !readable ? undefined : question(sides.was), sides.was.dataset);
  const now = useAnswer(question(sides.now), sides.now.dataset);
  // two times of the same flows: what passed in each is in the bins, not in the counters of flows that reach into both
  const passing = (side: Side) =>
    side.scope.from === undefined || side.scope.to === undefined || side.dataset === '' || !readable
      ? undefined
      : ({ kind: 'timeline', scope: side.scope, by: 'app', limit: 1, bins: PASSED_BINS } satisfies Question);
  const passedThen = useAnswer(passing(sides.was), sides.was.dataset);
  const passedNow = useAnswer(passing(sides.now), sides.now.dataset);
  const twoTimes = how !== 'dataset' && how !== 'filter';
  const asShares = state.as === 'share';
  const found = useMemo(
    () => (then.data && now.data ? changes(then.data, now.data, measure, asShares) : []),
    [then.data, now.data, measure, asShares],
  );
  const shown = show === 'all' ? found : found.filter((one) => one.kind === show);
  const columns = useMemo(
    () => columnsOf(state.field, measure, asShares, shown, colors),
    [state.field, measure, asShares, shown, colors],
  );
  const total = (side: Side, answer: Answer<'groups'> | undefined, bins: Answer<'timeline'> | undefined) => {
    if (!answer) return <p>…</p>;
    const whole = t('{volume} in {flows}', {
      volume: format.measured(answer.total[measure], measure),
      flows: format.counted(answer.total.flows, 'flow'),
    });
    const { from, to } = side.scope;
    if (measure === 'flows' || from === undefined || to === undefined) return <p>{whole}</p>;
    const passed = bins && passedWithin(bins, from, to);
    return (
      <>
        <p>
          {passed?.exact === false
            ? t('about {volume} in this time', { volume: format.measured(passed[measure], measure) })
            : t('{volume} in this time', { volume: passed ? format.measured(passed[measure], measure) : '…' })}
        </p>
        <p className="muted">{t('{whole} active in it, counted whole', { whole })}</p>
      </>
    );
  };
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
            onChange={(next) => next && set({ with: next, other: '' })}
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
          {total(sides.was, then.data, passedThen.data)}
        </div>
        <div className={css.side}>
          <h3>
            <i style={{ background: 'var(--accent)' }} aria-hidden /> {t('Now')}
          </h3>
          <p className="muted">{sides.now.name}</p>
          {total(sides.now, now.data, passedNow.data)}
        </div>
        {twoTimes && (
          <p className={css.note}>
            {t(
              'The table counts each flow whole on every side it is active in: one that spans both times counts with its whole volume on both. A value is new or gone only where none of its flows reaches into the other time.',
            )}
          </p>
        )}
      </section>
    </div>
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
): readonly DataColumn<Change>[] {
  const most = Math.max(1e-12, ...rows.map((one) => Math.abs(one.difference)));
  const text = (value: number) => (measure === 'bytes' ? format.bytes(value) : format.count(value));
  const side = (key: 'was' | 'now', label: string): DataColumn<Change> => ({
    key,
    label,
    right: true,
    value: (row) => row[key],
    cell: (row) => (row[key] === 0 ? <span className="muted">–</span> : text(row[key])),
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
