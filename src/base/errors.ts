/**
 * Four failures, four mechanisms. This file holds two of them: what the user can act on (AppError, one catalogue of
 * codes) and what is our own bug (assert). The data's fault is counted (wire/check.ts); a wrong filter is an answer.
 */

/** One line a code: the message shown to people. `{name}` is replaced from the error's data. */
const CATALOGUE = {
  CAPTURE_EMPTY: '{path}: the file is empty (0 bytes)',
  CAPTURE_UNKNOWN_FORMAT: '{path}: not a capture file: byte 0 starts with {magic} ({looks})',
  CAPTURE_BAD_HEADER: '{path}: byte {offset}: {reason}',
  CAPTURE_UNREADABLE: '{path}: {reason}',
  CAPTURE_KNOWN: '{path}: the dataset has this capture already, as {name}; it is not counted twice',
  DATASET_NOT_FOUND: 'there is no dataset "{dataset}"',
  DATASET_NAME_TAKEN: 'there is already a dataset named "{name}"',
  DATASET_SCHEMA:
    '{path}: made by another version of Capscope (schema {found}, this version reads {wanted}); import its captures into a new dataset: those that were uploaded lie beside it, in captures',
  DISK_FULL: '{path}: the disk is full; make room and try again',
  MEMORY: 'there is not enough memory for this question: narrow the filter or the time span',
  QUOTA: '{name}: no more than {limit} are allowed for {of}: {used} are in use{more}',
  PAUSED: '{name}: it is paused; resume it first',
  DATA_DIR_IN_USE: '{dir}: another Capscope (process {pid}) is using this data directory',
  FILTER_INVALID: '{message}',
  SERVICES_UNREADABLE: '{path}: line {line}: {reason}',
  URL_REFUSED: '{url}: {reason}',
  URL_FAILED: '{url}: {reason}',
  SIGN_IN: 'not signed in to Azure: {reason}',
  AZURE: '{what}: {reason}',
  USAGE: '{message}',
  NOT_FOUND: '{what} was not found',
  FORBIDDEN: '{reason}',
  PORT_IN_USE: 'port {port} on {host} is taken; choose another with --port',
} as const;

export type ErrorCode = keyof typeof CATALOGUE;

/** An error the user can act on: a code of the catalogue and its data; `message` is the finished line. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, string | number>>;
  constructor(code: ErrorCode, data: Readonly<Record<string, string | number>> = {}) {
    super(CATALOGUE[code].replace(/\{(\w+)\}/g, (_, key: string) => String(data[key] ?? '')));
    this.code = code;
    this.data = data;
  }
}

/** Stops on a bug of ours. `promise` says what should have been true. */
export function assert(condition: boolean, promise: string): asserts condition {
  if (!condition) throw new Error(`bug: it should hold that ${promise}`);
}

/** For the default branch of an exhaustive switch. */
export function assertNever(value: never): never {
  throw new Error(`bug: unexpected ${JSON.stringify(value)}`);
}
