/** The largest of any fields by any measure: as bars with sent and received, and as a table. */

import { SegmentedControl, Select } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { isMostGuessed } from '#query/guessed.ts';
import type { GroupMeasure, MoreMeasure, Question } from '#query/question.ts';
import { GuessKey } from '../../chart/guess.tsx';
import { valueText } from '../../chart/value-name.tsx';
import { inSentence } from '../../language/fields.ts';
import { plural, t } from '../../language/t.ts';
import { FieldSelect } from '../../pictures/field-select.tsx';
import { MEASURES, measureValue } from '../../pictures/measures.ts';
import { VOLUME_HEAD, volumeCells } from '../../pictures/volume-table.ts';
import { useAnswer } from '../../state/answer.ts';
import { GUESS_HEAD, useGuessed } from '../../state/guessed.ts';
import { useMarkedGroups } from '../../state/marked.ts';
import { useScope } from '../../state/scope.ts';
import { useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { builderColumns, isMore, labelOf, type Row } from './builder-columns.tsx';
import css from './statistics.module.css';

export const BUILDER = { a: 'src.ip', b: '', by: 'bytes', n: '20', dir: 'both' } as const;
const NUMBERS = ['10', '20', '50', '100', '500'];

/** What CapAnalysis shows on its statistics page. */
const PRESETS: readonly { readonly label: string; readonly a: string; readonly by: GroupMeasure }[] = [
  { label: t('Sources by flows'), a: 'src.ip', by: 'flows' },
  { label: t('Sources by bytes'), a: 'src.ip', by: 'bytes' },
  { label: t('Destinations by flows'), a: 'dst.ip', by: 'flows' },
  { label: t('Destinations by bytes'), a: 'dst.ip', by: 'bytes' },
  { label: t('Protocols by bytes'), a: 'app', by: 'bytes' },
  { label: t('Countries by bytes'), a: 'dst.country', by: 'bytes' },
  { label: t('Names by flows'), a: 'host', by: 'flows' },
];

export function Builder(): ReactNode {
  const { scope } = useScope();
  const colors = useChartColors();
  const [state, set] = useViewState(BUILDER);
  const by = state.b === '' || state.b === state.a ? [state.a] : [state.a, state.b];
  const key = by.join('>');
  const sort = (MEASURES.some((one) => one.value === state.by) ? state.by : 'bytes') as GroupMeasure;
  const limit = NUMBERS.includes(state.n) ? Number(state.n) : 20;
  const question = {
    kind: 'groups',
    scope,
    by,
    more: isMore(sort) ? [sort as MoreMeasure] : [],
    sort,
    offset: 0,
    limit,
  } satisfies Question;
  const asked = useAnswer(question);
  const marked = useMarkedGroups(question);
  const guessed = useGuessed(key === 'app' ? scope : undefined);
  const rows = useMemo(
    () =>
      (asked.data?.rows ?? []).map(
        (row): Row => ({ ...row, id: row.values.map(String).join('\t'), sort: measureValue(row, sort) }),
      ),
    [asked.data, sort],
  );
  const preset = PRESETS.find((one) => one.a === state.a && state.b === '' && one.by === sort);
  const columns = useMemo(
    () => builderColumns({ fields: key.split('>'), rows, sort, colors, guessed, marked }),
    [key, rows, sort, colors, guessed, marked],
  );
  return (
    <ViewFrame
      title={t('What comes first by {measure}?', {
        measure: inSentence(labelOf(sort)),
      })}
      subtitle={
        asked.data && (
          <>
            {plural(
              asked.data.groups,
              '{part} of {n} group, of {flows}, {bytes}',
              '{part} of {n} groups, of {flows}, {bytes}',
              {
                part: format.count(rows.length),
                n: format.count(asked.data.groups),
                flows: format.counted(asked.data.total.flows, 'flow'),
                bytes: format.bytes(asked.data.total.bytes),
              },
            )}{' '}
            {guessed.size > 0 && <GuessKey />}
          </>
        )
      }
      answers={[asked]}
      empty={rows.length === 0}
      data={() => ({
        head: [...by, sort, ...VOLUME_HEAD, ...(key === 'app' ? [GUESS_HEAD] : [])],
        rows: rows.map((row) => [
          ...row.values.map((value, i) => (value === undefined ? undefined : valueText(by[i]!, value))),
          row.sort,
          ...volumeCells(row),
          ...(key === 'app' ? [isMostGuessed(guessed, row.values[0])] : []),
        ]),
      })}
      actions={
        <div className={css.tools}>
          <Select
            size="xs"
            aria-label={t('Presets')}
            placeholder={t('Presets')}
            data={PRESETS.map((one) => one.label)}
            value={preset?.label ?? null}
            onChange={(label) => {
              const found = PRESETS.find((one) => one.label === label);
              if (found) set({ a: found.a, b: '', by: found.by, n: '10' });
            }}
            w={170}
          />
          <FieldSelect label={t('Field')} value={state.a} onChange={(a) => set({ a })} />
          <FieldSelect
            label={t('Second field')}
            value={state.b}
            none={t('no second field')}
            onChange={(b) => set({ b })}
          />
          <Select
            size="xs"
            aria-label={t('Measure')}
            data={MEASURES.map((one) => ({ value: one.value, label: one.label }))}
            value={sort}
            onChange={(next) => next && set({ by: next })}
            allowDeselect={false}
            w={150}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('How many')}
            data={NUMBERS}
            value={String(limit)}
            onChange={(n) => set({ n })}
          />
        </div>
      }
    >
      <DataTable label={t('Largest groups')} rows={rows} columns={columns} height={420} />
    </ViewFrame>
  );
}
