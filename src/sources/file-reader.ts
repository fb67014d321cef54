/** Reads the bytes of a source in order, synchronously. A growing one blocks its thread: worker threads only. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { AppError } from '#base/errors.ts';
import { GrowingState } from './growing-state.ts';
import type { Source } from './source.ts';

export interface FileReader {
  /** bytes of the whole file as it was when opened; undefined for a growing file that has not ended, and for pipes */
  readonly size: number | undefined;
  /** byte in the file that the next read() starts at */
  readonly position: number;
  /** Fills buf[off, off + length) as far as bytes are there and returns how many; 0 = the end of the file. */
  read(buf: Uint8Array, off: number, length: number): number;
  /** Bytes [offset, offset + length), as many as there are; none of pipes. The position stays. */
  look(offset: number, length: number): Uint8Array;
  /** Bytes of the whole file; of one that grows, waits for its end. */
  wholeSize(): number;
  close(): void;
}

/**
 * Opens a source at byte `position`. AppError CAPTURE_UNREADABLE here and in read(). `onIdle` is called now and then while a growing
 * source has nothing to read. Of a source that keeps only a window, one reader takes the bytes; others, `looksOnly`, see
 * its first ones.
 */
export function openReader(source: Source, position = 0, onIdle?: () => void, looksOnly = false): FileReader {
  return new SyncReader(source, position, onIdle, looksOnly);
}

class SyncReader implements FileReader {
  position: number;
  readonly #path: string;
  readonly #growing: GrowingState | undefined;
  readonly #fixedSize: number | undefined;
  /** pipes and terminals can't be read at a position */
  readonly #seekable: boolean;
  readonly #onIdle: (() => void) | undefined;
  readonly #looksOnly: boolean;
  /** 0 = all bytes are kept */
  readonly #window: number;
  #descriptor: number | undefined;

  constructor(source: Source, position: number, onIdle: (() => void) | undefined, looksOnly: boolean) {
    this.#onIdle = onIdle;
    this.#looksOnly = looksOnly;
    this.#path = source.path;
    this.position = position;
    this.#growing = source.kind === 'growing' ? new GrowingState(source.state) : undefined;
    // The writer may not have created the file yet.
    this.#growing?.waitBeyond(0);
    this.#throwFailure();
    this.#window = this.#growing?.window ?? 0;
    try {
      this.#descriptor = openSync(source.path, 'r');
      const stat = fstatSync(this.#descriptor);
      if (stat.isDirectory()) throw new Error('it is a directory');
      this.#seekable = stat.isFile();
      const most = source.kind === 'file' ? (source.size ?? stat.size) : 0;
      this.#fixedSize = stat.isFile() && this.#growing === undefined ? Math.min(stat.size, most) : undefined;
    } catch (error) {
      this.close();
      throw unreadable(this.#path, error);
    }
  }

  get size(): number | undefined {
    if (this.#growing === undefined) return this.#fixedSize;
    return this.#growing.ended ? this.#growing.bytesWritten : undefined;
  }

  read(buf: Uint8Array, off: number, length: number): number {
    if (this.#descriptor === undefined || length === 0) return 0;
    let wanted = length;
    if (this.#looksOnly && this.#window > 0) wanted = Math.min(wanted, this.#window - this.position);
    if (wanted <= 0) return 0;
    if (this.#growing !== undefined)
      wanted = Math.min(wanted, this.#growing.waitBeyond(this.position, this.#onIdle) - this.position);
    else if (this.#fixedSize !== undefined) wanted = Math.min(wanted, this.#fixedSize - this.position);
    let place = this.position;
    if (this.#window > 0) {
      place %= this.#window;
      wanted = Math.min(wanted, this.#window - place);
    }
    if (wanted > 0) {
      try {
        const count = readSync(this.#descriptor, buf, off, wanted, this.#seekable ? place : null);
        this.position += count;
        if (this.#window > 0 && !this.#looksOnly) this.#growing?.took(this.position);
        if (count > 0) return count;
      } catch (error) {
        throw unreadable(this.#path, error);
      }
    }
    this.#throwFailure();
    return 0;
  }

  look(offset: number, length: number): Uint8Array {
    if (this.#descriptor === undefined || !this.#seekable) return new Uint8Array(0);
    if (this.#window > 0 && offset + length > this.#window) return new Uint8Array(0);
    const there = this.#growing?.waitBeyond(offset + length - 1) ?? this.#fixedSize ?? 0;
    const bytes = new Uint8Array(Math.max(0, Math.min(length, there - offset)));
    let done = 0;
    try {
      for (let count = 1; done < bytes.length && count > 0; done += count)
        count = readSync(this.#descriptor, bytes, done, bytes.length - done, offset + done);
    } catch (error) {
      throw unreadable(this.#path, error);
    }
    return bytes.subarray(0, done);
  }

  wholeSize(): number {
    const growing = this.#growing;
    if (growing === undefined) return this.#fixedSize ?? 0;
    while (!growing.ended) growing.waitBeyond(growing.bytesWritten);
    this.#throwFailure();
    return growing.bytesWritten;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #throwFailure(): void {
    const failure = this.#growing?.failure;
    if (failure !== undefined) throw new AppError('CAPTURE_UNREADABLE', { path: this.#path, reason: failure });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
  EISDIR: 'it is a directory',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
};

function unreadable(path: string, error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code] ?? (error instanceof Error ? error.message : String(error));
  return new AppError('CAPTURE_UNREADABLE', { path, reason, ...(code === '' ? {} : { system: code }) });
}
