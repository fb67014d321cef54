/**
 * Drives a framer over the bytes of a source: the caller pulls blocks of packets, each block inside one chunk of the file.
 * Reads synchronously, for worker threads; allocates nothing per packet. One buffer, reused: what next() filled is valid
 * until the following next().
 */
import type { CaptureFault, CaptureInfo, EpochSec, Packets } from '#capture/packets.ts';
import type { Chunk, Source } from './source.ts';

export interface CaptureReader {
  /** the block; `packets.offset` points into `buf` */
  readonly packets: Packets;
  /** may be replaced by a larger one during next(); hand it to the next reader when done */
  readonly buf: Uint8Array;
  /** byte in the file of buf[0]: packet i lies at bufStart + packets.offset[i] */
  readonly bufStart: number;
  /** the chunk that every packet of the block belongs to: its number within the file and its first byte */
  readonly chunk: number;
  readonly chunkStart: number;
  /** chunks with packets, in order; complete when next() has returned false, until then without the present one */
  readonly chunks: readonly Chunk[];
  readonly epochSec: EpochSec | undefined;
  readonly info: CaptureInfo;
  /** set when the file could not be read to its end; the packets before it count */
  readonly fault: CaptureFault | undefined;
  /** bytes of the file that were taken so far */
  readonly bytesRead: number;
  /** bytes of the whole file; undefined while it grows */
  readonly size: number | undefined;
  /** Fills the next block, of at least one packet. False: the end of the file, or a fault. AppError: can't be read. */
  next(): boolean;
  /** Closes the file; may be called at any time, and twice. */
  close(): void;
}

export interface CaptureReaderOptions {
  /** what packet times count from; by default the second of the first packet */
  readonly epochSec?: EpochSec;
  /** buffer to use instead of a new one */
  readonly buffer?: Uint8Array;
  /** block to fill instead of a new one */
  readonly packets?: Packets;
  /** 4 MiB */
  readonly chunkBytes?: number;
  /** read this part only; epochSec is then that of the chunk */
  readonly range?: Chunk;
}

/** Opens a capture. AppError: CAPTURE_EMPTY, CAPTURE_UNKNOWN_FORMAT, CAPTURE_BAD_HEADER, CAPTURE_UNREADABLE. */
export type OpenCaptureReader = (source: Source, options?: CaptureReaderOptions) => CaptureReader;
