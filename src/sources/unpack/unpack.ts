/** Unpacks the files of an import that are compressed or archives, in a thread of its own, while they are decoded. */
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '#base/errors.ts';
import { programFile } from '#base/program.ts';
import { GrowingState } from '../growing-state.ts';
import type { Source } from '../source.ts';
import { CONTAINER_HEAD_BYTES, containerOf } from './container.ts';
import type { PackedFile, UnpackLimits, UnpackOrder, UnpackReport } from './protocol.ts';

const REFUSAL_MS = 50;

/** A capture that was in a packed file. */
export interface UnpackedCapture {
  /** of the files given */
  readonly file: number;
  readonly name: string;
  readonly source: Extract<Source, { kind: 'growing' }>;
  readonly containers: readonly string[];
}

export interface UnpackEnd {
  /** plain sentences by file */
  readonly warnings: readonly (readonly string[])[];
  /** bytes of each packed file */
  readonly sizes: readonly number[];
}

export interface Unpacking {
  /** Resolves when it is known which captures there are; some are still being unpacked then. AppError. */
  readonly captures: Promise<readonly UnpackedCapture[]>;
  /** Resolves when all of them are there. AppError: the file is refused, though its captures may have begun. */
  readonly end: Promise<UnpackEnd>;
  /** bytes of the packed files that are unpacked, and what they expanded to */
  readonly tally: () => { readonly taken: number; readonly made: number };
  /** Stops; what was unpacked is deleted. Resolves with the refusal that it had ended with before. */
  readonly discard: () => Promise<AppError | undefined>;
}

/** True when the source's first bytes are those of a compressed file or an archive. Waits for a source that grows. */
export async function isPacked(source: Source): Promise<boolean> {
  if (source.kind === 'growing') {
    // Six bytes tell a compression; only an archive without one, of which a kind is told by its 257th byte, needs more.
    const state = new GrowingState(source.state);
    await state.beyond(5);
    if (containerOf(headOf(source.path)) === undefined && !mayBeTar(headOf(source.path))) return false;
    await state.beyond(CONTAINER_HEAD_BYTES - 1);
  }
  return containerOf(headOf(source.path)) !== undefined;
}

/** A tar begins with a file's name; no capture format has a text that long at its start. */
function mayBeTar(head: Uint8Array): boolean {
  return head.length > 0 && head.subarray(0, 4).every((byte) => byte >= 0x20 && byte < 0x7f);
}

/** The first bytes; none of what can't be read. */
function headOf(path: string): Uint8Array {
  const head = new Uint8Array(CONTAINER_HEAD_BYTES);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    return head.subarray(0, readSync(descriptor, head, 0, head.length, 0));
  } catch {
    return head.subarray(0, 0);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Unpacks files into a folder, in a thread of its own. */
export function unpack(files: readonly PackedFile[], folder: string, limits: UnpackLimits): Unpacking {
  mkdirSync(folder, { recursive: true });
  const cancel = new Int32Array(new SharedArrayBuffer(4));
  const tally = new Float64Array(new SharedArrayBuffer(16));
  const token = randomBytes(8).toString('hex');
  const order: UnpackOrder = { files, folder, token, limits, cancel, tally };
  const found: UnpackedCapture[] = [];
  const captures = Promise.withResolvers<readonly UnpackedCapture[]>();
  const end = Promise.withResolvers<UnpackEnd>();
  const worker = new Worker(programFile('sources/unpack/unpack-worker'));
  let refusal: AppError | undefined;
  const fail = (error: unknown): void => {
    if (error instanceof AppError) refusal ??= error;
    for (const { source } of found) new GrowingState(source.state).failed('unpacking it has ended');
    captures.reject(error);
    end.reject(error);
  };
  captures.promise.catch(() => undefined);
  end.promise.catch(() => undefined);
  worker.on('message', (message: UnpackReport) => {
    switch (message.kind) {
      case 'capture': {
        const { file, name, path, state, containers } = message;
        found.push({ file, name, source: { kind: 'growing', path, state }, containers });
        return;
      }
      case 'settled':
        return captures.resolve(found);
      case 'done':
        captures.resolve(found);
        return end.resolve({ warnings: message.warnings, sizes: message.sizes });
      case 'cancelled':
        return fail(new Error('unpacking was cancelled'));
      case 'refused':
        return fail(new AppError(message.code, message.data));
      case 'failed':
        return fail(new Error(message.message));
    }
  });
  const ended = end.promise.then(
    () => undefined,
    () => undefined,
  );
  worker.on('error', fail);
  const exited = new Promise<void>((resolve) =>
    worker.once('exit', (code) => {
      fail(new Error(`the unpack worker ended with ${code}`));
      resolve();
    }),
  );
  worker.postMessage(order);
  return {
    captures: captures.promise,
    end: end.promise,
    tally: () => ({ taken: tally[0]!, made: tally[1]! }),
    async discard() {
      // Readers hear of a refusal before its message has come.
      await Promise.race([ended, pause(REFUSAL_MS, undefined, { ref: false })]);
      Atomics.store(cancel, 0, 1);
      // It may sleep until more of its file has come.
      for (const { source } of files)
        if (source.kind === 'growing') new GrowingState(source.state).failed('the import has ended');
      await worker.terminate();
      await exited;
      for (const { source } of found) rmSync(source.path, { force: true });
      removeOthers(folder, token);
      return refusal;
    },
  };
}

/** What stood between two containers. */
function removeOthers(folder: string, token: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith(token)) rmSync(join(folder, name), { force: true });
}
