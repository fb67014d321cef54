/** What is highlighted in each bin of a picture over time: one question of the same time and as many bins. */
import { useMemo } from 'react';
import type { Answer, Measure, Question, Scope } from '#query/question.ts';
import { useAnswer, useMarked } from '../state/answer.ts';

type Lines = Answer<'timeline'> | Answer<'presence'>;

const lineOf = (one: Lines['series'][number], of: Measure): readonly number[] =>
  'counts' in one ? one.counts : one[of];
export const binCount = ({ series: [first] }: Lines): number =>
  first === undefined ? 0 : lineOf(first, 'bytes').length;

/** Sums of a part of the traffic in the bins of the whole; its own are as wide or finer. Of flows under way the most in each. */
export function sumsInBins(part: Lines, whole: Lines, of: Measure): readonly number[] {
  const bins = binCount(whole);
  const values = new Array<number>(bins).fill(0);
  for (let index = 0; index < binCount(part); index++) {
    const sum = part.series.reduce((all, one) => all + (lineOf(one, of)[index] ?? 0), 0);
    const bin = Math.floor((part.from + (index + 0.5) * part.widthMs - whole.from) / whole.widthMs);
    if (bin < 0 || bin >= bins) continue;
    values[bin] = 'exact' in part ? values[bin]! + sum : Math.max(values[bin]!, sum);
  }
  return values;
}

/** undefined: nothing is highlighted, or it is not known yet. */
export function useMarkedBins(
  scope: Scope,
  by: string,
  of: Measure,
  answer: Lines | undefined,
): readonly number[] | undefined {
  const marked = useMarked(scope);
  const bins = answer === undefined ? 0 : binCount(answer);
  const isAsked = marked !== undefined && answer !== undefined && bins > 0;
  const ask = {
    scope: isAsked ? { ...marked, from: answer.from, to: answer.from + bins * answer.widthMs } : scope,
    by,
    limit: 1,
    bins: Math.max(1, bins),
  };
  const isPassed = answer !== undefined && 'exact' in answer;
  const passed = useAnswer(isAsked && isPassed ? ({ kind: 'timeline', ...ask } satisfies Question) : undefined);
  const present = useAnswer(
    isAsked && !isPassed ? ({ kind: 'presence', of: 'flows', ...ask } satisfies Question) : undefined,
  );
  const data = isPassed ? passed.data : present.data;
  return useMemo(
    () => (isAsked && data && answer ? sumsInBins(data, answer, of) : undefined),
    [isAsked, data, answer, of],
  );
}
