/** When a flow was. */
import { type Field, field } from './field.ts';

export const TIME_FIELDS: readonly Field[] = [
  field('Time', 'start', 'time', 'Start', 'time of the first packet, by the clock of the capture', {
    shown: true,
    aliases: ['frame.time', 'frame.time_epoch'],
  }),
  field('Time', 'end', 'time', 'End', 'time of the last packet'),
  field('Time', 'duration', 'duration', 'Duration', 'from the first to the last packet, in seconds', { shown: true }),
];
