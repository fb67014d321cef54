/** A logged flow → row of a batch. What only packets tell is left at "not known". */
import { appOfPort } from '#dissect/port-guess.ts';
import { Why } from '#dissect/why.ts';
import { fact } from '#fields/table.ts';
import { AppBy, type FlowBatch, FlowFlag, NO_U16 } from '#flow/batch/batch.ts';
import { grown, putChunksBetween, putCount, reserveHeap } from '#flow/batch/rows.ts';
import { emitNoTcp } from '#flow/tcp/emit.ts';
import type { LoggedFlow } from '#sources/flow-logs/logged-flow.ts';
import { LOG_STACK } from '#store/protocol.ts';

/** Width of the time bins that volumes are booked in: logs stamp whole seconds. A multiple of all smaller widths. */
export const LOG_BIN_MS = 1000;
/** The one stack of logged flows. */
export const LOG_STACKS: readonly string[] = [LOG_STACK];

const ICMP = new Set([1, 58]);
const U32 = 2 ** 32;
/** Whole numbers beyond are not exact, and the sum of two must fit in 64 bits: no log is to be believed so much. */
const MOST_BYTES = Number.MAX_SAFE_INTEGER;
const MAX_TEXT = 200;
const MAX_MS = 9_223_372_035_000;

/** The batch must have room for a row. */
export function putLogged(batch: FlowBatch, flow: LoggedFlow, isOpen = false): void {
  const row = batch.length++;
  const bounded = (ms: number): number => Math.min(MAX_MS, Math.max(0, ms));
  putMs(batch.start, row, bounded(flow.startMs));
  putMs(batch.end, row, Math.max(bounded(flow.startMs), bounded(flow.endMs)));
  for (let word = 0; word < 4; word++) {
    batch.srcIp[4 * row + word] = flow.src[3 - word]!;
    batch.dstIp[4 * row + word] = flow.dst[3 - word]!;
  }
  batch.ipVersion[row] = flow.version;
  batch.proto[row] = flow.proto;
  batch.etherType[row] = flow.version === 4 ? 0x0800 : 0x86dd;
  batch.srcPort[row] = flow.srcPort ?? 0;
  batch.dstPort[row] = flow.dstPort ?? 0;
  putCount(batch.srcMac, row, 0);
  putCount(batch.dstMac, row, 0);
  batch.vlan[row] = NO_U16;
  batch.stack[row] = 0;
  const app = flow.dstPort === undefined || ICMP.has(flow.proto) ? 0 : appOfPort(flow.proto, flow.dstPort);
  batch.app[row] = app;
  batch.appBy[row] = app === 0 ? AppBy.None : AppBy.Port;
  batch.appWhy[row] = app === 0 ? Why.None : Why.Port;
  const sum = (of: (volume: LoggedFlow['volumes'][number]) => number): number =>
    flow.volumes.reduce((total, volume) => total + of(volume), 0);
  putCount(
    batch.srcBytes,
    row,
    Math.min(
      MOST_BYTES,
      sum((volume) => volume.sentBytes),
    ),
  );
  putCount(
    batch.dstBytes,
    row,
    Math.min(
      MOST_BYTES,
      sum((volume) => volume.receivedBytes),
    ),
  );
  batch.srcPackets[row] = Math.min(
    U32 - 1,
    sum((volume) => volume.sentPackets),
  );
  batch.dstPackets[row] = Math.min(
    U32 - 1,
    sum((volume) => volume.receivedPackets),
  );
  putCount(batch.srcPayload, row, 0);
  putCount(batch.dstPayload, row, 0);
  emitNoTcp(batch, row);
  batch.flags[row] =
    (flow.srcPort !== undefined && !ICMP.has(flow.proto) ? FlowFlag.Ports : 0) |
    (flow.srcPort === undefined && ICMP.has(flow.proto) ? FlowFlag.NoMessage : 0) |
    (isOpen ? FlowFlag.Open : 0);
  putFiles(batch, row, flow.files ?? []);
  putActivity(batch, row, flow);
  for (const [key, value] of Object.entries(flow.facts)) putText(batch, row, fact(key), value);
}

/** Where flows of packets have the chunks they lie in, those of logs have the numbers of their logs; 0 = not known. */
function putFiles(batch: FlowBatch, row: number, files: readonly number[]): void {
  const numbers = [...new Set(files)].sort((a, b) => a - b);
  batch.firstChunk[row] = numbers[0] ?? 0;
  batch.lastChunk[row] = numbers.at(-1) ?? 0;
  if (numbers.length > 2) putChunksBetween(batch, row, numbers[0]!, numbers.slice(1, -1));
}

function putActivity(batch: FlowBatch, row: number, { startMs, volumes }: LoggedFlow): void {
  const binOf = (ms: number): number => Math.floor(Math.min(MAX_MS, Math.max(0, ms)) / LOG_BIN_MS) * LOG_BIN_MS;
  if (volumes.every((volume) => binOf(volume.timeMs) === binOf(startMs))) return;
  const byBin = Map.groupBy(volumes, (volume) => binOf(volume.timeMs));
  for (const [bin, parts] of byBin) {
    if (batch.activityCount === batch.activityRow.length) growActivity(batch);
    const n = batch.activityCount++;
    batch.activityRow[n] = row;
    batch.activityTime[n] = bin;
    batch.activitySrcBytes[n] = Math.min(
      MOST_BYTES,
      parts.reduce((total, part) => total + part.sentBytes, 0),
    );
    batch.activityDstBytes[n] = Math.min(
      MOST_BYTES,
      parts.reduce((total, part) => total + part.receivedBytes, 0),
    );
    batch.activitySrcPackets[n] = Math.min(
      U32 - 1,
      parts.reduce((total, part) => total + part.sentPackets, 0),
    );
    batch.activityDstPackets[n] = Math.min(
      U32 - 1,
      parts.reduce((total, part) => total + part.receivedPackets, 0),
    );
  }
}

function growActivity(batch: FlowBatch): void {
  batch.activityRow = grown(batch.activityRow);
  batch.activityTime = grown(batch.activityTime);
  batch.activitySrcBytes = grown(batch.activitySrcBytes);
  batch.activityDstBytes = grown(batch.activityDstBytes);
  batch.activitySrcPackets = grown(batch.activitySrcPackets);
  batch.activityDstPackets = grown(batch.activityDstPackets);
}

function putText(batch: FlowBatch, row: number, field: number, text: string): void {
  const bytes = Buffer.from(text.slice(0, MAX_TEXT), 'utf8');
  if (bytes.length === 0) return;
  if (batch.factCount === batch.factRow.length) {
    batch.factRow = grown(batch.factRow);
    batch.factField = grown(batch.factField);
    batch.factValue = grown(batch.factValue);
    batch.factLength = grown(batch.factLength);
  }
  reserveHeap(batch, bytes.length);
  const n = batch.factCount++;
  batch.factRow[n] = row;
  batch.factField[n] = field;
  batch.factValue[n] = batch.heapLength;
  batch.factLength[n] = bytes.length;
  batch.heap.set(bytes, batch.heapLength);
  batch.heapLength += bytes.length;
}

/** i64 ns of ms with a part, as two words. */
function putMs(column: Uint32Array, row: number, ms: number): void {
  const whole = Math.floor(ms);
  const ns = BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6));
  column[2 * row] = Number(ns & 0xffffffffn);
  column[2 * row + 1] = Number(ns >> 32n);
}
