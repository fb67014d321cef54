/** TCP segments that open, close or reset, and the first one of each end: initiator, handshake times, states, history. */

import type { Headers } from '#wire/headers.ts';
import { ACK, FIN, RST, SYN } from '#wire/network/tcp-flags.ts';
import * as S from '../open/slot.ts';
import { addLetter, Letter } from './history.ts';
import { End, nextState } from './state.ts';

/** Takes the flags of a segment into account; called before its numbers are. Returns the new TCP_BITS of the side. */
export function trackControl(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  h: Headers,
  time: number,
): number {
  const flags = h.tcpFlags;
  let bits = ints[i + S.TCP_BITS + side]! | flags;
  if ((flags & SYN) !== 0) bits = takeSyn(ints, i, floats, f, side, h, time, bits);
  if ((flags & FIN) !== 0) ints[i + S.FLAGS]! |= S.FLAG_FIN_0 << side;
  if ((flags & RST) !== 0) ints[i + S.FLAGS]! |= S.FLAG_RST_0 << side;
  bits = tell(ints, i, floats, f, side, h, bits);

  const peer = i + S.TCP_BITS + (1 - side);
  const own = stateOf(bits);
  const other = stateOf(ints[peer]!);
  const isSrc = srcSideOf(ints, i) === side;
  const next = nextState(own, other, flags, isSrc, h.payloadWire === 0);
  if (next === own) return bits;
  if ((flags & SYN) !== 0 && own === End.Inactive && !isSrc && other === End.SynSent)
    ints[peer] = withState(ints[peer]!, End.Established);
  // A FIN answers one that was followed by a reset: that was a normal end.
  if (next === End.Closed && other === End.Reset && own >= End.Partial && (ints[peer]! & S.TCP_WAS_CLOSED) !== 0)
    ints[peer] = withState(ints[peer]!, End.Closed);
  if (own === End.Closed) bits |= S.TCP_WAS_CLOSED;
  return withState(bits, next);
}

export const stateOf = (bits: number): number => (bits >>> S.TCP_STATE_SHIFT) & 7;

const withState = (bits: number, state: number): number =>
  (bits & ~(7 << S.TCP_STATE_SHIFT)) | (state << S.TCP_STATE_SHIFT);

const srcSideOf = (ints: Int32Array, i: number): number => S.srcSide(ints[i + S.FLAGS]!);

function takeSyn(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  h: Headers,
  time: number,
  before: number,
): number {
  let state = ints[i + S.FLAGS]! | (S.FLAG_SYN_0 << side);
  const proved = (state & (S.FLAG_INITIATOR_0 | S.FLAG_INITIATOR_1)) !== 0;
  if ((h.tcpFlags & ACK) !== 0) {
    state |= S.FLAG_SYN_ACK_0 << side;
    if (!proved) state |= side === 0 ? S.FLAG_INITIATOR_1 : S.FLAG_INITIATOR_0;
    if (floats[f + S.RTT]! < 0) floats[f + S.SYN_ACK_TIME] = time;
  } else {
    if (!proved) state |= side === 0 ? S.FLAG_INITIATOR_0 : S.FLAG_INITIATOR_1;
    if (floats[f + S.RTT]! < 0) {
      floats[f + S.SYN_TIME] = time;
      state |= S.FLAG_TIMING;
    }
  }
  ints[i + S.FLAGS] = state;
  if (h.mss !== 0)
    ints[i + S.MSS] = side === 0 ? (ints[i + S.MSS]! & ~0xffff) | h.mss : (ints[i + S.MSS]! & 0xffff) | (h.mss << 16);
  const bits = before & ~((15 << S.TCP_SCALE_SHIFT) | S.TCP_SCALES);
  return h.windowScale < 0 ? bits : bits | S.TCP_SCALES | (h.windowScale << S.TCP_SCALE_SHIFT);
}

/** Letters of a segment with SYN, FIN or RST. */
function tell(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  h: Headers,
  before: number,
): number {
  const control = h.tcpFlags & (SYN | FIN | RST);
  const known = (ints[i + S.FLAGS]! & (S.FLAG_SEQ_0 << side)) !== 0;
  let said = 0;
  let letter = 0;
  let again = false;
  switch (control) {
    case 0:
      return before;
    case SYN:
      said = S.TCP_SAID_SYN;
      letter = (h.tcpFlags & ACK) !== 0 ? Letter.H : Letter.S;
      again = known && ((h.seq + 1) | 0) !== ints[i + S.BASE_SEQ + side]!;
      break;
    case FIN:
      said = S.TCP_SAID_FIN;
      letter = Letter.F;
      again = known && ((h.seq + h.payloadWire + 1) | 0) !== ints[i + S.NEXT_SEQ + side]!;
      break;
    case RST:
      said = S.TCP_SAID_RST;
      letter = Letter.R;
      again = h.seq !== ints[i + S.TIMED_SEQ + side]!;
      ints[i + S.TIMED_SEQ + side] = h.seq;
      break;
    default:
      said = (control & (FIN | RST)) === (FIN | RST) ? S.TCP_SAID_I : S.TCP_SAID_Q;
      letter = said === S.TCP_SAID_I ? Letter.I : Letter.Q;
  }
  if ((before & said) === 0 || again) addLetter(floats, f, side, letter);
  return (control & RST) !== 0 ? (before | said) & ~S.TCP_TIMED : before | said;
}
