/** Arithmetic of the time strip: what part of time it shows, and where its ticks stand. Pure; ms since 1970 UTC. */
import type { Span } from '../state/scope.ts';
import * as format from '../style/format.ts';

type Zone = format.Zone;

/** The closest look: a float of ms since 1970 is exact to a quarter of a microsecond. */
export const CLOSEST_MS = 0.05;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [
  0.01,
  0.02,
  0.05,
  0.1,
  0.2,
  0.5,
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
];

export const length = (span: Span): number => span.to - span.from;

export const middleOf = (span: Span): number => (span.from + span.to) / 2;

/** At least CLOSEST_MS long and inside `all`; keeps its length where it can. */
export function within(span: Span, all: Span): Span {
  const size = Math.min(Math.max(length(span), CLOSEST_MS), length(all));
  const from = Math.min(Math.max(span.from, all.from), all.to - size);
  return { from, to: from + size };
}

/** Zooms by a factor (< 1 = closer) so that `at` stays where it is. */
export function zoom(view: Span, all: Span, at: number, factor: number): Span {
  const size = Math.min(Math.max(length(view) * factor, CLOSEST_MS), length(all));
  const part = (at - view.from) / length(view);
  const from = at - part * size;
  return within({ from, to: from + size }, all);
}

export const pan = (view: Span, all: Span, byMs: number): Span =>
  within({ from: view.from + byMs, to: view.to + byMs }, all);

/**
 * What to show for a selection made elsewhere: the view as it is when the selection can be seen in it, otherwise the
 * selection with as much again on either side.
 */
export function viewFor(selection: Span, view: Span, all: Span): Span {
  const seen = selection.from < view.to && selection.to > view.from;
  if (seen && length(selection) >= length(view) * 0.02) return view;
  return within({ from: selection.from - length(selection), to: selection.to + length(selection) }, all);
}

const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000];
const MONTH = 30.4375 * DAY;

export interface Ticks {
  readonly times: readonly number[];
  readonly stepMs: number;
}

/** At most one tick in `minPixels`, on round times of the zone. */
export function ticks(view: Span, width: number, zone: Zone, minPixels = 96): Ticks {
  const wanted = (length(view) / Math.max(width, 1)) * minPixels;
  const stepMs = STEPS.find((step) => step >= wanted);
  if (stepMs === undefined) return months(view, wanted, zone);
  const shift = zone.startsWith('from:')
    ? Number(zone.slice(5))
    : zone === 'local'
      ? new Date(view.from).getTimezoneOffset() * MINUTE
      : 0;
  const times: number[] = [];
  const first = Math.ceil((view.from - shift) / stepMs);
  for (let n = first; n * stepMs + shift < view.to; n++) times.push(n * stepMs + shift);
  return { times, stepMs };
}

/** Ticks on the first of a month, where days are too fine. */
function months(view: Span, wantedMs: number, zone: Zone): Ticks {
  const step = MONTHS.find((count) => count * MONTH >= wantedMs) ?? Math.ceil(wantedMs / MONTH / 12) * 12;
  const start = new Date(view.from);
  const at = (month: number) => (zone === 'utc' ? Date.UTC(1970, month, 1) : new Date(1970, month, 1).getTime());
  const month =
    zone === 'utc'
      ? (start.getUTCFullYear() - 1970) * 12 + start.getUTCMonth()
      : (start.getFullYear() - 1970) * 12 + start.getMonth();
  const times: number[] = [];
  for (let n = Math.floor(month / step) * step; at(n) < view.to; n += step) if (at(n) >= view.from) times.push(at(n));
  return { times, stepMs: step * MONTH };
}

/** Digits after the second that a tick of this step needs. */
export const digitsFor = (stepMs: number): number =>
  stepMs >= SECOND ? 0 : Math.min(6, Math.max(0, Math.ceil(-Math.log10(stepMs / SECOND) - 1e-9)));

/** Is the date, rather than the time of day, what tells two ticks apart? */
export const byDay = (stepMs: number): boolean => stepMs >= DAY;

export interface Label {
  readonly time: number;
  readonly text: string;
}

/** Ticks with what stands at them: the time, behind the day where another one begins, or the day alone. */
export function labels(view: Span, width: number, zone: Zone, minPixels?: number): readonly Label[] {
  const { times, stepMs } = ticks(view, width, zone, minPixels);
  let last = format.day(view.from, zone);
  return times.map((time) => {
    const day = format.day(time, zone);
    const clock = format.timeOfDay(time, zone, digitsFor(stepMs));
    const text = byDay(stepMs) ? day : day !== last ? `${day.slice(5)} ${clock}` : clock;
    last = day;
    return { time, text };
  });
}

/** 1, 2 or 5 × 10ⁿ, not below the value */
export function niceCeil(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const step of [1, 1.5, 2, 3, 4, 5, 6, 8, 10]) if (value <= step * power * (1 + 1e-9)) return step * power;
  return 10 * power;
}
