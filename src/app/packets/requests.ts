/** What the scan worker is asked, and what it answers. */
import type { DecodeSettings } from '#flow/settings.ts';
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

export interface ListingRequest {
  readonly kind: 'listing';
  readonly chunks: readonly ChunkToScan[];
  readonly flow: FlowRow;
}

/** The packets of a flow as columns, in the order of the capture. */
export interface Listing {
  readonly length: number;
  /** more were there than are listed */
  readonly isCut: boolean;
  /** ms since 1970 UTC */
  readonly time: Float64Array;
  readonly bytes: Uint32Array;
  readonly captured: Uint32Array;
  /** 1 = sent by the flow's source */
  readonly fromSource: Uint8Array;
  /** above the transport header, on the wire */
  readonly payload: Uint32Array;
  /** -1 = no TCP header was captured */
  readonly tcpFlags: Int16Array;
  readonly seq: Uint32Array;
  readonly ack: Uint32Array;
  /** as in the header; -1 = not captured */
  readonly window: Int32Array;
  /** ICMP: type << 8 | code, -1 = none */
  readonly icmp: Int32Array;
  /** where the packet lies: chunk, byte in the file, link type */
  readonly chunk: Uint32Array;
  readonly offset: Float64Array;
  readonly linkType: Uint16Array;
}

export interface PacketRequest {
  readonly kind: 'packet';
  readonly path: string;
  readonly offset: number;
  readonly capLen: number;
  readonly origLen: number;
  readonly linkType: number;
  readonly settings?: DecodeSettings;
}

/** A packet's bytes and what its headers are. */
export interface PacketRead {
  readonly bytes: Uint8Array;
  /** eth:ipv4:tcp */
  readonly layers: string;
  /** half-open, in bytes of the packet; without gaps */
  readonly parts: readonly { readonly name: PartName; readonly from: number; readonly to: number }[];
}

export type PartName = 'link' | 'network' | 'transport' | 'payload' | 'rest';

export type ScanRequest = FineTimelineRequest | FlowPacketsRequest | ListingRequest | PacketRequest;
