/** Rows of activity in memory: flows that lie in several bins, bin by bin. */
import type { Source } from '../read/source.ts';

export interface Activity {
  readonly rows: number;
  readonly flow: Uint32Array;
  /** ms since the flows' base */
  readonly timeMs: Float64Array;
  readonly sent: Float64Array;
  readonly received: Float64Array;
  readonly sentPackets: Uint32Array;
  readonly receivedPackets: Uint32Array;
  readonly bytes: number;
}

const BYTES_A_ROW = 36;

/** undefined for more than `most` bytes. */
export async function loadActivity(source: Source, base: bigint, most: number): Promise<Activity | undefined> {
  const [row] = await source.rows(`SELECT count(*) n FROM ${source.activity} a`);
  const rows = Number(row!.n);
  if (rows * BYTES_A_ROW > most) return undefined;
  const activity: Activity = {
    rows,
    flow: new Uint32Array(rows),
    timeMs: new Float64Array(rows),
    sent: new Float64Array(rows),
    received: new Float64Array(rows),
    sentPackets: new Uint32Array(rows),
    receivedPackets: new Uint32Array(rows),
    bytes: rows * BYTES_A_ROW,
  };
  const { flow, timeMs, sent, received, sentPackets, receivedPackets } = activity;
  const columns = [flow, timeMs, sent, received, sentPackets, receivedPackets];
  let at = 0;
  await source.scan(
    `SELECT a.flow, (a.time_ms - ${base / 1_000_000n})::DOUBLE, a.src_bytes::DOUBLE, a.dst_bytes::DOUBLE, a.src_packets, a.dst_packets FROM ${source.activity} a`,
    undefined,
    (vectors, count) => {
      for (const [i, column] of columns.entries()) column.set(vectors[i] as Float64Array, at);
      at += count;
    },
  );
  return activity;
}
