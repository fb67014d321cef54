/** Days from a moment to the end of a validity. Pure. */
import { plural, t } from '../../language/t.ts';

/** Negative when it has ended. */
export const daysLeft = (until: string, atMs: number): number => (Date.parse(until) - atMs) / 86_400_000;

/** "12 days", "5 h", "ended 3 days before"; whole days, so that less than 30 days is never told as 30 */
export function leftText(days: number): string {
  const size = Math.abs(days);
  const text = size < 2 ? `${Math.round(size * 24)}\u00a0h` : plural(Math.floor(size), '{n}\u00a0day', '{n}\u00a0days');
  return days < 0 ? t('ended {time} before', { time: text }) : text;
}
