/** The segments of one live source on the disk: a ring of bounded size and age. What is in the dataset already may go, oldest first. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface KeptSegment {
  readonly number: number;
  readonly path: string;
  readonly bytes: number;
  /** ms since 1970 UTC: when it was written last */
  readonly endedAt: number;
}

export interface RingLimits {
  readonly keepBytes?: number | undefined;
  readonly keepMs?: number | undefined;
}

const SEGMENT = /^(\d{8,12})\.pcapng$/;

/** True for the path of a segment in a dataset's folder. */
export const isSegment = (path: string): boolean => /[/\\]live[/\\][a-z2-7]{8}[/\\]\d{8,12}\.pcapng$/.test(path);

/** In order; none where the folder is not there. */
export function segmentsIn(folder: string): readonly KeptSegment[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .flatMap((name): KeptSegment[] => {
      const [, number] = SEGMENT.exec(name) ?? [];
      const path = join(folder, name);
      const facts = number === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
      return facts?.isFile() ? [{ number: Number(number), path, bytes: facts.size, endedAt: facts.mtimeMs }] : [];
    })
    .sort((a, b) => a.number - b.number);
}

/** Deletes the oldest segments up to number `imported` until the rest keeps the limits; returns how many went. */
export function prune(folder: string, imported: number, { keepBytes, keepMs }: RingLimits, now: number): number {
  const segments = segmentsIn(folder);
  let bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  let gone = 0;
  for (const segment of segments) {
    const isTooMuch = keepBytes !== undefined && bytes > keepBytes;
    const isTooOld = keepMs !== undefined && now - segment.endedAt > keepMs;
    if (segment.number > imported || !(isTooMuch || isTooOld)) break;
    rmSync(segment.path, { force: true });
    bytes -= segment.bytes;
    gone++;
  }
  return gone;
}

/** Deletes what is not in the dataset. */
export function dropUnimported(folder: string, imported: number): void {
  for (const segment of segmentsIn(folder)) if (segment.number > imported) rmSync(segment.path, { force: true });
}
