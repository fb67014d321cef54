/**
 * Captures that a dataset has already: told by size and SHA-256 of their bytes, whatever they are called and however they are packed. What
 * is given packed is known when it has been unpacked: by then it is decoded.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AppError } from '#base/errors.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { Capture } from '../import/contract.ts';
import { sha256Of } from './hashes.ts';

/** More captures than this are told in one line. */
const MOST_TOLD = 5;

interface Wanted {
  readonly captures: readonly Capture[];
  /** those that are there already, too */
  readonly again?: boolean;
}

/** The captures that are new, and a line about each other one. AppError CAPTURE_KNOWN when none is new. */
export async function leaveOutKnown(
  { captures, again = false }: Wanted,
  files: readonly StoredFile[],
  signal: AbortSignal,
): Promise<{ readonly captures: readonly Capture[]; readonly warnings: readonly string[] }> {
  if (again) return { captures, warnings: [] };
  const sizes = await Promise.all(captures.map(sizeOf));
  const sameSize = new Map<number, SameSize>();
  for (const { name, path, size, sha256, packed, insideSha256 } of files) {
    if (path === undefined) continue;
    group(sameSize, packed?.size ?? size).add({ name, path: packed?.path ?? path, sha256 });
    if (packed !== undefined) group(sameSize, size).add({ name, path, sha256: insideSha256 });
  }
  const fresh: Capture[] = [];
  const known: { readonly capture: Capture; readonly as: string }[] = [];
  for (const [index, capture] of captures.entries()) {
    // A log that was written on has its own record: what is new of it is read.
    const size = capture.continues === undefined ? sizes[index] : undefined;
    const candidates = size === undefined ? undefined : group(sameSize, size);
    const own: Known = { name: capture.name, path: capture.source.path, sha256: undefined };
    const same = await candidates?.find(own, signal);
    if (same !== undefined) known.push({ capture, as: same.name });
    else {
      fresh.push(capture);
      candidates?.add(own);
    }
  }
  const [one] = known;
  if (fresh.length === 0 && one !== undefined)
    throw new AppError('CAPTURE_KNOWN', { path: one.capture.name, name: one.as });
  if (known.length > MOST_TOLD && one !== undefined) {
    const left = `${one.capture.name} and ${known.length - 1} more: the dataset has these captures already; they are not counted twice`;
    return { captures: fresh, warnings: [left] };
  }
  const warnings = known.map(
    ({ capture, as }) => new AppError('CAPTURE_KNOWN', { path: capture.name, name: as }).message,
  );
  return { captures: fresh, warnings };
}

/** The file of the dataset with these bytes. */
export async function knownAs(
  bytes: { readonly size: number; readonly sha256: string },
  files: readonly StoredFile[],
): Promise<StoredFile | undefined> {
  for (const file of files) {
    if (file.path === undefined) continue;
    if ((file.packed?.size ?? file.size) === bytes.size) {
      const sha256 = file.sha256 ?? (await sha256Of(file.packed?.path ?? file.path).catch(() => undefined));
      if (sha256 === bytes.sha256) return file;
    }
    if (file.packed !== undefined && file.size === bytes.size && (await insideOf(file)) === bytes.sha256) return file;
  }
  return undefined;
}

/** Imported captures that duplicate a file of the dataset or an earlier capture: path → name of that file. */
export async function knownInside(
  imported: readonly StoredFile[],
  files: readonly StoredFile[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const before = new Set(files.map(({ id }) => id));
  const bySize = Map.groupBy(files, ({ size }) => size);
  const found = new Map<string, string>();
  for (const file of imported) {
    // A log that was written on has its record from before.
    if (file.path === undefined || before.has(file.id)) continue;
    const alike = (bySize.get(file.size) ?? []).filter((other) => isAlike(file, other));
    let own: string | undefined;
    for (const other of alike) {
      own ??= await sha256Of(file.path, signal).catch(() => undefined);
      if (own === undefined || (await insideOf(other, signal)) !== own) continue;
      found.set(file.path, other.name);
      break;
    }
    if (!found.has(file.path)) bySize.set(file.size, [...(bySize.get(file.size) ?? []), file]);
  }
  return found;
}

const isAlike = (a: StoredFile, b: StoredFile): boolean =>
  a.packets === b.packets && a.bytes === b.bytes && isNear(a.first, b.first) && isNear(a.last, b.last);

/** Times were rounded in the stream that they came with. */
const isNear = (a = 0, b = 0): boolean => Math.abs(a - b) < 1;

/** Of the capture itself; undefined when it can't be read any more and was never hashed. */
async function insideOf(file: StoredFile, signal?: AbortSignal): Promise<string | undefined> {
  const known = file.packed === undefined ? file.sha256 : file.insideSha256;
  return known ?? (file.path === undefined ? undefined : sha256Of(file.path, signal).catch(() => undefined));
}

interface Known {
  readonly name: string;
  readonly path: string;
  sha256: string | undefined;
}

/** Bytes of a file that are compared before all are: what begins otherwise need not be read whole. */
const HEAD_BYTES = 16 * 1024;

/** Captures of one size. */
class SameSize {
  /** not looked into yet: a capture that is alone with its size never is */
  #unread: Known[] = [];
  /** by what they begin with; undefined: they can't be read any more */
  readonly #byHead = new Map<string | undefined, Known[]>();

  add(known: Known): void {
    this.#unread.push(known);
  }

  /** The one with the same bytes. */
  async find(own: Known, signal: AbortSignal): Promise<Known | undefined> {
    if (this.#unread.length === 0 && this.#byHead.size === 0) return undefined;
    for (const known of this.#unread) {
      const head = headOf(known.path);
      const alike = this.#byHead.get(head);
      if (alike === undefined) this.#byHead.set(head, [known]);
      else alike.push(known);
    }
    this.#unread = [];
    const gone = this.#byHead.get(undefined) ?? [];
    for (const candidate of [...(this.#byHead.get(headOf(own.path)) ?? []), ...gone]) {
      own.sha256 ??= await sha256Of(own.path, signal);
      candidate.sha256 ??= await sha256Of(candidate.path, signal).catch(() => undefined);
      if (candidate.sha256 === own.sha256) return candidate;
    }
    return undefined;
  }
}

/** Tells files apart by their first bytes; undefined when they can't be read. */
function headOf(path: string): string | undefined {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(HEAD_BYTES);
      const count = readSync(descriptor, bytes, 0, HEAD_BYTES, 0);
      return createHash('sha256').update(bytes.subarray(0, count)).digest('base64');
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

/** Bytes of a file; undefined for one that still grows, or that the import will say more about. */
async function sizeOf({ source }: Capture): Promise<number | undefined> {
  if (source.kind !== 'file') return undefined;
  const facts = await stat(source.path).catch(() => undefined);
  return facts?.isFile() ? facts.size : undefined;
}

function group(groups: Map<number, SameSize>, size: number): SameSize {
  let held = groups.get(size);
  if (held === undefined) {
    held = new SameSize();
    groups.set(size, held);
  }
  return held;
}
