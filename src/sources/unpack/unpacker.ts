/**
 * Unpacks the captures in one compressed file or archive, each to a file of its own that others may read while it grows.
 * Nothing is held in memory whole. A compression or an archive inside another one is undone by way of a file, MAX_DEPTH
 * deep; deeper nesting is not.
 */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { AppError } from '#base/errors.ts';
import { HEAD_BYTES, LOOK_BYTES, openCapture } from '#capture/formats.ts';
import { looksLike } from '#capture/looks-like.ts';
import { type FileReader, openReader } from '../file-reader.ts';
import { detectFlowLog } from '../flow-logs/detect.ts';
import { GrowingState } from '../growing-state.ts';
import { CONTAINER_HEAD_BYTES, type Container, containerOf, isArchive } from './container.ts';
import { Damaged } from './damaged.ts';
import { type Compression, expand } from './expand.ts';
import { FREE_BYTES, type PackedFile, type UnpackLimits, type UnpackOrder, type UnpackReport } from './protocol.ts';
import { readTar } from './tar.ts';
import { readZip } from './zip.ts';

const PIECE_BYTES = 64 * 1024;
const MAX_CAPTURES = 10_000;
const MAX_DEPTH = 4;
/** Of archives in an archive, all together: every one of them may list as many as the outermost. */
const MAX_ENTRIES_INSIDE = 20_000;
const MAX_WARNINGS = 20;
const LISTED_NAMES = 3;
/** what file managers put into archives */
const LITTER = /(^|\/)(__MACOSX\/|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$)/;
const ZIP_METHODS: Readonly<Record<number, Compression | 'stored'>> = {
  0: 'stored',
  8: 'deflate',
  12: 'bzip2',
  93: 'zstd',
  95: 'xz',
};
const ZIP_METHOD_NAMES: Readonly<Record<number, string>> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  14: 'LZMA',
  98: 'PPMd',
};

/** Told to give up. */
export class Cancelled extends Error {}

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface Unpacked {
  readonly warnings: readonly string[];
  /** bytes of the packed file */
  readonly size: number;
}

export class Unpacker {
  readonly #order: UnpackOrder;
  readonly #report: (message: UnpackReport) => void;
  #made = 0;

  constructor(order: UnpackOrder, report: (message: UnpackReport) => void) {
    this.#order = order;
    this.#report = report;
  }

  /** Unpacks the file of this index. AppError: it holds no capture, expands too far, can't be read. */
  async unpack(index: number, isLast: boolean): Promise<Unpacked> {
    const file = this.#order.files[index]!;
    const task = new Task(file, index, isLast, this.#order, this.#report, (path) =>
      join(this.#order.folder, `${this.#order.token}-${this.#made++}${path}`),
    );
    return task.run();
  }
}

class Task {
  readonly #file: PackedFile;
  readonly #index: number;
  readonly #isLast: boolean;
  readonly #limits: UnpackLimits;
  readonly #order: UnpackOrder;
  readonly #report: (message: UnpackReport) => void;
  readonly #newPath: (suffix: string) => string;
  readonly #warnings: string[] = [];
  /** what was there and is no capture */
  readonly #others: string[] = [];
  #otherCount = 0;
  #otherLooks = '';
  #unreadable = 0;
  #captures = 0;
  #entriesInside = 0;
  #taken = 0;
  #made = 0;

  constructor(
    file: PackedFile,
    index: number,
    isLast: boolean,
    order: UnpackOrder,
    report: (message: UnpackReport) => void,
    newPath: (suffix: string) => string,
  ) {
    this.#file = file;
    this.#index = index;
    this.#isLast = isLast;
    this.#order = order;
    this.#limits = order.limits;
    this.#report = report;
    this.#newPath = newPath;
  }

  async run(): Promise<Unpacked> {
    const reader = openReader(this.#file.source);
    try {
      const container = containerOf(reader.look(0, CONTAINER_HEAD_BYTES));
      if (container === undefined) throw new Error(`bug: ${this.#file.name} is not packed`);
      await this.#open(reader, container, this.#file.name, [], true);
      const size = reader.wholeSize();
      this.#progress(size);
      if (this.#captures === 0) throw this.#holdsNone(container);
      return { warnings: this.#warnings, size };
    } catch (error) {
      if (error instanceof AppError && error.data['path'] === this.#file.source.path)
        throw new AppError(error.code, { ...error.data, path: this.#file.path });
      throw error;
    } finally {
      reader.close();
    }
  }

  /** Takes out what `reader` holds. `isAlone`: nothing else of the file comes beside or behind it. */
  async #open(
    reader: FileReader,
    container: Container,
    name: string,
    outer: readonly string[],
    isAlone: boolean,
  ): Promise<void> {
    const containers = [...outer, container];
    if (container === 'zip') return this.#zip(reader, name, containers, isAlone);
    if (container === 'tar') return this.#tar(reader, name, containers);
    const pieces = expand(container, () => this.#pieces(reader, 0, Number.POSITIVE_INFINITY, outer.length === 0));
    await this.#place(pieces, name, containers, isAlone, container);
  }

  async #zip(reader: FileReader, name: string, containers: readonly string[], isAlone: boolean): Promise<void> {
    const { entries, isCut, isLong } = readZip(reader);
    const files = entries.filter((entry) => !entry.name.endsWith('/') && !LITTER.test(entry.name));
    if (isCut) this.#warn(`the zip archive is cut off: its directory is missing, what lies before was read`);
    if (isLong) this.#warn(`the zip archive has more than ${entries.length} entries: the others were left out`);
    for (const entry of files) {
      if (!this.#mayTake(containers)) return;
      const method = ZIP_METHODS[entry.method];
      if (entry.isEncrypted) {
        this.#leaveOut(`${name}/${entry.name}`, 'it is encrypted');
        continue;
      }
      if (method === undefined) {
        const what = ZIP_METHOD_NAMES[entry.method] ?? `method ${entry.method}`;
        this.#leaveOut(`${name}/${entry.name}`, `its compression (${what}) can't be undone here`);
        continue;
      }
      const stored = (): Iterable<Uint8Array> =>
        this.#pieces(reader, entry.start, entry.bytes, containers.length === 1);
      const pieces = method === 'stored' ? stored() : expand(method, stored);
      const checked = entry.crc === undefined ? pieces : withCrc(pieces, entry.crc, entry.start + entry.bytes);
      const isOnly = isAlone && files.length === 1;
      await this.#place(checked, `${name}/${entry.name}`, containers, isOnly, 'zip', entry.start);
    }
  }

  async #tar(reader: FileReader, name: string, containers: readonly string[]): Promise<void> {
    try {
      for (const entry of readTar(reader)) {
        if (LITTER.test(entry.name)) continue;
        if (!this.#mayTake(containers)) return;
        const pieces = exactly(this.#pieces(reader, entry.start, entry.bytes, containers.length === 1), entry);
        await this.#place(pieces, `${name}/${entry.name}`, containers, false, 'tar');
      }
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      this.#warn(`the tar archive ${error.message}, at its byte ${error.at}; what it held up to there was read`);
    }
  }

  /** Puts what comes out of a container into a file, if it is a capture, or goes on inside it. */
  async #place(
    pieces: Pieces,
    name: string,
    containers: readonly string[],
    isAlone: boolean,
    container: Container,
    start = 0,
  ): Promise<void> {
    const output = new Output(this.#newPath('.capture'));
    let inner: Container | undefined;
    let isKept = false;
    let isJudged = false;
    try {
      const judge = (isWhole: boolean): void => {
        if (isJudged || (!isWhole && output.head.length < LOOK_BYTES)) return;
        isJudged = true;
        inner = containerOf(output.head);
        if (inner !== undefined && containers.length < MAX_DEPTH) return;
        inner = undefined;
        isKept = this.#judge(output, name, containers, isAlone);
        if (!isKept) throw new NoCapture();
      };
      try {
        for await (const piece of pieces) {
          this.#count(piece.length);
          output.write(piece);
          judge(false);
        }
        judge(true);
      } catch (error) {
        if (!(error instanceof Damaged)) throw error;
        // Of a damaged part without a single whole byte nothing can be told but that.
        if (output.bytes === 0) return this.#leaveOut(name, this.#damage(error, container, start));
        judge(true);
        this.#warn(`${this.#saying(name)}${this.#damage(error, container, start)}; what it held up to there was read`);
      }
      output.state.done();
    } catch (error) {
      if (error instanceof NoCapture) return;
      const told = error instanceof AppError || error instanceof Cancelled ? error : this.#unreadableError(error);
      output.state.failed(told instanceof AppError ? String(told.data['reason']) : 'unpacking it has failed');
      isKept = false;
      throw told;
    } finally {
      output.close();
      if (!isKept && inner === undefined && output.isThere) rmSync(output.path, { force: true });
    }
    if (inner === undefined) return;
    const file = openReader({ kind: 'file', path: output.path });
    try {
      await this.#open(file, inner, name, containers, isAlone);
    } finally {
      file.close();
      rmSync(output.path, { force: true });
    }
  }

  /** True, and told, when the output is a capture. */
  #judge(output: Output, name: string, containers: readonly string[], isAlone: boolean): boolean {
    const { head } = output;
    const opened = openCapture(head.subarray(0, HEAD_BYTES), undefined, (offset, length) =>
      head.subarray(offset, offset + length),
    );
    if (!opened.ok && detectFlowLog(head) === undefined) {
      if (opened.code === 'CAPTURE_BAD_HEADER')
        this.#leaveOut(name, `byte ${opened.data['offset']}: ${opened.data['reason']}`);
      else this.#other(name, head);
      return false;
    }
    if (this.#captures === MAX_CAPTURES) {
      this.#warn(`the archive holds more than ${MAX_CAPTURES} captures: the others were left out`);
      return false;
    }
    this.#captures++;
    const { path, state } = output;
    this.#report({ kind: 'capture', file: this.#index, name, path, state: state.shared, containers });
    if (isAlone && this.#isLast) this.#report({ kind: 'settled' });
    return true;
  }

  /** Counts an entry of an archive; false when there were too many, which is told once. */
  #mayTake(containers: readonly string[]): boolean {
    if (containers.filter((one) => isArchive(one as Container)).length < 2) return true;
    if (this.#entriesInside++ < MAX_ENTRIES_INSIDE) return true;
    if (this.#entriesInside === MAX_ENTRIES_INSIDE + 1)
      this.#warn(`the archives in it hold more than ${MAX_ENTRIES_INSIDE} files: the others were left out`);
    return false;
  }

  *#pieces(reader: FileReader, start: number, bytes: number, isOutermost: boolean): Generator<Uint8Array> {
    for (let at = start; at < start + bytes; ) {
      if (Atomics.load(this.#order.cancel, 0) !== 0) throw new Cancelled('cancelled');
      const piece = reader.look(at, Math.min(PIECE_BYTES, start + bytes - at));
      if (piece.length === 0) {
        if (Number.isFinite(bytes)) throw new Damaged('ends too early', at - start);
        return;
      }
      at += piece.length;
      if (isOutermost) this.#progress(at);
      yield piece;
    }
  }

  #progress(taken: number): void {
    const { tally } = this.#order;
    if (taken <= this.#taken) return;
    tally[0]! += taken - this.#taken;
    this.#taken = taken;
  }

  #count(bytes: number): void {
    this.#made += bytes;
    this.#order.tally[1]! += bytes;
    if (Atomics.load(this.#order.cancel, 0) !== 0) throw new Cancelled('cancelled');
    const { bytes: most, ratio } = this.#limits;
    const isFar = this.#made > FREE_BYTES && this.#made > ratio * Math.max(this.#taken, 1);
    if (this.#made <= most && !isFar) return;
    const reason = isFar
      ? `it expands to more than ${ratio} times its own bytes, which no capture does; the limit is set with CAPSCOPE_UNPACK_RATIO`
      : `it expands to more than ${spoken(most)}; the limit is set with CAPSCOPE_UNPACK_BYTES`;
    throw new AppError('CAPTURE_UNREADABLE', { path: this.#file.path, reason });
  }

  #damage(error: Damaged, container: Container, start: number): string {
    const byte =
      error.span > 1
        ? `between byte ${start + error.at} and ${start + error.at + error.span}`
        : `at byte ${start + error.at}`;
    return `the ${container} data ${error.message}, ${byte}`;
  }

  /** For a warning: which of the captures in an archive. */
  #saying(name: string): string {
    return name === this.#file.name ? '' : `${name}: `;
  }

  #leaveOut(name: string, why: string): void {
    this.#unreadable++;
    this.#warn(name === this.#file.name ? why : `${name} was left out: ${why}`);
  }

  #other(name: string, head: Uint8Array): void {
    this.#otherCount++;
    if (this.#others.length < LISTED_NAMES) this.#others.push(name.slice(this.#file.name.length + 1));
    this.#otherLooks = head.length === 0 ? 'nothing' : looksLike(head).looks;
  }

  #warn(warning: string): void {
    if (this.#warnings.length < MAX_WARNINGS && !this.#warnings.includes(warning)) this.#warnings.push(warning);
  }

  #holdsNone(container: Container): AppError {
    const [warning] = this.#warnings;
    if (this.#unreadable > 0 && warning !== undefined)
      return new AppError('CAPTURE_UNREADABLE', { path: this.#file.path, reason: warning });
    if (this.#others[0] === '' || !isArchive(container))
      return new AppError('CAPTURE_UNREADABLE', {
        path: this.#file.path,
        reason: `not a capture file: ${container} of ${this.#otherLooks}`,
      });
    const names = this.#otherCount > LISTED_NAMES ? `${this.#others.join(', ')}, …` : this.#others.join(', ');
    const files =
      this.#otherCount === 0
        ? 'it is empty'
        : `${this.#otherCount === 1 ? '1 file' : `${this.#otherCount} files`}: ${names}`;
    return new AppError('CAPTURE_UNREADABLE', {
      path: this.#file.path,
      reason: `this ${container} archive holds no capture (${files})`,
    });
  }

  #unreadableError(error: unknown): unknown {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined || !(code in DISK_REASONS)) return error;
    return new AppError('CAPTURE_UNREADABLE', {
      path: this.#file.path,
      reason: `while unpacking it: ${DISK_REASONS[code]}`,
    });
  }
}

/** What is unpacked and turns out to be no capture is written no further. */
class NoCapture extends Error {}

/** A file that grows, and its first bytes. */
class Output {
  readonly path: string;
  readonly state = new GrowingState();
  bytes = 0;
  /** made with its first bytes: archives may list very many empty files */
  #descriptor: number | undefined;
  #head = new Uint8Array(0);
  #headBytes = 0;

  constructor(path: string) {
    this.path = path;
  }

  get isThere(): boolean {
    return this.#descriptor !== undefined;
  }

  get head(): Uint8Array {
    return this.#head.subarray(0, this.#headBytes);
  }

  write(piece: Uint8Array): void {
    if (piece.length === 0) return;
    if (this.#descriptor === undefined) {
      this.#descriptor = openSync(this.path, 'wx');
      this.#head = new Uint8Array(LOOK_BYTES);
    }
    const room = Math.min(piece.length, LOOK_BYTES - this.#headBytes);
    if (room > 0) {
      this.#head.set(piece.subarray(0, room), this.#headBytes);
      this.#headBytes += room;
    }
    for (let at = 0; at < piece.length; ) at += writeSync(this.#descriptor, piece, at, piece.length - at);
    this.bytes += piece.length;
    this.state.wrote(piece.length);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
  }
}

async function* withCrc(pieces: Pieces, crc: number, at: number): AsyncGenerator<Uint8Array> {
  let made = 0;
  for await (const piece of pieces) {
    made = crc32(piece, made);
    yield piece;
  }
  if (made !== crc) throw new Damaged('has a wrong checksum', at);
}

function* exactly(pieces: Iterable<Uint8Array>, { bytes }: { readonly bytes: number }): Generator<Uint8Array> {
  if (bytes > 0) yield* pieces;
}

const DISK_REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the disk does not take files of this size',
};

function spoken(bytes: number): string {
  return bytes >= 2 ** 30
    ? `${Math.round(bytes / 2 ** 30)} GiB`
    : bytes >= 2 ** 20
      ? `${Math.round(bytes / 2 ** 20)} MiB`
      : `${bytes} bytes`;
}
