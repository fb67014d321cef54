/** Blobs as folders: by subscription, group, machine and day where their paths tell, else by the folders of their names. */
import type { StorageBlob } from './calls.ts';

export interface Folder {
  /** what is unique to it */
  readonly key: string;
  /** its own name, and those of folders above it that hold nothing else */
  readonly names: readonly string[];
  readonly folders: readonly Folder[];
  readonly blobs: readonly StorageBlob[];
  /** all below */
  readonly count: number;
  readonly bytes: number;
  /** latest change below, ms since 1970 UTC */
  readonly modified: number;
}

interface Growing {
  readonly folders: Map<string, Growing>;
  readonly blobs: StorageBlob[];
}

const empty = (): Growing => ({ folders: new Map(), blobs: [] });

/** Of one listing; newest days come first, all else by name. */
export function foldersOf(blobs: readonly StorageBlob[]): Folder {
  const root = empty();
  for (const blob of blobs) {
    let at = root;
    for (const name of namesOf(blob)) {
      const below = at.folders.get(name) ?? empty();
      at.folders.set(name, below);
      at = below;
    }
    at.blobs.push(blob);
  }
  return folderOf([], root);
}

function namesOf({ path, place }: StorageBlob): readonly string[] {
  if (place !== undefined)
    return [place.subscription, ...(place.group === undefined ? [] : [place.group]), place.target, place.day];
  return path.split('/').slice(0, -1);
}

const DAY = /^\d{4}-\d\d-\d\d$/;

function folderOf(names: readonly string[], { folders, blobs }: Growing): Folder {
  const own = names.at(-1);
  // A folder that holds one folder and nothing else is told with it.
  if (own !== undefined && blobs.length === 0 && folders.size === 1) {
    const [[name, below]] = folders;
    const only = folderOf([...names, name], below);
    return { ...only, names: [own, ...only.names] };
  }
  const inside = [...folders]
    .sort(([a], [b]) =>
      DAY.test(a) && DAY.test(b) ? (a < b ? 1 : -1) : a.localeCompare(b, undefined, { numeric: true }),
    )
    .map(([name, below]) => folderOf([...names, name], below));
  const sorted = [...blobs].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    key: names.join('\n'),
    names: own === undefined ? [] : [own],
    folders: inside,
    blobs: sorted,
    count: sorted.length + inside.reduce((sum, { count }) => sum + count, 0),
    bytes: sorted.reduce((sum, { bytes }) => sum + bytes, 0) + inside.reduce((sum, { bytes }) => sum + bytes, 0),
    modified: Math.max(0, ...sorted.map(({ modified }) => modified), ...inside.map(({ modified }) => modified)),
  };
}

export const canImport = ({ archived, bytes }: StorageBlob): boolean => !archived && bytes > 0;

/** All that can be imported below a folder. */
export function importable({ folders, blobs }: Folder): readonly StorageBlob[] {
  return [...blobs.filter(canImport), ...folders.flatMap(importable)];
}
