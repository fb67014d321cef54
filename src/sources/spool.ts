/**
 * Writes a stream (an upload, standard input, a download) to a file that others may read while it grows: every piece is on disk
 * before it is announced, and the stream is held back while the disk is busy. Hashes on the way.
 */
import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { AppError } from '#base/errors.ts';
import { isReadInOrder } from '#capture/formats.ts';
import { GrowingState } from './growing-state.ts';

export interface SpoolOptions {
  /** told to readers of { kind: 'growing', path, state: state.shared } */
  readonly state?: GrowingState;
  /** what the user calls the stream, for errors; by default the path */
  readonly name?: string;
  readonly signal?: AbortSignal;
  /** a longer stream is refused */
  readonly maxBytes?: number;
  /** Keep no more bytes than these of a capture that is read in order, and hold the stream back meanwhile. */
  readonly window?: number | undefined;
  /** asked when all bytes are on disk, before the readers hear of the end; what it throws is told to them and to the caller */
  readonly accept?: (spooled: Spooled) => Promise<void>;
  /** called after every piece with the bytes on disk */
  readonly onProgress?: (bytes: number) => void;
}

export interface Spooled {
  readonly bytes: number;
  /** hex */
  readonly sha256: string;
}

/**
 * Resolves when the whole stream is on disk. Otherwise the readers are told, the file is removed, and it rejects with
 * CAPTURE_UNREADABLE, or with the signal's reason.
 */
export async function spool(
  readable: AsyncIterable<Uint8Array | string>,
  path: string,
  options: SpoolOptions = {},
): Promise<Spooled> {
  const { state = new GrowingState(), name = path, signal } = options;
  try {
    const spooled = await write(readable, path, state, options);
    await options.accept?.(spooled);
    state.done();
    return spooled;
  } catch (error) {
    const reason = signal?.aborted ? 'the transfer was cancelled' : reasonOf(error);
    state.failed(reason);
    await rm(path, { force: true }).catch(() => undefined);
    if (signal?.aborted) throw signal.reason;
    throw new AppError('CAPTURE_UNREADABLE', { path: name, reason });
  }
}

async function write(
  readable: AsyncIterable<Uint8Array | string>,
  path: string,
  state: GrowingState,
  { signal, maxBytes = Number.POSITIVE_INFINITY, window = 0, onProgress }: SpoolOptions,
): Promise<Spooled> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  let bytes = 0;
  try {
    for await (const piece of untilAborted(readable, signal)) {
      const data = typeof piece === 'string' ? Buffer.from(piece) : piece;
      if (bytes + data.length > maxBytes) throw new Error(`it is longer than ${maxBytes} bytes`);
      if (bytes === 0 && window > 0 && isReadInOrder(data)) state.keepsOnly(window);
      hash.update(data);
      for (let at = 0; at < data.length; ) {
        const length = state.window === 0 ? data.length - at : await fitting(state, bytes, data.length - at);
        const place = state.window === 0 ? bytes : bytes % state.window;
        const { bytesWritten } = await file.write(data, at, length, place);
        at += bytesWritten;
        bytes += bytesWritten;
        state.wrote(bytesWritten);
      }
      onProgress?.(bytes);
    }
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** How many of `length` bytes have room behind byte `bytes`, without a turn to the window's start. */
async function fitting(state: GrowingState, bytes: number, length: number): Promise<number> {
  const room = await state.room();
  if (room === 0) throw new Error('nobody reads it any more');
  return Math.min(length, room, state.window - (bytes % state.window));
}

/** The stream's pieces; rejects at once when the signal aborts, even while the stream is silent. */
export async function* untilAborted<T>(readable: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  if (signal === undefined) {
    yield* readable;
    return;
  }
  // Not a race with one promise of the signal's: that would hold every piece until the stream has ended.
  let giveUp: (reason: unknown) => void = () => {};
  const onAbort = (): void => giveUp(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const pieces = readable[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await new Promise<IteratorResult<T>>((resolve, reject) => {
        giveUp = reject;
        pieces.next().then(resolve, reject);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited: a silent stream would never answer.
    pieces.return?.().catch(() => undefined);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the disk does not take files of this size',
  ECONNRESET: 'the connection was lost',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was lost',
  ABORT_ERR: 'the transfer was cancelled',
};

export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}
