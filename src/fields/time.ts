/** When a flow was. */
import { type Field, field, G } from './field.ts';

export const TIME_FIELDS: readonly Field[] = [
  field('Time', 'start', 'time', 'Start', 'time of the first packet, by the clock of the capture', {
    shown: true,
    aliases: ['frame.time', 'frame.time_epoch'],
  }),
  field('Time', 'end', 'time', 'End', 'time of the last packet'),
  field('Time', 'duration', 'duration', 'Duration', 'from the first to the last packet, in seconds', { shown: true }),
  field('Time', 'hour', 'number', 'Hour of day', 'hour of the first packet in UTC, 0 to 23', { ...G, derived: true }),
  field(
    'Time',
    'weekday',
    'enum',
    'Weekday',
    'day of the week of the first packet in UTC: mon, tue, wed, thu, fri, sat, sun',
    {
      ...G,
      derived: true,
    },
  ),
  field('Time', 'day', 'enum', 'Day', 'date of the first packet in UTC, for example 2024-10-21', {
    ...G,
    derived: true,
  }),
];
