/**
 * A feed: one thread reads and frames the captures of an import (feed-worker.ts), the decode workers look at its blocks where they
 * lie (feed-reader.ts). Blocks and the buffers their packets point into are rings in shared memory; a block is used again when
 * every worker has let it go, a buffer when the last block in it has been let go. So reading runs beside decoding, and every
 * byte is read once, however many workers there are.
 *
 * Workers ask for the files one after the other, all in the same order. What is no number (errors, what a file tells of itself)
 * comes over a port of each worker, before the block that announces it.
 */
import { createPackets, MAX_RECORD_BYTES, type Packets } from '#capture/packets.ts';
import type { CaptureReader } from '#sources/capture-reader.ts';
import { DEFAULT_CHUNK_BYTES } from '#sources/source.ts';

const BLOCKS = 16;
const BLOCK_PACKETS = 8192;
const BUFFERS = 12;
const BUFFER_BYTES = 512 * 1024;
/** Places for requests: more than workers can be apart. */
export const REQUESTS = 64;
export const WAIT_MS = 250;

// Words of `control`.
export const REQUESTED = 0; // files asked for
export const PUBLISHED = 1; // blocks
/** blocks that must be let go before the reader goes on; 0 = it does not wait. To wake it costs more than a block of headers. */
export const AWAITED = 2;
export const LET_GO = 3; //    blocks let go, a word for each worker

// Numbers of a block's head.
export const KIND = 0;
export const LENGTH = 1;
export const BUFFER = 2;
export const BUF_START = 3;
export const CHUNK = 4;
export const CHUNK_START = 5;
export const BYTES_READ = 6;
export const SIZE = 7; //  NaN = not known
export const EPOCH = 8; // NaN = none yet
const HEAD = 9;

/** What a block is. */
export const Block = { Packets: 0, End: 1, Refused: 2 } as const;

/** Shared memory of a feed. */
export interface FeedMemory {
  readonly control: Int32Array;
  /** two numbers a request: which file, and the epoch or NaN */
  readonly requests: Float64Array;
  readonly heads: readonly Float64Array[];
  readonly blocks: readonly Packets[];
  readonly buffers: readonly Uint8Array[];
}

/** Over the port. */
export type FeedNote =
  | { readonly kind: 'end'; readonly told: Pick<CaptureReader, 'info' | 'fault' | 'chunks'> }
  | { readonly kind: 'refused'; readonly code: string | undefined; readonly data: object; readonly message: string }
  /** a buffer for records that do not fit the others, by its number */
  | { readonly kind: 'buffer'; readonly number: number; readonly buffer: Uint8Array };

export function createFeedMemory(workers: number): FeedMemory {
  const ints = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
  const doubles = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length));
  return {
    control: ints(LET_GO + workers),
    requests: doubles(2 * REQUESTS),
    heads: Array.from({ length: BLOCKS }, () => doubles(HEAD)),
    blocks: Array.from({ length: BLOCKS }, () => createPackets(BLOCK_PACKETS, true)),
    buffers: Array.from({ length: BUFFERS }, () => new Uint8Array(new SharedArrayBuffer(BUFFER_BYTES))),
  };
}

/** Memory for the longest record. */
export function createLargeBuffer(): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(MAX_RECORD_BYTES + DEFAULT_CHUNK_BYTES));
}
