/**
 * What passes between threads. The store runs in one worker (store/worker.ts), because appends are synchronous native
 * calls and DuckDB is opened once per process. Two kinds of talk:
 *  - decode worker → store: deliveries over a MessagePort of its own, one port for a worker and an import, made by
 *    `store.connect(dataset, import)` and handed to the worker. Batches travel by transfer and come back emptied;
 *    having none to fill is the back-pressure: a worker owns at most CREDITS batches for flows.
 *  - main thread → store: requests with a number and one reply each (store/client.ts, RPC).
 * A worker that must not leave its loop waits with `Atomics.wait(signal, 0, seen)` and reads the port with
 * `receiveMessageOnPort`: the store adds 1 to signal[0] and notifies after each receipt it has posted.
 */
import type { CaptureComment, CaptureDrops, CaptureInterface } from '#capture/packets.ts';
import type { FlowBatch } from '#flow/batch/batch.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import type { Findings } from '#wire/check.ts';

/**
 * Batches a decode worker may own: one being filled, the others on their way or being appended. The store writes eight at a
 * time (a row group), and the worker goes on meanwhile.
 */
export const CREDITS = 7;

/** Names learnt for addresses (DNS answers). Text of row i is heap[offset[i], + length[i]), UTF-8. */
export interface NameColumns {
  readonly length: number;
  /** u128 as in FlowBatch.srcIp */
  readonly ip: Uint32Array;
  readonly offset: Uint32Array;
  /** bytes of the text */
  readonly bytes: Uint32Array;
  readonly heap: Uint8Array;
}

/** Endpoints that flows announced to others, and what makes that the proof of a flow (dissect/endpoints.ts). */
export interface EndpointColumns {
  readonly length: number;
  /** u128 as in FlowBatch.srcIp */
  readonly ip: Uint32Array;
  readonly port: Uint16Array;
  /** IANA protocol number; 0 = TCP or UDP */
  readonly proto: Uint8Array;
  /** in the sender's codes */
  readonly app: Uint16Array;
  readonly category: Uint8Array;
  readonly proof: Uint8Array;
  /** ms since 1970 */
  readonly time: Float64Array;
}

/** Pieces of a capture file, cut at packet boundaries. */
export interface ChunkColumns {
  readonly length: number;
  /** dataset-wide number, from the range reserved by reserve() */
  readonly number: Uint32Array;
  /** byte in the (decompressed) file, and bytes */
  readonly offset: Float64Array;
  readonly bytes: Uint32Array;
  /** ms since 1970 UTC of the earliest and latest packet; NaN where there is none */
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly packets: Uint32Array;
}

/** A compressed file or an archive that a capture was in. */
export interface PackedIn {
  readonly path: string;
  /** bytes */
  readonly size: number;
  /** outermost first: "zip", "gzip" */
  readonly containers: readonly string[];
}

/** What a capture tells about itself beside its packets; all of it bounded. */
export interface CaptureAbout {
  readonly hardware?: string;
  readonly os?: string;
  /** program that wrote it */
  readonly application?: string;
  readonly interfaces?: readonly CaptureInterface[];
  readonly comments?: readonly CaptureComment[];
  /** also those beyond what is kept */
  readonly commentCount?: number;
  /** pcapng: blocks by their names in the specification */
  readonly blocks?: Readonly<Record<string, number>>;
  /** decryption secrets, kept for what decrypts; never shown, told only by kind */
  readonly secrets?: readonly { readonly kind: string; readonly base64: string }[];
}

/** A capture file of the dataset. */
export interface StoredFile {
  /** from reserve() */
  readonly id: number;
  readonly name: string;
  /** where its bytes lie, absolute; undefined when they were not kept */
  readonly path?: string;
  /** dataset-wide number of its first chunk */
  readonly firstChunk?: number;
  /** bytes there */
  readonly size: number;
  /** hex; of what the user gave: the packed file where there is one */
  readonly sha256?: string;
  /** hex; of the capture at `path` where that was unpacked */
  readonly insideSha256?: string;
  /** what the user gave, when `path` holds what was unpacked from it */
  readonly packed?: PackedIn;
  readonly format: string;
  readonly linkTypes: readonly string[];
  readonly snapLen: number;
  readonly packets: number;
  readonly bytes: number;
  /** ms since 1970 UTC */
  readonly first?: number;
  readonly last?: number;
  readonly accounts: {
    readonly decoded: number;
    readonly truncated: number;
    readonly malformed: number;
    readonly unsupported: number;
  };
  /** how its packets became flows; undefined = the defaults */
  readonly settings?: DecodeSettings;
  /** its flows are still to be joined with those of the files around it */
  readonly isApart?: boolean;
  /** why packets are malformed or unsupported, wrong checksums, duplicates */
  readonly findings?: Findings;
  /** packets whose times lie more than a second before the packet's before them */
  readonly backwards?: number;
  /** longest time without a packet, and when it began, ms since 1970 UTC */
  readonly silence?: { readonly from: number; readonly ms: number };
  /** packets that the capture says were lost; absent: not told */
  readonly drops?: CaptureDrops;
  /** the file could be read to this byte only */
  readonly fault?: { readonly offset: number; readonly reason: string };
  readonly warnings: readonly string[];
  readonly notes?: readonly string[];
  readonly about?: CaptureAbout;
  /** what a framer needs to go on in the middle of the file (sections and interfaces of a pcapng), opaque here */
  readonly framer?: string;
}

/** The state at the end of a dataset's stream, kept beside its database. */
export interface Stream {
  /** in the names of its files */
  readonly token: string;
  /** the import that kept it: its rows that are marked open are of flows that may go on */
  readonly importing: number;
  /** decode workers, one file of state each, and the seed of their hashes */
  readonly shards: number;
  readonly seed: number;
  /** ms since 1970 UTC: first packet of the last file of the stream */
  readonly latestFirst: number;
}

/** The layers of flows that a log told, not packets. */
export const LOG_STACK = 'flow log';

/** Rows of earlier imports that an import has anew. */
export type Replaced =
  /** those marked open, of this import */
  | { readonly kind: 'open'; readonly importing: number }
  /** flows that began within these spans, ms since 1970 UTC, both ends included */
  | { readonly kind: 'spans'; readonly spans: readonly (readonly [number, number])[] }
  /** all that packets told */
  | { readonly kind: 'packets' };

/** Rows of flow logs that an import has anew: those marked open, or those that began within these spans. */
export interface ReplacedLogs {
  /** the import whose open flows went on */
  readonly openOf?: number;
  /** ms since 1970 UTC, both ends included */
  readonly spans?: readonly (readonly [number, number])[];
}

/** What finishing an import does besides making it durable. */
export interface Ending {
  readonly replaced?: Replaced;
  readonly replacedLogs?: ReplacedLogs;
  /** records of earlier files that were decoded again */
  readonly files: readonly StoredFile[];
  /** 'same': what was kept before is still the end of the stream */
  readonly stream: Stream | 'none' | 'same';
}

/** Decode worker → store. */
export type Delivery =
  /** What the sender's codes mean, names by code; comes first. They live no longer than its process: the dataset has its own. */
  | {
      readonly kind: 'codes';
      readonly apps: readonly string[];
      readonly services: readonly string[];
      readonly categories: readonly string[];
    }
  /** Finished flows. `stacks` is the worker's whole table up to now; widthMs the activity bin width in use. All buffers transferred. */
  | { readonly kind: 'flows'; readonly batch: FlowBatch; readonly stacks: readonly string[]; readonly widthMs: number }
  /** Flows still open. The first of a snapshot replaces the snapshot before it of this port, the last ends it. All buffers transferred. */
  | {
      readonly kind: 'open';
      readonly batch: FlowBatch;
      readonly stacks: readonly string[];
      readonly widthMs: number;
      readonly first: boolean;
      readonly last: boolean;
    }
  /** Names of addresses, and what each tells of service and category, in the sender's codes. */
  | {
      readonly kind: 'names';
      readonly names: NameColumns;
      readonly services?: Uint16Array;
      readonly categories?: Uint8Array;
    }
  | { readonly kind: 'endpoints'; readonly endpoints: EndpointColumns }
  /** Operators of AS numbers seen; told once for each number and port (again does no harm). */
  | { readonly kind: 'orgs'; readonly asn: Uint32Array; readonly org: readonly string[] }
  /** Makers of hardware addresses seen, where known (again does no harm). */
  | { readonly kind: 'vendors'; readonly mac: Float64Array; readonly vendor: readonly string[] }
  /** A file's record; sent again it replaces the one before. */
  | { readonly kind: 'file'; readonly file: StoredFile }
  | { readonly kind: 'chunks'; readonly file: number; readonly chunks: ChunkColumns }
  /** Last message: everything of this worker's part of the import has been sent. Answered by 'done' when it is all appended. */
  | { readonly kind: 'done' };

/** Store → decode worker. */
export type Receipt =
  /** The batch back, to be filled anew; `open` tells which of the two kinds it was sent as. */
  | { readonly kind: 'empty'; readonly batch: FlowBatch; readonly open: boolean }
  | { readonly kind: 'done' }
  /** The store can't go on with this import (disk full …): stop. */
  | { readonly kind: 'failed'; readonly message: string };

/** What a decode worker needs to talk to the store; send it with `transfer: [link.port]`. */
export interface StoreLink {
  readonly port: import('node:worker_threads').MessagePort;
  /** over a SharedArrayBuffer; [0] counts receipts posted */
  readonly signal: Int32Array;
}

/** The buffers of a batch, for postMessage's transfer list. */
export function buffersOf(batch: FlowBatch): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const value of Object.values(batch)) if (ArrayBuffer.isView(value)) buffers.add(value.buffer as ArrayBuffer);
  return [...buffers];
}
