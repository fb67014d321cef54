/** How much of a dataset its logs told. Pure. */
import type { Volume } from '#query/question.ts';
import * as format from '../../style/format.ts';

/** "1 204 flows of flow logs, 3.1 MB; 96 other flows of the dataset are left out here" */
export function scopeCount(logged: Volume, all: Volume): string {
  const told = `${format.counted(logged.flows, 'flow')} that logs told, ${format.bytes(logged.bytes)}`;
  const rest = all.flows - logged.flows;
  return rest > 0 ? `${told}; ${format.counted(rest, 'other flow')} of the dataset left out here` : told;
}
