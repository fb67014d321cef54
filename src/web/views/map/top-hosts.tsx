/** The largest hosts of the countries asked for: of the addresses at either end, those that lie there. */

import { type ReactNode, useMemo } from 'react';
import type { Answer, Measure, Question } from '#query/question.ts';
import { Bars } from '../../chart/bars.tsx';
import { ValueName } from '../../chart/value-name.tsx';
import { t } from '../../language/t.ts';
import { useAnswer } from '../../state/answer.ts';
import { useMarkedTop } from '../../state/marked.ts';
import type { Value } from '../../state/narrow.ts';
import { printed } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import css from './map.module.css';

const LIMIT = 8;

export function TopHosts({
  places,
  without,
}: {
  readonly places: ReadonlySet<Value>;
  /** the filter but for the choice of countries */
  readonly without: string;
}): ReactNode {
  const { measure } = useScope();
  const [sourceQuestion, targetQuestion] = [
    useEnd('src', places, without, measure),
    useEnd('dst', places, without, measure),
  ];
  const sources = useAnswer(sourceQuestion);
  const targets = useAnswer(targetQuestion);
  const marked = {
    'src.ip': useMarkedTop(sourceQuestion),
    'dst.ip': useMarkedTop(targetQuestion),
  };
  const [src, dst] = [sources.data, targets.data];
  if (!src || !dst) return null;
  const hosts = [...rowsOf(src, 'src.ip'), ...rowsOf(dst, 'dst.ip')]
    .sort((a, b) => b.volume[measure] - a.volume[measure])
    .slice(0, LIMIT);
  if (hosts.length === 0) return null;
  return (
    <>
      <h3 className={css.heading}>{t('Largest hosts there')}</h3>
      {(['src.ip', 'dst.ip'] as const).map((field) => {
        const rows = hosts.filter((host) => host.field === field);
        if (rows.length === 0) return null;
        const { total } = field === 'src.ip' ? src : dst;
        return (
          <section key={field} aria-label={SIDE[field]}>
            <p className={css.end}>{SIDE[field]}</p>
            <Bars
              field={field}
              rows={rows}
              whole={total}
              measure={measure}
              marked={marked[field]}
              name={(value) => <ValueName field={field} value={value} />}
            />
          </section>
        );
      })}
    </>
  );
}

type TopQuestion = Extract<Question, { kind: 'top' }>;

const SIDE = { 'src.ip': t('as source'), 'dst.ip': t('as destination') } as const;

const rowsOf = (answer: Answer<'top'>, field: 'src.ip' | 'dst.ip') =>
  answer.rows.map(({ value, ...volume }) => ({ field, value, volume }));

/** Flows with that end in one of the places. */
function useEnd(side: 'src' | 'dst', places: ReadonlySet<Value>, without: string, measure: Measure): TopQuestion {
  const { scope } = useScope();
  const key = [...places].map(String).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the places as text
  return useMemo(() => {
    const there = [...places].map((place) => printed(`${side}.country`, place)).join(' or ');
    const filter = [without && `(${without})`, `(${there})`].filter(Boolean).join(' and ');
    return { kind: 'top', scope: { ...scope, filter }, field: `${side}.ip`, measure, limit: LIMIT };
  }, [side, key, without, measure, scope]);
}
