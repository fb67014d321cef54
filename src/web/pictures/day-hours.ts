/** Folds bins of time into days and hours of a zone. Pure. */
import { day, timeOfDay, type Zone } from '../style/format.ts';

export interface DayHours {
  /** in order; without a date in relative time */
  readonly days: readonly string[];
  readonly cells: readonly {
    readonly day: number;
    readonly hour: number;
    readonly value: number;
    /** ms since 1970, half-open */
    readonly from: number;
    readonly to: number;
  }[];
  readonly most: number;
}

export function fold(from: number, widthMs: number, values: readonly number[], zone: Zone): DayHours {
  const days: string[] = [];
  const cells = new Map<string, { day: number; hour: number; value: number; from: number; to: number }>();
  for (const [bin, value] of values.entries()) {
    const at = from + bin * widthMs;
    const name = day(at, zone);
    if (days.at(-1) !== name) days.push(name);
    const hour = Number(/\d+/.exec(timeOfDay(at, zone, 0))?.[0] ?? 0) % 24;
    const key = `${days.length - 1} ${hour}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, { day: days.length - 1, hour, value, from: at, to: at + widthMs });
    else {
      cell.value += value;
      cell.to = at + widthMs;
    }
  }
  const all = [...cells.values()];
  return { days, cells: all, most: all.reduce((most, cell) => Math.max(most, cell.value), 0) };
}
