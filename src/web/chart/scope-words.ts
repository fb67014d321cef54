/** What a picture counts, and of what: "bytes, both directions, 3.4 GB in 12 430 of 60 000 flows". */

import type { Volume } from '#query/question.ts';
import { plural, t } from '../language/t.ts';
import type { Value } from '../state/narrow.ts';
import * as format from '../style/format.ts';
import type { BarMeasure } from './bars.tsx';

const UNIT: Readonly<Record<Exclude<BarMeasure, 'flows'>, string>> = {
  bytes: t('{bytes}, both directions', { bytes: format.measureWord('bytes') }),
  sentBytes: t('{bytes} sent', { bytes: format.measureWord('bytes') }),
  receivedBytes: t('{bytes} received', { bytes: format.measureWord('bytes') }),
  packets: t('packets, both directions'),
};

/**
 * `total` is what the picture draws; `all` the dataset's flows. A picture that shows its own choice among the rest says how much
 * was chosen of what it draws.
 */
export function scopeWords(
  measure: BarMeasure,
  total: Volume,
  all: number,
  rows: readonly (Volume & { readonly value: Value })[] = [],
  chosen: ReadonlySet<Value> = new Set(),
): string {
  // while an import runs the answer may know more than the dataset's last report
  const flows =
    total.flows >= all
      ? plural(total.flows, '{n} flow', 'all {n} flows', { n: format.count(total.flows) })
      : plural(all, '{n} of {all} flow', '{n} of {all} flows', {
          n: format.count(total.flows),
          all: format.count(all),
        });
  const drawn =
    measure === 'flows' ? flows : t('{volume} in {flows}', { volume: format.measured(total[measure], measure), flows });
  const unit = measure === 'flows' ? '' : `${UNIT[measure]}, `;
  if (chosen.size === 0) return unit + drawn;
  const lit = rows.filter((row) => chosen.has(row.value));
  const sum = lit.reduce((part, row) => part + row[measure], 0);
  return lit.length === chosen.size
    ? t('{unit}{sum} chosen among {drawn}', { unit, sum: format.measured(sum, measure), drawn })
    : t('{unit}{drawn}; not all that is chosen is in sight', { unit, drawn });
}
