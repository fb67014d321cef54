/**
 * Importing captures: starts the decode workers, links each with the store, adds up what they tell. The caller has begun
 * the import and finishes it or takes it back.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { GrowingState } from '#sources/growing-state.ts';
import type { Replaced, StoredFile } from '#store/protocol.ts';
import { chunkNumbersFor } from './chunk-numbers.ts';
import type { Capture, ImportCaptures, ImportProgress, ImportRequest } from './contract.ts';
import type { DecodeFile } from './decode/decode-protocol.ts';
import { decode } from './decode/decode-workers.ts';
import {
  assertThere,
  bytesOf,
  hasPackets,
  joined,
  knownFile,
  sizeOf,
  spanOf,
  unreached,
  withApart,
} from './known-files.ts';
import { importLogs, isFlowLog } from './logs/logs.ts';
import { chooseShards } from './shards.ts';
import { storedFile } from './stored-file.ts';
import { type UnpackedCaptures, unpackCaptures } from './unpacked.ts';
import { isFed } from './workers.ts';

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
