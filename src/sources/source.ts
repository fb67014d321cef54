/** Where the bytes of a capture are. Plain data, so that it can be posted to a worker thread. */
export type Source =
  /** `size`: bytes to read at the most, for a file that another program may still write: all who read it see as much */
  | { readonly kind: 'file'; readonly path: string; readonly size?: number }
  /** a file that another thread is still writing (sources/spool.ts); `state` is a GrowingState's memory */
  | { readonly kind: 'growing'; readonly path: string; readonly state: SharedArrayBuffer };

export const DEFAULT_CHUNK_BYTES = 4 * 1024 * 1024;

/** A part of a capture file that can be read by itself: its records start in [start, end). */
export interface Chunk {
  /** start / chunk size of the file, rounded down */
  readonly number: number;
  /** byte in the file of its first record */
  readonly start: number;
  /** byte in the file behind its last record */
  readonly end: number;
  /** what the framer must know at `start`; the same string for most chunks of a file */
  readonly state: string;
}
