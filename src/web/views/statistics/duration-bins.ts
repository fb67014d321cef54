/** The bins of the duration histogram in words and as filters. */

import { clauses } from '#query/filter.ts';
import type { Answer } from '#query/question.ts';
import { t } from '../../language/t.ts';
import { duration, round } from '../../style/format.ts';

export type Bin = Answer<'durations'>['bins'][number];

/** Seconds; shorter is the clock's own grain. */
const MOMENT = 1e-6;

/** "1 ms – 10 ms", "0 s" for flows of one moment, "10 min or more" */
export function binName({ from, to }: Bin): string {
  if (to === undefined) return t('{from} or more', { from: span(from) });
  if (to <= MOMENT) return t('one moment');
  return from <= MOMENT ? t('under {to}', { to: span(to) }) : `${span(from)} – ${span(to)}`;
}

/** Round times in round words. */
function span(seconds: number): string {
  for (const [size, unit] of [
    [86400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ] as const)
    if (seconds >= size && Number.isInteger(seconds / size)) return `${seconds / size}\u00a0${unit}`;
  return round(duration(seconds));
}

/** The filter that leaves just a bin. */
export function binFilter({ from, to }: Bin): string {
  if (to !== undefined && to <= MOMENT) return 'duration == 0';
  const least = from > MOMENT ? `duration >= ${from}` : 'duration > 0';
  return to === undefined ? least : `${least} and duration < ${to}`;
}

const BOUND = /^duration (==|>=|>|<) (\d+(?:\.\d+)?)$/;

/**
 * The filter without a chosen range of durations, and which bins lie in it. Durations put otherwise than `binFilter` does are
 * no choice and stay.
 */
export function chosenDurations(filter: string): { readonly filter: string; readonly chosen?: (bin: Bin) => boolean } {
  const parts = clauses(filter);
  const own = parts.filter((part) => part.field === 'duration' && !part.excludes);
  const bounds = own.map((part) => BOUND.exec(part.text));
  if (own.length === 0 || bounds.includes(null)) return { filter };
  let least = 0;
  let below = Number.POSITIVE_INFINITY;
  for (const [, operator, digits] of bounds as RegExpExecArray[]) {
    const value = Number(digits);
    if (operator === '<') below = Math.min(below, value);
    else if (operator === '==') below = Math.min(below, value + MOMENT);
    else least = Math.max(least, operator === '>' ? value + MOMENT / 1e4 : value);
  }
  return {
    filter: parts
      .filter((part) => !own.includes(part))
      .map((part) => part.text)
      .join(' and '),
    chosen: (bin) => bin.from >= least && (bin.to ?? Number.POSITIVE_INFINITY) <= below,
  };
}
