/** How much of a dataset its logs told. Pure. */

import type { Volume } from '#query/question.ts';
import { t } from '../../language/t.ts';
import * as format from '../../style/format.ts';

/** "1 204 flows of flow logs, 3.1 MB; 96 other flows of the dataset are left out here" */
export function scopeCount(logged: Volume, all: Volume): string {
  const told = t('{flows} from logs, {bytes}', {
    flows: format.counted(logged.flows, 'flow'),
    bytes: format.bytes(logged.bytes),
  });
  const rest = all.flows - logged.flows;
  return rest > 0
    ? t('{told}; {rest} of the dataset left out here', { told, rest: format.counted(rest, 'other flow') })
    : told;
}
