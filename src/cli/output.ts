/** Where results go: standard output or a file, at the speed of whoever reads. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { AppError } from '#base/errors.ts';

export interface Output {
  write(text: string): Promise<void> | undefined;
  close(): Promise<void>;
}

export function openOutput(path: string | undefined): Output {
  if (path === undefined || path === '-')
    return { write: (text) => writeTo(process.stdout, text), close: async () => {} };
  const stream = createWriteStream(path);
  let failure: AppError | undefined;
  stream.on('error', (error) => {
    failure = new AppError('CAPTURE_UNREADABLE', { path, reason: error.message });
  });
  return {
    write(text) {
      if (failure !== undefined) throw failure;
      return writeTo(stream, text);
    },
    async close() {
      if (failure === undefined) await new Promise<void>((resolve) => stream.end(resolve));
      if (failure !== undefined) throw failure;
    },
  };
}

function writeTo(stream: Writable, text: string): Promise<void> | undefined {
  if (text === '' || stream.write(text)) return undefined;
  return once(stream, 'drain').then(() => {});
}
