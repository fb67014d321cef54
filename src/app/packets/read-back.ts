/** Which pieces of the capture files are read again, and the questions that are answered from them. */
import { statSync } from 'node:fs';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { Answer, Question } from '#query/question.ts';
import { DEFAULT_CHUNK_BYTES } from '#sources/source.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { DatasetStore } from '#store/store.ts';
import { KEY_FIELDS } from './flow-key.ts';
import type { PacketPlace } from './requests.ts';
import type { ChunkToScan } from './scan.ts';
import type { Scanner } from './scanner.ts';

/** More than this is not read again for a picture: it would take longer than a user waits. */
const MAX_FLOWS = 5000;
const MAX_SCAN_BYTES = 256 * 1024 * 1024;
/** of all values together, 24 bytes each in memory */
const MAX_BINS = 2_000_000;
/** 1 µs */
const MIN_WIDTH_MS = 0.001;

type Timeline = Extract<Question, { kind: 'timeline' }>;

/** The chunks that hold packets of these flows; undefined when a file of theirs is not there as it was. */
export async function chunksToScan(
  store: DatasetStore,
  flows: readonly number[],
): Promise<readonly ChunkToScan[] | undefined> {
  const [refs, files] = await Promise.all([store.chunksOf(flows), store.files()]);
  const byId = new Map(files.map((file) => [file.id, file]));
  const chunks: ChunkToScan[] = [];
  for (const { file: id, offset, bytes } of refs) {
    const file = byId.get(id);
    if (file?.path === undefined || !isAsItWas(file)) return undefined;
    const number = Math.floor(offset / DEFAULT_CHUNK_BYTES);
    chunks.push({
      path: file.path,
      number,
      start: offset,
      end: offset + bytes,
      state: framerState(file, number),
      ...(file.settings === undefined ? {} : { settings: file.settings }),
    });
  }
  return chunks;
}

/** Bins finer than the store keeps, from the packets; undefined where that would read too much. */
export async function fineTimeline(
  store: DatasetStore,
  scanner: Scanner,
  question: Timeline,
): Promise<Answer<'timeline'> | undefined> {
  const { scope, by, bins, limit } = question;
  if (scope.from === undefined || scope.to === undefined || FIELD_BY_KEY.get(by)?.either !== undefined)
    return undefined;
  const fields = [...new Set([...KEY_FIELDS, by])];
  const page = await store.ask({ kind: 'flows', scope, fields, sort: [], offset: 0, limit: MAX_FLOWS });
  if ('ok' in page || page.total > MAX_FLOWS) return undefined;
  const widthMs = roundWidth((scope.to - scope.from) / bins);
  const from = Math.floor(scope.from / widthMs) * widthMs;
  const count = Math.max(1, Math.ceil((scope.to - from) / widthMs));
  if (count * new Set(page.rows.map((row) => row[by])).size > MAX_BINS) return undefined;
  const chunks = await chunksToScan(
    store,
    page.rows.map((row) => row.id),
  );
  if (chunks === undefined || chunks.reduce((sum, chunk) => sum + chunk.end - chunk.start, 0) > MAX_SCAN_BYTES)
    return undefined;
  const series = await scanner.timeline({
    kind: 'timeline',
    chunks,
    flows: page.rows,
    by,
    from,
    widthMs,
    bins: count,
    limit,
  });
  return { from, widthMs, series, exact: true };
}

/** The packets of a flow in its capture file; undefined when there is no such flow or its file is gone. */
export async function packetsOf(
  store: DatasetStore,
  scanner: Scanner,
  flow: number,
): Promise<readonly PacketPlace[] | undefined> {
  const answer = await store.ask({ kind: 'flow', id: flow });
  if (answer === undefined || 'ok' in answer) return undefined;
  const chunks = await chunksToScan(store, [flow]);
  return chunks === undefined ? undefined : scanner.packets({ kind: 'packets', chunks, flow: answer.row });
}

/** The next of 1, 2, 5 × 10ⁿ ms. */
function roundWidth(wishMs: number): number {
  const wish = Math.max(MIN_WIDTH_MS, wishMs);
  const power = 10 ** Math.floor(Math.log10(wish));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= wish * 0.999) ?? 10;
  return step * power;
}

function isAsItWas(file: StoredFile): boolean {
  return statSync(file.path!, { throwIfNoEntry: false })?.size === file.size;
}

/** StoredFile.framer: [chunk, state] where the state changes, in order. */
function framerState(file: StoredFile, chunk: number): string {
  const runs = JSON.parse(file.framer ?? '[]') as readonly (readonly [number, string])[];
  return runs.findLast(([first]) => first <= chunk)?.[1] ?? '';
}
