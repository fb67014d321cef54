/**
 * Flows with what they passed within a time, not their whole counters: from the bins of activity. A flow in one bin is booked at its
 * start, so the edges of the time lie between bins.
 */
import type { Scope } from '#query/question.ts';
import type { Column, Held, Rows } from '../held/held.ts';
import type { HeldSource } from '../held/held-source.ts';
import { Parameters } from '../read/parameters.ts';
import { VOLUMES } from '../read/source.ts';
import { type Totals, totals } from './groups.ts';

export interface Counted {
  /** ms since 1970, half-open */
  readonly from: number;
  readonly to: number;
  readonly widthMs: number;
}

/** The nearest edges between bins; nothing of the dataset's own ends is cut off. */
function countedOf(scope: Scope, { first, last }: Pick<Totals, 'first' | 'last'>, widthMs: number): Counted {
  const from = Math.max(scope.from ?? -Infinity, first ?? 0);
  const to = Math.min(scope.to ?? Infinity, (last ?? 0) + widthMs);
  const low = (from <= (first ?? 0) ? Math.floor(from / widthMs) : Math.round(from / widthMs)) * widthMs;
  const high = (to > (last ?? 0) ? Math.ceil(to / widthMs) : Math.round(to / widthMs)) * widthMs;
  return { from: low, to: Math.max(high, low), widthMs };
}

/** Stands in for the source: its flows pass `where`, have packets in the time, and only the volumes of those are summed. */
export async function passedIn(
  source: HeldSource,
  scope: Scope,
  where: string,
  parameters: Parameters,
): Promise<{ readonly source: HeldSource; readonly counted: Counted }> {
  const counted = countedOf(scope, await totals(source, 'TRUE', new Parameters()), source.baseWidthMs);
  const [low, high] = [Math.floor(counted.from), Math.floor(counted.to)];
  const startMs = '(f.start_ns // 1000000)';
  const sums = VOLUMES.map((name) => `sum(a.${name}::DOUBLE) ${name}`);
  const volume = (name: string) => `passed_${name}`;
  const volumes = (of: string) => VOLUMES.map((name) => `${of}.${name}::DOUBLE AS ${volume(name)}`).join(', ');
  // The flow's own volumes stay: what it is depends on them.
  const flows = `(SELECT f.*, ${volumes('f')} FROM ${source.flows} f WHERE (${where}) AND (f.flags & 128) = 0 AND ${startMs} >= ${low} AND ${startMs} < ${high}
    UNION ALL SELECT f.*, ${volumes('k')} FROM ${source.flows} f
      JOIN (SELECT a.flow, ${sums.join(', ')} FROM ${source.activity} a WHERE a.time_ms >= ${low} AND a.time_ms < ${high} GROUP BY a.flow) k ON k.flow = f.id
      WHERE (${where}) AND (f.flags & 128) <> 0)`;
  const key = `passed ${low} ${high} ${where} ${parameters.key} `;
  return {
    counted,
    source: {
      ...source,
      flows,
      volume: (name) => `f.${volume(name)}`,
      once: (own, ask) => source.once(key + own, ask),
      held: async () => {
        const held = await source.held();
        const rows =
          held && (await held.lately('passed', key, () => passedRows(held, low, high, where, parameters), bytesOf));
        return held && rows && { ...held, rows: async () => rows };
      },
    },
  };
}

/** Bit of `flags`: the flow lies in several bins and has rows of activity. */
const SPREAD = 128;

function bytesOf(rows: Rows | undefined): number {
  if (rows === undefined) return 0;
  const { sent, received, sentPackets, receivedPackets } = rows.volumes;
  return [sent, received, sentPackets, receivedPackets, rows.ids].reduce(
    (sum, { buffer }) => sum + buffer.byteLength,
    0,
  );
}

/** The same flows and volumes, from memory; undefined where activity is not held. */
async function passedRows(
  held: Held,
  low: number,
  high: number,
  where: string,
  parameters: Parameters,
): Promise<Rows | undefined> {
  const activity = await held.activity();
  if (activity === undefined) return undefined;
  const [{ start }, flags] = [await held.times(), await held.flags()];
  const { ids, volumes } = await held.rows(where, parameters);
  const baseMs = Number(held.base / 1_000_000n);
  const [lowNs, highNs] = [(low - baseMs) * 1e6, (high - baseMs) * 1e6];
  // 1 = counted as it is, 2 = in several bins, 3 = and with packets in the time
  const kinds = new Uint8Array(held.size);
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    if ((flags[id]! & SPREAD) !== 0) kinds[id] = 2;
    else if (start[id]! >= lowNs && start[id]! < highNs) kinds[id] = 1;
  }
  const copied = activity.rows > 0;
  // what passed in a part of the time is no more than in all of it
  const copy = (column: Column): Column => (copied ? column.slice() : column);
  const passed = {
    sent: copy(volumes.sent),
    received: copy(volumes.received),
    sentPackets: copy(volumes.sentPackets),
    receivedPackets: copy(volumes.receivedPackets),
  };
  for (let row = 0; row < activity.rows; row++) {
    const id = activity.flow[row]!;
    if (kinds[id]! < 2 || activity.timeMs[row]! < low - baseMs || activity.timeMs[row]! >= high - baseMs) continue;
    if (kinds[id] === 2) {
      kinds[id] = 3;
      for (const column of Object.values(passed)) column[id] = 0;
    }
    passed.sent[id]! += activity.sent[row]!;
    passed.received[id]! += activity.received[row]!;
    passed.sentPackets[id]! += activity.sentPackets[row]!;
    passed.receivedPackets[id]! += activity.receivedPackets[row]!;
  }
  const counted = new Uint32Array(ids.length);
  let count = 0;
  for (let at = 0; at < ids.length; at++) {
    const kind = kinds[ids[at]!]!;
    if (kind === 1 || kind === 3) counted[count++] = ids[at]!;
  }
  return { ids: counted.subarray(0, count), volumes: passed };
}
