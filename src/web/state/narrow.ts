/** How a mark changes the filter. Pure; the language itself is query's. */
import { addClause, clauses, printClause } from '#query/filter.ts';

/** undefined = where nothing is known */
export type Value = string | number | boolean | undefined;

/** only this value · this value too · all but this value */
export type How = 'only' | 'add' | 'exclude';

/** The filter with one value of a field chosen, added or taken out. */
export const narrowed = (filter: string, field: string, value: Value, how: How): string =>
  addClause(filter, field, value, how);

/** One value as a filter of its own. */
export const printed = (field: string, value: Value): string => printClause(field, value);

/** The filter without its last top-level part. A filter that can't be read is dropped whole. */
export function withoutLast(filter: string): string {
  return clauses(filter)
    .slice(0, -1)
    .map((part) => part.text)
    .join(' and ');
}
