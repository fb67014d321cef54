/** Throughput in bins of any width, from the packets themselves. */
import { keyOfRow } from './flow-key.ts';
import type { FineSeries, FineTimelineRequest } from './requests.ts';
import { scanChunks } from './scan.ts';

interface Member {
  readonly start: number;
  readonly end: number;
  readonly series: number;
}

/** ISO times of rows carry ns; a packet within this much of a flow's span belongs to it. */
const SLACK_MS = 0.001;

export function fineTimeline(request: FineTimelineRequest): FineSeries[] {
  const { from, widthMs, bins, by } = request;
  const values = new Map<string, number>();
  const members = new Map<string, Member[]>();
  const series: { value: string | undefined; bytes: number[]; packets: number[]; flows: number[]; total: number }[] =
    [];
  const zeros = (): number[] => new Array<number>(bins).fill(0);
  for (const row of request.flows) {
    const value = row[by] === undefined ? '' : String(row[by]);
    let index = values.get(value);
    if (index === undefined) {
      index = series.push({ value, bytes: zeros(), packets: zeros(), flows: zeros(), total: 0 }) - 1;
      values.set(value, index);
    }
    const start = millis(row['start']);
    const key = keyOfRow(row, request.chunks[0]?.settings?.keyBy);
    const list = members.get(key);
    const member = { start, end: millis(row['end']), series: index };
    if (list === undefined) members.set(key, [member]);
    else list.push(member);
    const bin = Math.floor((start - from) / widthMs);
    if (bin >= 0 && bin < bins) series[index]!.flows[bin]!++;
  }
  scanChunks(request.chunks, from, from + widthMs * bins, ({ key, time, origLen }) => {
    const member = members.get(key)?.find((one) => time >= one.start - SLACK_MS && time <= one.end + SLACK_MS);
    if (member === undefined) return;
    const bin = Math.min(bins - 1, Math.floor((time - from) / widthMs));
    const one = series[member.series]!;
    one.bytes[bin]! += origLen;
    one.packets[bin]!++;
    one.total += origLen;
  });
  return withOther(series, request.limit);
}

function withOther(
  series: readonly { value: string | undefined; bytes: number[]; packets: number[]; flows: number[]; total: number }[],
  limit: number,
): FineSeries[] {
  const sorted = [...series].sort((a, b) => b.total - a.total);
  const rest = sorted.filter((one) => one.value !== '').slice(limit);
  const kept = sorted.filter((one) => !rest.includes(one));
  const strip = ({ value, bytes, packets, flows }: FineSeries): FineSeries => ({ value, bytes, packets, flows });
  if (rest.length === 0) return kept.map(strip);
  const sum = (of: (one: FineSeries) => readonly number[]): number[] =>
    of(rest[0]!).map((_, bin) => rest.reduce((total, one) => total + of(one)[bin]!, 0));
  return [
    ...kept.map(strip),
    {
      value: undefined,
      bytes: sum((one) => one.bytes),
      packets: sum((one) => one.packets),
      flows: sum((one) => one.flows),
    },
  ];
}

/** ms since 1970 of an ISO time with up to nine digits of a second. */
export function millis(value: unknown): number {
  const text = String(value);
  const whole = Date.parse(`${text.slice(0, 19)}Z`);
  const fraction = /\.(\d+)/.exec(text);
  return whole + (fraction === null ? 0 : Number(`0.${fraction[1]}`) * 1000);
}
