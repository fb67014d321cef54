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

/** Bytes on disk when the part has ended. Rejects with the file system's error, the pieces', or the signal's reason. */
export async function takePart(path: string, part: Part): Promise<number> {
  const { from, state, signal, maxBytes = Number.POSITIVE_INFINITY, onBytes } = part;
  let bytes = from;
  const file = await openAt(path, from);
  try {
    for await (const piece of untilAborted(part.pieces, signal)) {
      if (bytes + piece.length > maxBytes) throw new Error(`it is longer than ${maxBytes} bytes`);
      for (let at = 0; at < piece.length; ) {
        const { bytesWritten } = await file.write(piece, at, piece.length - at, bytes);
        at += bytesWritten;
        bytes += bytesWritten;
        state.wrote(bytesWritten);
      }
      await onBytes?.(bytes);
    }
  } finally {
    await file.close();
  }
  return bytes;
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
