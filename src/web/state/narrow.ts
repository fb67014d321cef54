/** How a mark changes the filter. Pure; the language itself is query's. */
import { addClause, both, type Clause, clauses, type PlainValue, printClause } from '#query/filter.ts';

export { both } from '#query/filter.ts';

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

/**
 * The filter after a touch of a mark that stands for several values at once, one a field, such as a band between two: all of them must
 * hold; excluded are the flows of which all hold.
 */
export function narrowedAll(
  filter: string,
  values: readonly { readonly field: string; readonly value: Value }[],
  how: How,
): string {
  if (how !== 'exclude') return values.reduce((text, { field, value }) => narrowed(text, field, value, how), filter);
  const [first] = values;
  if (first === undefined) return filter;
  if (values.length === 1) return narrowed(filter, first.field, first.value, 'exclude');
  return both(filter, `not (${values.map(({ field, value }) => printClause(field, value)).join(' and ')})`);
}
