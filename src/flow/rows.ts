/** Writing into the columns of a batch that grow or take two words a value. */
import type { FlowBatch } from './batch.ts';

const U32 = 2 ** 32;

/** A u64 of two words. */
export function putCount(column: Uint32Array, row: number, value: number): void {
  column[2 * row] = value >>> 0;
  column[2 * row + 1] = (value / U32) >>> 0;
}

/** Makes room for `bytes` more in the heap. */
export function reserveHeap(batch: FlowBatch, bytes: number): void {
  if (batch.heapLength + bytes <= batch.heap.length) return;
  const heap = new Uint8Array(Math.max(batch.heap.length * 2, batch.heapLength + bytes));
  heap.set(batch.heap);
  batch.heap = heap;
}

/** A copy of twice the size. */
export function grown<T extends Uint32Array | Float64Array | Uint16Array>(column: T): T {
  const Column = column.constructor as new (length: number) => T;
  const larger = new Column(column.length * 2);
  larger.set(column as never);
  return larger;
}
