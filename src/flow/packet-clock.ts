/** When the packets of an import were captured: first and last, jumps backwards, silences. ns since the import's epoch. */
import type { Packets } from '#capture/packets.ts';

const DOUBLE = Number.NaN;
/** A packet older than the one before it by more than this was captured out of turn. */
const BACKWARDS_NS = 1e9;

export class PacketClock {
  // Fields that start as DOUBLE are doubles from the start: V8 throws machine code away when a field turns from integer to double.
  /** Infinity before the first packet */
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  /** earliest and latest packet of the last block */
  blockFirst = DOUBLE;
  blockLast = DOUBLE;
  /** time of the last block; no single packet with a time far off moves it */
  now = Number.NEGATIVE_INFINITY;
  /** packets that were older than the one before them by more than a second */
  backwards = 0;
  /** longest time without a packet in the present file, and when it began */
  silence = DOUBLE;
  silenceFrom = DOUBLE;
  private previous = Number.NEGATIVE_INFINITY;

  /** The packets that follow are of another file, whose times may lie beside those of the one before. */
  startFile(): void {
    this.previous = Number.NEGATIVE_INFINITY;
    this.silence = 0;
  }

  /** Takes a block of packets, which must not be empty. */
  pass(packets: Packets): void {
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    let { previous } = this;
    for (let n = 0; n < packets.length; n++) {
      const time = packets.time[n]!;
      if (time < previous - BACKWARDS_NS) this.backwards++;
      else if (time - previous > this.silence && previous !== Number.NEGATIVE_INFINITY) {
        this.silence = time - previous;
        this.silenceFrom = previous;
      }
      if (time < first) first = time;
      if (time > last) last = time;
      previous = time;
    }
    this.previous = previous;
    this.blockFirst = first;
    this.blockLast = last;
    if (first < this.first) this.first = first;
    if (last > this.last) this.last = last;
    this.now = middleTime(packets);
  }
}

/** Median of the times of five packets of a block that has some. */
function middleTime({ time, length }: Packets): number {
  const times = [0, 0.25, 0.5, 0.75, 1].map((share) => time[Math.floor((length - 1) * share)]!);
  return times.sort((a, b) => a - b)[2]!;
}
