/**
 * Finished (or open) flows as columns, in the layout the store takes: little-endian, one row a flow. Written by the flow
 * table, completed by enrich, handed over to the store thread (buffers are transferred, not copied).
 */

import { assert } from '#base/errors.ts';
import type { FactRows } from '#dissect/facts-store.ts';

/** Rows of a batch: a multiple of DuckDB's vector size (2048). */
export const BATCH_ROWS = 16384;

/** Sentinels: a value that stands for "not known". */
export const NO_U16 = 0xffff;
export const NO_U32 = 0xffffffff;

/** Bits of FlowBatch.flags. */
export const FlowFlag = {
  /** at least one packet of the flow was cut by snapLen */
  Truncated: 1,
  /** ports are known (captured; the transport has ports) */
  Ports: 2,
  /** the flow was still open when the batch was made; its row will be replaced */
  Open: 4,
  /** src is the proved initiator (SYN seen), not just the sender of the first packet */
  Initiator: 8,
  /** of ICMP and ICMPv6: type and code of the first message are not known */
  NoMessage: 16,
} as const;

/** app.by: how the application was told. */
export const AppBy = { None: 0, Port: 1, Inspected: 2 } as const;

/** service.by: what told the service. */
export const ServiceBy = {
  None: 0,
  Host: 1,
  Name: 2,
  Certificate: 3,
  Address: 4,
  Operator: 5,
  Application: 6,
} as const;

export interface FlowBatch extends FactRows {
  length: number;
  readonly capacity: number;
  /** i64 ns since 1970-01-01 UTC, as two u32 words a row (low, high) */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** u128 as four u32 words a row, least significant first; IPv4 as ::ffff:a.b.c.d; 0 where ipVersion is 0 */
  readonly srcIp: Uint32Array;
  readonly dstIp: Uint32Array;
  /** 4, 6, or 0 for non-IP */
  readonly ipVersion: Uint8Array;
  /** IANA protocol number; 255 with ipVersion 0 = none (see etherType) */
  readonly proto: Uint8Array;
  /** EtherType of the innermost network layer; below 0x600 the LLC DSAP of an 802.3 frame (0x42 spanning tree, 0xfe OSI, …) */
  readonly etherType: Uint16Array;
  /** meaningful where flags has Ports; for ICMP and ICMPv6 srcPort is the type and dstPort the code of the first message, unless it has NoMessage */
  readonly srcPort: Uint16Array;
  readonly dstPort: Uint16Array;
  /** u64 as two u32 words a row; 48-bit MAC; 0 = none */
  readonly srcMac: Uint32Array;
  readonly dstMac: Uint32Array;
  /** outermost VLAN id, NO_U16 = untagged */
  readonly vlan: Uint16Array;
  /** index into the stacks table the batch carries, e.g. "eth:vlan:ipv4:tcp" */
  readonly stack: Uint16Array;
  /** index into dissect/table.ts APPS; 0 = unknown */
  readonly app: Uint16Array;
  readonly appBy: Uint8Array;
  /** dissect/why.ts */
  readonly appWhy: Uint8Array;
  /** number of the service in the list of who enriches; 0 = none (filled by enrich) */
  readonly service: Uint16Array;
  /** ServiceBy (filled by enrich) */
  readonly serviceBy: Uint8Array;
  /** index into the enricher's categories; 0 = none (filled by enrich) */
  readonly category: Uint8Array;
  /** u64 as two u32 words a row */
  readonly srcBytes: Uint32Array;
  readonly dstBytes: Uint32Array;
  readonly srcPackets: Uint32Array;
  readonly dstPackets: Uint32Array;
  /** u64 as two u32 words a row: bytes above the transport header, retransmissions not counted */
  readonly srcPayload: Uint32Array;
  readonly dstPayload: Uint32Array;
  /** u64: payload bytes sent again / never seen though later bytes were */
  readonly srcRetrans: Uint32Array;
  readonly dstRetrans: Uint32Array;
  readonly srcLost: Uint32Array;
  readonly dstLost: Uint32Array;
  /** index into tcp/state.ts TCP_STATES; 0 = not TCP */
  readonly tcpState: Uint8Array;
  /** OR of all TCP flags seen: low byte from src, high byte from dst */
  readonly tcpFlags: Uint16Array;
  /** handshake round-trip time, µs, NO_U32 = not seen */
  readonly tcpRtt: Uint32Array;
  readonly flags: Uint8Array;
  /** country as two ASCII letters, high byte first ('N' << 8 | 'L'); the PLACE_ codes of registry/places.ts for private,
   *  multicast, … ; 0 = unknown (filled by enrich) */
  readonly srcCountry: Uint16Array;
  readonly dstCountry: Uint16Array;
  /** autonomous system number, 0 = unknown (filled by enrich) */
  readonly srcAsn: Uint32Array;
  readonly dstAsn: Uint32Array;
  /** number of the file's first chunk that holds a packet of the flow (dataset-wide chunk number) */
  readonly firstChunk: Uint32Array;
  readonly lastChunk: Uint32Array;

  /**
   * Chunks between the first and the last, for flows in more than two chunks: LEB128 deltas, in the heap.
   * moreChunksRow[i] is the row.
   */
  moreChunksCount: number;
  moreChunksRow: Uint32Array;
  moreChunksOffset: Uint32Array;
  moreChunksLength: Uint32Array;

  /**
   * Activity of flows whose packets lie in more than one time bin (a flow in one bin is booked from its own counters at
   * its start): one entry a flow and bin in which it has packets.
   */
  activityCount: number;
  activityRow: Uint32Array;
  /** bin start, ms since 1970 UTC, as f64; a multiple of the bin width at the time of writing */
  activityTime: Float64Array;
  activitySrcBytes: Float64Array;
  activityDstBytes: Float64Array;
  activitySrcPackets: Uint32Array;
  activityDstPackets: Uint32Array;
}

/** What createBatch places in one buffer: see the columns from start to lastChunk. */
const FIXED_BYTES_A_ROW = 184;
const FIXED_COLUMNS = 39;

/** An empty batch. */
export function createBatch(capacity: number = BATCH_ROWS): FlowBatch {
  // One buffer for all columns of fixed size: a batch is handed to another thread by moving a few buffers, not fifty.
  const memory = new ArrayBuffer(capacity * FIXED_BYTES_A_ROW + FIXED_COLUMNS * 8);
  let at = 0;
  const place = (bytesARow: number): number => {
    const offset = at;
    at += Math.ceil((capacity * bytesARow) / 8) * 8; // columns are aligned at any capacity
    return offset;
  };
  const u8 = (): Uint8Array => new Uint8Array(memory, place(1), capacity);
  const u16 = (): Uint16Array => new Uint16Array(memory, place(2), capacity);
  const u32 = (): Uint32Array => new Uint32Array(memory, place(4), capacity);
  const u64 = (): Uint32Array => new Uint32Array(memory, place(8), 2 * capacity);
  const u128 = (): Uint32Array => new Uint32Array(memory, place(16), 4 * capacity);
  const sparse = capacity;
  const batch: FlowBatch = {
    length: 0,
    capacity,
    start: u64(),
    end: u64(),
    srcIp: u128(),
    dstIp: u128(),
    ipVersion: u8(),
    proto: u8(),
    etherType: u16(),
    srcPort: u16(),
    dstPort: u16(),
    srcMac: u64(),
    dstMac: u64(),
    vlan: u16(),
    stack: u16(),
    app: u16(),
    appBy: u8(),
    appWhy: u8(),
    service: u16(),
    serviceBy: u8(),
    category: u8(),
    srcBytes: u64(),
    dstBytes: u64(),
    srcPackets: u32(),
    dstPackets: u32(),
    srcPayload: u64(),
    dstPayload: u64(),
    srcRetrans: u64(),
    dstRetrans: u64(),
    srcLost: u64(),
    dstLost: u64(),
    tcpState: u8(),
    tcpFlags: u16(),
    tcpRtt: u32(),
    flags: u8(),
    srcCountry: u16(),
    dstCountry: u16(),
    srcAsn: u32(),
    dstAsn: u32(),
    firstChunk: u32(),
    lastChunk: u32(),
    factCount: 0,
    factRow: new Uint32Array(sparse),
    factField: new Uint16Array(sparse),
    factValue: new Uint32Array(sparse),
    factLength: new Uint32Array(sparse),
    heap: new Uint8Array(sparse * 8),
    heapLength: 0,
    moreChunksCount: 0,
    moreChunksRow: new Uint32Array(256),
    moreChunksOffset: new Uint32Array(256),
    moreChunksLength: new Uint32Array(256),
    activityCount: 0,
    activityRow: new Uint32Array(sparse),
    activityTime: new Float64Array(sparse),
    activitySrcBytes: new Float64Array(sparse),
    activityDstBytes: new Float64Array(sparse),
    activitySrcPackets: new Uint32Array(sparse),
    activityDstPackets: new Uint32Array(sparse),
  };
  assert(at <= memory.byteLength, 'the columns fit their buffer');
  return batch;
}

/** What rows bring besides is bounded, too: long flows have thousands of bins, and one batch is not the only one in memory. */
const MOST_ACTIVITY = 1 << 17;
const MOST_FACTS = 1 << 18;
const MOST_HEAP_BYTES = 1 << 22;

/** True when no further flow should be put into the batch. */
export function isFull(batch: FlowBatch): boolean {
  return (
    batch.length === batch.capacity ||
    batch.activityCount >= MOST_ACTIVITY ||
    batch.factCount >= MOST_FACTS ||
    batch.heapLength >= MOST_HEAP_BYTES
  );
}

/** Makes a batch that came back ready to be filled again. */
export function resetBatch(batch: FlowBatch): void {
  batch.length = batch.factCount = batch.heapLength = batch.moreChunksCount = batch.activityCount = 0;
}
