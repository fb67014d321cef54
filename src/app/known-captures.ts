/** Captures that a dataset has already: told by size and SHA-256 of their bytes, whatever they are called. */
import { stat } from 'node:fs/promises';
import { AppError } from '#base/errors.ts';
import type { StoredFile } from '#store/protocol.ts';
import { sha256Of } from './hashes.ts';
import type { Capture } from './import/contract.ts';

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
  const sameSize = new Map<number, Known[]>();
  for (const { name, path, size, sha256, packed } of files)
    if (path !== undefined) group(sameSize, packed?.size ?? size).push({ name, path: packed?.path ?? path, sha256 });
  const fresh: Capture[] = [];
  const known: { readonly capture: Capture; readonly as: string }[] = [];
  for (const [index, capture] of captures.entries()) {
    const size = sizes[index];
    const candidates = size === undefined ? [] : group(sameSize, size);
    const own: Known = { name: capture.name, path: capture.source.path, sha256: undefined };
    const same = await sameAs(own, candidates, signal);
    if (same !== undefined) known.push({ capture, as: same.name });
    else {
      fresh.push(capture);
      candidates.push(own);
    }
  }
  const [one] = known;
  if (fresh.length === 0 && one !== undefined)
    throw new AppError('CAPTURE_KNOWN', { path: one.capture.name, name: one.as });
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
    if ((file.packed?.size ?? file.size) !== bytes.size || file.path === undefined) continue;
    const sha256 = file.sha256 ?? (await sha256Of(file.packed?.path ?? file.path).catch(() => undefined));
    if (sha256 === bytes.sha256) return file;
  }
  return undefined;
}

interface Known {
  readonly name: string;
  readonly path: string;
  sha256: string | undefined;
}

async function sameAs(own: Known, candidates: readonly Known[], signal: AbortSignal): Promise<Known | undefined> {
  for (const candidate of candidates) {
    own.sha256 ??= await sha256Of(own.path, signal);
    candidate.sha256 ??= await sha256Of(candidate.path, signal).catch(() => undefined);
    if (candidate.sha256 === own.sha256) return candidate;
  }
  return undefined;
}

/** Bytes of a file; undefined for one that still grows, or that the import will say more about. */
async function sizeOf({ source }: Capture): Promise<number | undefined> {
  if (source.kind !== 'file') return undefined;
  const facts = await stat(source.path).catch(() => undefined);
  return facts?.isFile() ? facts.size : undefined;
}

function group(groups: Map<number, Known[]>, size: number): Known[] {
  let held = groups.get(size);
  if (held === undefined) {
    held = [];
    groups.set(size, held);
  }
  return held;
}
