/** What the scan worker is asked, and what it answers. */
import type { FlowRow } from '#query/question.ts';
import type { ChunkToScan } from './scan.ts';

export interface FineTimelineRequest {
  readonly kind: 'timeline';
  readonly chunks: readonly ChunkToScan[];
  /** flows in scope, with KEY_FIELDS and the field to stack by */
  readonly flows: readonly FlowRow[];
  readonly by: string;
  /** ms since 1970 UTC: start of the first bin */
  readonly from: number;
  readonly widthMs: number;
  readonly bins: number;
  /** series besides "other" */
  readonly limit: number;
}

export interface FineSeries {
  /** undefined = other, or a flow without the field */
  readonly value: string | undefined;
  readonly bytes: readonly number[];
  readonly packets: readonly number[];
  readonly flows: readonly number[];
}

export interface FlowPacketsRequest {
  readonly kind: 'packets';
  readonly chunks: readonly ChunkToScan[];
  readonly flow: FlowRow;
}

/** A packet of a flow in its capture file. */
export interface PacketPlace {
  readonly time: number;
  readonly origLen: number;
  readonly capLen: number;
  /** byte in the file of the packet's first byte */
  readonly offset: number;
}

export type ScanRequest = FineTimelineRequest | FlowPacketsRequest;
