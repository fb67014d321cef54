/** A log worker: reads the flow logs of one import and hands their flows to the store as columns. */
import { parentPort } from 'node:worker_threads';
import { AppError } from '#base/errors.ts';
import { builtFile } from '#base/program.ts';
import { openGeo } from '#enrich/geo.ts';
import { type LogOrder, type LogReport, LogRun } from './log-run.ts';

const report = (message: LogReport): void => parentPort?.postMessage(message);
const geo = openGeo(builtFile('geo/'));

parentPort?.once('message', (order: LogOrder) => {
  try {
    report(new LogRun(order, geo, report).run());
  } catch (error) {
    if (error instanceof AppError) report({ kind: 'refused', code: error.code, data: error.data });
    else report({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
