/** How a mark changes the filter. Pure; the language itself is query's. */
import { addClause, type Clause, clauses, type PlainValue, printClause } from '#query/filter.ts';

/** undefined = where nothing is known */
export type Value = PlainValue;

/** only this value · this value too · all but this value */
export type How = 'only' | 'add' | 'exclude';

/** The filter with one value of a field chosen, added or taken out. */
export const narrowed = (filter: string, field: string, value: Value, how: How): string =>
  addClause(filter, field, value, how);

/** One value as a filter of its own. */
export const printed = (field: string, value: Value): string => printClause(field, value);

const join = (parts: readonly Clause[]): string => parts.map((part) => part.text).join(' and ');

/** The filter without its last top-level part. A filter that can't be read is dropped whole. */
export const withoutLast = (filter: string): string => join(clauses(filter).slice(0, -1));

export const withoutPart = (filter: string, index: number): string =>
  join(clauses(filter).filter((_, at) => at !== index));

/** A part turned from "only these" to "all but these" and back. */
export function toggled(filter: string, index: number): string {
  const parts = clauses(filter);
  return join(parts.map((part, at) => (at === index ? { ...part, text: opposite(part) } : part)));
}

function opposite({ text, excludes }: Clause): string {
  const bare = /^(?:not\s+|!\s*)(.*)$/is.exec(text)?.[1];
  if (excludes && bare !== undefined) return bare;
  if (excludes) return text.replace('!=', '==');
  return `not ${text}`;
}
