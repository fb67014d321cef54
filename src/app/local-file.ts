/** Files of this machine that a user named. */
import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
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
