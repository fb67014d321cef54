/** Transport, IP version, and how sure the applications are: shares of the scope. */

import type { ReactNode } from 'react';
import type { Question } from '#query/question.ts';
import { type Part, ShareBar } from '../../chart/share-bar.tsx';
import { valueText } from '../../chart/value-name.tsx';
import { t } from '../../language/t.ts';
import { useAnswer } from '../../state/answer.ts';
import { useMarkedTop } from '../../state/marked.ts';
import { useOwnScope } from '../../state/own-scope.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { othersText } from './others.ts';
import css from './protocols.module.css';
import { tonesOf } from './tones.ts';

const FIELDS = [
  { field: 'ip.proto', name: t('Transport'), limit: 6 },
  { field: 'ip.version', name: t('IP version'), limit: 3 },
  { field: 'app.by', name: t('How the application is known'), limit: 3 },
] as const;

export function Shares(): ReactNode {
  const { measure } = useScope();
  const shares = [useShare(0), useShare(1), useShare(2)];
  const total = shares[0]!.asked.data?.total;
  return (
    <ViewFrame
      title={t('Over which transport?')}
      subtitle={total && t('shares of {total}', { total: format.measured(total[measure], measure) })}
      answers={shares.map((one) => one.asked)}
      empty={total !== undefined && total.flows === 0}
      data={() => ({
        head: ['of', 'value', measure],
        rows: shares.flatMap(({ name, parts }) => parts.map((part) => [name, part.key, part.size])),
      })}
    >
      <div className={css.shares}>
        {shares.map(({ name, parts }) => (
          <section key={name} aria-label={name}>
            <h3>{name}</h3>
            <ShareBar label={name} parts={parts} />
          </section>
        ))}
      </div>
    </ViewFrame>
  );
}

function useShare(index: 0 | 1 | 2) {
  const { field, name, limit } = FIELDS[index];
  const { measure } = useScope();
  const colors = useChartColors();
  const { scope, chosen } = useOwnScope(field);
  const question = { kind: 'top', scope, field, measure, limit } satisfies Question;
  const asked = useAnswer(question);
  const marked = useMarkedTop(question);
  const rows = asked.data?.rows ?? [];
  const tones = tonesOf(
    colors,
    field,
    rows.map(({ value }) => value),
  );
  const parts: Part[] = rows.map((row, place) => ({
    of: { field, value: row.value },
    key: valueText(field, row.value),
    name: valueText(field, row.value),
    size: row[measure],
    text: format.exactMeasured(row[measure], measure),
    color: tones[place]!,
    marked: marked?.of(row.value)?.[measure],
    faded: chosen.size > 0 && !chosen.has(row.value),
  }));
  const other = asked.data?.other;
  if (other && other[measure] > 0)
    parts.push({
      key: othersText(other.groups),
      name: othersText(other.groups),
      size: other[measure],
      text: format.exactMeasured(other[measure], measure),
      color: colors.other,
      marked: marked?.other[measure],
    });
  return { name, parts, asked };
}
