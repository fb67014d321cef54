/**
 * The end of a dataset's logged stream: flows of logs that may go on in a log to come, kept in logs-TOKEN.state beside the database. The
 * record of a log file names the token that was kept with it; the one with the highest number counts, so that it is taken back with its import.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredFile } from '#store/protocol.ts';

/** More flows that go on are not kept: the logs are then read again when one comes that joins them. */
export const MAX_KEPT_FLOWS = 200_000;

export interface LogState {
  /** its rows that are marked open are those of `open` */
  readonly importing: number;
  /** by format: what the reader saved */
  readonly open: Readonly<Record<string, readonly unknown[]>>;
  /** by format and interface: begin of the latest log, ms since 1970 UTC */
  readonly latest: Readonly<Record<string, number>>;
}

export interface KeptLogs {
  readonly token: string;
  readonly number: number;
}

/** What is known of a log beside its record; in `framer`, which is opaque to the store. */
export interface LogNotes {
  /** bytes up to the end of its last whole record */
  readonly whole?: number;
  readonly kept?: KeptLogs;
  /** of its records, to know them again (sources/flow-logs/seen-records.ts) */
  readonly prints?: string;
}

export const isLogFile = ({ firstChunk, packets, format }: StoredFile): boolean =>
  firstChunk === undefined && packets === 0 && /flow log|conn\.log/i.test(format);

export function logNotes({ framer }: Pick<StoredFile, 'framer'>): LogNotes {
  try {
    const notes: unknown = JSON.parse(framer ?? '{}');
    return typeof notes === 'object' && notes !== null ? (notes as LogNotes) : {};
  } catch {
    return {};
  }
}

/** Of the files of a dataset: what was kept last. */
export function lastKept(files: readonly StoredFile[]): KeptLogs | undefined {
  return files
    .filter(isLogFile)
    .map((file) => logNotes(file).kept)
    .reduce((last, kept) => (kept !== undefined && kept.number > (last?.number ?? -1) ? kept : last), undefined);
}

const NAME = /^logs-([0-9a-f]{16})\.state(\.new)?$/;

export const logStatePath = (folder: string, token: string): string => join(folder, `logs-${token}.state`);

export function writeLogState(path: string, state: LogState): void {
  writeFileSync(`${path}.new`, JSON.stringify(state));
  renameSync(`${path}.new`, path);
}

/** Undefined when it is not there or broken. */
export function readLogState(path: string): LogState | undefined {
  try {
    const state = JSON.parse(readFileSync(path, 'utf8')) as Partial<LogState>;
    return typeof state.importing === 'number' && state.open !== undefined && state.latest !== undefined
      ? (state as LogState)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Removes what is kept under other tokens. */
export function dropLogStates(folder: string, token: string | undefined): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const found = NAME.exec(name);
    if (found !== null && (found[1] !== token || found[2] !== undefined)) rmSync(join(folder, name), { force: true });
  }
}
