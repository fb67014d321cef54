/** Filters of the command line: wrong ones are told before anything is decoded. */
import { AppError } from '#base/errors.ts';
import { parseFilter } from '#query/parse.ts';

/** AppError FILTER_INVALID, whose message shows the place. */
export function checkFilter(filter: string): void {
  const tree = parseFilter(filter);
  if (tree.ok) return;
  const expected = tree.expected.length === 0 ? '' : `\nexpected: ${tree.expected.join(', ')}`;
  const line = filter.replace(/\s/g, ' ');
  const mark = ' '.repeat(tree.start) + '^'.repeat(Math.max(1, tree.end - tree.start));
  throw new AppError('FILTER_INVALID', { message: `filter: ${tree.message}\n  ${line}\n  ${mark}${expected}` });
}
