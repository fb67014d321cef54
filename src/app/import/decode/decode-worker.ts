/**
 * A decode worker: reads the captures of one import, keeps the flows of its shard, inspects and enriches them, and hands
 * them to the store as columns. It runs one synchronous loop; the HTTP thread and the store are never waited for but for
 * the store's emptied batches.
 */
import { parentPort } from 'node:worker_threads';
import { AppError } from '#base/errors.ts';
import { builtFile } from '#base/program.ts';
import { openGeo } from '#enrich/geo.ts';
import type { DecodeOrder, DecodeReport } from './decode-protocol.ts';
import { DecodeRun } from './decode-run.ts';

const report = (message: DecodeReport): void => parentPort?.postMessage(message);

// What takes time to load is loaded while the order is still on its way.
const geo = openGeo(builtFile('geo/'));

/** One import after another. */
parentPort?.on('message', async (order: DecodeOrder) => {
  try {
    const end = await new DecodeRun(order, geo, report).run();
    report(end === 'cancelled' ? { kind: 'cancelled' } : { kind: 'done', end });
  } catch (error) {
    if (error instanceof AppError) report({ kind: 'refused', code: error.code, data: error.data });
    else report({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  } finally {
    order.link.port.close();
    order.feed?.port.close();
  }
});
