/** How well a flow's packets were captured and built. */
import { type Field, field } from './field.ts';

export const QUALITY_FIELDS: readonly Field[] = [
  field(
    'Quality',
    'duplicates',
    'count',
    'Duplicates',
    'packets seen before within 50 ms: the same IP packet except for hop limit, header checksum and link header',
    { fact: 'number' },
  ),
  field('Quality', 'malformed', 'count', 'Malformed', 'packets that break the specification of a layer', {
    fact: 'number',
  }),
  field(
    'Quality',
    'checksum.wrong',
    'count',
    'Wrong checksums',
    'packets whose IP, TCP, UDP or ICMP checksum is wrong, of those that were verified; offloaded ones are not wrong',
    { fact: 'number' },
  ),
];
