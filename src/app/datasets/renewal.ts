/** Datasets that another version of Capscope made: which of their captures can be read again, and that this is done. */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { StoredFile } from '#store/protocol.ts';
import type { Renewal } from '../model.ts';

export interface FoundCapture {
  readonly name: string;
  readonly path: string;
}

export interface Found {
  readonly captures: readonly FoundCapture[];
  /** names of those that are gone */
  readonly missing: readonly string[];
}

/** What the user gave, else what was unpacked from it; several captures of one archive are read from it together. */
export function findCaptures(records: readonly Pick<StoredFile, 'name' | 'path' | 'packed'>[]): Found {
  const captures = new Map<string, FoundCapture>();
  const missing: string[] = [];
  for (const { name, path, packed } of records) {
    if (packed !== undefined && isFile(packed.path))
      captures.set(packed.path, { name: basename(packed.path), path: packed.path });
    else if (path !== undefined && isFile(path)) captures.set(path, { name, path });
    else missing.push(name);
  }
  return { captures: [...captures.values()], missing };
}

export const renewalOf = ({ captures, missing }: Found): Renewal => ({
  captures: captures.map(({ name }) => name),
  missing,
});

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

const asideOf = (database: string): string => `${database}.before`;

/** Puts the database of the other version where no dataset looks for one; it must not be open. */
export function setAside(database: string): void {
  renameSync(database, asideOf(database));
}

/** Puts it back: nothing came of it. */
export function takeBack(database: string): void {
  if (!existsSync(database)) renameSync(asideOf(database), database);
}

export function dropAside(database: string): void {
  rmSync(asideOf(database), { force: true });
}
