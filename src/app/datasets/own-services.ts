/** Services that the user adds: a text file beside the data, or one named on the command line. */
import { readFileSync } from 'node:fs';
import { AppError } from '#base/errors.ts';
import { parseServices } from '#enrich/service-file.ts';
import type { Service } from '#registry/services/services.ts';

/** Name of the file in a data directory. */
export const SERVICES_FILE = 'services.txt';

/** AppError names path, line and reason. `isOptional`: none when there is no such file. */
export function ownServices(path: string, { isOptional = false } = {}): readonly Service[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isOptional && code === 'ENOENT') return [];
    const reason = code === 'ENOENT' ? 'there is no such file' : 'may not be read';
    throw new AppError('CAPTURE_UNREADABLE', { path, reason });
  }
  return parseServices(path, text);
}
