/**
 * TCP of an open flow, packet by packet: handshake, ends, and which payload bytes are new, sent again, or missing.
 * Sequence numbers are compared modulo 2^32 (RFC 9293 §3.4). Up to four holes a side are kept so that reordered segments
 * are neither lost nor retransmitted; a fifth hole makes the oldest final.
 */
import type { Headers } from '#wire/headers.ts';
import {
  BASE_SEQ,
  FLAG_FIN_0,
  FLAG_HOLES_0,
  FLAG_INITIATOR_0,
  FLAG_INITIATOR_1,
  FLAG_RST_0,
  FLAG_SEQ_0,
  FLAG_SYN_0,
  FLAG_SYN_ACK_0,
  FLAG_TIMING,
  FLAGS,
  HOLES,
  HOLES_A_SIDE,
  LOST,
  NEXT_SEQ,
  PAYLOAD,
  RETRANS,
  RTT,
  SYN_TIME,
  TCP_FLAGS,
} from './slot.ts';

const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;
/** A jump further ahead than the largest window (RFC 7323: 1 GiB) is not a gap but another stream of numbers. */
const MAX_GAP = 1 << 30;

/** Takes one segment of `side` into account. `i` and `f` are where the flow's rows start. */
export function trackSegment(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  h: Headers,
  time: number,
): void {
  const flags = h.tcpFlags;
  ints[i + TCP_FLAGS + side]! |= flags;
  let state = ints[i + FLAGS]!;
  if ((flags & (SYN | FIN | RST)) !== 0) {
    if ((flags & SYN) !== 0) {
      state |= FLAG_SYN_0 << side;
      const proved = (state & (FLAG_INITIATOR_0 | FLAG_INITIATOR_1)) !== 0;
      if ((flags & ACK) !== 0) {
        state |= FLAG_SYN_ACK_0 << side;
        if (!proved) state |= side === 0 ? FLAG_INITIATOR_1 : FLAG_INITIATOR_0;
      } else {
        if (!proved) state |= side === 0 ? FLAG_INITIATOR_0 : FLAG_INITIATOR_1;
        if (floats[f + RTT]! < 0) {
          floats[f + SYN_TIME] = time;
          state |= FLAG_TIMING;
        }
      }
    }
    if ((flags & FIN) !== 0) state |= FLAG_FIN_0 << side;
    if ((flags & RST) !== 0) state |= FLAG_RST_0 << side;
    ints[i + FLAGS] = state;
  }
  if ((state & FLAG_TIMING) !== 0 && (flags & (ACK | SYN | RST)) === ACK) {
    const initiator = (state & FLAG_INITIATOR_1) !== 0 ? 1 : 0;
    if (side === initiator && (state & (FLAG_SYN_ACK_0 << (1 - side))) !== 0) {
      floats[f + RTT] = Math.max(0, time - floats[f + SYN_TIME]!);
      ints[i + FLAGS] = state & ~FLAG_TIMING;
    }
  }
  if ((flags & RST) !== 0) return; // numbers in resets are often not of the stream
  trackSequence(ints, i, floats, f, side, (h.seq + ((flags & SYN) !== 0 ? 1 : 0)) | 0, h.payloadWire, flags);
}

function trackSequence(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  start: number,
  length: number,
  flags: number,
): void {
  const end = (start + length) | 0;
  if ((ints[i + FLAGS]! & (FLAG_SEQ_0 << side)) === 0) {
    if (length === 0 && (flags & SYN) === 0) return; // a bare ACK of a stream already under way says too little
    ints[i + FLAGS]! |= FLAG_SEQ_0 << side;
    ints[i + BASE_SEQ + side] = start;
    ints[i + NEXT_SEQ + side] = end;
    floats[f + PAYLOAD + side]! += length;
    return;
  }
  if (length === 0) return;
  const ahead = (start - ints[i + NEXT_SEQ + side]!) | 0;
  if (ahead === 0) {
    floats[f + PAYLOAD + side]! += length;
    ints[i + NEXT_SEQ + side] = end;
  } else if (ahead > 0) {
    floats[f + PAYLOAD + side]! += length;
    if (ahead < MAX_GAP && !(ahead === 1 && (ints[i + FLAGS]! & (FLAG_FIN_0 << side)) !== 0)) {
      floats[f + LOST + side]! += ahead;
      openHole(ints, i, side, ints[i + NEXT_SEQ + side]!, start);
    }
    ints[i + NEXT_SEQ + side] = end;
  } else {
    if (length === 1 && ahead === -1) return; // keep-alive probe, RFC 9293 §3.8.4
    const old = -ahead < length ? -ahead : length;
    const filled =
      (ints[i + FLAGS]! & (FLAG_HOLES_0 << side)) === 0 ? 0 : fillHoles(ints, i, side, start, (start + old) | 0);
    floats[f + LOST + side]! -= filled;
    floats[f + RETRANS + side]! += old - filled;
    floats[f + PAYLOAD + side]! += length - old + filled;
    if (length > old) ints[i + NEXT_SEQ + side] = end;
  }
}

/** Remembers [start, end) as missing; the first of the four places is the oldest. */
function openHole(ints: Int32Array, i: number, side: number, start: number, end: number): void {
  const at = i + HOLES + side * 2 * HOLES_A_SIDE;
  let place = 0;
  while (place < HOLES_A_SIDE && ints[at + 2 * place] !== ints[at + 2 * place + 1]) place++;
  if (place === HOLES_A_SIDE) {
    ints.copyWithin(at, at + 2, at + 2 * HOLES_A_SIDE);
    place = HOLES_A_SIDE - 1;
  }
  ints[at + 2 * place] = start;
  ints[at + 2 * place + 1] = end;
  ints[i + FLAGS]! |= FLAG_HOLES_0 << side;
}

/** Bytes of [start, end) that were missing until now. A hole filled in its middle becomes two. */
function fillHoles(ints: Int32Array, i: number, side: number, start: number, end: number): number {
  const at = i + HOLES + side * 2 * HOLES_A_SIDE;
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
      if (to !== holeEnd) openHole(ints, i, side, to, holeEnd);
    }
  }
  return filled;
}
