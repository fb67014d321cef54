/** One import of a job into its dataset: all of its captures or nothing. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, assert } from '#base/errors.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import type { Service } from '#registry/services/services.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { DatasetStore } from '#store/store.ts';
import { CAPTURES } from '../datasets/catalog.ts';
import { knownInside, leaveOutKnown } from '../datasets/known-captures.ts';
import type { Capture, ImportCaptures, ImportProgress } from '../import/contract.ts';
import { dropStates } from '../import/kept-states.ts';
import { dropLogStates, lastKept } from '../import/logs/log-state.ts';

/** What imports need of the program. */
export interface ImportSurroundings {
  readonly storeOf: (dataset: string) => Promise<DatasetStore>;
  /** where a dataset keeps the end of its stream */
  readonly folderOf: (dataset: string) => string;
  readonly importCaptures: ImportCaptures;
  /** of a dataset; undefined = the default */
  readonly settingsOf: (dataset: string) => DecodeSettings | undefined;
  /** beside the built-in ones; AppError when the user's file can't be read */
  readonly services: () => readonly Service[];
  readonly expectImport?: ((bytes: number | undefined) => void) | undefined;
  /** somebody looks at the datasets while they grow */
  readonly watched: boolean;
  /** bytes that one import may decode again at once; undefined = the default */
  readonly mostAgain?: number | undefined;
  /** an error that is our fault */
  readonly onBug: (error: unknown) => void;
}

export interface ImportOrder {
  readonly dataset: string;
  /** several captures form one stream */
  readonly captures: readonly Capture[];
  /** captures that the dataset has already are imported once more */
  readonly again: boolean;
  /** goes on with the dataset's stream whatever its clock says, and reads nothing again */
  readonly isLive?: boolean;
  /** no new captures: those of the dataset, read anew with these settings */
  readonly rereads?: DecodeSettings | undefined;
  /** no new captures: those whose flows are not joined yet with the others */
  readonly rejoins?: boolean;
  /** bytes in all where the caller knows them better than the files do */
  readonly bytesTotal?: number | undefined;
  readonly signal: AbortSignal;
  /** [0]: 2 = rest, 0 = go on (import/contract.ts) */
  readonly control: Int32Array;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** What an import brought, once the store keeps it. */
export interface Imported {
  readonly files: readonly StoredFile[];
  /** plain sentences: captures that were known, and what the new ones say */
  readonly warnings: readonly string[];
  /** flows that the dataset has more; undefined: all that were told are new */
  readonly newFlows: number | undefined;
}

/** Rejects, with all taken back: AppError, or the signal's reason. */
export async function importInTurn(order: ImportOrder, surroundings: ImportSurroundings): Promise<Imported> {
  const { dataset, captures, signal, onProgress } = order;
  const { onBug } = surroundings;
  let store: DatasetStore | undefined;
  let importing: number | undefined;
  let fresh: readonly StoredFile[] = [];
  try {
    signal.throwIfAborted();
    surroundings.expectImport?.(sizeOf(order));
    store = await surroundings.storeOf(dataset);
    const folder = surroundings.folderOf(dataset);
    const [files, stream] = await Promise.all([store.files(), store.stream()]);
    const rereads = order.rereads !== undefined;
    const { rejoins = false } = order;
    const flowsBefore = files.length === 0 || rereads || rejoins ? undefined : await flowsIn(store);
    const { captures: unknown, warnings: leftOut } = await leaveOutKnown(order, files, signal);
    const settings = order.rereads ?? surroundings.settingsOf(dataset);
    const request = {
      store,
      joins: order.isLive
        ? { files: [], stream: stream && { ...stream, latestFirst: -Infinity }, folder }
        : { files, stream: rereads || rejoins ? undefined : stream, folder },
      ...(rereads ? { rereads } : {}),
      ...(rejoins ? { rejoins } : {}),
      ...(surroundings.mostAgain === undefined ? {} : { mostAgain: surroundings.mostAgain }),
      ...(order.again ? { again: true } : {}),
      unpackFolder: () => join(folder, CAPTURES),
      ...(settings === undefined ? {} : { settings }),
      services: surroundings.services(),
      watched: surroundings.watched,
      signal,
      control: order.control,
      onProgress,
    };
    importing = await store.begin();
    signal.throwIfAborted();
    fresh = await surroundings.importCaptures({ ...request, importing, captures: unknown });
    const twice = order.again || order.isLive ? NONE : await knownInside(fresh, files, signal);
    const leftOutToo = [...twice].map(([path, name]) => {
      const known = fresh.find((file) => file.path === path)!;
      return new AppError('CAPTURE_KNOWN', { path: known.name, name });
    });
    if (twice.size > 0 && twice.size === fresh.length) throw leftOutToo[0];
    if (twice.size > 0) {
      await store.rollback(importing);
      importing = await store.begin();
      const first = fresh;
      const kept = first.filter(({ path }) => !twice.has(path ?? ''));
      const records = await surroundings.importCaptures({ ...request, importing, captures: kept.map(asCapture) });
      fresh = records.map((file) => asBefore(file, kept));
      await store.putFiles(importing, fresh);
      removeUnpacked(
        first.filter(({ path }) => twice.has(path ?? '')),
        captures,
        onBug,
      );
    }
    signal.throwIfAborted();
    await store.finish(importing);
    // The flows are in: what fails from here on is our bug, and takes nothing back.
    let newFlows: number | undefined;
    try {
      dropStates(folder, (await store.stream())?.token);
      dropLogStates(folder, lastKept(await store.files())?.token);
      // Flows that went on are no new ones, and some may have been joined.
      if (flowsBefore !== undefined) newFlows = Math.max(0, (await flowsIn(store)) - flowsBefore);
    } catch (error) {
      onBug(error);
    }
    const told = fresh.flatMap((file) => file.warnings.map((warning) => `${file.name}: ${warning}`));
    return { files: fresh, warnings: [...leftOut, ...leftOutToo.map(({ message }) => message), ...told], newFlows };
  } catch (error) {
    if (store !== undefined && importing !== undefined) await store.rollback(importing).catch(onBug);
    removeUnpacked(fresh, captures, onBug);
    throw error;
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

/** What was imported a moment ago, unpacked where it had to be. */
function asCapture({ name, path, size }: StoredFile): Capture {
  assert(path !== undefined, 'what was just imported lies somewhere');
  return { name, source: { kind: 'file', path, size } };
}

/** What was told of the file that the capture was given in. */
function asBefore(file: StoredFile, before: readonly StoredFile[]): StoredFile {
  const one = before.find(({ path }) => path === file.path);
  return one?.packed === undefined ? file : { ...file, packed: one.packed, warnings: one.warnings };
}

/** Captures that were unpacked for an import taken back, or that are there already. */
function removeUnpacked(
  files: readonly StoredFile[],
  given: readonly Capture[],
  onBug: (error: unknown) => void,
): void {
  for (const { packed, path } of files) {
    if (packed === undefined || path === undefined || given.some(({ source }) => source.path === path)) continue;
    try {
      rmSync(path, { force: true });
    } catch (cause) {
      onBug(cause);
    }
  }
}

/** Bytes of what is to be imported, as far as a glance tells. */
function sizeOf({ captures, bytesTotal }: ImportOrder): number | undefined {
  if (captures.some(({ source }) => source.kind === 'growing')) return bytesTotal;
  let bytes = 0;
  for (const { source } of captures.slice(0, 100)) bytes += statSync(source.path, { throwIfNoEntry: false })?.size ?? 0;
  return bytes;
}

async function flowsIn(store: DatasetStore): Promise<number> {
  const totals = await store.ask({ kind: 'totals', scope: { filter: '' } });
  return 'ok' in totals ? 0 : totals.all.flows;
}

/** The line of an error; a capture that we stored is called as its user calls it, not by our name on the disk. */
export function inTheUsersWords(error: Error, captures: readonly Capture[]): string {
  if (!(error instanceof AppError)) return error.message;
  const capture = captures.find(({ source }) => source.path === error.data.path);
  return capture === undefined || (capture.source.kind === 'file' && capture.source.path.endsWith(capture.name))
    ? error.message
    : new AppError(error.code, { ...error.data, path: capture.name }).message;
}
