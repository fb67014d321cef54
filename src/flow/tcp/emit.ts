/** TCP of an open flow → its columns and facts in a row of a batch. */
import { fact } from '#fields/table.ts';
import { type FlowBatch, NO_U32 } from '../batch/batch.ts';
import { putFact, putNumberFact } from '../batch/facts.ts';
import { putCount, reserveHeap } from '../batch/rows.ts';
import * as S from '../open/slot.ts';
import { stateOf } from './control.ts';
import { MOST_LETTERS, writeHistory } from './history.ts';
import * as R from './records.ts';
import { ackedBeyond } from './segments.ts';
import { resetUnanswered, tcpState } from './state.ts';

const HISTORY = fact('tcp.history');
const pair = (key: string): readonly [number, number] => [fact(`src.${key}`), fact(`dst.${key}`)];
const SYN_RTT = pair('syn_rtt');
const RTT = pair('rtt');
const RTT_MIN = pair('rtt.min');
const MSS = pair('mss');
/** facts of the records' integers, and where they lie there */
const COUNTS: readonly (readonly [readonly [number, number], number])[] = [
  [pair('retrans.packets'), R.RETRANS_PACKETS],
  [pair('retrans.fast'), R.FAST],
  [pair('retrans.spurious'), R.SPURIOUS],
  [pair('out_of_order'), R.OUT_OF_ORDER],
  [pair('dup_acks'), R.DUP_ACKS],
  [pair('gaps'), R.GAPS],
  [pair('zero_windows'), R.ZERO_WINDOWS],
  [pair('window_full'), R.WINDOW_FULL],
  [pair('keep_alives'), R.KEEP_ALIVES],
];

/** src said nothing but SYN before its RST, whatever dst said: Zeek's /\^?S[^HAFGIQ]*R.*\/ */
const ONLY_SYN = /^\^?S[^HAFGIQ]*R/;

export function emitTcp(
  ints: Int32Array,
  i: number,
  floats: Float64Array,
  f: number,
  src: number,
  records: R.TcpRecords,
  batch: FlowBatch,
  row: number,
): void {
  const dst = 1 - src;
  const srcBits = ints[i + S.TCP_BITS + src]!;
  const dstBits = ints[i + S.TCP_BITS + dst]!;
  batch.tcpFlags[row] = (srcBits & 0xff) | ((dstBits & 0xff) << 8);
  const rtt = floats[f + S.RTT]!;
  batch.tcpRtt[row] = rtt < 0 ? NO_U32 : micros(rtt);

  reserveHeap(batch, MOST_LETTERS + 1);
  const at = batch.heapLength;
  const length = writeHistory(floats, f, src, batch.heap, at);
  batch.heapLength += length;
  if (length > 0) putFact(batch, row, HISTORY, at, length);
  const from = stateOf(srcBits);
  const to = stateOf(dstBits);
  const empty = floats[f + S.PAYLOAD]! === 0 && floats[f + S.PAYLOAD + 1]! === 0;
  const onlySyn = resetUnanswered(from, to) && ONLY_SYN.test(ascii(batch.heap, at, length));
  batch.tcpState[row] = tcpState(from, to, empty, onlySyn);

  if (rtt >= 0 && floats[f + S.SYN_ACK_TIME]! >= floats[f + S.SYN_TIME]!) {
    const first = micros(floats[f + S.SYN_ACK_TIME]! - floats[f + S.SYN_TIME]!);
    putNumber(batch, row, SYN_RTT[0], Math.max(1, first));
    putNumber(batch, row, SYN_RTT[1], Math.max(1, micros(rtt) - first));
  }
  const mss = ints[i + S.MSS]!;
  const record = ints[i + S.TCP_RECORD]!;
  for (let end = 0; end < 2; end++) {
    const side = end === 0 ? src : dst;
    putNumber(batch, row, RTT[end]!, ints[i + S.RTT_SMOOTH + side]!);
    putNumber(batch, row, RTT_MIN[end]!, ints[i + S.RTT_MIN + side]!);
    putNumber(batch, row, MSS[end]!, side === 0 ? mss & 0xffff : mss >>> 16);
    const beyond = ackedBeyond(ints, i, side);
    if (record === 0) {
      putCount(end === 0 ? batch.srcRetrans : batch.dstRetrans, row, 0);
      putCount(end === 0 ? batch.srcLost : batch.dstLost, row, beyond);
      continue;
    }
    for (const [facts, place] of COUNTS)
      putNumber(batch, row, facts[end]!, records.ints[record * R.RECORD_INTS + place + side]!);
    const sums = record * R.RECORD_FLOATS + side;
    putCount(end === 0 ? batch.srcRetrans : batch.dstRetrans, row, records.floats[sums + R.RETRANS]!);
    putCount(end === 0 ? batch.srcLost : batch.dstLost, row, records.floats[sums + R.LOST]! + beyond);
  }
}

/** A flow without TCP. */
export function emitNoTcp(batch: FlowBatch, row: number): void {
  batch.tcpState[row] = batch.tcpFlags[row] = 0;
  batch.tcpRtt[row] = NO_U32;
  putCount(batch.srcRetrans, row, 0);
  putCount(batch.dstRetrans, row, 0);
  putCount(batch.srcLost, row, 0);
  putCount(batch.dstLost, row, 0);
}

const micros = (ns: number): number => Math.min(Math.round(ns / 1000), NO_U32 - 1);

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function putNumber(batch: FlowBatch, row: number, field: number, value: number): void {
  if (value > 0) putNumberFact(batch, row, field, value);
}
