/**
 * A decode worker: reads the captures of one import, keeps the flows of its shard, inspects and enriches them, and hands
 * them to the store as columns. It runs one synchronous loop; the HTTP thread and the store are never waited for but for
 * the store's emptied batches.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '#base/errors.ts';
import type { DecodeOrder, DecodeReport } from './decode-protocol.ts';
import { DecodeRun } from './decode-run.ts';

const report = (message: DecodeReport): void => parentPort?.postMessage(message);

try {
  report({ kind: await new DecodeRun(workerData as DecodeOrder, report).run() });
} catch (error) {
  if (error instanceof AppError) report({ kind: 'refused', code: error.code, data: error.data });
  else report({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
