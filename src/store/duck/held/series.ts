/** What lies in each time bin, from columns in memory. */
import type { Parameters } from '../read/parameters.ts';
import type { Held } from './held.ts';
import { compareValues } from './sums.ts';

/** Bit of `flags`: the flow lies in several bins and has rows of activity. */
const SPREAD = 128;
/** More bins of more values are left to the engine. */
const MOST_CELLS = 1 << 21;

export interface Bins {
  /** ms since 1970, whole */
  readonly from: number;
  readonly widthMs: number;
  readonly count: number;
}

export interface SeriesFound {
  /** null = not known, undefined = the others */
  readonly value: unknown;
  readonly bytes: Float64Array;
  readonly packets: Float64Array;
  readonly flows: Float64Array;
  /** bytes in all */
  readonly total: number;
}

/** Throughput by a field, told by the last end it has; undefined where it is not held. In no order. */
export async function throughputOf(
  held: Held,
  key: string,
  limit: number,
  { from, widthMs, count }: Bins,
  where: string,
  parameters: Parameters,
): Promise<readonly SeriesFound[] | undefined> {
  const coded = await held.coded(key);
  if (coded === undefined || coded.values.length * count > MOST_CELLS) return undefined;
  const [times, flags, activity] = [await held.times(), await held.flags(), await held.activity()];
  if (activity === undefined) return undefined;
  const { ids, volumes } = await held.rows(where, parameters);
  const codes = coded.ends.at(-1)!;
  const cells = coded.values.length * count;
  const [bytes, packets, flows] = [new Float64Array(cells), new Float64Array(cells), new Float64Array(cells)];
  const seen = new Uint8Array(coded.values.length);
  const shiftMs = Number(held.base / 1_000_000n) - from;
  const shiftNs = shiftMs * 1e6;
  const widthNs = widthMs * 1e6;
  const { start } = times;
  const { sent, received, sentPackets, receivedPackets } = volumes;
  const spread = activity.rows === 0 ? undefined : new Uint8Array(held.size);
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    const isSpread = (flags[id]! & SPREAD) !== 0;
    if (isSpread && spread !== undefined) spread[id] = 1;
    const bin = Math.floor((start[id]! + shiftNs) / widthNs);
    if (bin < 0 || bin >= count) continue;
    const code = codes[id]!;
    const cell = code * count + bin;
    seen[code] = 1;
    flows[cell]!++;
    if (isSpread) continue;
    bytes[cell]! += sent[id]! + received[id]!;
    packets[cell]! += sentPackets[id]! + receivedPackets[id]!;
  }
  if (spread !== undefined)
    for (let row = 0; row < activity.rows; row++) {
      const id = activity.flow[row]!;
      if (spread[id] === 0) continue;
      const bin = Math.floor((activity.timeMs[row]! + shiftMs) / widthMs);
      if (bin < 0 || bin >= count) continue;
      const cell = codes[id]! * count + bin;
      seen[codes[id]!] = 1;
      bytes[cell]! += activity.sent[row]! + activity.received[row]!;
      packets[cell]! += activity.sentPackets[row]! + activity.receivedPackets[row]!;
    }
  const { alias, values } = coded;
  const sums = new Float64Array(values.length);
  const present = new Set<number>();
  for (let code = 0; code < values.length; code++) {
    if (seen[code] === 0) continue;
    const one = alias?.[code] ?? code;
    present.add(one);
    for (let cell = code * count; cell < (code + 1) * count; cell++) sums[one]! += bytes[cell]!;
  }
  const best = new Set(
    [...present]
      .filter((code) => code !== 0)
      .sort((a, b) => sums[b]! - sums[a]! || compareValues(values[a], values[b]))
      .slice(0, limit),
  );
  const found = new Map<number, SeriesFound & { total: number }>();
  for (let code = 0; code < values.length; code++) {
    if (seen[code] === 0) continue;
    const one = alias?.[code] ?? code;
    const slot = one === 0 || best.has(one) ? one : -1;
    let series = found.get(slot);
    if (series === undefined) {
      const zeros = () => new Float64Array(count);
      const value = slot === -1 ? undefined : values[one]!;
      series = { value, bytes: zeros(), packets: zeros(), flows: zeros(), total: 0 };
      found.set(slot, series);
    }
    for (let bin = 0; bin < count; bin++) {
      const cell = code * count + bin;
      series.bytes[bin]! += bytes[cell]!;
      series.packets[bin]! += packets[cell]!;
      series.flows[bin]! += flows[cell]!;
      series.total += bytes[cell]!;
    }
  }
  return [...found.values()];
}

export interface PresentFound {
  /** null = not known, undefined = the others */
  readonly value: unknown;
  /** changes at the start of each bin, and one behind the last */
  readonly steps: Float64Array;
  /** flows times bins */
  readonly total: number;
}

/** Flows that had begun and not ended in each bin, by a field; undefined where it is not held. */
export async function presentOf(
  held: Held,
  key: string,
  limit: number,
  { from, widthMs, count }: Bins,
  where: string,
  parameters: Parameters,
): Promise<readonly PresentFound[] | undefined> {
  const coded = await held.coded(key);
  if (coded === undefined || coded.values.length * (count + 1) > MOST_CELLS) return undefined;
  const times = await held.times();
  const { ids } = await held.rows(where, parameters);
  const codes = coded.ends.at(-1)!;
  const { alias, values } = coded;
  const width = count + 1;
  const steps = new Float64Array(values.length * width);
  const totals = new Float64Array(values.length);
  const seen = new Uint8Array(values.length);
  const shiftNs = (Number(held.base / 1_000_000n) - from) * 1e6;
  const widthNs = widthMs * 1e6;
  const { start, end } = times;
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    const raw = codes[id]!;
    const code = alias === undefined ? raw : alias[raw]!;
    const first = Math.max(0, Math.min(count, Math.floor((start[id]! + shiftNs) / widthNs)));
    const behind = Math.max(0, Math.min(count, Math.floor((end[id]! + shiftNs) / widthNs) + 1));
    steps[code * width + first]!++;
    steps[code * width + behind]!--;
    totals[code]! += behind - first;
    seen[code] = 1;
  }
  const known = [...values.keys()].filter((code) => code !== 0 && seen[code] === 1);
  known.sort((a, b) => totals[b]! - totals[a]! || compareValues(values[a], values[b]));
  const stepsOf = (some: readonly number[]): Float64Array => {
    const sum = new Float64Array(width);
    for (const code of some) for (let bin = 0; bin < width; bin++) sum[bin]! += steps[code * width + bin]!;
    return sum;
  };
  const totalOf = (some: readonly number[]): number => some.reduce((sum, code) => sum + totals[code]!, 0);
  const others = known.slice(limit);
  return [
    ...known.slice(0, limit).map((code) => ({ value: values[code]!, steps: stepsOf([code]), total: totals[code]! })),
    ...(seen[0] === 1 ? [{ value: null, steps: stepsOf([0]), total: totals[0]! }] : []),
    ...(others.length > 0 ? [{ value: undefined, steps: stepsOf(others), total: totalOf(others) }] : []),
  ];
}
