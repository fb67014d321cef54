/** The filter after a touch of a pair: both ends must hold; with Alt all but the flows of which both hold. Pure. */
import { printClause } from '#query/filter.ts';
import { howOf, type Keys } from '../../state/marks.tsx';
import { narrowed } from '../../state/narrow.ts';

export function linkPress(
  filter: string,
  of: string,
  from: string | undefined,
  to: string | undefined,
  keys: Keys,
): string {
  const how = howOf(keys);
  const [src, dst] = [`src.${of}`, `dst.${of}`];
  if (how !== 'exclude') return narrowed(narrowed(filter, src, from, how), dst, to, how);
  const pair = `not (${printClause(src, from)} and ${printClause(dst, to)})`;
  if (filter.trim() === '') return pair;
  return `${/\bor\b|\|\|/i.test(filter) ? `(${filter})` : filter} and ${pair}`;
}
