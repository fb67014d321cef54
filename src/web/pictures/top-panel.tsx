/** The largest values of one field. */

import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { Question } from '#query/question.ts';
import { type BarMeasure, Bars, SentReceived } from '../chart/bars.tsx';
import { GuessKey } from '../chart/guess.tsx';
import { scopeWords } from '../chart/scope-words.ts';
import { ValueName } from '../chart/value-name.tsx';
import { t } from '../language/t.ts';
import { useAnswer } from '../state/answer.ts';
import { useDataset } from '../state/events.ts';
import { useGuessed } from '../state/guessed.ts';
import { useMarkedTop } from '../state/marked.ts';
import { both } from '../state/narrow.ts';
import { useOwnScope } from '../state/own-scope.ts';
import { useScope } from '../state/scope.ts';
import { useChartColors } from '../style/theme.ts';
import { ViewFrame } from '../style/view-frame.tsx';
import css from './pictures.module.css';
import { volumeTable } from './volume-table.ts';

const MANY = 100;

export interface TopPanelProps {
  readonly field: string;
  readonly measure: BarMeasure;
  readonly title: string;
  /** "other sources" */
  readonly many: string;
  /** said where no flow has a value */
  readonly nothing?: string;
  readonly few?: number;
  /** where there is no value: “None seen” where that says more than “Not known” */
  readonly absent?: string;
  /** names are long: they get more of the width than bars */
  readonly long?: boolean;
  /** a part of the filter that this picture alone adds */
  readonly within?: string;
  readonly actions?: ReactNode;
}

export function TopPanel({
  field,
  measure,
  title,
  many,
  nothing,
  few = 10,
  absent,
  long: longNames = false,
  within,
  actions,
}: TopPanelProps): ReactNode {
  const { dataset } = useScope();
  const all = useDataset(dataset);
  const [more, setMore] = useState(false);
  const own = useOwnScope(field);
  const { chosen } = own;
  const scope = within === undefined ? own.scope : { ...own.scope, filter: both(own.scope.filter, within) };
  const colors = useChartColors();
  const question = { kind: 'top', scope, field, measure, limit: more ? MANY : few } satisfies Question;
  const asked = useAnswer(question);
  const marked = useMarkedTop(question);
  const guessed = useGuessed(field === 'app' ? scope : undefined);
  const { rows = [], other, total } = asked.data ?? {};
  const isEither = FIELD_BY_KEY.get(field)?.either !== undefined;
  const known = nothing === undefined || rows.some((row) => row.value !== undefined);
  return (
    <ViewFrame
      title={title}
      subtitle={
        total && (
          <>
            {scopeWords(measure, total, all?.flows ?? total.flows, rows, chosen)}
            {isEither && `; ${t('a flow counts at both its ends')}`}{' '}
            {(measure === 'bytes' || measure === 'packets') && rows.length > 0 && known && (
              <SentReceived own={isEither || field.startsWith('src.')} />
            )}
            {rows.some((row) => guessed.has(row.value)) && <GuessKey />}
          </>
        )
      }
      answers={[asked]}
      empty={rows.length === 0 || !known}
      {...(total && total.flows > 0 && !known ? { emptyNote: <p>{nothing}</p> } : {})}
      data={() =>
        volumeTable(
          [field],
          rows.map(({ value, ...volume }) => ({ values: [value], volume, guessed: guessed.get(value)?.volume })),
          other,
          field === 'app',
        )
      }
      actions={
        <>
          {actions}
          {(other || more) && (
            <Button size="compact-xs" variant="default" onClick={() => setMore(!more)}>
              {more ? t('Show {few}', { few }) : t('Show more')}
            </Button>
          )}
        </>
      }
    >
      {total && (
        <div className={css.list}>
          <Bars
            field={field}
            rows={rows.map(({ value, ...volume }) => ({ value, volume }))}
            {...(other ? { other } : {})}
            whole={total}
            measure={measure}
            many={many}
            long={longNames}
            chosen={chosen}
            marked={marked}
            guessed={guessed}
            name={(value) => (
              <ValueName
                field={field}
                value={value}
                absent={absent}
                color={field === 'app' ? colors.app(String(value ?? '')) : undefined}
              />
            )}
          />
        </div>
      )}
    </ViewFrame>
  );
}
