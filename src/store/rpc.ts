/** Requests of the main thread to the store's thread, and the replies. One reply a request, in any order. */
import { AppError, type ErrorCode } from '#base/errors.ts';
import type { MarkChange } from '#query/marks.ts';
import type { OwnNetwork } from '#query/networks.ts';
import type { Question } from '#query/question.ts';
import type { Ending, Replaced, StoredFile } from './protocol.ts';
import type { ExportRequest } from './store.ts';

export type Request =
  | { readonly op: 'open' | 'records'; readonly path: string }
  | { readonly op: 'version' | 'files' | 'stream' | 'begin' | 'close' | 'networks' | 'marks'; readonly dataset: number }
  | { readonly op: 'mark'; readonly dataset: number; readonly change: MarkChange }
  | { readonly op: 'takeBack'; readonly dataset: number; readonly undo: string }
  | { readonly op: 'setNetworks'; readonly dataset: number; readonly networks: readonly OwnNetwork[] }
  | { readonly op: 'ask'; readonly dataset: number; readonly question: Question }
  | { readonly op: 'chunksOf'; readonly dataset: number; readonly flows: readonly number[] }
  | { readonly op: 'reserve'; readonly dataset: number; readonly importing: number; readonly chunks: readonly number[] }
  | { readonly op: 'connect'; readonly dataset: number; readonly importing: number }
  | {
      readonly op: 'putFiles';
      readonly dataset: number;
      readonly importing: number;
      readonly files: readonly StoredFile[];
    }
  | { readonly op: 'hide' | 'finish' | 'rollback'; readonly dataset: number; readonly importing: number }
  | {
      readonly op: 'show';
      readonly dataset: number;
      readonly importing: number;
      readonly replaced: Replaced | undefined;
    }
  | { readonly op: 'settle'; readonly dataset: number; readonly importing: number; readonly ending: Ending }
  | { readonly op: 'export'; readonly dataset: number; readonly request: ExportRequest }
  | { readonly op: 'next' | 'stop'; readonly dataset: number; readonly cursor: number }
  | { readonly op: 'parquet'; readonly dataset: number; readonly request: ExportRequest; readonly path: string }
  /** gives up the question asked with that request's number */
  | { readonly op: 'cancel'; readonly asked: number }
  | { readonly op: 'shutdown' };

export interface Call {
  readonly id: number;
  readonly request: Request;
}

export type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: SentError };

/** An error that crosses threads: one the user can act on keeps its code. */
export type SentError =
  | { readonly code: ErrorCode; readonly data: Readonly<Record<string, string | number>> }
  | { readonly message: string; readonly stack: string | undefined };

/** What the engine says of a disk without room, in the user's words; undefined for other failures. */
export function fullDisk(message: string): AppError | undefined {
  if (!/No space left on device|Could not (?:write|truncate) file|File too large|quota exceeded/i.test(message))
    return undefined;
  return new AppError('DISK_FULL', { path: /file "([^"]+)"/.exec(message)?.[1] ?? 'the data directory' });
}

/** An error as a message can hold it. */
export function sendable(error: unknown): SentError {
  const known = error instanceof AppError ? error : error instanceof Error ? fullDisk(error.message) : undefined;
  if (known !== undefined) return { code: known.code, data: known.data };
  return {
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
  };
}

/** The error that was sent. */
export function received(sent: SentError): Error {
  if ('code' in sent) return new AppError(sent.code, sent.data);
  const error = new Error(sent.message);
  if (sent.stack !== undefined) error.stack = sent.stack;
  return error;
}

/** What the store's thread is started with. */
export interface StoreSettings {
  readonly memoryMb: number;
  readonly threads: number;
  /** keeps columns in memory for the questions to come; what is asked once is answered sooner without */
  readonly holds: boolean;
  /** folder for what does not fit in memory */
  readonly tempDir: string;
}
