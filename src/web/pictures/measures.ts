/** What groups can be ordered and drawn by. Pure. */
import type { GroupMeasure, MoreMeasure, Volume } from '#query/question.ts';
import * as format from '../style/format.ts';

export const MEASURES: readonly { readonly value: GroupMeasure; readonly label: string }[] = [
  { value: 'bytes', label: 'Bytes' },
  { value: 'sentBytes', label: 'Bytes sent' },
  { value: 'receivedBytes', label: 'Bytes received' },
  { value: 'packets', label: 'Packets' },
  { value: 'flows', label: 'Flows' },
  { value: 'sources', label: 'Sources' },
  { value: 'destinations', label: 'Destinations' },
  { value: 'duration', label: 'Mean duration' },
  { value: 'payload', label: 'Payload' },
  { value: 'retrans', label: 'Retransmitted' },
  { value: 'lost', label: 'Missing bytes' },
  { value: 'rtt', label: 'Mean RTT' },
  { value: 'latency', label: 'Mean DNS latency' },
  { value: 'slowest', label: 'Longest DNS latency' },
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
