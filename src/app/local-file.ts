/** What a user named on this machine: files, and streams: standard input ("-"), pipes, devices. */
import { accessSync, constants, createReadStream, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '#base/errors.ts';

/** The whole path when a file can be read there. AppError CAPTURE_UNREADABLE in plain words. */
export function readable(path: string): string {
  const whole = resolve(path);
  if (path.includes('\0'))
    throw new AppError('CAPTURE_UNREADABLE', { path: '(a name with a zero byte)', reason: 'there is no such file' });
  try {
    if (statSync(whole).isDirectory()) {
      throw new AppError('CAPTURE_UNREADABLE', { path, reason: 'this is a folder, not a capture file' });
    }
    accessSync(whole, constants.R_OK);
    return whole;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('CAPTURE_UNREADABLE', { path, reason: reasonOf(error) });
  }
}

/** The whole path of a file or folder that is there; a stream's name as it is. AppError as readable(). */
export function wholePath(path: string): string {
  const whole = resolve(path);
  return statSync(whole, { throwIfNoEntry: false })?.isDirectory() ? whole : readable(path);
}

/** True for what gives its bytes once and in order; false for files and for what is not there. */
export function isStream(path: string): boolean {
  if (path === '-') return true;
  try {
    const facts = statSync(path);
    return !facts.isFile() && !facts.isDirectory();
  } catch {
    return false;
  }
}

export function openStream(path: string): Readable {
  return path === '-' ? process.stdin : createReadStream(path);
}

/** What errors, warnings and datasets call it: the file's name without folder; numbers of open files tell nobody anything. */
export function spokenName(path: string): string {
  if (path === '-' || /^(\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/.test(path)) return 'standard input';
  return /^(\/dev|\/proc\/[^/]+)\/fd\/\d+$/.test(path) ? 'pipe' : basename(path);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  ENAMETOOLONG: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
};

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}
