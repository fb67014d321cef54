/**
 * A file that comes in parts, in one process or in several: each part goes behind what is on disk, and is told to those who read the
 * file while it grows. What has come stays, whatever breaks.
 */
import { mkdirSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { GrowingState } from './growing-state.ts';
import { untilAborted } from './spool.ts';

export interface Part {
  /** handed over: a piece is empty once it is on disk */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** bytes of the file that are there and stay; what lies behind them goes */
  readonly from: number;
  readonly state: Pick<GrowingState, 'wrote'>;
  readonly signal: AbortSignal;
  /** bytes of the whole file at the most */
  readonly maxBytes?: number;
  /** called with the bytes on disk; a promise holds the part back */
  readonly onBytes?: (bytes: number) => Promise<void> | void;
}

/** Bytes that wait for the disk: while some are written the next ones come, so that a busy machine holds neither up. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
/** Pieces of one write. */
const MOST_TOGETHER = 256;

/** Bytes on disk when the part has ended. Rejects with the file system's error, the pieces', or the signal's reason. */
export async function takePart(path: string, part: Part): Promise<number> {
  const { from, state, signal, maxBytes = Number.POSITIVE_INFINITY, onBytes } = part;
  const waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let bytes = from;
  let writing: Promise<void> | undefined;
  let fault: { readonly error: unknown } | undefined;
  const file = await openAt(path, from);
  // Never rejects. It is over in the same breath as it finds nothing waiting: a piece that comes later begins another one.
  const write = async (): Promise<void> => {
    try {
      while (waiting.length > 0) {
        const pieces = waiting.splice(0, MOST_TOGETHER);
        const written = await writeAll(file, pieces, bytes);
        bytes += written;
        waitingBytes -= written;
        state.wrote(written);
        for (const piece of pieces) letGo(piece);
        await onBytes?.(bytes);
      }
    } catch (error) {
      fault = { error };
    } finally {
      writing = undefined;
    }
  };
  try {
    for await (const piece of untilAborted(part.pieces, signal)) {
      if (fault !== undefined) throw fault.error;
      if (bytes + waitingBytes + piece.length > maxBytes) throw new Error(`it is longer than ${maxBytes} bytes`);
      waiting.push(piece);
      waitingBytes += piece.length;
      writing ??= write();
      if (waitingBytes >= MOST_WAITING_BYTES) await writing;
    }
  } finally {
    // What has come is on disk, whatever broke.
    await writing;
    await file.close();
  }
  if (fault !== undefined) throw (fault as { readonly error: unknown }).error;
  return bytes;
}

async function writeAll(file: FileHandle, pieces: readonly Uint8Array[], position: number): Promise<number> {
  let written = 0;
  let left = pieces;
  while (left.length > 0) {
    let { bytesWritten } = await file.writev(left, position + written);
    written += bytesWritten;
    const rest: Uint8Array[] = [];
    for (const piece of left) {
      if (bytesWritten < piece.length) rest.push(bytesWritten === 0 ? piece : piece.subarray(bytesWritten));
      bytesWritten = Math.max(0, bytesWritten - piece.length);
    }
    left = rest;
  }
  return written;
}

/** Frees its memory at once, where the piece is all that lies there: left to the collector, 1 GB costs it fifty full rounds. */
function letGo({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) buffer.transfer(0);
}

async function openAt(path: string, from: number): Promise<FileHandle> {
  if (from === 0) {
    mkdirSync(dirname(path), { recursive: true });
    return open(path, 'w');
  }
  const file = await open(path, 'r+');
  await file.truncate(from);
  return file;
}

/** Bytes of it that are on disk. */
export function bytesAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
