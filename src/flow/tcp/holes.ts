/**
 * Bytes of a TCP direction that were passed over: up to four holes a side are kept, so that reordered segments are neither
 * lost nor sent again. A fifth hole makes the oldest final. `at` is where the side's holes start in the records' integers.
 */
import { HOLES_A_SIDE } from './records.ts';

/** Remembers [start, end) as missing; the first of the places is the oldest. */
export function openHole(ints: Int32Array, at: number, start: number, end: number): void {
  let place = 0;
  while (place < HOLES_A_SIDE && ints[at + 2 * place] !== ints[at + 2 * place + 1]) place++;
  if (place === HOLES_A_SIDE) {
    ints.copyWithin(at, at + 2, at + 2 * HOLES_A_SIDE);
    place = HOLES_A_SIDE - 1;
  }
  ints[at + 2 * place] = start;
  ints[at + 2 * place + 1] = end;
}

/** Bytes of [start, end) that were missing until now. A hole filled in its middle becomes two. */
export function fillHoles(ints: Int32Array, at: number, start: number, end: number): number {
  let filled = 0;
  for (let place = 0; place < HOLES_A_SIDE; place++) {
    const p = at + 2 * place;
    const holeStart = ints[p]!;
    const holeEnd = ints[p + 1]!;
    if (holeStart === holeEnd) continue;
    const from = ((start - holeStart) | 0) > 0 ? start : holeStart;
    const to = ((end - holeEnd) | 0) < 0 ? end : holeEnd;
    const size = (to - from) | 0;
    if (size <= 0) continue;
    filled += size;
    if (from === holeStart) ints[p] = to;
    else {
      ints[p + 1] = from;
      if (to !== holeEnd) openHole(ints, at, to, holeEnd);
    }
  }
  return filled;
}

/** Number after the last hole that `ack` passes and that lies behind `told`; `told` when there is none. */
export function ackedHole(ints: Int32Array, at: number, ack: number, told: number, hasTold: boolean): number {
  let last = told;
  let has = hasTold;
  for (let place = 0; place < HOLES_A_SIDE; place++) {
    const start = ints[at + 2 * place]!;
    const end = ints[at + 2 * place + 1]!;
    if (start === end || ((ack - end) | 0) < 0) continue;
    if (has && ((end - last) | 0) <= 0) continue;
    last = end;
    has = true;
  }
  return last;
}
