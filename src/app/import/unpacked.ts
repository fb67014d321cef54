/**
 * Captures of an import that are compressed or in archives: unpacked beside it, in files of the dataset's own that are
 * decoded while they grow. Their records tell of the file that the user gave.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '#base/errors.ts';
import { GrowingState } from '#sources/growing-state.ts';
import type { Source } from '#sources/source.ts';
import { limitsFrom, type PackedFile } from '#sources/unpack/protocol.ts';
import { isPacked, type Unpacking, unpack } from '#sources/unpack/unpack.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { Capture, ImportRequest } from './contract.ts';

/** What an import reads, once nothing is packed any more. */
export class UnpackedCaptures {
  readonly captures: readonly Capture[];
  readonly #unpacking: Unpacking | undefined;
  readonly #packed: readonly PackedFile[];
  /** bytes of the captures that were given as they are */
  readonly #plainBytes: number;
  /** by path: which packed file it was in */
  readonly #origins: ReadonlyMap<string, { readonly file: number; readonly containers: readonly string[] }>;

  constructor(
    captures: readonly Capture[],
    unpacking?: Unpacking,
    packed: readonly PackedFile[] = [],
    plainBytes = 0,
    origins: ReadonlyMap<string, { readonly file: number; readonly containers: readonly string[] }> = new Map(),
  ) {
    this.captures = captures;
    this.#unpacking = unpacking;
    this.#packed = packed;
    this.#plainBytes = plainBytes;
    this.#origins = origins;
  }

  /** Bytes read, in bytes of the files that were given. */
  given(bytesRead: number): number {
    if (this.#unpacking === undefined) return bytesRead;
    const { taken, made } = this.#unpacking.tally();
    return made === 0 ? 0 : Math.floor((bytesRead * (taken + this.#plainBytes)) / (made + this.#plainBytes));
  }

  /** Bytes of the files that were given; undefined while one of them grows. */
  get givenTotal(): number | undefined {
    let total = this.#plainBytes;
    for (const { source } of this.#packed) {
      const size = sizeOf(source);
      if (size === undefined) return undefined;
      total += size;
    }
    return this.#unpacking === undefined ? undefined : total;
  }

  /** The records, with what their captures were in, once all is unpacked. AppError when a packed file is refused. */
  async complete(files: readonly StoredFile[]): Promise<readonly StoredFile[]> {
    if (this.#unpacking === undefined) return files;
    const { warnings, sizes } = await this.#unpacking.end;
    const told = new Set<number>();
    const originOf = ({ path }: StoredFile) => (path === undefined ? undefined : this.#origins.get(path));
    const names = new Set(files.filter((file) => originOf(file) !== undefined).map(({ name }) => name));
    return files.map((file) => {
      const origin = originOf(file);
      if (origin === undefined) return file;
      const own = warningsOf(file.name, told.has(origin.file) ? undefined : names, warnings[origin.file]!);
      told.add(origin.file);
      const { path } = this.#packed[origin.file]!.source;
      return {
        ...file,
        packed: { path, size: sizes[origin.file]!, containers: origin.containers },
        warnings: [...own, ...file.warnings.map(ofUnpacked)],
      };
    });
  }

  /** What failed, in terms of the files that were given; deletes what was unpacked. */
  async abandon(error: unknown): Promise<unknown> {
    if (this.#unpacking === undefined) return error;
    const refused = await this.#unpacking.discard();
    const origin = error instanceof AppError ? this.#origins.get(String(error.data['path'])) : undefined;
    if (refused !== undefined && (origin !== undefined || !(error instanceof AppError))) return refused;
    if (origin === undefined || !(error instanceof AppError)) return error;
    return new AppError(error.code, { ...error.data, path: this.#packed[origin.file]!.path });
  }
}

/** Finds what is packed and begins to unpack it; resolves when it is known which captures there are. AppError. */
export async function unpackCaptures({ captures, signal, unpackFolder }: ImportRequest): Promise<UnpackedCaptures> {
  const isPackedAt = await Promise.all(captures.map(({ source }) => isPacked(source)));
  if (!isPackedAt.includes(true)) return new UnpackedCaptures(captures);
  signal?.throwIfAborted();
  const given = captures.filter((_, index) => isPackedAt[index]);
  const packed = given.map(({ name, source }) => ({ name, source, path: source.kind === 'file' ? source.path : name }));
  const unpacking = unpack(packed, unpackFolder?.() ?? temporaryFolder(), limitsFrom(process.env));
  const giveUp = (): void => void unpacking.discard();
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    const found = await unpacking.captures;
    const origins = new Map(found.map(({ source, file, containers }) => [source.path, { file, containers }]));
    const inOrder = captures.flatMap((capture, index): Capture[] => {
      if (!isPackedAt[index]) return [capture];
      const file = given.indexOf(capture);
      return found.filter((one) => one.file === file).map(({ name, source }) => ({ name, source: asFile(source) }));
    });
    const plain = captures.filter((_, index) => !isPackedAt[index]);
    const plainBytes = plain.reduce((sum, { source }) => sum + (sizeOf(source) ?? 0), 0);
    return new UnpackedCaptures(inOrder, unpacking, packed, plainBytes, origins);
  } catch (error) {
    await unpacking.discard();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

/** Those that name the capture, without its name; of the first capture also those that name none of `names`. */
export function warningsOf(
  name: string,
  names: ReadonlySet<string> | undefined,
  warnings: readonly string[],
): readonly string[] {
  const isOfOne = (warning: string): boolean => [...(names ?? [])].some((one) => warning.startsWith(`${one}: `));
  return warnings.flatMap((warning) => {
    if (warning.startsWith(`${name}: `)) return [warning.slice(name.length + 2)];
    return names === undefined || isOfOne(warning) ? [] : [warning];
  });
}

/** A byte of the capture is none of the file that was given. */
function ofUnpacked(warning: string): string {
  return warning.replace(/^byte (\d+): /, 'byte $1 of what was unpacked: ');
}

/** What is all there is read like any other file. */
function asFile(source: Extract<Source, { kind: 'growing' }>): Source {
  const state = new GrowingState(source.state);
  return state.ended && state.failure === undefined ? { kind: 'file', path: source.path } : source;
}

function sizeOf(source: Source): number | undefined {
  if (source.kind === 'growing') {
    const state = new GrowingState(source.state);
    return state.ended ? state.bytesWritten : undefined;
  }
  return source.size ?? statSync(source.path, { throwIfNoEntry: false })?.size;
}

/** Gone when the process ends. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'capscope-unpacked-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
