/** What can be measured over time, at which widths, and which earlier times there are. Pure. */

import type { Answer } from '#query/question.ts';
import { t } from '../../language/t.ts';
import * as format from '../../style/format.ts';

export type Rate = 'bits' | 'packets' | 'new' | 'active' | 'hosts';

export const RATES: readonly { readonly value: Rate; readonly label: string; readonly about: string }[] = [
  { value: 'bits', label: t('Bits/s'), about: t('bits a second of the packets in each bin') },
  { value: 'packets', label: t('Packets/s'), about: t('packets a second in each bin') },
  { value: 'new', label: t('New flows/s'), about: t('flows a second that began in each bin') },
  { value: 'active', label: t('Active flows'), about: t('flows that had begun and not ended in each bin') },
  { value: 'hosts', label: t('Hosts'), about: t('different addresses that sent packets in each bin') },
];

/** What is counted in each bin, not passed in it: no rate a second. */
export const isCounted = (rate: Rate): boolean => rate === 'active' || rate === 'hosts';

/** Rates a second of each bin. */
export function valuesOf(one: Answer<'timeline'>['series'][number], rate: Rate, widthMs: number): readonly number[] {
  const seconds = widthMs / 1000;
  switch (rate) {
    case 'packets':
      return one.packets.map((value) => value / seconds);
    case 'new':
      return one.flows.map((value) => value / seconds);
    default:
      return one.bytes.map((value) => value / seconds);
  }
}

type Lines = Answer<'timeline'> | Answer<'presence'>;

export const binsOf = ({ series: [first] }: Lines): number =>
  first === undefined ? 0 : 'counts' in first ? first.counts.length : first.bytes.length;

/** All lines of an answer as one. */
export function sumsOf(answer: Lines, rate: Rate): readonly number[] {
  if ('all' in answer && answer.all !== undefined) return answer.all;
  const lines = answer.series.map((one) => ('counts' in one ? one.counts : valuesOf(one, rate, answer.widthMs)));
  return Array.from({ length: binsOf(answer) }, (_, bin) => lines.reduce((sum, line) => sum + (line[bin] ?? 0), 0));
}

/** One line of a part of the traffic, in the bins of the whole; its own are as wide or finer. */
export function inBins(part: Lines, whole: Lines, rate: Rate, bins: number): readonly number[] {
  const values = new Array<number>(bins).fill(0);
  const isCount = isCounted(rate);
  sumsOf(part, rate).forEach((value, index) => {
    const bin = Math.floor((part.from + (index + 0.5) * part.widthMs - whole.from) / whole.widthMs);
    if (bin < 0 || bin >= bins) return;
    // rates of finer bins count by their part of the time; of counts the highest stands for the bin
    values[bin] = isCount
      ? Math.max(values[bin]!, value)
      : values[bin]! + value * Math.min(1, part.widthMs / whole.widthMs);
  });
  return values;
}

export function rateText(rate: Rate, value: number): string {
  switch (rate) {
    case 'bits':
      return format.bitRate(value);
    case 'packets':
    case 'new':
      return `${value >= 100_000 ? format.count(value) : format.three(value)}/s`;
    default:
      return format.count(value);
  }
}

/** ms; the widths the store keeps and people read easily */
const WIDTHS = [1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000];
const MOST_BINS = 5000;

/** Widths that give more than one bin and no more than can be answered. */
export const widthsFor = (lengthMs: number): readonly number[] =>
  WIDTHS.filter((width) => width < lengthMs && lengthMs / width < MOST_BINS);

export const EARLIER = [
  { value: 'none', label: t('nothing behind it') },
  { value: 'before', label: t('the time just before') },
  { value: 'hour', label: t('an hour earlier') },
  { value: 'day', label: t('a day earlier') },
  { value: 'week', label: t('a week earlier') },
] as const;
export type Earlier = (typeof EARLIER)[number]['value'];

/** The earlier time of the same length, half-open; undefined for none. */
export function earlier(
  which: Earlier,
  from: number,
  to: number,
): { readonly from: number; readonly to: number } | undefined {
  const shift = { none: 0, before: to - from, hour: 3_600_000, day: 86_400_000, week: 604_800_000 }[which];
  return shift > 0 ? { from: from - shift, to: to - shift } : undefined;
}
