/** A folder stands for the captures in it. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isPackedName } from '#base/capture-name.ts';
import { AppError } from '#base/errors.ts';
import { isCapture, LOOK_BYTES } from '#capture/formats.ts';
import { isStream } from '../local-file.ts';

/**
 * The paths with each folder replaced by the captures in it and below it, known by their first bytes; hidden ones and links to
 * folders are passed over. Streams and what is not there stay as they are. AppError CAPTURE_UNREADABLE for a folder without any.
 */
export function withoutFolders(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => (isFolder(path) ? capturesIn(path) : [path]));
}

function isFolder(path: string): boolean {
  if (isStream(path) || path.includes('\0')) return false;
  return statSync(resolve(path), { throwIfNoEntry: false })?.isDirectory() === true;
}

function capturesIn(folder: string): string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    const entries = readdirSync(path, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const own = join(path, entry.name);
      if (entry.isDirectory()) visit(own);
      else if ((entry.isFile() || isLinkToFile(entry.isSymbolicLink(), own)) && isCaptureFile(own)) found.push(own);
    }
  };
  try {
    visit(resolve(folder));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'EACCES' ? 'you may not read it' : String(error);
    throw new AppError('CAPTURE_UNREADABLE', { path: folder, reason });
  }
  if (found.length === 0)
    throw new AppError('CAPTURE_UNREADABLE', { path: folder, reason: 'this folder holds no capture' });
  return found;
}

function isLinkToFile(isLink: boolean, path: string): boolean {
  return isLink && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** True for a capture, known by its first bytes, and for what may be one in an archive or compressed, by its name. */
export function isCaptureFile(path: string): boolean {
  if (isPackedName(basename(path))) return true;
  const head = new Uint8Array(LOOK_BYTES);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    return isCapture(head.subarray(0, readSync(descriptor, head, 0, head.length, 0)));
  } catch {
    return false; // what may not be read was not asked for by name
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
