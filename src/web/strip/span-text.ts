import type { Span } from '../state/scope.ts';
import * as format from '../style/format.ts';
import { length } from './time-axis.ts';

/** From when to when, and how long: with as many digits as tell its ends apart. */
export function spanText(span: Span, zone: format.Zone): string {
  const digits = length(span) < 1 ? 6 : length(span) < 60_000 ? 3 : 0;
  const sameDay = format.day(span.from, zone) === format.day(span.to, zone);
  const to = sameDay ? format.timeOfDay(span.to, zone, digits) : format.dateTime(span.to, zone, digits);
  const size = length(span) / 1000;
  return `${format.dateTime(span.from, zone, digits)} – ${to} (${size >= 60 ? format.clock(size) : format.duration(size)})`;
}
