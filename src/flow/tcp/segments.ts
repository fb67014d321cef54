/**
 * TCP of an open flow, segment by segment: which payload bytes are new, sent again, or missing; round trips; and what Wireshark
 * (tcp.analysis) and Zeek (history) call trouble. Sequence numbers are compared modulo 2^32 (RFC 9293 §3.4), lengths are those of
 * the wire. In-order segments touch the first two lines of the slot's integers; what is rare lies in a record of its own.
 */

import type { Headers } from '#wire/headers.ts';
import { ACK, FIN, RST, SYN } from '#wire/network/tcp-flags.ts';
import * as S from '../open/slot.ts';
import { trackControl } from './control.ts';
import { addLetter, addScaled, Letter } from './history.ts';
import { ackedHole, fillHoles, openHole } from './holes.ts';
import * as R from './records.ts';
import { End } from './state.ts';

/** A jump further ahead than the largest window (RFC 7323: 1 GiB) is not a gap but another stream of numbers. */
const MAX_GAP = 1 << 30;
/** What an ACK alone proves lost is less: its numbers may be of another stream, too. */
const MAX_ACKED = 1 << 26;
/** So far before the first byte known, a segment is of a stream of its own numbers. */
const FAR_BEFORE = 1 << 24;
/** Wireshark's: a segment that comes within so many µs of the second duplicate ACK is a fast retransmission … */
const FAST_US = 20_000;
/** … and one that comes so soon after a later one is out of order, where no handshake tells the round trip. */
const REORDER_US = 3000;
/** Fragments of a segment follow one another within this. */
const FRAGMENTS_US = 10_000;

/** Takes one segment of `side` into account. `i` and `f` are where the flow's rows start. */
export function trackSegment(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  h: Headers,
  time: number,
  records: R.TcpRecords,
): void {
  const flags = h.tcpFlags;
  const mine = i + S.TCP_BITS + side;
  if (h.window === -2) {
    ints[mine]! |= flags; // numbers were not captured, or make no sense
    return;
  }
  const control = flags & (SYN | FIN | RST);
  const before = ints[mine]!;
  const length = h.payloadWire;
  let bits = before | flags;
  if (control !== 0 || ((before >>> S.TCP_STATE_SHIFT) & 7) === End.Inactive) {
    bits = trackControl(ints, i, floats, f, side, h, time);
    if ((control & RST) !== 0) {
      ints[mine] = bits; // numbers in resets are often not of the stream
      return;
    }
  }
  if (control === 0) {
    const said = length > 0 ? S.TCP_SAID_DATA : S.TCP_SAID_ACK;
    if ((bits & said) === 0 && (length > 0 || (flags & ACK) !== 0)) {
      bits |= said;
      addLetter(floats, f, side, length > 0 ? Letter.D : Letter.A);
    }
    if (h.window === 0) zeroWindow(ints, i, floats, f, side, records);
    if ((ints[i + S.FLAGS]! & S.FLAG_TIMING) !== 0 && (flags & ACK) !== 0) endHandshake(ints, i, floats, f, side, time);
    if ((bits & S.TCP_KEEP_ALIVE) !== 0) bits &= ~S.TCP_KEEP_ALIVE;
  }
  ints[mine] = bits;

  const now = (time / 1000) | 0;
  const span = control === 0 ? length : length + ((flags >> 1) & 1) + (flags & 1);
  const seq = h.seq;
  const ahead = (seq - ints[i + S.NEXT_SEQ + side]!) | 0;
  if ((ints[i + S.FLAGS]! & (S.FLAG_SEQ_0 << side)) === 0 || ((flags & SYN) !== 0 && startsAnew(ints, i, side, seq)))
    start(ints, i, floats, f, side, seq, length, span, flags, now);
  else if ((flags & SYN) !== 0) add(ints, i, records, R.RETRANS_PACKETS + side);
  else if (ahead === 0) {
    if (span > 0) {
      ints[i + S.NEXT_SEQ + side] = (seq + span) | 0;
      ints[i + S.NEXT_AT + side] = now;
      if (length > 0) {
        floats[f + S.PAYLOAD + side]! += length;
        if ((bits & (S.TCP_TIMED | S.TCP_SAID_RST)) === 0) startTiming(ints, i, side, now);
        if ((bits & S.TCP_SCALES) !== 0 && control === 0) fillWindow(ints, i, side, records);
      }
    } else if (
      h.ack === ints[i + S.LAST_ACK + side]! &&
      h.window === ints[i + S.WINDOW + side]! &&
      h.window > 0 &&
      (before & flags & ACK) !== 0
    )
      repeatAck(ints, i, side, now, records);
  } else if (ahead > 0) leap(ints, i, floats, f, side, seq, length, span, ahead, now, records);
  else behind(ints, i, floats, f, side, h, span, ahead, now, records);

  if (h.window >= 0) ints[i + S.WINDOW + side] = h.window;
  if ((flags & ACK) !== 0) acknowledge(ints, i, floats, f, side, h.ack, now, records);
}

/** A later fragment of a segment: its bytes follow those of the first, when that has just moved the numbers on. */
export function trackFragment(ints: Int32Array, i: number, side: number, length: number, time: number): void {
  if ((ints[i + S.FLAGS]! & (S.FLAG_SEQ_0 << side)) === 0) return;
  const since = (((time / 1000) | 0) - ints[i + S.NEXT_AT + side]!) | 0;
  if (since >= 0 && since < FRAGMENTS_US) ints[i + S.NEXT_SEQ + side] = (ints[i + S.NEXT_SEQ + side]! + length) | 0;
}

/** Where the flow's record starts; made when there is none. */
function recordOf(ints: Int32Array, i: number, records: R.TcpRecords): number {
  let record = ints[i + S.TCP_RECORD]!;
  if (record === 0) {
    record = records.take();
    ints[i + S.TCP_RECORD] = record;
  }
  return record * R.RECORD_INTS;
}

/** Adds one to a number of the flow's record. */
function add(ints: Int32Array, i: number, records: R.TcpRecords, what: number): void {
  const record = recordOf(ints, i, records); // before ints is read: it may make room
  records.ints[record + what]!++;
}

/** A SYN with other numbers than the one before: the connection is asked for anew. */
function startsAnew(ints: Int32Array, i: number, side: number, seq: number): boolean {
  return ((seq + 1) | 0) !== ints[i + S.BASE_SEQ + side]!;
}

function start(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  seq: number,
  length: number,
  span: number,
  flags: number,
  now: number,
): void {
  ints[i + S.FLAGS]! |= S.FLAG_SEQ_0 << side;
  ints[i + S.BASE_SEQ + side] = (seq + ((flags >> 1) & 1)) | 0;
  ints[i + S.NEXT_SEQ + side] = (seq + span) | 0;
  ints[i + S.NEXT_AT + side] = now;
  ints[i + S.TCP_BITS + side]! &= ~(S.TCP_TIMED | S.TCP_HOLES);
  floats[f + S.PAYLOAD + side]! += length;
  if (length > 0 && (flags & SYN) === 0) startTiming(ints, i, side, now);
}

function startTiming(ints: Int32Array, i: number, side: number, now: number): void {
  ints[i + S.TIMED_SEQ + side] = ints[i + S.NEXT_SEQ + side]!;
  ints[i + S.TIMED_AT + side] = now;
  ints[i + S.TCP_BITS + side]! |= S.TCP_TIMED;
}

function endHandshake(ints: Int32Array, i: number, floats: Float64Array, f: number, side: number, time: number): void {
  const state = ints[i + S.FLAGS]!;
  const initiator = (state & S.FLAG_INITIATOR_1) !== 0 ? 1 : 0;
  if (side !== initiator) return;
  floats[f + S.RTT] = Math.max(0, time - floats[f + S.SYN_TIME]!);
  ints[i + S.FLAGS] = state & ~S.FLAG_TIMING;
}

function zeroWindow(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  records: R.TcpRecords,
): void {
  const record = recordOf(ints, i, records);
  const count = ++records.ints[record + R.ZERO_WINDOWS + side]!;
  // Nobody is held up once the other end has closed.
  if (((ints[i + S.TCP_BITS + 1 - side]! >>> S.TCP_STATE_SHIFT) & 7) !== End.Closed)
    addScaled(floats, f, side, Letter.W, count);
}

/** Counts a segment that ends where the other side's window does. */
function fillWindow(ints: Int32Array, i: number, side: number, records: R.TcpRecords): void {
  const peer = 1 - side;
  const bits = ints[i + S.TCP_BITS + peer]!;
  if ((bits & S.TCP_SCALES) === 0 || (bits & ACK) === 0) return;
  const window = ints[i + S.WINDOW + peer]! << ((bits >>> S.TCP_SCALE_SHIFT) & 15);
  if (((ints[i + S.LAST_ACK + peer]! + window) | 0) === ints[i + S.NEXT_SEQ + side]!)
    add(ints, i, records, R.WINDOW_FULL + side);
}

/** An ACK that says what the one before said; not the answer to a keep-alive, which must. */
function repeatAck(ints: Int32Array, i: number, side: number, now: number, records: R.TcpRecords): void {
  if ((ints[i + S.TCP_BITS + 1 - side]! & S.TCP_KEEP_ALIVE) !== 0) return;
  const record = recordOf(ints, i, records);
  records.ints[record + R.DUP_ACKS + side]!++;
  records.ints[record + R.DUP_RUN + side]!++;
  records.ints[record + R.DUP_TIME + side] = now;
  ints[i + S.TCP_BITS + side]! |= S.TCP_DUPLICATES;
}

/** A segment beyond the next one: those before it were not captured, or come later. */
function leap(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  seq: number,
  length: number,
  span: number,
  ahead: number,
  now: number,
  records: R.TcpRecords,
): void {
  floats[f + S.PAYLOAD + side]! += length;
  if (ahead < MAX_GAP) {
    const record = recordOf(ints, i, records);
    records.ints[record + R.GAPS + side]!++;
    records.floats[ints[i + S.TCP_RECORD]! * R.RECORD_FLOATS + R.LOST + side]! += ahead;
    openHole(records.ints, record + R.HOLES + side * 2 * R.HOLES_A_SIDE, ints[i + S.NEXT_SEQ + side]!, seq);
    ints[i + S.TCP_BITS + side]! |= S.TCP_HOLES;
  }
  ints[i + S.NEXT_SEQ + side] = (seq + span) | 0;
  ints[i + S.NEXT_AT + side] = now;
}

/** A segment that begins before the next one: a keep-alive, sent again, or out of order. */
function behind(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  h: Headers,
  span: number,
  ahead: number,
  now: number,
  records: R.TcpRecords,
): void {
  const length = h.payloadWire;
  const next = ints[i + S.NEXT_SEQ + side]!;
  const end = (h.seq + span) | 0;
  const record = recordOf(ints, i, records);
  const counts = records.ints;
  if (length > 0 && span <= -ahead) addScaled(floats, f, side, Letter.T, ++counts[record + R.HISTORY_T + side]!);
  if (span <= 1 && ahead === -1 && length === span) {
    counts[record + R.KEEP_ALIVES + side]!++; // RFC 9293 §3.8.4
    ints[i + S.TCP_BITS + side]! |= S.TCP_KEEP_ALIVE;
    return;
  }
  if (span === 0) return;
  const sums = ints[i + S.TCP_RECORD]! * R.RECORD_FLOATS;
  // Numbers as far as half their space from the first can't be told from ones before it.
  const gone = floats[f + S.PAYLOAD + side]! + records.floats[sums + R.LOST + side]!;
  const before = gone < MAX_GAP ? (ints[i + S.BASE_SEQ + side]! - h.seq) | 0 : 0;
  if (before > FAR_BEFORE) {
    start(ints, i, floats, f, side, h.seq, length, span, h.tcpFlags, now);
    return;
  }
  // Bytes before the first one known were never captured: they are new.
  const early = before > 0 ? (before < length ? before : length) : 0;
  const old = (-ahead < length ? -ahead : length) - early;
  const at = record + R.HOLES + side * 2 * R.HOLES_A_SIDE;
  const filled =
    (ints[i + S.TCP_BITS + side]! & S.TCP_HOLES) === 0
      ? 0
      : fillHoles(counts, at, (h.seq + early) | 0, (h.seq + (-ahead < span ? -ahead : span)) | 0);
  // A FIN has a number of its own, which may be all that was missing.
  const found = filled < old ? filled : old;
  records.floats[sums + R.LOST + side]! -= filled;
  records.floats[sums + R.RETRANS + side]! += old - found;
  floats[f + S.PAYLOAD + side]! += length - old + found;
  ints[i + S.TCP_BITS + side]! &= ~S.TCP_TIMED; // Karn: which of the two an ACK answers can't be told
  const since = (now - ints[i + S.NEXT_AT + side]!) | 0;
  if (span > -ahead) {
    ints[i + S.NEXT_SEQ + side] = end;
    ints[i + S.NEXT_AT + side] = now;
  }

  const peer = 1 - side;
  const acked = (ints[i + S.TCP_BITS + peer]! & ACK) !== 0;
  const lastAck = ints[i + S.LAST_ACK + peer]!;
  if (length > 0 && acked && ((h.seq + length - lastAck) | 0) <= 0) {
    if (found === length)
      counts[record + R.OUT_OF_ORDER + side]!++; // captured after its ACK
    else {
      counts[record + R.SPURIOUS + side]!++;
      counts[record + R.RETRANS_PACKETS + side]!++;
    }
    return;
  }
  if (
    acked &&
    counts[record + R.DUP_RUN + peer]! >= 2 &&
    lastAck === h.seq &&
    ((now - counts[record + R.DUP_TIME + peer]!) | 0) < FAST_US
  ) {
    counts[record + R.FAST + side]!++;
    counts[record + R.RETRANS_PACKETS + side]!++;
    return;
  }
  const rtt = floats[f + S.RTT]!;
  if (since < (rtt > 0 ? rtt / 1000 : REORDER_US) && end !== next) counts[record + R.OUT_OF_ORDER + side]!++;
  else if (ahead !== -1 || length <= 1) counts[record + R.RETRANS_PACKETS + side]!++; // else after a probe of a zero window
}

function acknowledge(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  ack: number,
  now: number,
  records: R.TcpRecords,
): void {
  if (ack !== ints[i + S.LAST_ACK + side]!) {
    ints[i + S.LAST_ACK + side] = ack;
    if ((ints[i + S.TCP_BITS + side]! & S.TCP_DUPLICATES) !== 0) {
      ints[i + S.TCP_BITS + side]! &= ~S.TCP_DUPLICATES;
      const record = recordOf(ints, i, records);
      records.ints[record + R.DUP_RUN + side] = 0;
    }
  }
  const peer = 1 - side;
  const bits = ints[i + S.TCP_BITS + peer]!;
  if ((bits & S.TCP_TIMED) !== 0 && ((ack - ints[i + S.TIMED_SEQ + peer]!) | 0) >= 0) {
    ints[i + S.TCP_BITS + peer] = bits & ~S.TCP_TIMED;
    // An ACK of all that was sent answers the last segment, however long ago the first was sent that it answers, too.
    const sent = ack === ints[i + S.NEXT_SEQ + peer]! ? ints[i + S.NEXT_AT + peer]! : ints[i + S.TIMED_AT + peer]!;
    takeSample(ints, i, peer, (now - sent) | 0);
  }
  if ((ints[i + S.FLAGS]! & (S.FLAG_SEQ_0 << peer)) === 0) return;
  const beyond = (ack - ints[i + S.NEXT_SEQ + peer]!) | 0;
  if ((beyond > 1 && beyond < MAX_ACKED) || (bits & S.TCP_HOLES) !== 0)
    tellAckedHole(ints, i, floats, f, peer, ack, beyond < MAX_ACKED ? beyond : 0, records);
}

/** Smoothed as RFC 6298 §2.3 has it. */
function takeSample(ints: Int32Array, i: number, side: number, rtt: number): void {
  if (rtt < 0) return; // the clock of the capture was set back
  const sample = rtt === 0 ? 1 : rtt;
  const smooth = ints[i + S.RTT_SMOOTH + side]!;
  ints[i + S.RTT_SMOOTH + side] = smooth === 0 ? sample : smooth + ((sample - smooth) >> 3);
  const least = ints[i + S.RTT_MIN + side]!;
  if (least === 0 || sample < least) ints[i + S.RTT_MIN + side] = sample;
}

function tellAckedHole(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  side: number,
  ack: number,
  beyond: number,
  records: R.TcpRecords,
): void {
  const record = recordOf(ints, i, records);
  const counts = records.ints;
  const told = counts[record + R.ACKED_HOLE + side]!;
  const hasTold = (ints[i + S.TCP_BITS + side]! & S.TCP_ACKED_HOLE) !== 0;
  const last =
    beyond > 1 && (!hasTold || ((ack - told) | 0) > 0)
      ? ack
      : ackedHole(counts, record + R.HOLES + side * 2 * R.HOLES_A_SIDE, ack, told, hasTold);
  if (last === told && hasTold) return;
  if (last === told && beyond <= 1) return;
  counts[record + R.ACKED_HOLE + side] = last;
  ints[i + S.TCP_BITS + side]! |= S.TCP_ACKED_HOLE;
  addScaled(floats, f, side, Letter.G, ++counts[record + R.HISTORY_G + side]!);
}

/** Payload bytes of a side that were acknowledged beyond what was captured of it, so far. */
export function ackedBeyond(ints: Int32Array, i: number, side: number): number {
  const acker = 1 - side;
  if ((ints[i + S.FLAGS]! & (S.FLAG_SEQ_0 << side)) === 0 || (ints[i + S.TCP_BITS + acker]! & ACK) === 0) return 0;
  const beyond = (ints[i + S.LAST_ACK + acker]! - ints[i + S.NEXT_SEQ + side]!) | 0;
  return beyond > 1 && beyond < MAX_ACKED ? beyond : 0; // one may be the FIN
}
