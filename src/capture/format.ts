/** The contract of a capture format: how it is recognised and opened. */
import type { EpochSec, Framer } from './packets.ts';

/**
 * Bytes [offset, offset + length) of the file, as many of them as there are; waits for those of a file that is still
 * being written. For formats that say behind their packets where those are, or that must look ahead to be told apart.
 */
export type Look = (offset: number, length: number) => Uint8Array;

export interface CaptureFormat {
  /** stands in the state of its framers */
  readonly kind: string;
  /** only the file's end tells where its packets are */
  readonly needsEnd?: boolean;
  /** Tells by the first bytes (as many as there are, up to HEAD_BYTES); a format without a mark of its own looks further. */
  is(head: Uint8Array, look: Look): boolean;
  /** A framer at the first record; a text says what is wrong with the header. */
  open(head: Uint8Array, epochSec: EpochSec | undefined, look: Look): Framer | string;
  /** A framer in the middle, from what its state() had parsed. */
  restore(state: unknown, offset: number, look: Look): Framer;
}
