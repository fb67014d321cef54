/** Two times, filters, files or datasets side by side: what is new, gone, more and less, by any field. */

import { SegmentedControl } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { parseFilter } from '#query/filter.ts';
import { isMostGuessed } from '#query/guessed.ts';
import type { Question } from '#query/question.ts';
import { GuessKey } from '../../chart/guess.tsx';
import { valueText } from '../../chart/value-name.tsx';
import { fieldLabel, inSentence } from '../../language/fields.ts';
import { t } from '../../language/t.ts';
import { FieldSelect } from '../../pictures/field-select.tsx';
import { useAnswer } from '../../state/answer.ts';
import { GUESS_HEAD, useGuessed } from '../../state/guessed.ts';
import { useMarkedGroups } from '../../state/marked.ts';
import { narrowed } from '../../state/narrow.ts';
import { printSpan, stringifySearch, useScope } from '../../state/scope.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { columnsOf } from './columns.tsx';
import css from './compare.module.css';
import { type Change, changes, type Kind } from './difference.ts';
import { SideCards } from './side-cards.tsx';
import { type Side, useSides } from './sides.ts';

const DEFAULTS = { with: 'halves', field: 'app', other: '', file: '', as: 'share', show: 'all' } as const;
const SHOW: readonly { readonly value: 'all' | Kind; readonly label: string }[] = [
  { value: 'all', label: t('All') },
  { value: 'new', label: t('New') },
  { value: 'gone', label: t('Gone') },
  { value: 'more', label: t('More') },
  { value: 'less', label: t('Less') },
];
const LIMIT = 3000;

export default function CompareView(): ReactNode {
  const { measure } = useScope();
  const colors = useChartColors();
  const navigate = useNavigate();
  const [state, set] = useViewState(DEFAULTS);
  const show = oneOf(
    SHOW.map((one) => one.value),
    state.show,
  );
  const sides = useSides(state);
  const { how, was, now: is } = sides;
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
  const readable = parseFilter(was.scope.filter).ok;
  const nothingElse = how === 'dataset' && sides.other === undefined;
  const ofThen = was.dataset === '' || !readable ? undefined : question(was);
  const then = useAnswer(ofThen, was.dataset);
  const now = useAnswer(question(is), is.dataset);
  const litThen = useMarkedGroups(ofThen, was.dataset);
  const litNow = useMarkedGroups(question(is), is.dataset);
  const byApp = state.field === 'app';
  const guessedThen = useGuessed(byApp && was.dataset !== '' && readable ? was.scope : undefined, was.dataset);
  const guessedNow = useGuessed(byApp ? is.scope : undefined, is.dataset);
  const asShares = state.as === 'share';
  const found = useMemo(
    () => (then.data && now.data ? changes(then.data, now.data, measure, asShares) : []),
    [then.data, now.data, measure, asShares],
  );
  const shown = useMemo(() => (show === 'all' ? found : found.filter((one) => one.kind === show)), [found, show]);
  const isGuess = useMemo(
    () =>
      ({ value, was: before, now: after }: Change) =>
        (before === 0 || isMostGuessed(guessedThen, value)) && (after === 0 || isMostGuessed(guessedNow, value)),
    [guessedThen, guessedNow],
  );
  const columns = useMemo(() => {
    const onFlows = (row: Change, key: 'was' | 'now') => {
      const { dataset: of, scope: within } = key === 'was' ? was : is;
      const { filter, from, to } = within;
      const search = {
        q: narrowed(filter, state.field, row.value, 'only'),
        ...(from === undefined || to === undefined ? {} : { t: printSpan({ from, to }) }),
      };
      void navigate({ href: `/d/${of}/flows${stringifySearch(search)}` });
    };
    const litOf = (row: Change, key: 'was' | 'now') => {
      const lit = key === 'was' ? litThen : litNow;
      return lit && (lit.of(row.value)?.[measure] ?? 0);
    };
    return columnsOf(state.field, measure, asShares, shown, colors, isGuess, onFlows, litOf);
  }, [state.field, measure, asShares, shown, colors, isGuess, was, is, litThen, litNow, navigate]);
  const cut = [then.data, now.data].some((one) => one !== undefined && one.groups > LIMIT);
  const emptyNote = nothingElse
    ? t('There is no other dataset to compare with. Import one first.')
    : !readable
      ? t('The other filter can’t be understood yet.')
      : found.length > 0
        ? t('No value is {label}.', { label: SHOW.find((one) => one.value === show)!.label.toLowerCase() })
        : undefined;
  return (
    <div className={css.view}>
      <ViewFrame
        title={t('What has changed, by {field}?', { field: inSentence(fieldLabel(state.field)) })}
        subtitle={
          <>
            {[
              asShares
                ? t('{measure} as shares of each side, the largest differences first', {
                    measure: format.measureWord(measure),
                  })
                : t('{measure}, the largest differences first', { measure: format.measureWord(measure) }),
              ...(cut ? [t('the {n} largest of each side are compared', { n: format.count(LIMIT) })] : []),
            ].join('; ')}{' '}
            {shown.some((one) => isGuess(one)) && <GuessKey />}
          </>
        }
        answers={nothingElse ? [] : readable ? [then, now] : [now]}
        empty={shown.length === 0}
        {...(emptyNote === undefined ? {} : { emptyNote: <p>{emptyNote}</p> })}
        data={() => ({
          head: [
            state.field,
            ...(byApp ? [GUESS_HEAD] : []),
            'change',
            `${measure} then`,
            `${measure} now`,
            'share then',
            'share now',
            'difference',
          ],
          rows: shown.map((one) => [
            one.value === undefined ? undefined : valueText(state.field, one.value),
            ...(byApp ? [isGuess(one)] : []),
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
      <SideCards
        sides={sides}
        then={then.data}
        now={now.data}
        measure={measure}
        filter={state.other}
        readable={readable}
        onChoice={set}
      />
    </div>
  );
}
