/** Open flow → row of a batch. Turns side 0 and 1 into src and dst. */
import { ICMP, ICMP6, TCP } from '#registry/ip-protocols.ts';
import type { Inspector } from '../inspector.ts';
import * as S from '../open/slot.ts';
import type { FlowTable } from '../table.ts';
import { emitNoTcp, emitTcp } from '../tcp/emit.ts';
import { type FlowBatch, FlowFlag, NO_U16 } from './batch.ts';
import { grown, putChunksBetween, putCount } from './rows.ts';

const U32 = 2 ** 32;
/** Largest Unix second whose nanoseconds fit an i64; later times are stored as its beginning. */
const MAX_SEC = 9_223_372_035;

export interface EmitContext {
  readonly table: FlowTable;
  readonly inspector: Inspector;
  readonly epochSec: number;
  /** number of a stack (wire/layers.ts) in the worker's table of names */
  stackId(stack: number): number;
}

/** Appends one flow; the batch must have room. `open`: the flow goes on. */
export function emitFlow(context: EmitContext, slot: number, batch: FlowBatch, open: boolean): void {
  const { table, epochSec } = context;
  const { ints, floats } = table.slots;
  const i = slot * S.INTS;
  const f = slot * S.FLOATS;
  const row = batch.length++;
  const flags = ints[i + S.FLAGS]!;
  const src = S.srcSide(flags);
  const dst = 1 - src;
  const meta = ints[i + S.META]!;
  const version = (meta >> 8) & 0xf;

  putTime(batch.start, row, epochSec, floats[f + S.START]!);
  putTime(batch.end, row, epochSec, floats[f + S.LAST]!);
  batch.ipVersion[row] = version;
  batch.proto[row] = meta & 0xff;
  batch.etherType[row] = version === 4 ? 0x0800 : version === 6 ? 0x86dd : meta >>> 16;
  const srcIsLow = ((flags & S.FLAG_LOW_IS_0) !== 0) === (src === 0);
  putAddress(batch.srcIp, row, ints, i, version, srcIsLow);
  putAddress(batch.dstIp, row, ints, i, version, !srcIsLow);
  const ports = version === 0 ? 0 : ints[i + S.PORTS]!;
  const vlanIcmp = ints[i + S.VLAN_ICMP]!;
  const icmp = (flags & S.FLAG_ICMP) !== 0 ? vlanIcmp & 0xffff : -1;
  const srcPort = srcIsLow ? ports >>> 16 : ports & 0xffff;
  const dstPort = srcIsLow ? ports & 0xffff : ports >>> 16;
  batch.srcPort[row] = icmp >= 0 ? icmp >>> 8 : srcPort;
  batch.dstPort[row] = icmp >= 0 ? icmp & 0xff : dstPort;
  const highs = ints[i + S.MAC_HIGHS]!;
  const swapped = src === 1;
  putPair(swapped ? batch.dstMac : batch.srcMac, row, ints[i + S.SRC_MAC_LOW]! >>> 0, highs >>> 16);
  putPair(swapped ? batch.srcMac : batch.dstMac, row, ints[i + S.DST_MAC_LOW]! >>> 0, highs & 0xffff);
  batch.vlan[row] = vlanIcmp >>> 16 === 0 ? NO_U16 : (vlanIcmp >>> 16) - 1;
  batch.stack[row] = context.stackId(floats[f + S.STACK]!);

  putCount(batch.srcBytes, row, floats[f + S.BYTES + src]!);
  putCount(batch.dstBytes, row, floats[f + S.BYTES + dst]!);
  batch.srcPackets[row] = ints[i + S.PACKETS + src]!;
  batch.dstPackets[row] = ints[i + S.PACKETS + dst]!;
  putCount(batch.srcPayload, row, floats[f + S.PAYLOAD + src]!);
  putCount(batch.dstPayload, row, floats[f + S.PAYLOAD + dst]!);
  if (version !== 0 && (meta & 0xff) === TCP) emitTcp(ints, i, floats, f, src, table.tcp, batch, row);
  else emitNoTcp(batch, row);
  batch.flags[row] =
    ((flags & S.FLAG_TRUNCATED) !== 0 ? FlowFlag.Truncated : 0) |
    ((flags & S.FLAG_PORTS) !== 0 ? FlowFlag.Ports : 0) |
    (open ? FlowFlag.Open : 0) |
    (icmp < 0 && version !== 0 && isIcmp(meta & 0xff) ? FlowFlag.NoMessage : 0) |
    ((flags & (S.FLAG_INITIATOR_0 | S.FLAG_INITIATOR_1)) !== 0 ? FlowFlag.Initiator : 0);
  batch.service[row] = batch.serviceBy[row] = batch.category[row] = 0;

  putChunks(context, i, batch, row);
  putActivity(context, i, f, src, batch, row);
  context.inspector.emit(slot, srcPort, dstPort, batch, row);
  table.emitExtras(slot, swapped, batch, row);
}

const isIcmp = (proto: number): boolean => proto === ICMP || proto === ICMP6;

/** i64 ns as two words, exact: seconds are split so that no product passes 2^53. */
function putTime(column: Uint32Array, row: number, epochSec: number, time: number): void {
  const whole = Math.floor(time / 1e9);
  let sec = epochSec + whole;
  let ns = time - whole * 1e9;
  if (sec < 0) sec = ns = 0;
  else if (sec > MAX_SEC) {
    sec = MAX_SEC;
    ns = 0;
  }
  const high = Math.floor(sec / 65536) * 1e9;
  const low = (sec % 65536) * 1e9 + Math.floor(ns) + (high % 65536) * 65536;
  column[2 * row] = low >>> 0;
  column[2 * row + 1] = (Math.floor(high / 65536) + Math.floor(low / U32)) >>> 0;
}

function putPair(column: Uint32Array, row: number, low: number, high: number): void {
  column[2 * row] = low;
  column[2 * row + 1] = high;
}

function putAddress(
  column: Uint32Array,
  row: number,
  ints: Int32Array,
  i: number,
  version: number,
  low: boolean,
): void {
  const at = 4 * row;
  if (version === 0) {
    column.fill(0, at, at + 4);
    return;
  }
  const words = i + (low ? S.LOW0 : S.HIGH0);
  column[at] = ints[i + (low ? S.LOW3 : S.HIGH3)]!;
  column[at + 1] = ints[words + 2]!;
  column[at + 2] = ints[words + 1]!;
  column[at + 3] = ints[words]!;
}

/** First and last chunk in columns; those between as LEB128 deltas, from the first on. */
function putChunks({ table }: EmitContext, i: number, batch: FlowBatch, row: number): void {
  const { chunks } = table;
  const { ints } = table.slots;
  const first = ints[i + S.FIRST_CHUNK]!;
  batch.firstChunk[row] = first;
  batch.lastChunk[row] = ints[i + S.LAST_CHUNK]!;
  const head = ints[i + S.CHUNK_LIST]!;
  if (head < 0) return;
  const between: number[] = [];
  for (let at = head; at >= 0; at = chunks.next[at]!) between.push(chunks.chunk[at]!);
  between.reverse();
  putChunksBetween(batch, row, first, between);
}

/**
 * Activity of flows in more than one bin of the present width. Entries of one bin, made under smaller widths, are added up.
 * Times are bounded as those of flows are.
 */
function putActivity({ table }: EmitContext, i: number, f: number, src: number, batch: FlowBatch, row: number): void {
  const { ints, floats } = table.slots;
  const { finished, widthMs, dayBaseMs } = table.bins;
  const head = ints[i + S.BIN_LIST]!;
  if (head < 0) return;
  const start = batch.activityCount;
  const openBin = floats[f + S.BIN]! * widthMs;
  const lastBin = Math.floor((MAX_SEC * 1000) / widthMs) * widthMs;
  appendActivity(
    batch,
    start,
    row,
    Math.max(0, Math.min(lastBin, dayBaseMs + openBin)),
    src,
    floats[f + S.BIN_BYTES]!,
    floats[f + S.BIN_BYTES + 1]!,
    ints[i + S.BIN_PACKETS]!,
    ints[i + S.BIN_PACKETS + 1]!,
  );
  for (let at = head; at >= 0; at = finished.next[at]!) {
    const time = Math.floor(finished.time[at]! / widthMs) * widthMs;
    appendActivity(
      batch,
      start,
      row,
      Math.max(0, Math.min(lastBin, dayBaseMs + time)),
      src,
      finished.bytes0[at]!,
      finished.bytes1[at]!,
      finished.packets0[at]!,
      finished.packets1[at]!,
    );
  }
  if (batch.activityCount === start + 1) batch.activityCount = start; // all in one bin after all
}

function appendActivity(
  batch: FlowBatch,
  start: number,
  row: number,
  time: number,
  src: number,
  bytes0: number,
  bytes1: number,
  packets0: number,
  packets1: number,
): void {
  let n = batch.activityCount;
  if (n > start && batch.activityTime[n - 1] === time) n--;
  else {
    if (n === batch.activityRow.length) growActivity(batch);
    batch.activityCount++;
    batch.activityRow[n] = row;
    batch.activityTime[n] = time;
    batch.activitySrcBytes[n] = batch.activityDstBytes[n] = 0;
    batch.activitySrcPackets[n] = batch.activityDstPackets[n] = 0;
  }
  batch.activitySrcBytes[n]! += src === 0 ? bytes0 : bytes1;
  batch.activityDstBytes[n]! += src === 0 ? bytes1 : bytes0;
  batch.activitySrcPackets[n]! += src === 0 ? packets0 : packets1;
  batch.activityDstPackets[n]! += src === 0 ? packets1 : packets0;
}

function growActivity(batch: FlowBatch): void {
  batch.activityRow = grown(batch.activityRow);
  batch.activityTime = grown(batch.activityTime);
  batch.activitySrcBytes = grown(batch.activitySrcBytes);
  batch.activityDstBytes = grown(batch.activityDstBytes);
  batch.activitySrcPackets = grown(batch.activitySrcPackets);
  batch.activityDstPackets = grown(batch.activityDstPackets);
}
