/** The bins of the duration histogram in words and as filters. */
import type { Answer } from '#query/question.ts';
import { duration } from '../../style/format.ts';

export type Bin = Answer<'durations'>['bins'][number];

/** Seconds; shorter is the clock's own grain. */
const MOMENT = 1e-6;

/** "1 ms – 10 ms", "0 s" for flows of one moment, "10 min or more" */
export function binName({ from, to }: Bin): string {
  if (to === undefined) return `${span(from)} or more`;
  if (to <= MOMENT) return 'one moment';
  return from <= MOMENT ? `under ${span(to)}` : `${span(from)} – ${span(to)}`;
}

/** Round times in round words. */
function span(seconds: number): string {
  for (const [size, unit] of [
    [86400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ] as const)
    if (seconds >= size && Number.isInteger(seconds / size)) return `${seconds / size}\u00a0${unit}`;
  return duration(seconds);
}

/** The filter that leaves just a bin. */
export function binFilter({ from, to }: Bin): string {
  if (to !== undefined && to <= MOMENT) return 'duration == 0';
  const least = from > MOMENT ? `duration >= ${from}` : 'duration > 0';
  return to === undefined ? least : `${least} and duration < ${to}`;
}
