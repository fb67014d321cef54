/** Files of a dataset that an import meets: those given to it, and those decoded before. */
import { stat } from 'node:fs/promises';
import { AppError } from '#base/errors.ts';
import type { Source } from '#sources/source.ts';
import type { StoredFile } from '#store/protocol.ts';
import { firstAndMore } from '../first-and-more.ts';
import type { Capture } from './contract.ts';
import type { DecodeFile, StreamEnd } from './decode/decode-protocol.ts';
import { isFed } from './workers.ts';

/** AppError for captures that can't be read again: their flows would be lost. */
export function assertThere(files: readonly DecodeFile[]): void {
  const gone = files.filter(({ known }) => known?.isThere === false);
  if (gone.length === 0) return;
  const reason = 'is no longer there as it was imported: the captures cannot be read again';
  throw new AppError('CAPTURE_UNREADABLE', { path: firstAndMore(gone), reason });
}

/** Bytes that reading it again costs. */
export function bytesOf({ isThere }: NonNullable<DecodeFile['known']>, source: Source): number {
  return isThere && source.kind === 'file' ? (source.size ?? 0) : Number.POSITIVE_INFINITY;
}

type WithPackets = StoredFile & { readonly first: number; readonly last: number; readonly firstChunk: number };

export function hasPackets(file: StoredFile): file is WithPackets {
  return file.first !== undefined && file.last !== undefined && file.firstChunk !== undefined;
}

/** A file of an earlier import, as the decoder is told of it. */
export async function knownFile(file: WithPackets, rejoins: boolean): Promise<DecodeFile> {
  const { name, id, path = '', size, firstChunk, first, last } = file;
  const facts = await stat(path).catch(() => undefined);
  const isThere = facts?.isFile() === true && facts.size === size;
  const source = { kind: 'file' as const, path, size };
  const isWanted = rejoins && file.isApart === true;
  return { name, source, file: id, firstChunk, fed: isFed(size), known: { first, last, isThere, isWanted } };
}

/** Its flows are joined with those around it, or never will be. */
export function joined({ isApart: _, ...file }: StoredFile): StoredFile {
  return file;
}

/** Files that should have been decoded with those around them, but were not: one of these can't be read any more. */
export function unreached(known: readonly StoredFile[], again: readonly StoredFile[]): readonly StoredFile[] {
  const ids = new Set(again.map(({ id }) => id));
  return known.filter(({ id, isApart = false }) => isApart && !ids.has(id));
}

/** Where flows of a file began. A millisecond more: its times are rounded, and the next stream is further away. */
export function spanOf({ first = 0, last = 0 }: StoredFile): readonly [number, number] {
  return [Math.max(0, first - 1), Math.max(0, last + 1)];
}

/** With a warning where its flows go on in files that are gone. */
export function withApart(file: StoredFile, { apart }: StreamEnd, files: readonly DecodeFile[]): StoredFile {
  const names = apart.map((index) => files[index]!).filter((one) => one.known?.isThere === false);
  if (names.length === 0) return file;
  const warning = `flows that began or ended in ${firstAndMore(names)} are not joined with those of this file: it is no longer where it was`;
  return { ...file, warnings: [...file.warnings, warning] };
}

/** undefined: it is not known yet. AppError CAPTURE_UNREADABLE. */
export async function sizeOf(capture: Capture): Promise<number | undefined> {
  if (capture.source.kind === 'growing') return undefined;
  try {
    const facts = await stat(capture.source.path);
    if (facts.isDirectory())
      throw new AppError('CAPTURE_UNREADABLE', { path: capture.name, reason: 'is a folder, not a capture file' });
    return facts.isFile() ? facts.size : undefined;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code: system } = error as NodeJS.ErrnoException;
    const told = { path: capture.source.path, reason: reasonOf(error) };
    throw new AppError('CAPTURE_UNREADABLE', { ...told, ...(system === undefined ? {} : { system }) });
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  return error instanceof Error ? error.message : String(error);
}
