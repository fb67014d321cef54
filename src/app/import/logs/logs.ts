/** Importing flow logs: tells them from captures by content, and has a worker read them beside. */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AppError } from '#base/errors.ts';
import { detectFlowLog, firstTimeOf, LOG_HEAD_BYTES } from '#sources/flow-logs/detect.ts';
import type { LogSpan } from '#sources/flow-logs/logged-flow.ts';
import { GrowingState } from '#sources/growing-state.ts';
import type { ReplacedLogs, StoredFile } from '#store/protocol.ts';
import { NO_FINDINGS } from '#wire/check.ts';
import { type Capture, Control, type ImportProgress, type ImportRequest } from '../contract.ts';
import { takeWorker } from '../workers.ts';
import { LOG_REACH_MS, type LogOrder, type LogPart, type LogReport } from './log-run.ts';
import { isLogFile, type KeptLogs, type LogNotes, lastKept, logNotes, logStatePath } from './log-state.ts';

/** Logs are text: a file that begins otherwise is not looked at further. */
const TEXT_BYTES = 8;
/** A record is written minutes after what it tells, within its hour. */
const KNOWN_REACH_MS = 2 * 3_600_000;

/** True for a log of flows. AppError for a log of something else, which looks alike. Waits for a capture that grows. */
export async function isFlowLog({ name, source }: Capture): Promise<boolean> {
  if (source.kind === 'growing') {
    const state = new GrowingState(source.state);
    await state.beyond(TEXT_BYTES - 1);
    if (!isText(headOf(source.path, TEXT_BYTES))) return false;
    await state.beyond(LOG_HEAD_BYTES - 1);
  } else if (!isText(headOf(source.path, TEXT_BYTES))) return false;
  const found = detectFlowLog(headOf(source.path, LOG_HEAD_BYTES));
  if (found === undefined) return false;
  if ('refused' in found) throw new AppError('CAPTURE_UNREADABLE', { path: name, reason: found.refused });
  return true;
}

function isText(head: Uint8Array): boolean {
  const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  return head.length > 0 && head.subarray(bom ? 3 : 0).every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13));
}

/** The first bytes; none of what can't be read: that is told when it is opened. */
function headOf(path: string, length: number): Uint8Array {
  const head = new Uint8Array(length);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    return head.subarray(0, readSync(descriptor, head, 0, length, 0));
  } catch {
    return head.subarray(0, 0);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Reads the logs; resolves with the records of those that are new. `onProgress` counts the logs' bytes and flows alone. Flows of earlier
 * logs that go on are taken up from what was kept of them; a log that is earlier is read with all that it can meet, whose rows are replaced.
 */
export async function importLogs(
  request: ImportRequest,
  logs: readonly Capture[],
  onProgress: (progress: ImportProgress) => void,
): Promise<StoredFile[]> {
  const { store, importing, joins } = request;
  const known = (joins?.files ?? []).filter(isLogFile);
  const byId = new Map(known.map((file) => [file.id, file]));
  const kept = lastKept(known);
  const token = randomBytes(8).toString('hex');
  const fresh = logs.filter(({ continues }) => continues === undefined || !byId.has(continues));
  const reserved = await store.reserve(
    importing,
    fresh.map(() => 1),
  );
  const read = logs.map((capture): ReadLog => {
    const before = capture.continues === undefined ? undefined : byId.get(capture.continues);
    const id = before?.id ?? reserved[fresh.indexOf(capture)]!.file;
    return { capture, id, ...(before === undefined ? {} : { before, from: logNotes(before).whole ?? 0 }) };
  });
  if (known.length > 0) await store.hide(importing);
  const keep = joins === undefined ? {} : { keep: { path: logStatePath(joins.folder, token), importing } };
  const resume =
    joins === undefined || known.length === 0
      ? {}
      : { resume: kept === undefined ? '' : logStatePath(joins.folder, kept.token) };
  const how = { ...keep, ...(await knownRecords(request, logs, known)) };
  const first = await runWorker(request, read, { ...how, ...resume }, onProgress);
  const { all, ran, replacedLogs, apart } =
    first.late === undefined
      ? inTurn(read, first)
      : await amongOthers(first.late, read, known, (files, isEnd) =>
          runWorker(request, files, withoutOwn(isEnd ? how : { ...how, keep: undefined }, files), onProgress),
        );
  const now = ran.isKept ? { token, number: (kept?.number ?? -1) + 1 } : undefined;
  const names = new Map(
    [...known, ...read.map(({ id, capture: { name } }) => ({ id, name }))].map((one) => [one.id, one.name]),
  );
  const news = ran.parts.filter(({ index }) => all[index]!.before === undefined);
  const [one] = news;
  const isNothingNew = news.every(({ records, repeated }) => records === 0 && repeated > 0);
  if (one !== undefined && isNothingNew && logs.length === request.captures.length)
    throw new AppError('CAPTURE_KNOWN', {
      path: all[one.index]!.capture.name,
      name: names.get(one.repeatedOf) ?? 'another log',
    });
  const records = ran.parts.map((part) =>
    recordOf(all[part.index]!, part, now, { apart, repeated: repeatedWords(part, names) }),
  );
  const changed = records.filter(({ id }) => byId.has(id));
  if (changed.length > 0 || replacedLogs !== undefined)
    await store.settle(importing, {
      files: changed,
      stream: 'same',
      ...(replacedLogs === undefined ? {} : { replacedLogs }),
    });
  return records.filter(({ id }) => !byId.has(id));
}

/** Records that the dataset has in the time of the new logs. Azure's logs are of an hour: one of much later has none of them. */
async function knownRecords(
  { again = false }: ImportRequest,
  logs: readonly Capture[],
  known: readonly StoredFile[],
): Promise<Pick<LogOrder, 'known'>> {
  if (again) return {};
  const begin = logs.reduce(
    (first, { source }) => Math.min(first, firstTimeOf(headOf(source.path, LOG_HEAD_BYTES))),
    Number.POSITIVE_INFINITY,
  );
  return {
    known: known.flatMap((file) => {
      const { prints = '' } = logNotes(file);
      const isBefore = file.last !== undefined && file.last < begin - KNOWN_REACH_MS;
      return prints === '' || isBefore ? [] : [[file.id, prints] as const];
    }),
  };
}

/** What is read again is not known by itself. */
function withoutOwn<T extends Pick<LogOrder, 'known'>>(how: T, files: readonly ReadLog[]): T {
  const own = new Set(files.flatMap(({ id, from }) => (from === undefined ? [id] : [])));
  return how.known === undefined ? how : { ...how, known: how.known.filter(([file]) => !own.has(file)) };
}

function repeatedWords(
  { repeated, repeatedOf, records }: LogPart,
  names: ReadonlyMap<number, string>,
): readonly string[] {
  if (repeated === 0) return [];
  const name = names.get(repeatedOf) ?? 'another log';
  return [
    records === 0
      ? `${repeated} entries of it are in the dataset already, as ${name}; nothing of it is new`
      : `${repeated} entries of it are in the dataset already, as ${name}; only the rest is counted`,
  ];
}

/** A log to be read: a new one, one that was written on, or one of before that is read again. */
interface ReadLog {
  readonly capture: Capture;
  readonly id: number;
  readonly before?: StoredFile;
  /** bytes that are known */
  readonly from?: number;
}

interface Ran {
  readonly parts: readonly LogPart[];
  readonly late?: readonly LogSpan[];
  readonly isKept: boolean;
  readonly resumedOf?: number;
}

interface Outcome {
  readonly all: readonly ReadLog[];
  readonly ran: Ran;
  readonly replacedLogs: ReplacedLogs | undefined;
  /** warnings of the new ones */
  readonly apart: readonly string[];
}

function inTurn(all: readonly ReadLog[], ran: Ran): Outcome {
  const replacedLogs = ran.resumedOf === undefined ? undefined : { openOf: ran.resumedOf };
  return { all, ran, replacedLogs, apart: [] };
}

/** With the logs of before that they meet; where one of those is gone, by themselves. */
async function amongOthers(
  late: readonly LogSpan[],
  read: readonly ReadLog[],
  known: readonly StoredFile[],
  run: (files: readonly ReadLog[], isEnd: boolean) => Promise<Ran>,
): Promise<Outcome> {
  const { met, missing, until } = await metBy(late, known);
  if (missing.length > 0) {
    const ran = await run(read, false);
    return { all: read, ran, replacedLogs: undefined, apart: missing.map(({ name }) => apartWords(name)) };
  }
  const own = new Set(read.map(({ id }) => id));
  const again = met
    .filter(({ id }) => !own.has(id))
    .map((file): ReadLog => ({ capture: captureOf(file), id: file.id, before: file }));
  // Those of before first: what both have is theirs.
  const all = [...again, ...read.map(({ from: _, ...one }): ReadLog => one)];
  // What was kept is of the last logs: it holds on when those are not among them.
  const isEnd = known.every(({ last = Number.NEGATIVE_INFINITY }) => last <= until);
  return { all, ran: await run(all, isEnd), replacedLogs: { spans: met.map(spanOf) }, apart: [] };
}

async function runWorker(
  { store, importing, services = [], signal, control }: ImportRequest,
  files: readonly ReadLog[],
  how: Pick<LogOrder, 'resume' | 'known'> & { readonly keep?: LogOrder['keep'] | undefined },
  onProgress: (progress: ImportProgress) => void,
): Promise<Ran> {
  const link = await store.connect(importing);
  const cancel = control ?? new Int32Array(new SharedArrayBuffer(4));
  const worker = takeWorker('logs');
  const giveUp = (): void => {
    Atomics.store(cancel, 0, Control.Stop);
    Atomics.notify(cancel, 0);
    for (const { capture } of files)
      if (capture.source.kind === 'growing') new GrowingState(capture.source.state).failed('the import has ended');
  };
  signal?.addEventListener('abort', giveUp, { once: true });
  if (signal?.aborted) giveUp();
  const parts: LogPart[] = [];
  try {
    const ended = await new Promise<Omit<Ran, 'parts'>>((resolve, reject) => {
      worker.on('message', (message: LogReport) => {
        if (message.kind === 'progress') onProgress({ bytesRead: message.bytesRead, packets: 0, flows: message.flows });
        else if (message.kind === 'part') parts.push(message.part);
        else if (message.kind === 'refused') reject(new AppError(message.code, message.data));
        else if (message.kind === 'failed') reject(new Error(message.message));
        else if (message.kind === 'late') resolve({ late: message.spans, isKept: false });
        else resolve(message.kind === 'done' ? message : { isKept: false });
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`log worker ended with ${code}`)));
      const wanted = files.map(({ capture: { name, source }, id, from }) => ({
        name,
        id,
        source,
        ...(from === undefined ? {} : { from }),
      }));
      const { keep, ...rest } = how;
      const order: LogOrder = {
        files: wanted,
        link,
        services,
        cancel,
        ...rest,
        ...(keep === undefined ? {} : { keep }),
      };
      worker.postMessage(order, [link.port]);
    });
    signal?.throwIfAborted();
    return { ...ended, parts };
  } finally {
    signal?.removeEventListener('abort', giveUp);
    worker.unref();
  }
}

interface Meeting {
  /** logs of before whose flows can go on in the new ones, directly or through others */
  readonly met: readonly StoredFile[];
  /** those of them that are not there as they were */
  readonly missing: readonly StoredFile[];
  /** the last time of all */
  readonly until: number;
}

async function metBy(spans: readonly LogSpan[], known: readonly StoredFile[]): Promise<Meeting> {
  let from = Math.min(...spans.map(({ first }) => first));
  let until = Math.max(...spans.map(({ last }) => last));
  const met = new Set<StoredFile>();
  for (let before = -1; before < met.size; ) {
    before = met.size;
    for (const file of known) {
      const { first = Number.POSITIVE_INFINITY, last = Number.NEGATIVE_INFINITY } = file;
      if (met.has(file) || first > until + LOG_REACH_MS || last < from - LOG_REACH_MS) continue;
      met.add(file);
      from = Math.min(from, first);
      until = Math.max(until, last);
    }
  }
  const isThere = async ({ path = '', size }: StoredFile): Promise<boolean> => {
    const facts = await stat(path).catch(() => undefined);
    // One that is written on has become longer.
    return facts !== undefined && facts.size >= size;
  };
  const there = await Promise.all([...met].map(isThere));
  return { met: [...met], missing: [...met].filter((_, index) => !there[index]), until };
}

const captureOf = ({ name, path = '', size }: StoredFile): Capture => ({ name, source: { kind: 'file', path, size } });

/** Where its flows began; times are rounded. */
const spanOf = ({ first = 0, last = 0 }: StoredFile): readonly [number, number] => [Math.max(0, first - 1), last + 1];

const apartWords = (name: string): string =>
  `flows that began or ended in ${name} are not joined with those of this file: it is no longer where it was`;

function recordOf(
  { capture, id, before, from }: ReadLog,
  part: LogPart,
  kept: KeptLogs | undefined,
  { apart, repeated }: { readonly apart: readonly string[]; readonly repeated: readonly string[] },
): StoredFile {
  const { format, size, whole } = part;
  const added = from === undefined ? undefined : before;
  const malformed = part.malformed + countIn(added?.warnings[0], /^(\d+) records? (?:is|are) not/);
  const records = part.records + countIn(added?.notes?.[0], /^(\d+) records$/);
  const first = Math.min(part.first ?? Number.POSITIVE_INFINITY, added?.first ?? Number.POSITIVE_INFINITY);
  const last = Math.max(part.last ?? 0, added?.last ?? 0);
  const what = malformed === 1 ? 'record is' : 'records are';
  const prints = (added === undefined ? '' : (logNotes(added).prints ?? '')) + part.prints;
  const notes: LogNotes = {
    ...(whole === undefined ? {} : { whole }),
    ...(kept === undefined ? {} : { kept }),
    ...(prints === '' ? {} : { prints }),
  };
  return {
    // What was computed of the same bytes holds on.
    ...(before !== undefined && before.size === size ? before : {}),
    id,
    name: before?.name ?? capture.name,
    path: capture.source.path,
    size,
    format,
    linkTypes: [],
    snapLen: 0,
    packets: 0,
    bytes: 0,
    ...(Number.isFinite(first) ? { first, last } : {}),
    accounts: { decoded: 0, truncated: 0, malformed: 0, unsupported: 0 },
    findings: NO_FINDINGS,
    warnings: [
      ...(malformed === 0 ? [] : [`${malformed} ${what} not as the format says, and left out`]),
      ...(before === undefined ? apart : []),
      ...(from === undefined ? repeated : []),
    ],
    notes: [`${records} records`],
    framer: JSON.stringify(notes),
  };
}

const countIn = (text: string | undefined, pattern: RegExp): number => Number(pattern.exec(text ?? '')?.[1] ?? 0);
