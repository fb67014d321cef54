/** What truly passed within a time: sums of the bins of a timeline, not of counters of flows that reach beyond it. */
import type { Answer } from '#query/question.ts';

/** Bins asked for: what lies across an edge is at most a thousandth of the time or the finest width kept. */
export const PASSED_BINS = 1000;

export interface Passed {
  readonly bytes: number;
  readonly packets: number;
  /** flows that began within */
  readonly begun: number;
  /** false where a bin with packets lies across an edge of the time: its share within is taken */
  readonly exact: boolean;
}

/** Half-open, ms since 1970. */
export function passedWithin(answer: Answer<'timeline'>, from: number, to: number): Passed {
  let [bytes, packets, begun, exact] = [0, 0, 0, true];
  for (const one of answer.series)
    for (let bin = 0; bin < one.bytes.length; bin++) {
      const start = answer.from + bin * answer.widthMs;
      const within = Math.min(to, start + answer.widthMs) - Math.max(from, start);
      if (within <= 0 || (one.packets[bin] === 0 && one.flows[bin] === 0)) continue;
      const part = Math.min(1, within / answer.widthMs);
      if (part < 1) exact = false;
      bytes += (one.bytes[bin] ?? 0) * part;
      packets += (one.packets[bin] ?? 0) * part;
      begun += (one.flows[bin] ?? 0) * part;
    }
  return { bytes: Math.round(bytes), packets: Math.round(packets), begun: Math.round(begun), exact };
}
