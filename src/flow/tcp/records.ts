/**
 * What TCP flows need beyond their slot, once something worth counting has happened: a record of RECORD_INTS and RECORD_FLOATS
 * numbers, taken when it is first written to and given back with the flow. A flow without trouble has none, so that a flood
 * of connection attempts costs no more than their slots. Record 0 is nobody's: all zeros.
 */
import { extend } from '../open/activity.ts';

// Int32Array; pairs are [X, X + 1] for sides 0 and 1
/** segments sent again, however told; those told as fast and as spurious are among them */
export const RETRANS_PACKETS = 0;
export const FAST = 2;
export const SPURIOUS = 4;
export const OUT_OF_ORDER = 6;
export const DUP_ACKS = 8;
/** duplicate ACKs since the acknowledged number last moved */
export const DUP_RUN = 10;
/** times that segments before one were missing */
export const GAPS = 12;
export const ZERO_WINDOWS = 14;
export const WINDOW_FULL = 16;
export const KEEP_ALIVES = 18;
/** segments told by Zeek as retransmitted, and holes that were acknowledged: what its history counts */
export const HISTORY_T = 20;
export const HISTORY_G = 22;
/** end of the last hole told as acknowledged */
export const ACKED_HOLE = 24;
/** time of the last duplicate ACK, µs modulo 2^32 */
export const DUP_TIME = 26;
/** 28…43: four [start, end) of each side */
export const HOLES = 28;
export const HOLES_A_SIDE = 4;
export const RECORD_INTS = 48;

// Float64Array
export const RETRANS = 0; // 0, 1: payload bytes seen again
export const LOST = 2; // 2, 3
export const RECORD_FLOATS = 4;

/** Counts of segments, not of bytes. */
const SEGMENT_COUNTS = [RETRANS_PACKETS, FAST, SPURIOUS, OUT_OF_ORDER, WINDOW_FULL, KEEP_ALIVES, HISTORY_T] as const;

export class TcpRecords {
  ints = new Int32Array(64 * RECORD_INTS);
  floats = new Float64Array(64 * RECORD_FLOATS);
  private free = 0;
  private used = 1;

  /** A record of zeros. */
  take(): number {
    let record = this.free;
    if (record !== 0) {
      this.free = this.ints[record * RECORD_INTS]!;
      this.ints.fill(0, record * RECORD_INTS, (record + 1) * RECORD_INTS);
      this.floats.fill(0, record * RECORD_FLOATS, (record + 1) * RECORD_FLOATS);
      return record;
    }
    record = this.used++;
    if (this.used * RECORD_INTS > this.ints.length) {
      this.ints = extend(this.ints, new Int32Array(this.ints.length * 2));
      this.floats = extend(this.floats, new Float64Array(this.floats.length * 2));
    }
    return record;
  }

  /** What a later fragment is counted with is counted back: its segment has been counted with the first. */
  countsOf(record: number): number[] {
    const at = record * RECORD_INTS;
    return SEGMENT_COUNTS.flatMap((what) => [this.ints[at + what]!, this.ints[at + what + 1]!]);
  }

  setCounts(record: number, counts: readonly number[]): void {
    if (record === 0) return;
    const at = record * RECORD_INTS;
    for (const [n, what] of SEGMENT_COUNTS.entries()) {
      this.ints[at + what] = counts[2 * n]!;
      this.ints[at + what + 1] = counts[2 * n + 1]!;
    }
  }

  release(record: number): void {
    if (record === 0) return;
    this.ints[record * RECORD_INTS] = this.free;
    this.free = record;
  }
}
