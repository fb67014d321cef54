/** Unpacks the packed files of one import, one after the other; its first and only message is the order. */
import { parentPort } from 'node:worker_threads';
import { AppError } from '#base/errors.ts';
import type { UnpackOrder, UnpackReport } from './protocol.ts';
import { Cancelled, Unpacker } from './unpacker.ts';

const report = (message: UnpackReport): void => parentPort?.postMessage(message);

parentPort?.once('message', async (order: UnpackOrder) => {
  try {
    const unpacker = new Unpacker(order, report);
    const warnings: (readonly string[])[] = [];
    const sizes: number[] = [];
    for (let index = 0; index < order.files.length; index++) {
      const unpacked = await unpacker.unpack(index, index === order.files.length - 1);
      warnings.push(unpacked.warnings);
      sizes.push(unpacked.size);
    }
    report({ kind: 'done', warnings, sizes });
  } catch (error) {
    if (error instanceof Cancelled) report({ kind: 'cancelled' });
    else if (error instanceof AppError) report({ kind: 'refused', code: error.code, data: error.data });
    else report({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
