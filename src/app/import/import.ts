/**
 * Importing captures: starts the decode workers, links each with the store, adds up what they tell. The caller has begun
 * the import and finishes it or takes it back.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { AppError, assert } from '#base/errors.ts';
import type { AbsurdLengths } from '#capture/packets.ts';
import { DEFAULT_TIMEOUTS } from '#flow/open/timeouts.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import { linkTypeConstant, linkTypeName } from '#registry/link-types.ts';
import { GrowingState } from '#sources/growing-state.ts';
import type { Source } from '#sources/source.ts';
import type { Replaced, StoredFile, Stream } from '#store/protocol.ts';
import { addFindings, NO_FINDINGS } from '#wire/check.ts';
import { chunkNumbersFor } from './chunk-numbers.ts';
import { type Capture, Control, type ImportCaptures, type ImportProgress, type ImportRequest } from './contract.ts';
import type { DecodeFile, DecodeOrder, DecodeReport, FilePart, StreamEnd } from './decode/decode-protocol.ts';
import { dropStates, statePath } from './kept-states.ts';
import { importLogs, isFlowLog } from './logs/logs.ts';
import { chooseShards } from './shards.ts';
import { type UnpackedCaptures, unpackCaptures } from './unpacked.ts';
import { giveBack, isFed, startFeed, takeWorker } from './workers.ts';

/** Flows open at once, over all workers: about 400 bytes each. */
const MAX_OPEN_FLOWS = 500_000;

/** Decoded again at once, a tenth of a second's work; with more, files given one by one would cost the square of their number. */
const MOST_AGAIN = 32 * 1024 * 1024;

/** A store that has died answers no worker: it is asked for its pulse. */
const PULSE_MS = 1000;

export const importCaptures: ImportCaptures = async (request) => {
  const { captures, signal } = request;
  /** Whoever waits for more of a capture, in whatever thread, waits no longer. */
  const giveUp = (): void => {
    for (const { source } of captures)
      if (source.kind === 'growing') new GrowingState(source.state).failed('the import has ended');
  };
  signal?.addEventListener('abort', giveUp, { once: true });
  if (signal?.aborted) giveUp();
  let unpacked: UnpackedCaptures | undefined;
  try {
    unpacked = await unpackCaptures(request);
    return await importUnpacked(request, unpacked);
  } catch (error) {
    const cause = unpacked === undefined ? error : await unpacked.abandon(error);
    signal?.throwIfAborted();
    throw cause;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
};

/** Flow logs and captures of one import: each kind by its own way. */
async function importUnpacked(request: ImportRequest, unpacked: UnpackedCaptures): Promise<readonly StoredFile[]> {
  const areLogs = await Promise.all(unpacked.captures.map(isFlowLog));
  request.signal?.throwIfAborted();
  const logs = unpacked.captures.filter((_, i) => areLogs[i]);
  const captures = unpacked.captures.filter((_, i) => !areLogs[i]);
  if (logs.length === 0) return importPackets(request, unpacked, captures);
  let told: ImportProgress = { bytesRead: 0, packets: 0, flows: 0 };
  const files = await importLogs(request, logs, (progress) => {
    told = progress;
    request.onProgress?.(progress);
  });
  const records = await unpacked.complete(files);
  await request.store.putFiles(request.importing, records);
  if (captures.length === 0) return records;
  const onProgress = (progress: ImportProgress): void =>
    request.onProgress?.({
      ...progress,
      bytesRead: progress.bytesRead + told.bytesRead,
      flows: progress.flows + told.flows,
    });
  return [...records, ...(await importPackets({ ...request, onProgress }, unpacked, captures))];
}

async function importPackets(
  request: ImportRequest,
  unpacked: UnpackedCaptures,
  captures: readonly Capture[],
): Promise<readonly StoredFile[]> {
  const { store, importing, joins, rereads = false, rejoins = false } = request;
  const sizes = await Promise.all(captures.map(sizeOf));
  const reserved = await store.reserve(importing, chunkNumbersFor(sizes));
  const files = captures.map(({ name, source: given }, index): DecodeFile => {
    const size = sizes[index];
    // A capture that is still being written: all workers read as much as the chunk numbers are for.
    const source = size === undefined || given.kind !== 'file' ? given : { ...given, size };
    return { name, source, ...reserved[index]!, fed: isFed(size) };
  });
  const known = joins === undefined ? [] : joins.files.filter(hasPackets);
  files.push(...(await Promise.all(known.map((file) => knownFile(file, rejoins)))));
  if (rereads) assertThere(files);
  const given = rereads ? known.map(({ size }) => size) : sizes;
  const total = given.every((size) => size !== undefined) ? given.reduce((sum, size) => sum + size, 0) : undefined;
  const growing = captures.some((capture) => capture.source.kind === 'growing');
  const { shards, goesOn } = chooseShards({
    cores: availableParallelism(),
    bytes: rejoins ? known.reduce((sum, { size }) => sum + size, 0) : total,
    isGrowing: growing,
    kept: joins?.stream?.shards,
    knownBytes: files.reduce((sum, { known: one, source }) => sum + (one === undefined ? 0 : bytesOf(one, source)), 0),
  });
  const stream = goesOn ? joins?.stream : undefined;
  const seed = stream?.seed ?? randomInt(2 ** 31);
  const token = randomBytes(8).toString('hex');
  if (known.length > 0 || stream !== undefined) await store.hide(importing);
  const { parts, resumed, end } = await decode({
    request,
    unpacked,
    files,
    shards,
    seed,
    total: rejoins ? undefined : total,
    token,
    stream,
  });
  const byFile = Map.groupBy(parts, (part) => part.index);
  const stored = [...byFile]
    .sort(([a], [b]) => a - b)
    .map(([index, own]) => storedFile(files[index]!, own, request.settings));
  const before = new Map(known.map((file) => [file.id, file]));
  const isNew = (file: StoredFile): boolean => !before.has(file.id);
  const told = stored.filter(isNew).map((file) => withApart(file, end, files));
  const fresh = await unpacked.complete(end.isApart ? told.map((file) => ({ ...file, isApart: true })) : told);
  const again = stored.filter((file) => !isNew(file));
  await store.putFiles(importing, fresh);
  if (joins !== undefined) {
    const { isEnd, isKept, latestFirst } = end;
    const latest = known.reduce((most, { first }) => Math.max(most, first), latestFirst);
    const replaced: Replaced | undefined =
      resumed && stream !== undefined
        ? { kind: 'open', importing: stream.importing }
        : rereads
          ? { kind: 'packets' }
          : again.length === 0
            ? undefined
            : { kind: 'spans', spans: again.map((file) => spanOf(before.get(file.id)!)) };
    await store.settle(importing, {
      ...(replaced === undefined ? {} : { replaced }),
      // What was computed of the bytes holds on.
      files: [
        ...again.map((file) => ({ ...joined(before.get(file.id)!), ...file })),
        ...(rejoins ? unreached(known, again).map((file) => withApart(joined(file), end, files)) : []),
      ],
      stream: isKept ? { token, importing, shards, seed, latestFirst: latest } : isEnd ? 'none' : 'same',
    });
  }
  return fresh;
}

/** AppError for captures that can't be read again: their flows would be lost. */
function assertThere(files: readonly DecodeFile[]): void {
  const gone = files.filter(({ known }) => known?.isThere === false);
  const [first] = gone;
  if (first === undefined) return;
  const which = gone.length === 1 ? first.name : `${first.name} and ${gone.length - 1} more`;
  const reason = 'is no longer there as it was imported: the captures cannot be read again';
  throw new AppError('CAPTURE_UNREADABLE', { path: which, reason });
}

function bytesOf({ isThere }: NonNullable<DecodeFile['known']>, source: Source): number {
  return isThere && source.kind === 'file' ? (source.size ?? 0) : Number.POSITIVE_INFINITY;
}

type WithPackets = StoredFile & { readonly first: number; readonly last: number; readonly firstChunk: number };

function hasPackets(file: StoredFile): file is WithPackets {
  return file.first !== undefined && file.last !== undefined && file.firstChunk !== undefined;
}

async function knownFile(file: WithPackets, rejoins: boolean): Promise<DecodeFile> {
  const { name, id, path = '', size, firstChunk, first, last } = file;
  const facts = await stat(path).catch(() => undefined);
  const isThere = facts?.isFile() === true && facts.size === size;
  const source = { kind: 'file' as const, path, size };
  const isWanted = rejoins && file.isApart === true;
  return { name, source, file: id, firstChunk, fed: isFed(size), known: { first, last, isThere, isWanted } };
}

/** Its flows are joined with those around it, or never will be. */
function joined({ isApart: _, ...file }: StoredFile): StoredFile {
  return file;
}

/** Files that should have been decoded with those around them, but were not: one of these can't be read any more. */
function unreached(known: readonly StoredFile[], again: readonly StoredFile[]): readonly StoredFile[] {
  const ids = new Set(again.map(({ id }) => id));
  return known.filter(({ id, isApart = false }) => isApart && !ids.has(id));
}

/** Where flows of a file began. A millisecond more: its times are rounded, and the next stream is further away. */
function spanOf({ first = 0, last = 0 }: StoredFile): readonly [number, number] {
  return [Math.max(0, first - 1), Math.max(0, last + 1)];
}

function withApart(file: StoredFile, { apart }: StreamEnd, files: readonly DecodeFile[]): StoredFile {
  const names = apart.map((index) => files[index]!).filter((one) => one.known?.isThere === false);
  if (names.length === 0) return file;
  const [first] = names;
  const which = names.length === 1 ? first!.name : `${first!.name} and ${names.length - 1} more`;
  const warning = `flows that began or ended in ${which} are not joined with those of this file: it is no longer where it was`;
  return { ...file, warnings: [...file.warnings, warning] };
}

async function sizeOf(capture: Capture): Promise<number | undefined> {
  if (capture.source.kind === 'growing') return undefined;
  try {
    const facts = await stat(capture.source.path);
    if (facts.isDirectory())
      throw new AppError('CAPTURE_UNREADABLE', { path: capture.name, reason: 'is a folder, not a capture file' });
    return facts.isFile() ? facts.size : undefined;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { code: system } = error as NodeJS.ErrnoException;
    const told = { path: capture.source.path, reason: reasonOf(error) };
    throw new AppError('CAPTURE_UNREADABLE', { ...told, ...(system === undefined ? {} : { system }) });
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  return error instanceof Error ? error.message : String(error);
}

interface Decoding {
  readonly request: ImportRequest;
  readonly unpacked: UnpackedCaptures;
  readonly files: readonly DecodeFile[];
  readonly shards: number;
  readonly seed: number;
  /** bytes of the new files, where they are known */
  readonly total: number | undefined;
  /** names what is kept of the stream's end */
  readonly token: string;
  /** what was kept of it before, and is gone on from */
  readonly stream: Stream | undefined;
}

interface Decoded {
  readonly parts: readonly FilePart[];
  /** the stream went on from what was kept of its end */
  readonly resumed: boolean;
  readonly end: StreamEnd;
}

/** Runs the workers to their end. The first that refuses or fails stops the others. */
async function decode(decoding: Decoding): Promise<Decoded> {
  const { request, unpacked, files, shards, seed, total, token, stream } = decoding;
  const { joins } = request;
  const cancel = request.control ?? new Int32Array(new SharedArrayBuffer(4));
  const parts: FilePart[] = [];
  const ends: StreamEnd[] = [];
  const begun: Extract<DecodeReport, { kind: 'begun' }>[] = [];
  const progress: ImportProgress[] = [];
  const tell = (): void => {
    const known = progress.filter((part) => part !== undefined);
    const bytesTotal = unpacked.givenTotal ?? total ?? known[0]?.bytesTotal;
    request.onProgress?.({
      bytesRead: unpacked.given(Math.min(...known.map((part) => part.bytesRead))),
      ...(bytesTotal === undefined ? {} : { bytesTotal }),
      packets: known.reduce((sum, part) => sum + part.packets, 0),
      flows: known.reduce((sum, part) => sum + part.flows, 0),
    });
  };
  const giveUp = (): void => {
    Atomics.store(cancel, 0, Control.Stop);
    Atomics.notify(cancel, 0);
    // A worker may sleep until more of its file has come.
    for (const { source } of files)
      if (source.kind === 'growing') new GrowingState(source.state).failed('the import has ended');
  };
  const runs: Promise<void>[] = [];
  const causes: unknown[] = [];
  const fail = (cause: unknown): void => {
    causes.push(cause);
    giveUp();
  };
  request.signal?.addEventListener('abort', giveUp, { once: true });
  /** What is decoded again is seen when the import has ended; new packets as they come. */
  const showNow = async (): Promise<void> => {
    const resumed = begun.some((message) => message.resumed);
    if (begun.some((message) => message.again)) return;
    if (resumed && stream !== undefined)
      await request.store.show(request.importing, { kind: 'open', importing: stream.importing });
    else await request.store.show(request.importing);
  };
  const pulse = setInterval(() => request.store.version().catch(fail), PULSE_MS);
  // Several workers that go on from kept states might not ask for the same files: then each reads by itself.
  const feed =
    files.some(({ fed }) => fed) && (shards === 1 || stream === undefined) ? startFeed(files, shards, fail) : undefined;
  try {
    for (let shard = 0; shard < shards; shard++) {
      const link = await request.store.connect(request.importing);
      if (request.signal?.aborted) {
        link.port.close();
        break;
      }
      const order: DecodeOrder = {
        files,
        shard,
        shards,
        seed,
        link,
        cancel,
        ...(request.rereads === true ? { rereads: true } : {}),
        ...(joins === undefined || request.rereads || request.rejoins
          ? {}
          : { mostAgain: Math.max(request.mostAgain ?? MOST_AGAIN, total ?? 0) }),
        watched: request.watched === true,
        timeouts: DEFAULT_TIMEOUTS,
        maxFlows: Math.ceil(MAX_OPEN_FLOWS / shards),
        ...(request.settings === undefined ? {} : { settings: request.settings }),
        ...(request.services === undefined ? {} : { services: request.services }),
        ...(stream === undefined
          ? {}
          : {
              resume: {
                path: statePath(joins!.folder, stream.token, shard),
                latestFirst: stream.latestFirst,
              },
            }),
        ...(joins === undefined ? {} : { keep: { path: statePath(joins.folder, token, shard) } }),
        ...(feed === undefined ? {} : { feed: feed.links[shard]! }),
      };
      const worker = takeWorker('decode');
      worker.postMessage(order, feed === undefined ? [link.port] : [link.port, feed.links[shard]!.port]);
      runs.push(
        follow(worker, (message) => {
          if (message.kind === 'file') parts.push(message.part);
          else if (message.kind === 'done') ends.push(message.end);
          else if (message.kind === 'begun') {
            begun.push(message);
            if (begun.length === shards) showNow().catch(fail);
          } else if (message.kind === 'progress') {
            const { bytesRead, bytesTotal, packets, flows } = message;
            progress[shard] = { bytesRead, packets, flows, ...(bytesTotal === undefined ? {} : { bytesTotal }) };
            tell();
          }
        }).catch(fail),
      );
    }
  } catch (error) {
    fail(error);
  }
  try {
    await Promise.all(runs);
    request.signal?.throwIfAborted();
    // What the others say after the first has failed follows from it.
    if (causes.length > 0) throw causes[0];
    // All workers know the same files and decide alike; a state that one could not keep is of no use.
    const resumed = begun.some((message) => message.resumed);
    if (resumed && begun.some((message) => !message.resumed)) {
      dropStates(joins!.folder, undefined);
      throw new Error(
        'a part of what was kept of the stream is broken; it is put away, and the files are read next time',
      );
    }
    const [one] = ends;
    assert(one !== undefined, 'an import that is done has an end');
    const end = { ...one, isKept: ends.every(({ isKept }) => isKept) };
    return { parts, resumed, end };
  } finally {
    clearInterval(pulse);
    await feed?.stop();
    request.signal?.removeEventListener('abort', giveUp);
  }
}

/** Resolves when the worker is done or cancelled. */
function follow(worker: Worker, heard: (message: DecodeReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: DecodeReport) => {
      switch (message.kind) {
        case 'refused':
          giveBack('decode', worker);
          return reject(new AppError(message.code, message.data));
        case 'failed':
          void worker.terminate();
          return reject(new Error(message.message));
        case 'done':
          giveBack('decode', worker);
          heard(message);
          return resolve();
        case 'cancelled':
          giveBack('decode', worker);
          return resolve();
        default:
          heard(message);
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`decode worker ended with ${code}`)));
  });
}

function absurdText({ packets, offset, bytes }: AbsurdLengths): string {
  const [which, their] =
    packets === 1 ? ['a packet says', 'its stored bytes are'] : [`${packets} packets say`, 'their stored bytes are'];
  const more = packets === 1 ? '' : ' or the like';
  return `byte ${offset}: ${which} to have had ${bytes} bytes on the wire${more}, which can't be; ${their} counted instead`;
}

/** A file's record: the sum of what the shards counted. */
function storedFile(file: DecodeFile, parts: readonly FilePart[], settings: DecodeSettings | undefined): StoredFile {
  const one = parts[0]!;
  const sum = (of: (part: FilePart) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const warnings: string[] = [];
  if (one.fault !== undefined) warnings.push(`byte ${one.fault.offset}: ${one.fault.reason}`);
  if (one.absurd !== undefined) warnings.push(absurdText(one.absurd));
  if (one.backwards > 0) {
    const often = one.backwards === 1 ? 'once' : `${one.backwards} times`;
    warnings.push(`the clock ran backwards by more than a second, ${often}`);
  }
  const packets = sum((part) => part.packets);
  const linkTypes = one.linkTypes.map(linkTypeName);
  if (packets > 0 && sum((part) => part.accounts.unsupported) === packets)
    warnings.push(
      `none of its packets can be decoded: link type ${one.linkTypes.map((type) => linkTypeConstant(type) ?? type).join(', ')}`,
    );
  return {
    id: file.file,
    name: file.name,
    path: file.source.path,
    firstChunk: file.firstChunk,
    size: one.size,
    format: one.format,
    linkTypes,
    snapLen: one.snapLen,
    packets,
    bytes: sum((part) => part.bytes),
    ...(one.first === undefined || one.last === undefined ? {} : { first: one.first, last: one.last }),
    accounts: {
      decoded: sum((part) => part.accounts.decoded),
      truncated: sum((part) => part.accounts.truncated),
      malformed: sum((part) => part.accounts.malformed),
      unsupported: sum((part) => part.accounts.unsupported),
    },
    backwards: one.backwards,
    ...(one.silence === undefined ? {} : { silence: one.silence }),
    ...(one.drops === undefined ? {} : { drops: one.drops }),
    ...(one.fault === undefined ? {} : { fault: one.fault }),
    ...(settings === undefined ? {} : { settings }),
    findings: parts.map((part) => part.findings).reduce(addFindings, NO_FINDINGS),
    warnings,
    notes: one.notes,
    about: one.about,
    framer: one.framer,
  };
}
