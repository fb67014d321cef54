/** Importing flow logs: tells them from captures by content, and has a worker read them beside. */
import { closeSync, openSync, readSync } from 'node:fs';
import { AppError } from '#base/errors.ts';
import { detectFlowLog, LOG_HEAD_BYTES } from '#sources/flow-logs/detect.ts';
import { GrowingState } from '#sources/growing-state.ts';
import type { StoredFile } from '#store/protocol.ts';
import { NO_FINDINGS } from '#wire/check.ts';
import { type Capture, Control, type ImportProgress, type ImportRequest } from './contract.ts';
import type { LogOrder, LogPart, LogReport } from './log-run.ts';
import { takeWorker } from './workers.ts';

/** Logs are text: a file that begins otherwise is not looked at further. */
const TEXT_BYTES = 8;

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

/** Reads the logs; resolves with their records. `onProgress` counts the logs' bytes and flows alone. */
export async function importLogs(
  request: ImportRequest,
  logs: readonly Capture[],
  onProgress: (progress: ImportProgress) => void,
): Promise<StoredFile[]> {
  const { store, importing, services = [], signal } = request;
  const reserved = await store.reserve(
    importing,
    logs.map(() => 1),
  );
  const link = await store.connect(importing);
  const cancel = request.control ?? new Int32Array(new SharedArrayBuffer(4));
  const worker = takeWorker('log-worker');
  const giveUp = (): void => {
    Atomics.store(cancel, 0, Control.Stop);
    Atomics.notify(cancel, 0);
    for (const { source } of logs)
      if (source.kind === 'growing') new GrowingState(source.state).failed('the import has ended');
  };
  signal?.addEventListener('abort', giveUp, { once: true });
  if (signal?.aborted) giveUp();
  const parts: LogPart[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: LogReport) => {
        if (message.kind === 'progress') onProgress({ bytesRead: message.bytesRead, packets: 0, flows: message.flows });
        else if (message.kind === 'part') parts.push(message.part);
        else if (message.kind === 'refused') reject(new AppError(message.code, message.data));
        else if (message.kind === 'failed') reject(new Error(message.message));
        else resolve();
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`log worker ended with ${code}`)));
      const files = logs.map(({ name, source }) => ({ name, source }));
      worker.postMessage({ files, link, services, cancel } satisfies LogOrder, [link.port]);
    });
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', giveUp);
    worker.unref();
  }
  return parts.map((part) => recordOf(logs[part.index]!, reserved[part.index]!.file, part));
}

function recordOf({ name, source }: Capture, id: number, part: LogPart): StoredFile {
  const { format, size, records, malformed, first, last } = part;
  const what = malformed === 1 ? 'record is' : 'records are';
  return {
    id,
    name,
    path: source.path,
    size,
    format,
    linkTypes: [],
    snapLen: 0,
    packets: 0,
    bytes: 0,
    ...(first === undefined || last === undefined ? {} : { first, last }),
    accounts: { decoded: 0, truncated: 0, malformed: 0, unsupported: 0 },
    findings: NO_FINDINGS,
    warnings: malformed === 0 ? [] : [`${malformed} ${what} not as the format says, and left out`],
    notes: [`${records} records`],
  };
}
