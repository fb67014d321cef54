/** How the traffic runs: rates from throughput, or what was there in each bin; of the time chosen, of an earlier one, of the highlight. */
import { useMemo } from 'react';
import type { Question, Scope } from '#query/question.ts';
import type { Ghost } from '../../pictures/series.ts';
import { type Asked, useAnswer, useMarked } from '../../state/answer.ts';
import { binsOf, EARLIER, type Earlier, earlier, inBins, isCounted, type Rate, sumsOf } from './rates.ts';

/** Bins that are asked for at the most. */
const MOST_BINS = 5000;

export type Run = Asked<'timeline'> | Asked<'presence'>;
type RunData = NonNullable<Run['data']>;

interface Wanted {
  readonly scope: Scope;
  /** a field */
  readonly by: string;
  readonly limit: number;
  readonly bins: number;
}

/** So many bins of this width, in ms, and what is left of the time. */
export const binsIn = (ms: number, widthMs: number): number => Math.min(MOST_BINS, Math.ceil(ms / widthMs) + 1);

/** undefined: nothing is asked. */
export function useRun(rate: Rate, wanted: Wanted | undefined): Run {
  const isPresence = isCounted(rate);
  const throughput = useAnswer(
    wanted === undefined || isPresence ? undefined : ({ kind: 'timeline', ...wanted } satisfies Question),
  );
  const presence = useAnswer(
    wanted === undefined || !isPresence
      ? undefined
      : ({ kind: 'presence', of: rate === 'hosts' ? 'hosts' : 'flows', ...wanted } satisfies Question),
  );
  return isPresence ? presence : throughput;
}

interface Whole {
  readonly rate: Rate;
  readonly by: string;
  readonly scope: Scope;
  /** the answer that is shown */
  readonly answer: RunData | undefined;
}

interface EarlierRun {
  /** in the bins of the answer; undefined: there is none, or it is not known yet */
  readonly ghost: Ghost | undefined;
  /** an earlier time was chosen, and had no traffic */
  readonly isEmpty: boolean;
}

/** `from` and `to`: the time that is shown, ms since 1970. */
export function useEarlierRun(
  { rate, by, scope, answer }: Whole,
  which: Earlier,
  from: number,
  to: number,
): EarlierRun {
  const before = earlier(which, from, to);
  const asked = useRun(
    rate,
    before === undefined || answer === undefined
      ? undefined
      : { scope: { ...scope, ...before }, by, limit: 1, bins: binsIn(before.to - before.from, answer.widthMs) },
  );
  const data = asked.data;
  const ghost = useMemo(() => {
    if (data === undefined || answer === undefined || before === undefined || data.series.length === 0)
      return undefined;
    // the same place in the earlier time
    const shift = Math.round((answer.from - (from - before.from) - data.from) / data.widthMs);
    const sums = sumsOf(data, rate);
    return {
      name: EARLIER.find((one) => one.value === which)!.label,
      values: Array.from({ length: binsOf(answer) }, (_, bin) => sums[bin + shift] ?? 0),
    };
  }, [data, answer, before, from, which, rate]);
  return { ghost, isEmpty: before !== undefined && data?.series.length === 0 };
}

/** Of each bin what is highlighted; undefined: nothing is, or it is not known yet. */
export function useMarkedRun({ rate, by, scope, answer }: Whole): readonly number[] | undefined {
  const highlighted = useMarked(scope);
  const isMarking = highlighted !== undefined && answer !== undefined;
  const asked = useRun(
    rate,
    isMarking
      ? {
          scope: { ...highlighted, from: answer.from, to: answer.from + binsOf(answer) * answer.widthMs },
          by,
          limit: 1,
          bins: Math.max(1, binsOf(answer)),
        }
      : undefined,
  );
  return useMemo(
    () => (isMarking && asked.data ? inBins(asked.data, answer, rate, binsOf(answer)) : undefined),
    [isMarking, answer, asked.data, rate],
  );
}
