/** What groups can be ordered and drawn by. Pure. */

import type { GroupMeasure, MoreMeasure, Volume } from '#query/question.ts';
import { t } from '../language/t.ts';
import * as format from '../style/format.ts';

export const MEASURES: readonly { readonly value: GroupMeasure; readonly label: string }[] = [
  { value: 'bytes', label: format.VOLUME.name },
  { value: 'sentBytes', label: format.VOLUME.sent },
  { value: 'receivedBytes', label: format.VOLUME.received },
  { value: 'packets', label: t('Packets') },
  { value: 'flows', label: t('Flows') },
  { value: 'sources', label: t('Sources') },
  { value: 'destinations', label: t('Destinations') },
  { value: 'duration', label: t('Mean duration') },
  { value: 'payload', label: t('Payload') },
  { value: 'retrans', label: t('Retransmitted') },
  { value: 'lost', label: t('Missing bytes') },
  { value: 'rtt', label: t('Mean RTT') },
  { value: 'latency', label: t('Mean DNS latency') },
  { value: 'slowest', label: t('Longest DNS latency') },
];

export function measureValue(
  row: Volume & { readonly more: Readonly<Partial<Record<MoreMeasure, number>>> },
  measure: GroupMeasure,
): number {
  switch (measure) {
    case 'bytes':
    case 'packets':
    case 'flows':
    case 'sentBytes':
    case 'receivedBytes':
      return row[measure];
    default:
      return row.more[measure] ?? 0;
  }
}

export function measureText(measure: GroupMeasure, value: number): string {
  switch (measure) {
    case 'packets':
    case 'flows':
    case 'sources':
    case 'destinations':
      return format.count(value);
    case 'duration':
      return format.duration(value);
    case 'rtt':
    case 'latency':
    case 'slowest':
      return format.duration(value / 1000);
    default:
      return format.bytes(value);
  }
}
